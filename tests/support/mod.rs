//! What the integration tests share: a repository in a temporary folder, runs of the built program, parsed files.

// Each test binary uses its own part of this.
#![allow(dead_code, unused_imports)]

pub mod disk;
pub mod own;
pub mod parsed;
mod ran;
mod repo;
pub mod samples;

pub use ran::{Expect, Ran, contains, empty, is, lacks};
pub use repo::{Files, Repo, all_below, differences};
