//! What workflows of GitHub let strangers do.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::audit::Raised;
use crate::audit::pipeline::{Job, Pipeline, Step, Told, Workflow};
use crate::facts::Evidence;
use crate::finding::Severity;

/// Whose actions GitHub itself answers for.
const OFFICIAL: &[&str] = &["actions", "github", "dependabot"];
/// Events that strangers cause and that run with the repository's secrets.
const EXPOSED: &[&str] = &["pull_request_target", "issue_comment", "issues", "discussion", "workflow_run"];
/// What strangers write.
const FOREIGN: &[&str] = &[
    "github.event.issue.title",
    "github.event.issue.body",
    "github.event.comment.body",
    "github.event.review.body",
    "github.event.discussion.title",
    "github.event.discussion.body",
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.label",
    "github.event.head_commit.message",
    "github.head_ref",
];
/// The code of a pull request.
const HEAD: &[&str] = &["github.event.pull_request.head", "github.head_ref", "github.event.number", "refs/pull/"];

/// The faults of one workflow.
pub fn faults(pipeline: &Pipeline<'_>) -> Vec<Raised> {
    let Some(workflow) = &pipeline.workflow else { return Vec::new() };
    let steps: Vec<&Step> = workflow.jobs.values().flat_map(|job| &job.steps).collect();
    let mut found: Vec<Raised> = heads(pipeline, workflow, &steps);
    found.extend(injections(pipeline, workflow, &steps));
    found.extend(echoes(pipeline, &steps));
    found.extend(unlimited(pipeline, workflow));
    found
}

/// A stranger's code, checked out where the secrets are.
fn heads(pipeline: &Pipeline<'_>, workflow: &Workflow, steps: &[&Step]) -> Vec<Raised> {
    if !workflow.has("pull_request_target") && !workflow.has("workflow_run") {
        return Vec::new();
    }
    let is_head = |step: &&&Step| {
        let taken = step.with.get("ref").and_then(Value::as_str);
        taken.is_some_and(|taken| HEAD.iter().any(|head| taken.contains(head)))
    };
    let checked_out = steps.iter().filter(is_head).filter_map(|step| pipeline.action(step.uses.as_ref()));
    checked_out
        .filter(|told| told.text.starts_with("actions/checkout@"))
        .map(|told| {
            Raised::fault(
                "this workflow runs with the repository's secrets and checks out the code of anybody's pull request",
                pipeline.evidence(&told),
            )
            .severity(Severity::High)
            .fix("run it on `pull_request`, or leave out `ref:` and never run what the pull request brings")
        })
        .collect()
}

/// Texts of strangers that the shell reads as commands.
fn injections(pipeline: &Pipeline<'_>, workflow: &Workflow, steps: &[&Step]) -> Vec<Raised> {
    let exposed = EXPOSED.iter().any(|event| workflow.has(event));
    let lines = steps.iter().flat_map(|step| pipeline.run(step));
    let written = |line: &Told| expressions(&line.text).into_iter().find(|inner| FOREIGN.contains(&inner.as_str()));
    lines
        .filter_map(|line| written(&line).map(|inner| (line, inner)))
        .map(|(line, inner)| {
            let message = format!("whoever writes `{inner}` writes commands that this step runs");
            let raised = Raised::fault(message, pipeline.evidence(&line))
                .severity(if exposed { Severity::High } else { Severity::Medium })
                .fix(format!(
                    "give it to the step as `env: {{ GIVEN: ${{{{ {inner} }}}} }}` and write \"$GIVEN\" in the script"
                ));
            // Nobody's pull request gets secrets there, unless it comes from the repository itself.
            if exposed { raised } else { raised.likely() }
        })
        .collect()
}

/// What stands between `${{` and `}}`.
fn expressions(text: &str) -> Vec<String> {
    let inner = |rest: &str| rest.split_once("}}").map(|(inner, _)| inner.trim().to_owned());
    text.split("${{").skip(1).filter_map(inner).collect()
}

/// Secrets that a step prints.
fn echoes(pipeline: &Pipeline<'_>, steps: &[&Step]) -> Vec<Raised> {
    let prints = |line: &Told| {
        let bare = line.text.trim_start_matches(['@', '-', ' ']);
        let secret = expressions(bare).into_iter().find(|inner| inner.starts_with("secrets."))?;
        let aside = bare.contains(['|', '>']) || bare.contains("::add-mask::");
        (bare.starts_with("echo ") && !aside).then_some(secret)
    };
    let lines = steps.iter().flat_map(|step| pipeline.run(step));
    lines
        .filter_map(|line| prints(&line).map(|secret| (line, secret)))
        .map(|(line, secret)| {
            Raised::fault(
                format!("this step prints `{secret}` into a log that it may be read from"),
                pipeline.evidence(&line),
            )
            .severity(Severity::Medium)
            .fix("take the line out; a step that needs the secret gets it through `env:`")
        })
        .collect()
}

/// Actions of others whose code may be another tomorrow: one finding for each, wherever it is used.
pub fn unpinned(pipelines: &[Pipeline<'_>]) -> Vec<Raised> {
    let mut places: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
    for pipeline in pipelines {
        for told in pipeline.actions().into_iter().filter(|told| is_unpinned(&told.text)) {
            places.entry(told.text.clone()).or_default().push(pipeline.evidence(&told));
        }
    }
    places.into_iter().filter_map(|(action, evidence)| moving(&action, evidence)).collect()
}

fn moving(action: &str, mut evidence: Vec<Evidence>) -> Option<Raised> {
    evidence.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
    let mut evidence = evidence.into_iter();
    let (name, reference) = action.split_once('@').unwrap_or((action, ""));
    let branch = matches!(reference, "" | "main" | "master" | "latest" | "HEAD" | "develop");
    let message = format!("`{action}` is whatever its owner makes of it: the job runs other code when that name moves");
    let fix = format!("write the commit in its place: `{name}@<40 digits> # {reference}`");
    let severity = if branch { Severity::Medium } else { Severity::Low };
    Some(Raised::fault(message, evidence.next()?).also(evidence).severity(severity).fix(fix))
}

fn is_unpinned(action: &str) -> bool {
    let owner = action.split('/').next().unwrap_or("");
    let own = action.starts_with("./")
        || action.starts_with("$/")
        || action.starts_with("docker://")
        || !action.contains('/');
    let commit = action.rsplit_once('@').is_some_and(|(_, reference)| {
        reference.len() >= 40 && reference.chars().all(|digit| digit.is_ascii_hexdigit())
    });
    !own && !commit && !OFFICIAL.contains(&owner)
}

/// Jobs whose token may do whatever the repository's settings allow.
fn unlimited(pipeline: &Pipeline<'_>, workflow: &Workflow) -> Option<Raised> {
    let limited = |job: &Job| job.permissions.is_some();
    let open = workflow.jobs.iter().find(|(_, job)| !limited(job))?.0;
    if workflow.permissions.is_some() {
        return None;
    }
    let line =
        pipeline.text.lines().position(|line| line.trim_end() == "jobs:").and_then(|line| u32::try_from(line + 1).ok());
    let place = Evidence { path: pipeline.path.clone(), line, text: "jobs:".to_owned() };
    let message =
        format!("nothing limits the token of the job `{open}`: it may write where the repository's settings let it");
    let raised = Raised::fault(message, place).severity(Severity::Low);
    Some(raised.fix("write `permissions: { contents: read }` above `jobs:`, and more only in the job that needs it"))
}
