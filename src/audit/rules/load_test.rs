//! load-test: it was tried how much it bears.

use crate::audit::Rule;
use crate::audit::presence::{Presence, awaited};
use crate::audit::signs::{NONE, Signs};
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "load-test",
    title: "A test says how many requests it bears",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "Nobody knows how many users it bears until that many are there. Pools, workers and limits that were never tried under load are guesses.",
    fix: "write a k6 or Locust script for the main routes, with limits for errors and latency, and run it against staging",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

const PRESENCE: Presence = Presence {
    needed: awaited,
    seen: |ground| SIGNS.seen(ground),
    missing: "nobody has tried how many requests it bears",
    confidence: Confidence::Likely,
};

const SIGNS: Signs = Signs {
    files: &[
        "locustfile.py",
        "*.jmx",
        "artillery.yml",
        "artillery.yaml",
        "*.k6.js",
        "k6/",
        "load-test/",
        "load_test/",
        "load-tests/",
        "load_tests/",
        "loadtest/",
        "loadtests/",
        "gatling/",
        "*k6.js",
        "*.gatling.scala",
    ],
    packages: &["locust", "artillery", "autocannon", "k6", "@types/k6", "loadtest", "vegeta", "molotov"],
    settings: &["grafana/k6", "k6 run", "locust", "artillery", "autocannon", "vegeta", "wrk2", "jmeter"],
    ..NONE
};
