//! secret-manager: secrets are kept where access is limited and recorded.

use crate::audit::signs::{Kind, listed, stands};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::facts::ValueType;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "secret-manager",
    title: "A manager keeps the secrets",
    area: Area::Secrets,
    severity: Severity::Low,
    meaning: "Values that live in somebody's `.env` are copied by hand, known to all who ever set up the server, and never changed. \
              A manager says who may read which, records who did, and lets you change one in one place.",
    fix: "keep them in a manager of secrets that the processes read at their start",
    check,
};

const SIGNS: &[&str] = &[
    "hashicorp/vault",
    "vault kv",
    "secretsmanager",
    "secretmanager",
    "azurekeyvault",
    "keyvault",
    "doppler run",
    "sops exec",
    "sops --decrypt",
    "sops -d",
    ".sops.yaml",
    "infisical",
    "ExternalSecret",
    "SecretProviderClass",
    "op://",
    "chamber exec",
];
const PACKAGES: &[&str] = &[
    "hvac",
    "azure-keyvault-secrets",
    "google-cloud-secret-manager",
    "infisicalsdk",
    "node-vault",
    "@aws-sdk/client-secrets-manager",
    "@azure/keyvault-secrets",
    "@google-cloud/secret-manager",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let apps = &ground.facts.apps;
    let secret = apps.iter().flat_map(|app| &app.variables).find(|variable| variable.kind == ValueType::Secret);
    let sign =
        || stands(ground, Kind::Setting, SIGNS).or_else(|| apps.iter().find_map(|app| listed(ground, app, PACKAGES)));
    match (secret, sign()) {
        (_, Some(evidence)) => verdict.met(evidence),
        (None, None) => verdict.aside("the code reads no secret from its environment"),
        (Some(secret), None) => {
            let message = format!("nothing keeps `{}` and the other secrets but files on the server", secret.name);
            verdict.raise(Raised::absence(message, secret.evidence.first().cloned()));
        }
    }
}
