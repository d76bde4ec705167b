//! `secrets generate`: takes over what `.env` holds, makes up what any random value satisfies, and says what only a
//! person knows. It only ever adds.

use std::collections::BTreeMap;

use anyhow::Result;
use secrecy::ExposeSecret as _;

use super::beginning::Beginning;
use super::random::random;
use super::{blueprint, env_folders, kept_elsewhere, names_of, settings_files};
use crate::apply;
use crate::blueprint::Blueprint;
use crate::catalog::contribution::Secret;
use crate::catalog::supply::SecretStore;
use crate::cli::Global;
use crate::commands::road::Road;
use crate::commands::wanted::{tell_development, tell_elsewhere};
use crate::exit::Exit;
use crate::report::Screen;
use crate::secrets::{Examples, Held, Holding, Problem, judge};
use crate::tree::RelPath;
use crate::workspace::SECRETS_DIR;

/// # Errors
/// No manifest yet, an `.env` that cannot be read, or files that cannot be written. What was written before stays.
pub fn run(global: &Global, screen: &Screen) -> Result<Exit> {
    let road = Road::enter(&global.directory)?;
    let blueprint = blueprint(&road)?;
    if blueprint.secret_store == SecretStore::Platform {
        kept_elsewhere(&blueprint, "make", screen);
        return Ok(Exit::Done);
    }
    let root = road.workspace.root();
    // Before anything is made: a value that is there and cannot be read must not be replaced by a new one.
    let held = apply::read_env(root, &env_folders(&blueprint))?;
    let there: BTreeMap<String, bool> =
        road.workspace.list_secrets()?.into_iter().map(|file| (file.name, file.empty)).collect();
    let own = apply::read_env(root, &[RelPath::root()].into())?;
    tell_elsewhere(&blueprint, &own, &held, screen);
    let mut round =
        Round { blueprint: &blueprint, held, examples: Examples::of(&road.tree), result: Outcome::default() };
    for secret in &blueprint.secrets {
        match there.get(&secret.name) {
            Some(false) => {}
            Some(true) => round.note_empty(secret),
            None => round.fill(secret, &|value| match global.dry_run {
                true => Ok(true),
                false => apply::write_secret(root, &secret.name, value),
            })?,
        }
    }
    let result = round.result;
    let beginning = Beginning::of(&road, &blueprint);
    let added = if global.dry_run { Vec::new() } else { apply::add_env(root, &beginning.text)? };
    result.tell(!added.is_empty(), global, screen);
    beginning.tell(&added, screen);
    tell_development(&road, &blueprint, &own, screen);
    tell_keeper(&blueprint, screen);
    if !global.dry_run {
        settings_files::make(&road, &blueprint, screen)?;
    }
    tell_left(&blueprint, &added, screen);
    Ok(if result.is_complete() { Exit::Done } else { Exit::Error })
}

fn tell_keeper(blueprint: &Blueprint, screen: &Screen) {
    if let Some(keeper) = &blueprint.keeper {
        let (title, fill) = (&keeper.title, &keeper.fill);
        screen.say(&format!("{title} keeps them in production: `{fill}` takes there what it lacks."));
    }
}

/// Names the settings among the `added` ones that only a person knows.
fn tell_left(blueprint: &Blueprint, added: &[String], screen: &Screen) {
    let wanted = blueprint.wanted.settings.iter().filter(|name| added.contains(name));
    let settings: Vec<&str> = wanted.map(String::as_str).collect();
    if !settings.is_empty() {
        screen.warn(&format!("for you to set in .env: {}", settings.join(", ")));
    }
}

/// One run over the secrets that have no file.
struct Round<'b> {
    blueprint: &'b Blueprint,
    held: Held,
    examples: Examples,
    result: Outcome<'b>,
}

impl<'b> Round<'b> {
    /// The file of `secret` is there without a value. A file that is there is never written to.
    fn note_empty(&mut self, secret: &'b Secret) {
        let result = &mut self.result;
        match self.held.look_up(&names_of(self.blueprint, &secret.name), &self.examples) {
            Holding::Value { path, .. } => result.passed_over.push((secret, path)),
            _ if secret.required => result.wanted.push(secret),
            _ => result.empty.push(secret),
        }
    }

