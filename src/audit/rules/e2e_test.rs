//! e2e-test: the pages are tried as a user would.

use crate::audit::ground::place;
use crate::audit::signs::{NONE, Signs};
use crate::audit::{Ground, Raised, Rule, Verdict};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "e2e-test",
    title: "The pages are tried in a browser before they go out",
    area: Area::Delivery,
    severity: Severity::Low,
    meaning: "A button that does nothing is found by users, while every other test passes. Nobody clicks through sign-up and payment before each release.",
    fix: "write one Playwright test for each way that brings in users or money, and run them in CI",
    check,
};

const SIGNS: Signs = Signs {
    files: &[
        "playwright.config.ts",
        "playwright.config.js",
        "playwright.config.mjs",
        "playwright.config.mts",
        "cypress.config.ts",
        "cypress.config.js",
        "cypress.json",
        "cypress/",
        "wdio.conf.js",
        "wdio.conf.ts",
        "nightwatch.conf.js",
        "e2e/",
    ],
    packages: &[
        "@playwright/test",
        "playwright",
        "cypress",
        "puppeteer",
        "webdriverio",
        "testcafe",
        "nightwatch",
        "selenium",
        "pytest-playwright",
        "selenium-webdriver",
        "splinter",
    ],
    settings: &["playwright test", "cypress run"],
    ..NONE
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(app) = ground.facts.apps.iter().find(|app| app.has_pages()) else {
        return verdict.aside("nothing here is made to be looked at in a browser");
    };
    let message = format!("nobody tries the pages of `{}` in a browser before they go out", app.name);
    verdict.met_or(SIGNS.seen(ground), || Raised::absence(message, [place(app)]));
}
