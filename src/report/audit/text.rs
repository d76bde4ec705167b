//! The report for people at a terminal: the worst first, each with its place, what it means and what to do.

use std::fmt::Write as _;

use anstyle::Style;

use crate::audit::{Outcome, Readiness, Standing, readiness};
use crate::facts::{Confidence, Evidence};
use crate::finding::{Area, Finding, Severity};
use crate::report::Look;
use crate::report::audit::next::steps;
use crate::report::style::{ADDED, CAUTION, FAINT, REMOVED, STRONG};
use crate::report::table::{self, Cell};

/// How many places of one finding are shown, unless more is asked for.
const PLACES: usize = 3;

/// The whole report, with its last line end.
pub fn text(outcome: &Outcome, look: Look) -> String {
    let mut text = String::new();
    for severity in Severity::ALL {
        let found: Vec<&Finding> = outcome.findings().filter(|finding| finding.severity == severity).collect();
        if found.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}", look.paint(style(severity), format!("{} ({})", severity.name(), found.len())));
        for finding in found {
            text.push_str(&one(finding, look));
        }
        text.push('\n');
    }
    text + &figures(outcome, look) + &next(outcome, look)
}

fn one(finding: &Finding, look: Look) -> String {
    let app = finding.app.as_deref().map(|app| format!("{app}: ")).unwrap_or_default();
    let doubt = match finding.confidence {
        Confidence::Certain => "",
        Confidence::Likely | Confidence::Guess => " (likely)",
    };
    let message = look.show(&finding.message).into_owned();
    let mut text = format!("  {}  {app}{message}{doubt}\n", look.paint(STRONG, finding.rule.as_str()));
    let shown = if look.verbose { usize::MAX } else { PLACES };
    for evidence in finding.evidence.iter().take(shown) {
        let _ = writeln!(text, "    {}  {}", place(evidence, look), look.paint(FAINT, look.show(&evidence.text)));
    }
    let more = finding.evidence.len().saturating_sub(shown);
    if more > 0 {
        let _ = writeln!(text, "    {}", look.paint(FAINT, format!("… and {more} more")));
    }
    let fix = finding.command.as_deref().unwrap_or(&finding.fix);
    for (number, line) in fix.lines().enumerate() {
        let _ = writeln!(text, "    {} {}", if number == 0 { "→" } else { " " }, look.show(line));
    }
    text
}

fn place(evidence: &Evidence, look: Look) -> String {
    look.show(&evidence.place()).into_owned()
}

/// What to do, and where the words are explained.
fn next(outcome: &Outcome, look: Look) -> String {
    let steps = steps(outcome);
    if steps.is_empty() {
        return String::new();
    }
    let row = |(command, what): (String, String)| vec![Cell::plain(command), Cell::new(what, FAINT)];
    let (long, short): (Vec<_>, Vec<_>) = steps.into_iter().partition(|(command, _)| command.len() > 60);
    let mut text = format!("\n{}\n", look.paint(STRONG, "Next"));
    for (command, what) in long {
        let _ = writeln!(text, "  {command}\n    {}", look.paint(FAINT, what));
    }
    text + &table::lines(&short.into_iter().map(row).collect::<Vec<_>>(), 2, look)
}

fn figures(outcome: &Outcome, look: Look) -> String {
    let of = |area: Area| readiness(outcome.points.iter().filter(move |point| point.rule.area == area));
    let row = |title: &str, readiness: Readiness, style: Style| {
        let raised =
            if readiness.raised > readiness.now { format!("→ {} %", readiness.raised) } else { String::new() };
        vec![
            Cell::new(title, style),
            Cell::new(format!("{:>3} %", readiness.now), style),
            Cell::new(raised, ADDED),
            Cell::new(format!("{} of {} met", readiness.met, readiness.of), FAINT),
        ]
    };
    let areas = Area::ALL.into_iter().map(|area| (area, of(area))).filter(|(_, readiness)| readiness.of > 0);
    let mut rows: Vec<Vec<Cell>> = areas.map(|(area, readiness)| row(area.title(), readiness, Style::new())).collect();
    rows.push(row("Ready for production", readiness(outcome.points.iter()), STRONG));
    let mut text = table::lines(&rows, 2, look);
    let count = outcome.findings().count();
    let aside = outcome.points.iter().filter(|point| matches!(point.standing, Standing::Aside(_))).count();
    let mut parts = vec![format!("{count} {}", if count == 1 { "finding" } else { "findings" })];
    for (number, what) in [
        (outcome.ignored.len(), "ignored"),
        (outcome.known.len(), "in the baseline"),
        (aside, "points of no concern here"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {what}"));
        }
    }
    let _ = writeln!(text, "\n{}", look.paint(FAINT, parts.join(", ")));
    text
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Critical => REMOVED.bold(),
        Severity::High => REMOVED,
        Severity::Medium => CAUTION,
        Severity::Low => STRONG,
    }
}
