//! What validators said, in their own words, and what became of each.

use anyhow::Result;
use serde::Serialize;

use super::style::{CAUTION, FAINT, REMOVED, STRONG};
use super::table::{self, Cell};
use super::{Look, json};
use crate::validators::{Judged, Verdict};

/// The output of every validator that found something or broke, below its name.
pub fn findings(judged: &[Judged<'_>], look: Look) -> String {
    let blocks = judged.iter().filter_map(|judged| {
        let title = &judged.validator.title;
        let (head, output) = match &judged.verdict {
            Verdict::Failed(output) => (look.paint(REMOVED.bold(), format!("{title} failed:")), output),
            Verdict::Broken { why, output } => (look.paint(CAUTION.bold(), format!("{title} broke: {why}")), output),
            Verdict::Passed | Verdict::Skipped(_) => return None,
        };
        Some(format!("{head}\n{}", look.show(output)))
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// `5 passed, 1 failed, 3 skipped`, with the way to each that was skipped.
pub fn summary(judged: &[Judged<'_>], look: Look) -> String {
    let mut rows = Vec::new();
    let mut counts = [(0, "passed"), (0, "failed"), (0, "broke"), (0, "skipped")];
    for judged in judged {
        let place = match &judged.verdict {
            Verdict::Passed => 0,
            Verdict::Failed(_) => 1,
            Verdict::Broken { .. } => 2,
            Verdict::Skipped(_) => 3,
        };
        counts.iter_mut().skip(place).take(1).for_each(|(number, _)| *number += 1);
        rows.extend(row(judged, look));
    }
    let parts = counts.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}"));
    let parts: Vec<String> = parts.collect();
    let totals = if parts.is_empty() { "No validator is for these files".to_owned() } else { parts.join(", ") };
    format!("{}{}", table::lines(&rows, 2, look), look.paint(STRONG, totals))
}

fn row(judged: &Judged<'_>, look: Look) -> Option<Vec<Cell>> {
    let Judged { validator, files, verdict } = judged;
    let cells = match verdict {
        Verdict::Skipped(why) => [why.clone(), validator.install.clone()],
        Verdict::Passed if look.verbose => ["passed".to_owned(), files.join(", ")],
        _ => return None,
    };
    let [what, more] = cells;
    Some(vec![Cell::plain(&validator.title), Cell::plain(what), Cell::new(more, FAINT)])
}

/// `{"validators": […]}`.
///
/// # Errors
/// Never on verdicts; the serialiser's signature allows it.
pub fn json(judged: &[Judged<'_>]) -> Result<String> {
    json::pretty(&View { validators: judged.iter().map(view).collect() })
}

#[derive(Serialize)]
struct View<'a> {
    validators: Vec<VerdictView<'a>>,
}

#[derive(Serialize)]
struct VerdictView<'a> {
    id: &'a str,
    title: &'a str,
    /// `passed`, `failed`, `broken` or `skipped`.
    status: &'static str,
    files: &'a [String],
    /// Why it was skipped or broke, or null.
    why: Option<&'a str>,
    /// What it printed; empty where it passed.
    output: &'a str,
    /// How to install it, where it was skipped.
    install: Option<&'a str>,
}

fn view<'a>(judged: &'a Judged<'_>) -> VerdictView<'a> {
    let Judged { validator, files, verdict } = judged;
    let (status, why, output, install) = match verdict {
        Verdict::Passed => ("passed", None, "", None),
        Verdict::Failed(output) => ("failed", None, output.as_str(), None),
        Verdict::Broken { why, output } => ("broken", Some(why.as_str()), output.as_str(), None),
        Verdict::Skipped(why) => ("skipped", Some(why.as_str()), "", Some(validator.install.as_str())),
    };
    VerdictView { id: &validator.id, title: &validator.title, status, files, why, output, install }
}
