//! `secrets generate`: makes up what any random value satisfies, and says what only a person knows.

use anyhow::{Context, Result, anyhow};

use crate::apply;
use crate::catalog::contribution::{Generator, Secret};
use crate::cli::{Global, SecretsCommand};
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::report::Screen;

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
    let root = road.workspace.root();
    let there: Vec<String> =
        road.workspace.list_secrets()?.into_iter().filter(|file| !file.empty).map(|file| file.name).collect();
    let (mut made, mut wanted) = (Vec::new(), Vec::new());
    for secret in blueprint.secrets.iter().filter(|secret| !there.contains(&secret.name)) {
        match secret.generator {
            Some(generator) if !global.dry_run => {
                apply::write_secret(root, &secret.name, &random(generator)?)?;
                made.push(secret.name.as_str());
            }
            Some(_) => made.push(secret.name.as_str()),
            None if secret.required => wanted.push(secret),
            None if !global.dry_run => apply::write_secret(root, &secret.name, "").map(drop)?,
            None => {}
        }
    }
    let settings = if global.dry_run { Vec::new() } else { apply::add_env(root, &settings(&road))? };
    tell(&made, &wanted, &settings, global, screen);
    Ok(if wanted.is_empty() { Exit::Done } else { Exit::Error })
}

/// The repository's example of `.env`, where the settings are taken from.
fn settings(road: &Road) -> String {
    let example = road.state.lock.files.keys().find(|path| path.name().starts_with(".env"));
    let text = example.and_then(|path| road.tree.text(path.as_str()));
    text.unwrap_or_default().to_owned()
}

fn tell(made: &[&str], wanted: &[&Secret], settings: &[String], global: &Global, screen: &Screen) {
    let verb = if global.dry_run { "Would make" } else { "Made" };
    if made.is_empty() {
        screen.say("Every secret that can be made up is there.");
    } else {
        screen.say(&format!("{verb} {} in deploy/secrets/values/: {}", made.len(), made.join(", ")));
    }
    if !settings.is_empty() {
        let (count, noun) = (settings.len(), if settings.len() == 1 { "setting" } else { "settings" });
        screen.say(&format!("Added {count} {noun} to .env: look through them, most are fine as they are."));
    }
    for secret in wanted {
        let name = &secret.name;
        screen.warn(&format!(
            "{name} is for you to set: {}\n  put its value into deploy/secrets/values/{name}",
            secret.description
        ));
    }
}

fn random(generator: Generator) -> Result<String> {
    let length = match generator {
        Generator::Password => 32,
        Generator::Key => 64,
    };
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
