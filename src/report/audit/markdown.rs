//! The report as a file of the repository: the checklist, with boxes that the audit ticks.

use std::fmt::Write as _;

use crate::audit::{Outcome, Point, Standing, readiness};
use crate::facts::Evidence;
use crate::finding::Area;

/// How many places show that a point is met.
const SHOWN: usize = 2;

/// The checklist, with its last line end.
pub fn markdown(outcome: &Outcome) -> String {
    let whole = readiness(outcome.points.iter());
    let mut text = format!(
        "# Ready for production: {} %\n\n{} of {} points are met. `shipready audit --format markdown` writes this file; \
         a box is ticked where\nthe repository shows that the point is met.\n",
        whole.now, whole.met, whole.of
    );
    if whole.raised > whole.now {
        let _ = writeln!(text, "The commands that are named below would raise it to {} %.", whole.raised);
    }
    for area in Area::ALL {
        let points: Vec<&Point> = outcome.points.iter().filter(|point| point.rule.area == area).collect();
        if points.is_empty() {
            continue;
        }
        let figure = readiness(points.iter().copied());
        let _ = write!(text, "\n## {}: {} %\n\n", area.title(), figure.now);
        for point in points {
            one(point, &mut text);
        }
    }
    ignored(outcome, &mut text);
    text
}

fn one(point: &Point, text: &mut String) {
    let title = format!("**{}**: {}", point.rule.id, point.rule.title);
    match &point.standing {
        Standing::Met(evidence) => {
            let shown: Vec<String> = evidence.iter().take(SHOWN).map(place).collect();
            let shown = if shown.is_empty() { String::new() } else { format!(" ({})", shown.join(", ")) };
            let _ = writeln!(text, "- [x] {title}{shown}");
        }
        Standing::Aside(why) => {
            let _ = writeln!(text, "- {title}: of no concern, {}", plain(why));
        }
        Standing::Open => {
            let _ = writeln!(text, "- [ ] {title}");
            for finding in &point.findings {
                let place =
                    finding.evidence.first().map(|evidence| format!("{}: ", place(evidence))).unwrap_or_default();
                let fix =
                    finding.command.as_ref().map_or_else(|| plain(&finding.fix), |command| format!("`{command}`"));
                let severity = finding.severity.name();
                let _ = writeln!(text, "  - {severity}: {place}{}. → {fix}", plain(&finding.message));
            }
        }
    }
}

fn ignored(outcome: &Outcome, text: &mut String) {
    if outcome.ignored.is_empty() && outcome.known.is_empty() {
        return;
    }
    text.push_str("\n## Lived with\n\n");
    for (finding, ignored) in &outcome.ignored {
        let reason = if ignored.reason.is_empty() { "no reason is given" } else { &ignored.reason };
        let _ = writeln!(
            text,
            "- **{}** in `{}`: {} ({})",
            finding.rule,
            finding.place(),
            plain(reason),
            ignored.evidence.place()
        );
    }
    for finding in &outcome.known {
        let _ = writeln!(text, "- **{}** in `{}`: in the baseline", finding.rule, finding.place());
    }
}

fn place(evidence: &Evidence) -> String {
    format!("`{}`", evidence.place().replace('`', "'"))
}

/// One line, in which nothing begins a tag; between backticks nothing does.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = line.split('`').enumerate();
    let parts: Vec<String> =
        parts.map(|(number, part)| if number % 2 == 0 { part.replace('<', "&lt;") } else { part.to_owned() }).collect();
    parts.join("`")
}
