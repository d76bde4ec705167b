//! Pipelines of continuous integration: when they run, and what they run.

mod faults;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_yaml::Spanned;

use crate::detect::nodes::shortened;
use crate::detect::places::is_workflow;
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

pub use self::faults::{faults, unpinned};

/// Where other services keep theirs.
const OTHERS: &[&str] = &[
    ".gitlab-ci.yml",
    ".travis.yml",
    ".circleci/config.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    "Jenkinsfile",
    ".drone.yml",
    ".woodpecker.yml",
    ".buildkite/pipeline.yml",
    "cloudbuild.yaml",
    ".forgejo/workflows/ci.yml",
    ".gitea/workflows/ci.yml",
];
/// Events of GitHub by which a change is looked at before or when it gets in.
const CHANGES: &[&str] = &["push", "pull_request", "pull_request_target", "merge_group", "workflow_call"];

/// One pipeline.
#[derive(Debug)]
pub struct Pipeline<'t> {
    pub path: &'t RelPath,
    text: &'t str,
    /// A workflow of GitHub, where it can be read; of others only the lines are known.
    workflow: Option<Workflow>,
}

#[derive(Debug, Deserialize)]
struct Workflow {
    #[serde(default)]
    on: Value,
    permissions: Option<Value>,
    #[serde(default)]
    jobs: BTreeMap<String, Job>,
}

#[derive(Debug, Deserialize)]
struct Job {
    permissions: Option<Value>,
    uses: Option<Spanned<String>>,
    #[serde(default)]
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Step {
    uses: Option<Spanned<String>>,
    run: Option<Spanned<String>>,
    #[serde(default)]
    with: BTreeMap<String, Value>,
}

/// A line that is run, or an action that is used, with its line in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub text: String,
    pub line: u32,
}

/// Every pipeline of the repository, in path order.
pub fn pipelines(tree: &Tree) -> Vec<Pipeline<'_>> {
    let is = |path: &RelPath| is_workflow(path) || OTHERS.contains(&path.as_str());
    let of = |(path, text)| {
        let workflow = if is_workflow(path) { serde_yaml::from_str(text).ok() } else { None };
        Pipeline { path, text, workflow }
    };
    tree.texts().filter(|(path, _)| is(path)).map(of).collect()
}

impl Pipeline<'_> {
    /// Whether it runs for changes, and not only at fixed times or by hand.
    pub fn is_for_changes(&self) -> bool {
        self.workflow.as_ref().is_none_or(|workflow| CHANGES.iter().any(|event| workflow.has(event)))
    }

    /// The commands and actions that it runs; of a service other than GitHub every line.
    pub fn told(&self) -> Vec<Told> {
        let Some(workflow) = &self.workflow else {
            let lines = self.text.lines().zip(1_u32..).filter(|(line, _)| !line.trim_start().starts_with('#'));
            return lines.map(|(line, number)| Told { text: line.trim().to_owned(), line: number }).collect();
        };
        let steps = workflow.jobs.values().flat_map(|job| &job.steps);
        self.actions().into_iter().chain(steps.flat_map(|step| self.run(step))).collect()
    }

    /// The actions and the workflows of others that it uses.
    fn actions(&self) -> Vec<Told> {
        let jobs = self.workflow.iter().flat_map(|workflow| workflow.jobs.values());
        let used = jobs.flat_map(|job| job.steps.iter().map(|step| &step.uses).chain([&job.uses]));
        used.filter_map(|uses| self.action(uses.as_ref())).collect()
    }

    /// The place of something that it is told.
    pub fn evidence(&self, told: &Told) -> Evidence {
        Evidence { path: self.path.clone(), line: Some(told.line), text: shortened(&told.text) }
    }

    /// The file as a whole.
    pub fn whole(&self) -> Evidence {
        Evidence { path: self.path.clone(), line: None, text: self.path.name().to_owned() }
    }

    fn action(&self, uses: Option<&Spanned<String>>) -> Option<Told> {
        let uses = uses?;
        let line = self.line_of(&uses.value, first_line(uses));
        Some(Told { text: uses.value.clone(), line })
    }

    fn run(&self, step: &Step) -> Vec<Told> {
        let Some(run) = &step.run else { return Vec::new() };
        let mut at = first_line(run);
        let lines = run.value.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines
            .map(|line| {
                at = self.line_of(line, at);
                Told { text: line.to_owned(), line: at }
            })
            .collect()
    }

    /// The first line from `from` on in which `words` stand; `from` where they are folded.
    fn line_of(&self, words: &str, from: u32) -> u32 {
        let lines = self.text.lines().zip(1_u32..).filter(|(_, number)| *number >= from);
        lines.into_iter().find(|(line, _)| line.contains(words)).map_or(from, |(_, number)| number)
    }
}

impl Workflow {
    /// Whether `event` starts it: `on: push`, `on: [push]`, `on: {push: …}`.
    fn has(&self, event: &str) -> bool {
        match &self.on {
            Value::String(one) => one == event,
            Value::Array(several) => several.iter().any(|one| one == event),
            Value::Object(several) => several.contains_key(event),
            _ => false,
        }
    }
}

fn first_line(told: &Spanned<String>) -> u32 {
    u32::try_from(told.referenced.line()).unwrap_or(1)
}
