//! What holds whatever is chosen: over generated applications, services and options.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
mod support;

mod blueprint;
mod checks;
mod choices;
mod rendered;
mod rounds;
