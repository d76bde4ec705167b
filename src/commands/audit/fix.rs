//! `audit --fix`: what mends findings and changes nothing else, as a plan to be looked at.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::apply::{apply, recover};
use crate::audit::{Outcome, mended};
use crate::choose::add;
use crate::cli::{AuditArgs, Format, Global};
use crate::commands::beside::Decisions;
use crate::commands::finish::{Proposal, finish, unwritten};
use crate::commands::road::Road;
use crate::exit::{Exit, Interrupted};
use crate::finding::{Edit, Finding, Severity};
use crate::plan::{Action, Change, Plan};
use crate::report::{self, Screen};
use crate::tree::{File, RelPath, Text};
use crate::wizard::prompter::Prompter;
use crate::wizard::review::accepted;

/// The beginning of a command that adds services to a manifest.
const ADD: &str = "shipready add ";

/// # Errors
/// What cannot be planned or written; then nothing was.
pub fn run(
    road: &Road,
    outcome: &Outcome,
    args: &AuditArgs,
    global: &Global,
    screen: &Screen,
    prompter: &mut dyn Prompter,
) -> Result<Exit> {
    if !global.dry_run {
        recover(road.workspace.root())?;
    }
    let changes = edited(road, outcome);
    let services = services(outcome, args);
    tell_rest(outcome, road.state.manifest.is_some(), screen);
    if changes.is_empty() && services.is_empty() {
        if global.format() == Format::Json {
            screen.data(&report::json::plan(&[], &[])?)?;
        }
        screen.say("Nothing here can be mended without you.");
        return Ok(Exit::Done);
    }
    let Some(mut text) = road.state.manifest.clone() else {
        return write(road, changes, global, screen, prompter);
    };
    for id in &services {
        text = add(&road.catalog, &text, id)?;
    }
    let mut decisions = Decisions::of(&args.writing);
    decisions.edits = changes;
    let arrival = road.walk_deciding(&text, &decisions)?;
    finish(road, Proposal { manifest: text, decisions, arrival }, global, screen, prompter)
}

/// The files of the person's own with the edits that the findings bring.
fn edited(road: &Road, outcome: &Outcome) -> Vec<Change> {
    let mut edits: BTreeMap<&RelPath, Vec<&Edit>> = BTreeMap::new();
    for edit in outcome.findings().flat_map(|finding| &finding.edits) {
        edits.entry(&edit.path).or_default().push(edit);
    }
    let change = |(path, edits): (&RelPath, Vec<&Edit>)| {
        let before = match road.tree.get(path.as_str()) {
            Some(File::Text(text)) => Some(text.clone()),
            Some(File::Opaque { .. }) => return None,
            None => None,
        };
        let content = mended(before.as_ref().map_or("", |text| &text.content), &edits)?;
        let executable = before.as_ref().is_some_and(|text| text.executable);
        let action = if before.is_some() { Action::Update } else { Action::Create };
        let after = Some(Text { content: content.into(), executable });
        let why = Some("mends a finding".into());
        Some(Change { path: path.clone(), action, owners: Vec::new(), before, after, why, from: None, clash: None })
    };
    edits.into_iter().filter_map(change).collect()
}

/// The services that would settle what is missing and will hurt, or that is asked for by name.
fn services(outcome: &Outcome, args: &AuditArgs) -> BTreeSet<String> {
    let wanted = |finding: &&Finding| finding.severity >= Severity::High || !args.only.is_empty();
    let commands =
        outcome.findings().filter(wanted).filter_map(|finding| finding.command.as_deref()?.strip_prefix(ADD));
    commands.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// What else there is to do, since only some of it can be done here.
fn tell_rest(outcome: &Outcome, chosen: bool, screen: &Screen) {
    let number = outcome.findings().filter(|finding| finding.edits.is_empty() && finding.command.is_none()).count();
    if number > 0 {
        let noun = if number == 1 { "finding needs" } else { "findings need" };
        let next = if chosen { "" } else { "; `shipready init` brings much of the rest" };
        screen.say(&format!("{number} {noun} a person: `shipready audit` names them{next}."));
    }
}

/// Where nothing is chosen yet, the edits are all that there is to write.
fn write(
    road: &Road,
    changes: Vec<Change>,
    global: &Global,
    screen: &Screen,
    prompter: &mut dyn Prompter,
) -> Result<Exit> {
    let mut plan = Plan::default();
    plan.changes = changes;
    if global.format() == Format::Json {
        screen.data(&report::json::plan(&plan.changes, &[])?)?;
    }
    screen.say(&report::plan::summary(&plan, screen.err()));
    if global.dry_run || global.verbose {
        screen
            .paged(&plan.changes.iter().map(|change| report::diff::text(change, screen.out())).collect::<String>())?;
    }
    let asks = !global.yes && !global.dry_run && !global.no_input && screen.can_ask();
    if asks && !accepted(prompter, screen, &plan.changes)? {
        return Err(Interrupted.into());
    }
    if !asks && (!global.yes || global.dry_run) {
        return Ok(unwritten(global, screen));
    }
    apply(road.workspace.root(), &plan)?;
    screen.say("Done. `shipready undo` takes it back.");
    Ok(Exit::Done)
}
