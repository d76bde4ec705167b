//! `secrets check`: what is missing, empty, weak, a placeholder, tracked by git or open to others; never a value.

use anyhow::Result;
use secrecy::ExposeSecret as _;

use super::{blueprint, env_folders, kept_elsewhere, names_of};
use crate::apply::{self, Content};
use crate::blueprint::Blueprint;
use crate::catalog::contribution::Secret;
use crate::catalog::supply::SecretStore;
use crate::cli::{Format, Global};
use crate::commands::road::Road;
use crate::exit::Exit;
use crate::report::{self, Screen};
use crate::secrets::{Examples, Finding, Held, Holding, Problem, judge};
use crate::tree::RelPath;
use crate::validators::git;
use crate::workspace::{SECRETS_DIR, is_secret};

/// # Errors
/// No manifest yet, or an `.env` that cannot be read.
pub fn run(global: &Global, screen: &Screen) -> Result<Exit> {
    let road = Road::look(&global.directory)?;
    let blueprint = blueprint(&road)?;
    let root = road.workspace.root();
    let platform = blueprint.secret_store == SecretStore::Platform;
    let mut findings = if platform { Vec::new() } else { here(&road, &blueprint)? };
    if platform {
        kept_elsewhere(&blueprint, "check", screen);
    }
    let unasked = match tracked(root, &blueprint)? {
        Ok(tracked) => {
            findings.extend(tracked);
            None
        }
        Err(why) => Some(why),
    };
    match global.format() {
        Format::Json => screen.data(&report::secrets::json(&findings, unasked.as_deref())?)?,
        Format::Text => screen.data(&report::secrets::text(&findings, screen.out()))?,
    }
    tell_keeper(&blueprint, screen);
    if let Some(why) = unasked {
        screen.warn(&format!("whether git keeps a secret was not looked at: {why}"));
    }
    match findings.len() {
        0 if platform => {}
        0 => screen.say("Every secret and every setting that you must make is there, and nothing is wrong with it."),
        number => screen.say(&format!("{number} to put right")),
    }
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Differences })
}

/// What is wrong with the files of secrets on this machine.
fn here(road: &Road, blueprint: &Blueprint) -> Result<Vec<Finding>> {
    let root = road.workspace.root();
    let held = apply::read_env(root, &env_folders(blueprint))?;
    let look = Look { root, held, examples: Examples::of(&road.tree) };
    let mut findings = Vec::new();
    for secret in &blueprint.secrets {
        let found = look.secret(blueprint, secret)?;
        findings.extend(found.filter(|finding| finding.problem != Problem::Missing || !is_kept(blueprint, secret)));
    }
    findings.extend(look.settings(blueprint)?);
    findings.extend(open(root)?);
    Ok(findings)
}

fn tell_keeper(blueprint: &Blueprint, screen: &Screen) {
    if let Some(keeper) = &blueprint.keeper {
        let (title, check) = (&keeper.title, &keeper.check);
        screen.say(&format!("{title} keeps the secrets: `{check}` names those that are missing there."));
    }
}

/// Somebody else keeps it, so its file need not be there.
fn is_kept(blueprint: &Blueprint, secret: &Secret) -> bool {
    blueprint.keeper.as_ref().is_some_and(|keeper| keeper.keeps(secret))
}

/// What everything is held against.
struct Look<'r> {
    root: &'r std::path::Path,
    held: Held,
    examples: Examples,
}

impl Look<'_> {
    fn secret(&self, blueprint: &Blueprint, secret: &Secret) -> Result<Option<Finding>> {
        let names = names_of(blueprint, &secret.name);
        let problem = match apply::read_secret(self.root, &secret.name)? {
            Content::Missing => Some(Problem::Missing),
            Content::Unreadable => Some(Problem::Unreadable),
            Content::Text(value) => judge(&names, value.expose_secret(), secret.generator, &self.examples),
        };
        let in_env = self.held.look_up(&names, &self.examples);
        // Nothing needs the value of an optional one; whoever mounts its file needs the file.
        let needed = secret.required || matches!(in_env, Holding::Value { .. });
        let Some(problem) = problem.filter(|problem| needed || *problem != Problem::Empty) else {
            return Ok(None);
        };
        let generates = "run `shipready secrets generate`";
        let next = match (problem, in_env) {
            (Problem::Missing, Holding::Unclear { place }) => {
                format!("put its value there: programs read {place} in different ways")
            }
            (Problem::Missing, Holding::Value { path, .. }) => {
                format!("{generates}: it takes the value over from {path}")
            }
            (Problem::Empty, Holding::Value { path, .. }) => {
                format!("remove it and {generates}: it takes the value over from {path}")
            }
            (Problem::Missing, _) if secret.generator.is_some() || !secret.required => generates.to_owned(),
            _ if secret.generator.is_none() => format!("put its value there: {}", secret.description),
            _ => format!(
                "remove it and {generates}, or put a better value there; who uses the old one needs the new one"
            ),
        };
        let path = RelPath::new(SECRETS_DIR)?.join(&secret.name)?;
        Ok(Some(Finding { path, name: Some(secret.name.clone()), problem, next }))
    }

    /// What the stack does not start without, in the `.env` that it reads.
    fn settings(&self, blueprint: &Blueprint) -> Result<Vec<Finding>> {
        let path = RelPath::new(".env")?;
        let held = apply::read_env(self.root, &[RelPath::root()].into())?;
        let wrong = blueprint.wanted.settings.iter().filter_map(|name| {
            let problem = match held.look_up(&[name], &self.examples) {
                Holding::Nothing => Problem::Missing,
                Holding::Placeholder { empty: true, .. } => Problem::Empty,
                Holding::Placeholder { .. } => Problem::Placeholder,
                Holding::Unclear { .. } | Holding::Value { .. } => return None,
            };
            let next = format!("set {name} in {path}");
            Some(Finding { path: path.clone(), name: Some(name.clone()), problem, next })
        });
        Ok(wrong.collect())
    }
}

fn open(root: &std::path::Path) -> Result<Option<Finding>> {
    let path = RelPath::new(SECRETS_DIR)?;
    let next = format!("chmod 700 {path}");
    Ok(apply::folder_is_open(root)?.then_some(Finding { path, name: None, problem: Problem::Open, next }))
}

/// The secret files that git keeps, or why that is not known.
fn tracked(root: &std::path::Path, blueprint: &Blueprint) -> Result<Result<Vec<Finding>, String>> {
    let mut paths = vec![RelPath::new(SECRETS_DIR)?];
    for folder in env_folders(blueprint) {
        paths.push(folder.join(".env")?);
    }
    let finding = |path: RelPath| {
        let next = format!("git rm --cached {path}; then change the values: git's history keeps the old ones");
        Finding { path, name: None, problem: Problem::Tracked, next }
    };
    let listed = git::tracked(root, &paths).map(Option::unwrap_or_default);
    Ok(listed.map(|listed| listed.into_iter().filter(is_secret).map(finding).collect()))
}
