//! From what the rules raised to the report: what is given settles absences, what is ignored or known does not count.

use std::collections::BTreeSet;

use crate::audit::{Given, Ignored, Ignores, Offers, Raised, Rule, Secrets, Verdict, fingerprint};
use crate::facts::Evidence;
use crate::finding::{Finding, Nature};

/// What decides about the findings, beside the repository.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    pub given: &'c [Given],
    pub offers: &'c Offers,
    pub ignores: &'c Ignores,
    /// What nobody may see, wherever it is quoted.
    pub secrets: &'c Secrets,
    /// The fingerprints of findings that are known already.
    pub known: &'c BTreeSet<&'c str>,
}

/// How a point stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has findings.
    Open,
    /// It holds, as the evidence shows where there is any.
    Met(Vec<Evidence>),
    /// It is of no concern here: why.
    Aside(String),
}

/// One point of the checklist and what was found of it.
#[derive(Clone, Debug)]
pub struct Point {
    pub rule: &'static Rule,
    pub standing: Standing,
    /// The worst first, then by place.
    pub findings: Vec<Finding>,
}

/// What the audit comes to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// In order of area, severity and id.
    pub points: Vec<Point>,
    /// What somebody decided to live with, and why.
    pub ignored: Vec<(Finding, Ignored)>,
    /// What the baseline knows.
    pub known: Vec<Finding>,
}

impl Outcome {
    /// Every finding that counts, in order of its point.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.points.iter().flat_map(|point| &point.findings)
    }
}

/// Weighs what the rules raised.
pub fn judge(raised: Vec<(&'static Rule, Verdict)>, context: Context<'_>) -> Outcome {
    let mut outcome = Outcome { points: Vec::new(), ignored: Vec::new(), known: Vec::new() };
    for (rule, verdict) in raised {
        let point = weigh(rule, verdict, context, &mut outcome);
        outcome.points.push(point);
    }
    outcome.points.sort_by_key(|point| (point.rule.area, std::cmp::Reverse(point.rule.severity), point.rule.id));
    outcome
}

fn weigh(rule: &'static Rule, verdict: Verdict, context: Context<'_>, outcome: &mut Outcome) -> Point {
    let Verdict { findings: raised, met: mut shown, aside } = verdict;
    let mut findings = Vec::new();
    for one in raised {
        let giver = context.given.iter().find(|given| given.settles(rule.id, one.nature, one.app.as_deref()));
        match giver {
            Some(giver) => shown.push(giver.evidence.clone()),
            None => findings.push(finding(rule, one, context)),
        }
    }
    in_order(&mut findings);
    let (ignored, known) = (outcome.ignored.len(), outcome.known.len());
    let counted = counted(findings, context, outcome);
    // What is known already is as far from production as it was.
    let open = !counted.is_empty() || outcome.known.len() > known;
    let lived_with = outcome.ignored.get(ignored).map(|(_, why)| format!("somebody lives with it: {}", why.reason));
    let given = || context.given.iter().filter(|given| given.point == rule.id).map(|given| given.evidence.clone());
    let standing = match aside.or(lived_with) {
        _ if open => Standing::Open,
        Some(why) if given().next().is_none() => Standing::Aside(why),
        _ => {
            shown.extend(given());
            let mut seen = BTreeSet::new();
            shown.retain(|evidence| seen.insert((evidence.path.clone(), evidence.line, evidence.text.clone())));
            conceal(&mut shown, context.secrets);
            Standing::Met(shown)
        }
    };
    Point { rule, standing, findings: counted }
}

/// The worst first, then by place; and named, so that each is known again.
fn in_order(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        let key = |finding: &Finding| finding.evidence.first().map(|first| (first.path.clone(), first.line));
        (other.severity, key(one), &one.message).cmp(&(one.severity, key(other), &other.message))
    });
    fingerprint::name(findings);
}

/// Those that nobody lives with and no baseline knows; the others go into `outcome`.
fn counted(findings: Vec<Finding>, context: Context<'_>, outcome: &mut Outcome) -> Vec<Finding> {
    let mut counted = Vec::new();
    for finding in findings {
        if let Some(ignored) = context.ignores.of_finding(&finding) {
            outcome.ignored.push((finding, ignored));
        } else if context.known.contains(finding.fingerprint.as_str()) {
            outcome.known.push(finding);
        } else {
            counted.push(finding);
        }
    }
    counted
}

fn conceal(evidence: &mut [Evidence], secrets: &Secrets) {
    for one in evidence {
        one.text = secrets.conceal(&one.text);
    }
}

fn finding(rule: &Rule, raised: Raised, context: Context<'_>) -> Finding {
    let Raised { nature, message, mut evidence, confidence, severity, app, fix, edits, identity } = raised;
    let mut seen = BTreeSet::new();
    evidence.retain(|one| seen.insert((one.path.clone(), one.line)));
    conceal(&mut evidence, context.secrets);
    let offers = context.offers;
    let command = offers.get(rule.id).filter(|_| nature == Nature::Absence).cloned();
    Finding {
        rule: rule.id.to_owned(),
        severity: severity.unwrap_or(rule.severity),
        confidence,
        nature,
        app,
        message,
        evidence,
        fix: fix.unwrap_or_else(|| rule.fix.to_owned()),
        command,
        edits,
        identity,
        fingerprint: String::new(),
    }
}
