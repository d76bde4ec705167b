//! The report for code scanning: SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), with what GitHub reads of it.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::audit::{Outcome, RULES, Rule};
use crate::facts::{Confidence, Evidence};
use crate::finding::{Finding, Severity};
use crate::report::audit::page;
use crate::state::MANIFEST_PATH;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The report, with its last line end. What is ignored is in it, as suppressed.
///
/// # Errors
/// Never on an outcome; the serialiser's signature allows it.
pub fn sarif(outcome: &Outcome) -> Result<String> {
    let open = outcome.findings().map(|finding| result(finding, &json!([])));
    let known = outcome.known.iter().map(|finding| result(finding, &json!([{"kind": "external"}])));
    let ignored = outcome.ignored.iter().map(|(finding, ignored)| {
        let kind = if ignored.evidence.path.as_str() == MANIFEST_PATH { "external" } else { "inSource" };
        result(finding, &json!([{"kind": kind, "justification": ignored.reason}]))
    });
    let results: Vec<Value> = open.chain(ignored).chain(known).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "shipready",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(rule).collect::<Vec<Value>>(),
            }},
            "automationDetails": {"id": "shipready/"},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&log).context("the report as SARIF")? + "\n")
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "name": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.meaning},
        "help": {"text": format!("{}\n\n{}.", rule.meaning, rule.fix), "markdown": page(rule)},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {
            "tags": ["security", "production", rule.area.title()],
            "security-severity": score(rule.severity),
            "problem.severity": level(rule.severity),
        },
    })
}

fn result(finding: &Finding, suppressions: &Value) -> Value {
    let text = match &finding.command {
        Some(command) => format!("{}. Run `{command}`.", finding.message),
        None => format!("{}. {}.", finding.message, capital(&finding.fix)),
    };
    let places: Vec<Value> = finding.evidence.iter().map(location).collect();
    json!({
        "ruleId": finding.rule,
        "ruleIndex": RULES.iter().position(|rule| rule.id == finding.rule),
        "level": level(finding.severity),
        "message": {"text": capital(&text)},
        // Code scanning shows nothing that has no place.
        "locations": places.first().cloned().map_or_else(|| vec![whole()], |first| vec![first]),
        "relatedLocations": places.iter().skip(1).cloned().collect::<Vec<Value>>(),
        "partialFingerprints": {"shipready/v1": finding.fingerprint},
        "suppressions": suppressions,
        "properties": {"confidence": confidence(finding.confidence)},
    })
}

fn location(evidence: &Evidence) -> Value {
    let mut place = json!({"artifactLocation": {"uri": uri(evidence.path.as_str()), "uriBaseId": "%SRCROOT%"}});
    if let (Some(line), Some(place)) = (evidence.line, place.as_object_mut()) {
        place.insert("region".to_owned(), json!({"startLine": line, "snippet": {"text": evidence.text}}));
    }
    json!({"physicalLocation": place, "message": {"text": evidence.text}})
}

fn whole() -> Value {
    json!({"physicalLocation": {"artifactLocation": {"uri": ".", "uriBaseId": "%SRCROOT%"}}})
}

/// A path as the path of a URI (RFC 3986).
fn uri(path: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/@!$&'()*+,;=".contains(&byte);
    path.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// What GitHub orders security findings by, from 0 to 10.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.0",
        Severity::Low => "2.0",
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => "certain",
        Confidence::Likely | Confidence::Guess => "likely",
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
