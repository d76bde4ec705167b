//! security-scan: known holes are looked for.

use crate::audit::ground::place;
use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "security-scan",
    title: "Packages and images are looked through for known holes, and renewed",
    area: Area::Delivery,
    severity: Severity::Medium,
    meaning: "A hole in a package is known to everybody on the day that it is published, and programs look for it within hours. Nobody here would hear of it.",
    fix: "let Dependabot or Renovate renew packages, images and actions, and scan packages and images in CI",
    check,
};

/// What looks for holes.
const SCANS: Signs = Signs {
    files: &[".snyk", ".trivyignore", "trivy.yaml", ".grype.yaml", "osv-scanner.toml"],
    packages: &["pip-audit", "safety", "bandit", "snyk", "audit-ci", "better-npm-audit", "semgrep"],
    settings: &[
        "trivy",
        "grype",
        "snyk",
        "codeql-action",
        "semgrep",
        "bandit",
        "pip-audit",
        "safety check",
        "npm audit",
        "yarn audit",
        "yarn npm audit",
        "pnpm audit",
        "audit-ci",
        "osv-scanner",
        "dependency-review-action",
        "docker scout",
        "anchore",
        "checkov",
        "sonarcloud",
        "zizmor",
        "Dependency-Scanning.gitlab-ci.yml",
        "uv audit",
    ],
    ..NONE
};
/// What renews packages.
const RENEWS: Signs = Signs {
    files: &[
        ".github/dependabot.yml",
        ".github/dependabot.yaml",
        "renovate.json",
        "renovate.json5",
        ".renovaterc",
        ".renovaterc.json",
        ".github/renovate.json",
        ".github/renovate.json5",
        ".pyup.yml",
    ],
    settings: &["renovatebot", "renovate/renovate"],
    ..NONE
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(first) = ground.facts.apps.first() else {
        return verdict.aside("no application is seen here");
    };
    // What lists the packages is what has to be looked through.
    let lock = ground.facts.apps.iter().find_map(|app| app.lock.as_ref()?.evidence.first());
    let shown = || lock.cloned().unwrap_or_else(|| place(first));
    let unscanned = "nothing looks through packages and images for known holes";
    verdict.met_or(SCANS.seen(ground), || Raised::absence(unscanned, [shown()]));
    verdict.met_or(RENEWS.seen(ground), || {
        let raised = Raised::absence("nothing proposes newer packages, images and actions", [shown()]);
        raised.severity(Severity::Low).likely().fix("add `.github/dependabot.yml`, or Renovate")
    });
}
