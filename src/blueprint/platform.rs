//! Processes as platforms see them that have no files for secrets, no `.env` and no place for releases.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::blueprint::{App, Binding, Blueprint, Entry, Process, Supplied};
use crate::catalog::contribution::Secret;
use crate::catalog::process::ProcessKind;

/// What such a platform has to be told of a process.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PlatformView {
    /// The process of its app that runs its releases, and for which the user enters what only they know.
    pub leads: bool,
    /// The whole command: what the image starts and its arguments, with the folder where it runs.
    pub whole: Vec<String>,
    /// The image does this of its own accord.
    pub standard: bool,
    /// What of its environment not every process of the app has.
    pub own: Vec<Entry>,
    /// What the platform itself hands over.
    pub handed: Vec<Handed>,
    /// Variables that the user has to set.
    pub asked: Vec<String>,
    /// Variables that the user may set.
    pub optional: Vec<String>,
    /// Variables that hold a secret.
    pub confidential: Vec<String>,
}

/// A variable whose value the platform knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Handed {
    pub name: String,
    #[serde(flatten)]
    pub supplied: Supplied,
}

impl Blueprint {
    /// Variables that a platform asks the user for, in order.
    pub fn asked(&self) -> Vec<&str> {
        let names = self.processes.iter().flat_map(|process| &process.platform.asked);
        names.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Completes the processes of one app, which are all in `processes`.
pub(crate) fn look(app: &App, processes: &mut [Process], secrets: &[Secret]) {
    let lead = lead(processes);
    let releases: Vec<Process> = processes.iter().filter(|process| is_release(process)).cloned().collect();
    for (place, process) in processes.iter_mut().enumerate() {
        process.platform.leads = lead == Some(place);
        process.platform.whole = whole(app, process);
        process.platform.standard = process.spec.argv == app.command && process.spec.workdir.is_none();
        if process.platform.leads {
            for entry in releases.iter().flat_map(|release| &release.platform.own) {
                let known = |known: &Entry| known.name == entry.name;
                // Its own settings of how to stop, and of what it passes on, are the process's.
                let needed =
                    matches!(entry.binding, Binding::Supplied(_) | Binding::Composed { .. } | Binding::Secret { .. });
                if needed && !process.platform.own.iter().any(known) {
                    process.platform.own.push(entry.clone());
                }
            }
        }
        list(app, process, secrets);
    }
}

/// Variables of secrets that are made up, among all that the app and its processes (`own`) read and that their texts
/// are put together from.
pub(crate) fn made(app: &App, own: &[Entry], secrets: &[Secret]) -> Vec<String> {
    let made = |name: &String| secrets.iter().any(|secret| secret.name == *name && secret.generator.is_some());
    let names = app.environment.iter().chain(own).flat_map(|entry| match &entry.binding {
        Binding::Secret { secret } if made(secret) => vec![entry.name.clone()],
        Binding::Composed { secrets, .. } => secrets.iter().filter(|name| made(name)).cloned().collect(),
        _ => Vec::new(),
    });
    names.collect::<BTreeSet<String>>().into_iter().collect()
}

/// The first that answers requests, else the first that runs for good, else the first.
fn lead(processes: &[Process]) -> Option<usize> {
    let first =
        |is: &dyn Fn(&Process) -> bool| processes.iter().position(|process| !is_release(process) && is(process));
    first(&|process| process.spec.kind == ProcessKind::Web)
        .or_else(|| first(&|process| process.spec.kind != ProcessKind::Cron))
        .or_else(|| first(&|_| true))
}

fn is_release(process: &Process) -> bool {
    process.spec.kind == ProcessKind::Release
}

/// Without a setting for the folder, `env` of the system changes into it.
fn whole(app: &App, process: &Process) -> Vec<String> {
    let mut words = app.entrypoint.clone();
    let (first, rest) = process.spec.argv.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
    words.extend(first.cloned());
    words.extend(process.spec.workdir.iter().flat_map(|folder| ["env".to_owned(), format!("--chdir={folder}")]));
    words.extend(rest.iter().cloned());
    words
}

fn list(app: &App, process: &mut Process, secrets: &[Secret]) {
    let view = &mut process.platform;
    let all: Vec<&Entry> = view.own.iter().chain(&app.environment).collect();
    let (mut handed, mut asked, mut optional, mut confidential) =
        (Vec::new(), BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut secret = |variable: &String, name: &String| {
        confidential.insert(variable.clone());
        let known = secrets.iter().find(|secret| secret.name == *name);
        match known.map(|secret| (secret.generator.is_some(), secret.required)) {
            Some((true, _)) | None => false,
            Some((false, true)) => asked.insert(variable.clone()),
            Some((false, false)) => optional.insert(variable.clone()),
        };
    };
    for entry in &all {
        match &entry.binding {
            Binding::Secret { secret: name } => secret(&entry.name, name),
            Binding::Composed { secrets, .. } => secrets.iter().for_each(|name| secret(name, name)),
            _ => {}
        }
    }
    for entry in all {
        match &entry.binding {
            Binding::Required => drop(asked.insert(entry.name.clone())),
            Binding::Optional => drop(optional.insert(entry.name.clone())),
            Binding::Supplied(supplied) => {
                confidential.extend(supplied.secret.then(|| entry.name.clone()));
                handed.push(Handed { name: entry.name.clone(), supplied: supplied.clone() });
            }
            _ => {}
        }
    }
    handed.sort_by(|one, other| one.name.cmp(&other.name));
    view.handed = handed;
    view.asked = asked.into_iter().collect();
    view.optional = optional.into_iter().collect();
    view.confidential = confidential.into_iter().collect();
}
