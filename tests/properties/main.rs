//! What holds whatever is chosen: over generated applications, services and options.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

mod blueprint;
mod checks;
mod choices;
mod presets;
mod rendered;
mod rounds;
mod updates;

/// How many cases a property gets: `PROPTEST_CASES`, or `usual`, which an ordinary run has time for.
fn cases(usual: u32) -> proptest::test_runner::Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok());
    let cases = asked.unwrap_or(usual);
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}
