//! What a person does before the first start, as commands of the target.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::blueprint::App;
use crate::blueprint::processes::full_name;
use crate::catalog::contribution::{Commands, StepSpec};
use crate::catalog::process::ProcessSpec;
use crate::facts::Notice;
use crate::template::shell_word;

/// A command that is run once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    pub app: String,
    pub command: String,
    /// What is missing as long as it was not run: a sentence.
    pub why: String,
    /// What it makes, in a few words.
    pub makes: String,
}

/// The commands of `specs`, of each a notice as well; `processes` by app name.
///
/// # Errors
/// A step for an app or a process that does not exist.
pub(crate) fn steps(
    specs: Vec<StepSpec>,
    apps: &[App],
    processes: &BTreeMap<String, Vec<ProcessSpec>>,
    commands: &Commands,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for spec in specs {
        let stray = || format!("a step names {}-{}, which does not exist", spec.app, spec.process);
        let app = apps.iter().find(|app| app.name == spec.app).with_context(stray)?;
        let process = processes.get(&app.name).and_then(|all| all.iter().find(|one| one.id == spec.process));
        let command = command(app, process.with_context(stray)?, &spec.argv, commands)?;
        let StepSpec { why, makes, .. } = spec;
        notices.push(Notice { path: None, text: format!("{why}\n{makes}: {command}") });
        steps.push(Step { app: app.name.clone(), command, why, makes });
    }
    Ok(steps)
}

/// In a container that has the process's settings; where the target has none, in the folder of the repository.
fn command(app: &App, process: &ProcessSpec, argv: &[String], commands: &Commands) -> Result<String> {
    let words = argv.iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ");
    let root = &app.build_root;
    if let Some(author) = &commands.author {
        let folder = if root.is_root() { ".".to_owned() } else { format!("./{root}") };
        let author = author.replace("{name}", &full_name(app, &process.id)).replace("{folder}", &shell_word(&folder));
        return Ok(format!("{author} {words}"));
    }
    // The image holds the build root at /app.
    let workdir = process.workdir.as_deref().unwrap_or(&app.workdir);
    let folder = match workdir.trim_start_matches("/app").trim_start_matches('/') {
        "" => root.clone(),
        below => root.join(below)?,
    };
    Ok(if folder.is_root() { words } else { format!("(cd {} && {words})", shell_word(folder.as_str())) })
}