    /// Finds a value for `secret` and hands it to `write`, which says whether it was the first to write one.
    fn fill(&mut self, secret: &'b Secret, write: &dyn Fn(&str) -> Result<bool>) -> Result<()> {
        let names = names_of(self.blueprint, &secret.name);
        let result = &mut self.result;
        match self.held.look_up(&names, &self.examples) {
            Holding::Value { path, name, value } => {
                if write(value.expose_secret())? {
                    let weak = judge(&names, value.expose_secret(), secret.generator, &self.examples);
                    let weak = weak == Some(Problem::Weak);
                    result.taken.push(Taken { secret, path, name, weak });
                }
                return Ok(());
            }
            Holding::Unclear { place } => {
                result.unclear.push((secret, place));
                return Ok(());
            }
            Holding::Placeholder { path, empty: false } if secret.generator.is_some() => {
                result.replaced.push((secret, path));
            }
            Holding::Placeholder { .. } | Holding::Nothing => {}
        }
        match (secret.generator, secret.required) {
            (Some(generator), _) => {
                if write(random(generator)?.expose_secret())? {
                    result.made.push(secret);
                }
            }
            (None, true) => result.wanted.push(secret),
            // What mounts the file needs it to be there.
            (None, false) => {
                write("")?;
                result.empty.push(secret);
            }
        }
        Ok(())
    }
}

/// A secret whose value `.env` held.
struct Taken<'b> {
    secret: &'b Secret,
    path: RelPath,
    /// As `.env` calls it.
    name: String,
    weak: bool,
}

/// What became of the secrets that had no value.
#[derive(Default)]
struct Outcome<'b> {
    made: Vec<&'b Secret>,
    taken: Vec<Taken<'b>>,
    /// `.env` held something that stands for a value; a new one was made.
    replaced: Vec<(&'b Secret, RelPath)>,
    /// `.env` holds a value, at this place, that is not certain.
    unclear: Vec<(&'b Secret, String)>,
    /// `.env` holds a value, but the file is there already, empty.
    passed_over: Vec<(&'b Secret, RelPath)>,
    /// Nothing needs them: their files are there, empty.
    empty: Vec<&'b Secret>,
    /// Only the person knows them, or their file is there without a value.
    wanted: Vec<&'b Secret>,
}

impl Outcome<'_> {
    /// Nothing is left for a person to do.
    fn is_complete(&self) -> bool {
        self.wanted.is_empty() && self.unclear.is_empty() && self.passed_over.is_empty()
    }

    fn tell(&self, settings: bool, global: &Global, screen: &Screen) {
        let names =
            |secrets: &[&Secret]| secrets.iter().map(|secret| secret.name.clone()).collect::<Vec<_>>().join(", ");
        let verb = if global.dry_run { "Would make" } else { "Made" };
        self.tell_taken(global, screen);
        match self.made.len() {
            0 if self.taken.is_empty() => screen.say("Every secret that can be made up is there."),
            0 => {}
            number => screen.say(&format!("{verb} {number} in {SECRETS_DIR}/: {}", names(&self.made))),
        }
        for note in self.made.iter().filter_map(|secret| secret.note.as_ref()) {
            screen.say(note);
        }
        for (secret, path) in &self.replaced {
            screen.say(&format!("{path} holds only a placeholder for {}: it was left there", secret.name));
        }
        if settings {
            screen.say("Wrote what was missing in .env: look through it, most is fine as it is.");
        }
        if !self.empty.is_empty() {
            screen.say(&format!("Optional, and empty so far: {}", names(&self.empty)));
        }
        for (secret, place) in &self.unclear {
            let text = "programs read this line in different ways, so its value was neither taken over nor made anew";
            let name = &secret.name;
            screen.warn(&format!("{place}: {name}: {text}\nput the value into {SECRETS_DIR}/{name}"));
        }
        for (secret, path) in &self.passed_over {
            let file = format!("{SECRETS_DIR}/{}", secret.name);
            screen.warn(&format!(
                "{file} is there and empty, so what {path} holds was not taken over\nremove the file and run this again"
            ));
        }
        for secret in &self.wanted {
            let (name, description) = (&secret.name, &secret.description);
            screen.warn(&format!("{name} is for you to set: {description}\nput its value into {SECRETS_DIR}/{name}"));
        }
    }

    /// Names alone: what they stand for is nobody's to see.
    fn tell_taken(&self, global: &Global, screen: &Screen) {
        let mut files: BTreeMap<&RelPath, Vec<String>> = BTreeMap::new();
        for Taken { secret, path, name, weak: _ } in &self.taken {
            let other = if *name == secret.name { String::new() } else { format!(" (there {name})") };
            files.entry(path).or_default().push(format!("{}{other}", secret.name));
        }
        let verb = if global.dry_run { "Would take over" } else { "Took over" };
        for (path, names) in files {
            let number = names.len();
            screen.say(&format!("{verb} {number} from {path} into {SECRETS_DIR}/: {}", names.join(", ")));
            if !global.dry_run {
                screen.say(&format!("You may delete them from {path} now: the stack does not read them there."));
            }
        }
        let weak: Vec<&str> =
            self.taken.iter().filter(|taken| taken.weak).map(|taken| taken.secret.name.as_str()).collect();
        if !weak.is_empty() {
            screen.warn(&format!("taken over as they were, and easy to guess: {}", weak.join(", ")));
        }
    }
}
