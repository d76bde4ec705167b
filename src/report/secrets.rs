//! What is wrong with secrets, by name and place.

use anyhow::Result;
use serde::Serialize;

use super::style::{CAUTION, FAINT};
use super::{Look, json};
use crate::secrets::{Finding, Problem};

/// A finding a paragraph: where, what is wrong, and what to do.
pub fn text(findings: &[Finding], look: Look) -> String {
    findings.iter().map(|finding| paragraph(finding, look)).collect()
}

fn paragraph(finding: &Finding, look: Look) -> String {
    let Finding { path, name, problem, next } = finding;
    let within =
        name.as_deref().filter(|name| *name != path.name()).map_or_else(String::new, |name| format!("{name} "));
    let what = look.paint(CAUTION.bold(), words(*problem));
    let (path, next) = (look.show(path.as_str()), look.show(next));
    format!("{path}: {within}{what}\n  {}\n", look.paint(FAINT, next))
}

fn words(problem: Problem) -> &'static str {
    match problem {
        Problem::Missing => "is missing",
        Problem::Empty => "is empty",
        Problem::Placeholder => "is a placeholder",
        Problem::Weak => "could be guessed",
        Problem::Unreadable => "is no readable text file",
        Problem::Tracked => "is tracked by git",
        Problem::Open => "is open to others on this machine",
    }
}

/// `{"findings": […], "git": null}`.
///
/// # Errors
/// Never on findings; the serialiser's signature allows it.
pub fn json(findings: &[Finding], unasked: Option<&str>) -> Result<String> {
    json::pretty(&View { findings, git: unasked })
}

#[derive(Serialize)]
struct View<'a> {
    findings: &'a [Finding],
    /// Why git could not be asked what it keeps, or null.
    git: Option<&'a str>,
}
