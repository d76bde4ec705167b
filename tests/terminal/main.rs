//! Dialogues in a real terminal.

// Tests may stop where they stand, and say so when they are skipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stderr)]

#[path = "../support/mod.rs"]
mod support;

mod conflicts;
mod setup;
mod tmux;
