//! Whatever is wrong: one clear error that names the place and the next step, and nothing half-written.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stderr)]

#[path = "../support/mod.rs"]
mod support;

mod command_line;
mod disks;
mod files;
mod hostile;
mod interrupted;
mod manifest;
mod templates;
mod values;
