//! `secrets generate`: makes up what any random value satisfies, and says what only a person knows.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use crate::apply;
use crate::blueprint::Blueprint;
use crate::catalog::contribution::{Generator, Secret};
use crate::catalog::supply::SecretStore;
use crate::cli::{Global, SecretsCommand};
use crate::commands::road::Road;
use crate::edit::dotenv;
use crate::exit::Exit;
use crate::facts::VariableFact;
use crate::report::Screen;
use crate::state::Policy;
use crate::workspace::SECRETS_DIR;

/// Letters and digits: safe in URLs, configuration files and shells.
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// # Errors
/// No manifest yet, or files that cannot be written. What was written before stays.
pub fn run(command: SecretsCommand, global: &Global, screen: &Screen) -> Result<Exit> {
    let SecretsCommand::Generate = command;
    let road = Road::enter(&global.directory)?;
    let text = road.state.manifest.as_deref();
    let text = text.context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    let blueprint = road.walk(text)?.blueprint;
    if blueprint.secret_store == SecretStore::Platform {
        kept_elsewhere(&blueprint, screen);
        return Ok(Exit::Done);
    }
    let root = road.workspace.root();
    let filled: Vec<String> =
        road.workspace.list_secrets()?.into_iter().filter(|file| !file.empty).map(|file| file.name).collect();
    let mut result = Outcome::default();
    for secret in blueprint.secrets.iter().filter(|secret| !filled.contains(&secret.name)) {
        let value = secret.generator.map(random).transpose()?;
        let written = global.dry_run
            || match (&value, secret.required) {
                (None, true) => false,
                (value, _) => apply::write_secret(root, &secret.name, value.as_deref().unwrap_or_default())?,
            };
        match (value, secret.required) {
            (Some(_), _) if written => result.made.push(secret),
            (None, false) => result.empty.push(secret),
            _ => result.wanted.push(secret),
        }
    }
    let added = if global.dry_run { Vec::new() } else { apply::add_env(root, &settings(&road, &blueprint))? };
    result.tell(!added.is_empty(), global, screen);
    make_insisted(root, &blueprint, global, screen)?;
    let settings: Vec<&str> =
        blueprint.wanted.settings.iter().filter(|name| added.contains(name)).map(String::as_str).collect();
    if !settings.is_empty() {
        screen.warn(&format!("for you to set in .env: {}", settings.join(", ")));
    }
    Ok(if result.wanted.is_empty() { Exit::Done } else { Exit::Error })
}

/// Files of settings without which the code does not start on a mounted source.
fn make_insisted(root: &Path, blueprint: &Blueprint, global: &Global, screen: &Screen) -> Result<()> {
    for file in blueprint.apps.iter().flat_map(|app| &app.insists) {
        if !global.dry_run && apply::make_empty(root, &file.path)? {
            screen.say(&format!("Made {}, empty: the code insists on it, and its settings come from .env.", file.path));
        }
    }
    Ok(())
}

/// The platform keeps the secrets: files here would be read by nobody.
fn kept_elsewhere(blueprint: &Blueprint, screen: &Screen) {
    let target = &blueprint.target_title;
    let apps = || blueprint.apps.iter();
    let made: BTreeSet<&str> = apps().flat_map(|app| &app.made).map(String::as_str).collect();
    let made: Vec<&str> = made.into_iter().collect();
    let asked = blueprint.asked();
    screen.say(&format!("{target} keeps the secrets: there is nothing to make here."));
    for (names, what) in [(made, "It makes up"), (asked, "It asks you for")] {
        if !names.is_empty() {
            screen.say(&format!("{what}: {}", names.join(", ")));
        }
    }
}

/// What became of the secrets that had no value.
#[derive(Default)]
struct Outcome<'b> {
    made: Vec<&'b Secret>,
    /// Nothing needs them: their files are there, empty.
    empty: Vec<&'b Secret>,
    /// Only the person knows them, or their file is there without a value.
    wanted: Vec<&'b Secret>,
}

impl Outcome<'_> {
    fn tell(&self, settings: bool, global: &Global, screen: &Screen) {
        let names =
            |secrets: &[&Secret]| secrets.iter().map(|secret| secret.name.clone()).collect::<Vec<_>>().join(", ");
        let verb = if global.dry_run { "Would make" } else { "Made" };
        match self.made.len() {
            0 => screen.say("Every secret that can be made up is there."),
            number => screen.say(&format!("{verb} {number} in {SECRETS_DIR}/: {}", names(&self.made))),
        }
        if settings {
            screen.say("Wrote what was missing in .env: look through it, most is fine as it is.");
        }
        if !self.empty.is_empty() {
            screen.say(&format!("Optional, and empty so far: {}", names(&self.empty)));
        }
        for secret in &self.wanted {
            let (name, description) = (&secret.name, &secret.description);
            screen.warn(&format!("{name} is for you to set: {description}\nput its value into {SECRETS_DIR}/{name}"));
        }
    }
}

/// The repository's example of `.env`, with the values of production in place of those that its authors develop with.
/// What the stack sets itself is left out: a value there would have no effect.
fn settings(road: &Road, blueprint: &Blueprint) -> String {
    let mut files = road.state.lock.files.iter();
    let example = files.find(|(_, locked)| locked.policy == Policy::Dotenv);
    let text = example.and_then(|(path, _)| road.tree.text(path.as_str()));
    let seen: Vec<&VariableFact> = road.facts.apps.iter().flat_map(|app| &app.variables).collect();
    let values = blueprint.variables.iter().filter_map(|item| {
        let variable = &item.variable;
        let theirs = seen.iter().any(|fact| fact.name == variable.name && fact.example.is_some());
        let wanted = blueprint.wanted.settings.contains(&variable.name).then_some("");
        match (&item.bound, variable.value.as_deref().or(wanted)) {
            (Some(_), _) => Some((variable.name.as_str(), None)),
            (None, Some(value)) if theirs => Some((variable.name.as_str(), Some(value))),
            _ => None,
        }
    });
    dotenv::with_values(text.unwrap_or_default(), &values.collect())
}

fn random(generator: Generator) -> Result<String> {
    match generator {
        Generator::Password => letters(32),
        Generator::Key => letters(64),
        Generator::Base64 => base64(),
    }
}

/// 32 bytes in URL-safe base64, padded: 44 characters.
fn base64() -> Result<String> {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = [0_u8; 33];
    getrandom::fill(&mut bytes[..32]).map_err(|error| anyhow!("the system gave no random bytes: {error}"))?;
    let groups = bytes.chunks(3).map(|group| group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)));
    let signs = groups.flat_map(|bits| [18, 12, 6, 0].map(|shift| bits >> shift & 63));
    let signs = signs.filter_map(|index| SIGNS.get(usize::try_from(index).ok()?));
    // The last byte of the last group is none of the key.
    Ok(signs.take(43).map(|sign| char::from(*sign)).chain(['=']).collect())
}

fn letters(length: usize) -> Result<String> {
    let mut text = String::with_capacity(length);
    let mut bytes = [0_u8; 128];
    while text.len() < length {
        getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gave no random bytes: {error}"))?;
        // 248 is the largest multiple of 62 below 256: what lies above it would favour some letters.
        let fair = bytes.iter().filter(|byte| **byte < 248);
        let letters = fair.filter_map(|byte| ALPHABET.get(usize::from(byte % 62)));
        text.extend(letters.map(|letter| char::from(*letter)).take(length - text.len()));
    }
    Ok(text)
}
