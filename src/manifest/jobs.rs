//! `[apps.<name>.jobs.<id>]`: commands that run at fixed times.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use serde::Serialize;
use toml_edit::Item;

use crate::catalog::option::Value;
use crate::manifest::{Chosen, Reader, schedule};

/// What a job gets that says nothing else.
const MEMORY_MB: u32 = 256;
const STOP_SECONDS: u32 = 60;

/// A command that runs at fixed times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Job {
    /// Five fields as cron has them, in UTC: `0 3 * * *`.
    pub schedule: String,
    /// The program and its arguments; no shell reads them.
    pub command: Vec<String>,
    /// The most memory that a run may take, in MiB.
    pub memory_mb: u32,
    /// How long a run may take to end after TERM.
    pub stop_seconds: u32,
    /// Where it stands in the manifest.
    #[serde(skip)]
    pub place: String,
}

/// The jobs of one app by their names.
///
/// # Errors
/// A name that no process can have, an unknown key, a wrong type or a wrong schedule; with its place.
pub(super) fn jobs(at: Reader<'_>, item: &Item) -> Result<BTreeMap<String, Job>> {
    let table = at.table(item)?;
    table.iter().map(|(id, item)| Ok((at.name(item, id)?, job(Reader { text: at.text, key: id }, item)?))).collect()
}

fn job(at: Reader<'_>, item: &Item) -> Result<Job> {
    let place = at.place(item);
    let (mut when, mut command) = (None, None);
    let (mut memory_mb, mut stop_seconds) = (MEMORY_MB, STOP_SECONDS);
    for (key, item) in at.table(item)?.iter() {
        let at = Reader { text: at.text, key };
        match key {
            "schedule" => {
                let text = at.string(item)?;
                schedule::check(&text).map_err(|error| anyhow!("{}: {error}", at.place(item)))?;
                when = Some(text);
            }
            "command" => command = Some(words(at.chosen(item)?)?),
            "memory_mb" => memory_mb = whole(at.chosen(item)?, key, 32)?,
            "stop_seconds" => stop_seconds = whole(at.chosen(item)?, key, 6)?,
            _ => bail!(at.unknown(item, &["schedule", "command", "memory_mb", "stop_seconds"])),
        }
    }
    let missing = |what: &str| anyhow!("{place}: the job `{}` has no `{what}`", at.key);
    let schedule = when.ok_or_else(|| missing("schedule"))?;
    let command = command.ok_or_else(|| missing("command"))?;
    Ok(Job { schedule, command, memory_mb, stop_seconds, place })
}

fn words(chosen: Chosen) -> Result<Vec<String>> {
    match chosen.value {
        Value::List(words) if words.first().is_some_and(|program| !program.is_empty()) => Ok(words),
        _ => bail!(
            "{}: `command` must be a list of strings, such as [\"python\", \"-m\", \"app.cleanup\"]",
            chosen.place
        ),
    }
}

fn whole(chosen: Chosen, key: &str, least: u32) -> Result<u32> {
    let number = match chosen.value {
        Value::Integer(number) => u32::try_from(number).ok().filter(|number| *number >= least),
        _ => None,
    };
    number.ok_or_else(|| anyhow!("{}: `{key}` must be a whole number of at least {least}", chosen.place))
}
