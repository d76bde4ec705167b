//! The person's own files: each can be looked at beside ours, stay, or give way to ours.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{BACK, prompt};
use crate::plan::Kept;
use crate::report::{Screen, diff, plan};
use crate::tree::RelPath;
use crate::wizard::prompter::Prompter;
use crate::wizard::question::Choice;

/// Asks file by file until one is exchanged (true), or the person goes back.
///
/// # Errors
/// As [`super::review`].
pub(super) fn ask(
    prompter: &mut dyn Prompter,
    screen: &Screen,
    kept: &[Kept],
    taken: &mut BTreeSet<RelPath>,
) -> Result<bool> {
    let staying = kept.iter().map(|kept| Choice::new(kept.path.as_str(), kept.path.as_str(), state(kept)));
    let gone = taken.iter().map(|path| Choice::new(path.as_str(), path.as_str(), "ours replaces it"));
    let choices: Vec<Choice> = staying.chain(gone).chain([Choice::new(BACK, "Back", "")]).collect();
    loop {
        let answer = prompter.select(&prompt("review.own", "Which of your files?"), &choices, None)?;
        if taken.contains(answer.as_str()) {
            if give_back(prompter, &answer)? {
                return Ok(taken.remove(answer.as_str()));
            }
            continue;
        }
        let Some(file) = kept.iter().find(|kept| kept.path.as_str() == answer) else { return Ok(false) };
        if decide(prompter, screen, file)? {
            return Ok(taken.insert(file.path.clone()));
        }
    }
}

fn state(kept: &Kept) -> String {
    match kept.path == kept.ours {
        true => "kept; ours is not written".to_owned(),
        false => format!("kept; ours: {}", kept.ours),
    }
}

/// Whether ours shall replace it.
fn decide(prompter: &mut dyn Prompter, screen: &Screen, file: &Kept) -> Result<bool> {
    let ours = file.fixed.is_none().then(|| Choice::new("ours", "Take ours", "it replaces your file"));
    let look = file.before.as_ref().map(|_| Choice::new("look", "Look", plan::against(file)));
    let yours = Choice::new("yours", "Keep yours", file.fixed.as_deref().unwrap_or_default());
    let choices: Vec<Choice> = look.into_iter().chain([yours]).chain(ours).collect();
    loop {
        let question = prompt("review.own.file", &format!("{}: yours or ours?", file.path));
        match prompter.select(&question, &choices, None)?.as_str() {
            "look" => screen.show(&diff::beside(file, screen.person()))?,
            answer => return Ok(answer == "ours"),
        }
    }
}

fn give_back(prompter: &mut dyn Prompter, path: &str) -> Result<bool> {
    let choices = [Choice::new("ours", "Take ours", "as chosen"), Choice::new("yours", "Keep yours after all", "")];
    let question = prompt("review.own.file", &format!("{path}: yours or ours?"));
    Ok(prompter.select(&question, &choices, None)? == "yours")
}
