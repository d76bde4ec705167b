//! The person's own files: each can be looked at beside ours, stay, give way to ours, or take ours in.

use anyhow::Result;

use super::clash::mix;
use super::{BACK, Wishes, prompt};
use crate::plan::{Kept, Plan, Settlement};
use crate::report::{Screen, diff, plan};
use crate::wizard::prompter::Prompter;
use crate::wizard::question::Choice;

/// What becomes of one file.
#[derive(PartialEq, Eq)]
enum Decision {
    Yours,
    Ours,
    Merged(Settlement),
}

/// Asks file by file until something is decided anew (true), or the person goes back.
///
/// # Errors
/// As [`super::review`].
pub(super) fn ask(prompter: &mut dyn Prompter, screen: &Screen, plan: &Plan, wishes: &mut Wishes) -> Result<bool> {
    let staying = plan.kept.iter().map(|kept| Choice::new(kept.path.as_str(), kept.path.as_str(), state(kept)));
    let gone = wishes.taken.iter().map(|path| Choice::new(path.as_str(), path.as_str(), "ours replaces it"));
    let choices: Vec<Choice> = staying.chain(gone).chain([Choice::new(BACK, "Back", "")]).collect();
    loop {
        let answer = prompter.select(&prompt("review.own", "Which of your files?"), &choices, None)?;
        if wishes.taken.contains(answer.as_str()) {
            if give_back(prompter, &answer)? {
                return Ok(wishes.taken.remove(answer.as_str()));
            }
            continue;
        }
        let Some(file) = plan.kept.iter().find(|kept| kept.path.as_str() == answer) else { return Ok(false) };
        match decide(prompter, screen, plan, file)? {
            Decision::Yours => {}
            Decision::Ours => return Ok(wishes.taken.insert(file.path.clone())),
            Decision::Merged(settlement) => {
                wishes.settled.insert(file.path.clone(), settlement);
                return Ok(true);
            }
        }
    }
}

fn state(kept: &Kept) -> String {
    match kept.path == kept.ours {
        true => "kept; ours is not written".to_owned(),
        false => format!("kept; ours: {}", kept.ours),
    }
}

fn decide(prompter: &mut dyn Prompter, screen: &Screen, plan: &Plan, file: &Kept) -> Result<Decision> {
    let ours = file.fixed.is_none().then(|| Choice::new("ours", "Take ours", "it replaces your file"));
    let both = plan.both(&file.path);
    let merge = both.as_ref().map(|(_, clashes)| {
        let note = match clashes.len() {
            0 => "nothing collides".to_owned(),
            1 => "you decide about one place".to_owned(),
            number => format!("you decide about {number} places"),
        };
        Choice::new("merge", "Merge ours into yours", note)
    });
    let look = file.before.as_ref().map(|_| Choice::new("look", "Look", plan::against(file)));
    let yours = Choice::new("yours", "Keep yours", file.fixed.as_deref().unwrap_or_default());
    let choices: Vec<Choice> = look.into_iter().chain([yours]).chain(ours).chain(merge).collect();
    loop {
        let question = prompt("review.own.file", &format!("{}: yours or ours?", file.path));
        match (prompter.select(&question, &choices, None)?.as_str(), &both) {
            ("look", _) => screen.show(&diff::beside(file, screen.person()))?,
            ("ours", _) => return Ok(Decision::Ours),
            ("merge", Some((_, clashes))) if clashes.is_empty() => return Ok(Decision::Merged(Settlement::Both)),
            ("merge", Some((both, _))) => return Ok(Decision::Merged(mix(prompter, &file.path, both)?)),
            _ => return Ok(Decision::Yours),
        }
    }
}

fn give_back(prompter: &mut dyn Prompter, path: &str) -> Result<bool> {
    let choices = [Choice::new("ours", "Take ours", "as chosen"), Choice::new("yours", "Keep yours after all", "")];
    let question = prompt("review.own.file", &format!("{path}: yours or ours?"));
    Ok(prompter.select(&question, &choices, None)? == "yours")
}
