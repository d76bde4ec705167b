//! Conflicts, file by file: yours, ours, both with markers, or a mixture made in an editor.

use std::collections::BTreeMap;

use anyhow::Result;

use super::prompt;
use crate::merge;
use crate::plan::{Change, Clash, Plan, Settlement};
use crate::report::{Screen, diff, plan};
use crate::tree::{RelPath, Text};
use crate::wizard::prompter::Prompter;
use crate::wizard::question::{Check, Choice};

/// Asks about every conflict that a person can decide, and decides it in the plan and in `settled`.
///
/// # Errors
/// As [`super::review`].
pub fn settle(
    prompter: &mut dyn Prompter,
    screen: &Screen,
    plan: &mut Plan,
    settled: &mut BTreeMap<RelPath, Settlement>,
) -> Result<()> {
    let open = |change: &&Change| !matches!(change.clash, None | Some(Clash::InTheWay));
    let clashes: Vec<Change> = plan.conflicts().filter(open).cloned().collect();
    for (at, change) in clashes.iter().enumerate() {
        let settlement = match settled.get(&change.path) {
            Some(settlement) => settlement.clone(),
            None => ask(prompter, screen, change, &format!("{} of {}", at + 1, clashes.len()))?,
        };
        plan.settle(&change.path, &settlement);
        settled.insert(change.path.clone(), settlement);
    }
    Ok(())
}

/// Puts both into one text: in an editor, or with markers in the file.
///
/// # Errors
/// As [`super::review`].
pub(super) fn mix(prompter: &mut dyn Prompter, path: &RelPath, both: &Text) -> Result<Settlement> {
    let choices = [
        Choice::new("editor", "Open an editor", "both are in it, with markers where they collide"),
        Choice::new("markers", "Write the markers", "into the file, for later"),
    ];
    let question = prompt("review.mix", &format!("{path}: yours and ours collide. What shall be done?"));
    match prompter.select(&question, &choices, None)?.as_str() {
        "editor" => edited(prompter, path, both),
        _ => Ok(Settlement::Both),
    }
}

fn ask(prompter: &mut dyn Prompter, screen: &Screen, change: &Change, number: &str) -> Result<Settlement> {
    let Change { path, clash, why, .. } = change;
    let reason = why.as_deref().unwrap_or_default();
    screen.complain(&format!("\nconflict {number}: {path}\n  {reason}\n"));
    let marked = match clash {
        Some(Clash::Lines { marked, .. }) => Some(marked),
        _ => None,
    };
    let start = marked.or(change.before.as_ref());
    let question = prompt("conflict", &format!("{path}: which lines shall it have?"));
    loop {
        match prompter.select(&question, &choices(change, marked.is_some()), None)?.as_str() {
            "look" => {
                let shown = Change { after: marked.cloned().or_else(|| change.after.clone()), ..change.clone() };
                screen.show(&diff::text(&shown, screen.person()))?;
            }
            "ours" => return Ok(Settlement::FavorOurs),
            "markers" => return Ok(Settlement::Both),
            "editor" => match start {
                Some(start) => return edited(prompter, path, start),
                None => continue,
            },
            _ => return Ok(Settlement::FavorYours),
        }
    }
}

fn choices(change: &Change, marked: bool) -> Vec<Choice> {
    let editor = Choice::new("editor", "Open an editor", "you make one of both");
    if !marked {
        let look = format!("ours against yours: {}", plan::numbers(change));
        let [look, yours, ours] = [
            Choice::new("look", "Look", look),
            Choice::new("yours", "Yours", "the file stays as it is"),
            Choice::new("ours", "Ours", "your changes to this file are lost"),
        ];
        return vec![look, yours, ours, editor];
    }
    vec![
        Choice::new("look", "Look", "what comes in, and what collides"),
        Choice::new("yours", "Yours", "where they collide; what else is new comes in"),
        Choice::new("ours", "Ours", "where they collide; your other changes stay"),
        Choice::new("markers", "Both, with markers", "you resolve them in the file, later"),
        editor,
    ]
}

/// What a person makes of `start` in an editor; markers may not be left in it.
fn edited(prompter: &mut dyn Prompter, path: &RelPath, start: &Text) -> Result<Settlement> {
    let check = Check::new(|text| match merge::markers(text) {
        Some(line) => Err(format!("a conflict is left in line {line}: edit it once more")),
        None => Ok(()),
    });
    let question = prompt("conflict.editor", &format!("{path}: make one of both"));
    let ending = path.extension().map(|extension| format!(".{extension}")).unwrap_or_default();
    let mut content = prompter.edit(&question, &start.content, &ending, &check)?;
    // An editor ends every line, and what comes back from it lacks the last end.
    if start.content.ends_with('\n') && !content.is_empty() && !content.ends_with('\n') {
        content.push('\n');
    }
    Ok(Settlement::Text(Text { content: content.into(), executable: start.executable }))
}
