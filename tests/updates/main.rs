//! Updates of files that people edit: what other tools' users met, real old renders, and the state itself.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stderr)]

#[path = "../support/mod.rs"]
mod support;

mod adoption;
mod commands;
mod conflicts;
mod edges;
mod explain;
mod git;
mod names;
mod old;

mod removal;
mod state;
