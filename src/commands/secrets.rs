//! `secrets`: the values that nobody may see; what its commands share.

mod beginning;
mod check;
mod generate;
mod known;
mod random;
mod settings_files;

use std::collections::BTreeSet;

use anyhow::{Context, Result};

pub use self::known::{env_folders, names_of};
use crate::blueprint::Blueprint;
use crate::cli::{Global, SecretsCommand};
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::report::Screen;

/// # Errors
/// No manifest yet, or files that cannot be read or written.
pub fn run(command: SecretsCommand, global: &Global, screen: &Screen) -> Result<Exit> {
    match command {
        SecretsCommand::Generate => generate::run(global, screen),
        SecretsCommand::Check => check::run(global, screen),
    }
}

fn blueprint(road: &Road) -> Result<Blueprint> {
    let text = road.state.manifest.as_deref();
    let text = text.context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    Ok(road.walk(text)?.blueprint)
}

/// The platform keeps the secrets: files here would be read by nobody. `what` is there to do with them elsewhere.
fn kept_elsewhere(blueprint: &Blueprint, what: &str, screen: &Screen) {
    let target = &blueprint.target_title;
    let apps = || blueprint.apps.iter();
    let made: BTreeSet<&str> = apps().flat_map(|app| &app.made).map(String::as_str).collect();
    let made: Vec<&str> = made.into_iter().collect();
    let asked = blueprint.asked();
    screen.say(&format!("{target} keeps the secrets: there is nothing to {what} here."));
    for (names, how) in [(made, "It makes up"), (asked, "It asks you for")] {
        if !names.is_empty() {
            screen.say(&format!("{how}: {}", names.join(", ")));
        }
    }
}
