//! The report as one page: no script, no request to anywhere, readable on a phone and on paper.

use anyhow::{Context as _, Result};
use serde::Serialize;
use tera::{Context, Tera};

use crate::audit::{Outcome, Point, Readiness, Standing, readiness};
use crate::facts::{Confidence, Evidence};
use crate::finding::{Area, Finding, Severity};

/// With `{{ … }}` that escapes what it shows: an ordinary template, and not one of those that render files.
const PAGE: &str = include_str!("page.html");

#[derive(Serialize)]
struct View<'a> {
    name: &'a str,
    readiness: Readiness,
    areas: Vec<AreaView<'a>>,
    severities: Vec<SeverityView<'a>>,
    ignored: Vec<IgnoredView<'a>>,
    /// How many findings the baseline knows.
    known: usize,
}

#[derive(Serialize)]
struct AreaView<'a> {
    id: Area,
    title: &'a str,
    readiness: Readiness,
    points: Vec<PointView<'a>>,
}

#[derive(Serialize)]
struct PointView<'a> {
    id: &'a str,
    title: String,
    standing: &'a str,
    /// Why it is of no concern, or the places that show that it is met.
    shown: Vec<String>,
}

#[derive(Serialize)]
struct SeverityView<'a> {
    name: &'a str,
    findings: Vec<FindingView<'a>>,
}

#[derive(Serialize)]
struct FindingView<'a> {
    rule: &'a str,
    meaning: String,
    app: Option<&'a str>,
    message: String,
    likely: bool,
    places: Vec<PlaceView<'a>>,
    fix: String,
    command: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceView<'a> {
    place: String,
    text: &'a str,
}

#[derive(Serialize)]
struct IgnoredView<'a> {
    rule: &'a str,
    place: String,
    reason: &'a str,
}

/// The page. `name` is what the repository is called.
///
/// # Errors
/// A template that is wrong.
pub fn html(outcome: &Outcome, name: &str) -> Result<String> {
    let view = View {
        name,
        readiness: readiness(outcome.points.iter()),
        areas: Area::ALL.into_iter().map(|id| area(outcome, id)).filter(|area| area.readiness.of > 0).collect(),
        severities: Severity::ALL.into_iter().map(|severity| of(outcome, severity)).collect(),
        ignored: outcome
            .ignored
            .iter()
            .map(|(finding, ignored)| IgnoredView {
                rule: &finding.rule,
                place: finding.place(),
                reason: &ignored.reason,
            })
            .collect(),
        known: outcome.known.len(),
    };
    let mut engine = Tera::default();
    engine.add_raw_template("page.html", PAGE).context("the template of the report")?;
    let values = Context::from_serialize(&view).context("the values of the report")?;
    engine.render("page.html", &values).context("the report as HTML")
}

fn area(outcome: &Outcome, id: Area) -> AreaView<'_> {
    let points: Vec<&Point> = outcome.points.iter().filter(|point| point.rule.area == id).collect();
    AreaView {
        id,
        title: id.title(),
        readiness: readiness(points.iter().copied()),
        points: points.into_iter().map(point).collect(),
    }
}

fn point(point: &Point) -> PointView<'_> {
    let (standing, shown) = match &point.standing {
        Standing::Open => ("open", Vec::new()),
        Standing::Met(evidence) => ("met", evidence.iter().map(Evidence::place).collect()),
        Standing::Aside(why) => ("aside", vec![why.clone()]),
    };
    PointView { id: point.rule.id, title: marked(point.rule.title), standing, shown }
}

fn of(outcome: &Outcome, severity: Severity) -> SeverityView<'_> {
    let points = outcome.points.iter().flat_map(|point| point.findings.iter().map(move |finding| (point, finding)));
    let findings = points.filter(|(_, finding)| finding.severity == severity).map(|(point, one)| finding(point, one));
    SeverityView { name: severity.name(), findings: findings.collect() }
}

fn finding<'a>(point: &'a Point, finding: &'a Finding) -> FindingView<'a> {
    let place = |evidence: &'a Evidence| PlaceView { place: evidence.place(), text: &evidence.text };
    FindingView {
        rule: &finding.rule,
        meaning: marked(point.rule.meaning),
        app: finding.app.as_deref(),
        message: marked(&finding.message),
        likely: finding.confidence != Confidence::Certain,
        places: finding.evidence.iter().map(place).collect(),
        fix: marked(&finding.fix),
        command: finding.command.as_deref(),
    }
}

/// `text` as HTML, with what stands between backticks as code.
fn marked(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    for (number, part) in text.split('`').enumerate() {
        match number {
            0 => {}
            odd if odd % 2 == 1 => html.push_str("<code>"),
            _ => html.push_str("</code>"),
        }
        for character in part.chars() {
            match character {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                other => html.push(other),
            }
        }
    }
    if text.matches('`').count() % 2 == 1 { html + "</code>" } else { html }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_stays_text() {
        assert_eq!(marked("`a<b>` & \"c\""), "<code>a&lt;b&gt;</code> &amp; &quot;c&quot;");
        assert_eq!(marked("an open `one"), "an open <code>one</code>");
    }
}
