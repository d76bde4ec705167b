//! The only place, besides the pager, that starts other programs: the validators that the person has installed, and git.
//!
//! They see the repository as it is and are told by their arguments to write nothing into it.

mod chosen;
pub mod git;
mod program;
mod version;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use rayon::prelude::*;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

pub use self::chosen::{Job, Subject, jobs};
use self::program::{Ended, find, run};
use crate::catalog::validator::Validator;
use crate::exit::Interrupted;

/// What became of one validator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    /// What it printed, run by run.
    Failed(String),
    /// It could not do its work: why, and what it printed.
    Broken {
        why: String,
        output: String,
    },
    /// It was not run: why.
    Skipped(String),
}

/// A validator, the files that it was for, and what became of it.
#[derive(Clone, Debug)]
pub struct Judged<'v> {
    pub validator: &'v Validator,
    pub files: Vec<String>,
    pub verdict: Verdict,
}

/// Runs every job on the repository at `root`, several at once.
///
/// # Errors
/// [`Interrupted`] when the person stops; every program that runs is ended first.
pub fn judge<'v>(root: &Path, jobs: Vec<Job<'v>>, trusted: bool) -> Result<Vec<Judged<'v>>> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut hooks = Vec::new();
    for signal in [SIGINT, SIGTERM] {
        hooks.push(flag::register(signal, Arc::clone(&stop)).context("cannot listen to Ctrl-C")?);
    }
    let judged: Vec<Judged<'v>> = jobs
        .into_par_iter()
        .map(|Job { validator, files, dotenv }| {
            let verdict = match validator.own && !trusted {
                true => Verdict::Skipped("it comes with this repository; --trust runs it".to_owned()),
                false => verdict(validator, validator.runs(&files, dotenv.as_deref()), root, &stop),
            };
            Judged { validator, files, verdict }
        })
        .collect();
    for hook in hooks {
        signal_hook::low_level::unregister(hook);
    }
    match stop.load(Ordering::SeqCst) {
        true => Err(Interrupted.into()),
        false => Ok(judged),
    }
}

fn verdict(validator: &Validator, runs: Vec<Vec<String>>, root: &Path, stop: &AtomicBool) -> Verdict {
    if let Some(why) = missing(validator, root, stop) {
        return Verdict::Skipped(why);
    }
    let (mut output, mut failed) = (String::new(), false);
    for words in runs {
        match run(&words, root, validator.seconds, stop) {
            Ended::With { code, said } => {
                let complains = validator.complaints.iter().any(|words| said.contains(words.as_str()));
                let finds = validator.findings.contains(&code);
                if code != 0 && !finds {
                    return Verdict::Broken { why: format!("it ended with {code}"), output: said };
                }
                failed |= finds || complains;
                if finds || complains {
                    output.push_str(&said);
                }
            }
            Ended::Late { said } => {
                return Verdict::Broken { why: format!("it took longer than {} s", validator.seconds), output: said };
            }
            Ended::Not(why) => return Verdict::Broken { why, output: String::new() },
        }
    }
    if failed { Verdict::Failed(output) } else { Verdict::Passed }
}

/// Why it cannot be run; None when it is there and new enough.
fn missing(validator: &Validator, root: &Path, stop: &AtomicBool) -> Option<String> {
    let program = validator.version.command.first()?;
    let own = validator.command.first()?;
    if find(program).is_none() || find(own).is_none() {
        return Some("not installed".to_owned());
    }
    let said = match run(&validator.version.command, root, validator.seconds, stop) {
        Ended::With { code: 0, said } => said,
        // `docker` without its plugin, or another program of the same name.
        _ => return Some("not installed".to_owned()),
    };
    let wanted = validator.version.at_least.as_deref()?;
    match version::first(&said) {
        Some(found) if version::numbers(wanted) > version::numbers(&found) => {
            Some(format!("{found} is too old, {wanted} is needed"))
        }
        Some(_) => None,
        None => Some(format!("it does not say its version, {wanted} is needed")),
    }
}
