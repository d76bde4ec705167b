//! The disk side, tried on real folders: reading, applying, dying in the middle, recovering.

// A test that fails may panic, in its helpers too.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

mod crash;
mod disk;
mod entries;
mod forged;
mod kills;
mod owned;
mod reading;
mod refusals;
mod repo;
mod rounds;
mod secrets;
mod undo;
mod undo_crash;
