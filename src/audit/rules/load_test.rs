//! load-test: it was tried how much it bears.

use crate::audit::ground::place;
use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "load-test",
    title: "A test says how many requests it bears",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "Nobody knows how many users it bears until that many are there. Pools, workers and limits that were never tried under load are guesses.",
    fix: "write a k6 or Locust script for the main routes, with limits for errors and latency, and run it against staging",
    check,
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

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(first) = ground.awaited().next() else {
        return verdict.aside("nothing here answers requests");
    };
    match SIGNS.seen(ground) {
        Some(seen) => verdict.met(seen),
        None => verdict.raise(Raised::absence("nobody has tried how many requests it bears", [place(first)]).likely()),
    }
}
