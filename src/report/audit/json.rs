//! The report for programs. The shape is stable: names are added, never changed or removed.

use anyhow::{Context as _, Result};
use schemars::JsonSchema;
use serde::Serialize;

use crate::audit::{Outcome, Point, Readiness, Standing, readiness};
use crate::facts::Evidence;
use crate::finding::{Area, Finding, Severity};

/// What an audit says.
#[derive(Serialize, JsonSchema)]
struct View<'a> {
    readiness: Readiness,
    areas: Vec<AreaView>,
    /// Every rule, in order of area, severity and id.
    points: Vec<PointView<'a>>,
    /// In order of their points.
    findings: Vec<&'a Finding>,
    /// What somebody decided to live with.
    ignored: Vec<IgnoredView<'a>>,
    /// What the baseline knows.
    known: &'a [Finding],
}

#[derive(Serialize, JsonSchema)]
struct AreaView {
    area: Area,
    title: &'static str,
    readiness: Readiness,
}

/// How one point of the checklist stands.
#[derive(Serialize, JsonSchema)]
struct PointView<'a> {
    rule: &'a str,
    title: &'a str,
    area: Area,
    severity: Severity,
    standing: StandingName,
    /// Why it is of no concern.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    /// What shows that it is met.
    evidence: &'a [Evidence],
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum StandingName {
    Open,
    Met,
    Aside,
}

#[derive(Serialize, JsonSchema)]
struct IgnoredView<'a> {
    finding: &'a Finding,
    reason: &'a str,
    /// Where it is decided.
    place: String,
}

/// The report, with its last line end.
///
/// # Errors
/// Never on an outcome; the serialiser's signature allows it.
pub fn json(outcome: &Outcome) -> Result<String> {
    let of = |area: Area| outcome.points.iter().filter(move |point| point.rule.area == area);
    let area = |area: Area| AreaView { area, title: area.title(), readiness: readiness(of(area)) };
    let ignored = outcome.ignored.iter().map(|(finding, ignored)| IgnoredView {
        finding,
        reason: &ignored.reason,
        place: ignored.evidence.place(),
    });
    crate::report::json::pretty(&View {
        readiness: readiness(outcome.points.iter()),
        areas: Area::ALL.into_iter().map(area).collect(),
        points: outcome.points.iter().map(point).collect(),
        findings: outcome.findings().collect(),
        ignored: ignored.collect(),
        known: &outcome.known,
    })
}

fn point(point: &Point) -> PointView<'_> {
    let (standing, why, evidence) = match &point.standing {
        Standing::Open => (StandingName::Open, None, [].as_slice()),
        Standing::Met(evidence) => (StandingName::Met, None, evidence.as_slice()),
        Standing::Aside(why) => (StandingName::Aside, Some(why.as_str()), [].as_slice()),
    };
    let rule = point.rule;
    PointView { rule: rule.id, title: rule.title, area: rule.area, severity: rule.severity, standing, why, evidence }
}

/// The JSON schema of [`json`].
///
/// # Errors
/// As [`json`].
pub fn schema() -> Result<String> {
    let schema = schemars::schema_for!(View<'_>);
    Ok(serde_json::to_string_pretty(&schema).context("the schema of the audit")? + "\n")
}
