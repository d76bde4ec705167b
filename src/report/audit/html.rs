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
    title: &'a str,
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
    title: &'a str,
    meaning: &'a str,
    app: Option<&'a str>,
    message: &'a str,
    likely: bool,
    places: Vec<PlaceView<'a>>,
    fix: &'a str,
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
        areas: Area::ALL.into_iter().map(|id| area(outcome, id)).filter(|area| !area.points.is_empty()).collect(),
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
    PointView { id: point.rule.id, title: point.rule.title, standing, shown }
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
        title: point.rule.title,
        meaning: point.rule.meaning,
        app: finding.app.as_deref(),
        message: &finding.message,
        likely: finding.confidence != Confidence::Certain,
        places: finding.evidence.iter().map(place).collect(),
        fix: &finding.fix,
        command: finding.command.as_deref(),
    }
}
