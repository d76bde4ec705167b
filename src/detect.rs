//! Detection: from a tree of files to facts, each with its evidence. Pure: no disk, no clock, no printing.

mod alembic;
mod annotation;
mod clients;
mod commands;
mod compose;
mod dockerfile;
mod dotenv;
mod dynaconf;
mod entry;
mod enumeration;
mod environ;
pub mod existing;
mod fastapi;
mod fields;
mod groups;
mod gunicorn;
mod imports;
mod insisted;
mod installs;
mod linters;
mod listeners;
mod listing;
mod literal;
mod locals;
mod lock;
mod makes;
mod manager;
mod marker;
mod members;
mod models;
mod name;
mod nodes;
mod paths;
mod pipfile;
mod places;
mod port;
mod precommit;
mod program;
mod project;
mod pydantic;
mod pyproject;
mod python;
mod range;
mod reach;
mod requirement;
mod requirements;
mod resolve;
mod revisions;
mod scripts;
mod secret;
mod settings;
mod setuptools;
mod sources;
mod syntax;
mod testing;
pub(crate) mod toml;
mod unlocked;
mod unseen;
mod variables;
mod version;
mod wheels;
mod words;
mod workers;
mod workflow;
mod writes;

pub use places::{is_env_example, reads};

use crate::facts::{Facts, Known};
use crate::tree::Tree;

/// What can be seen in `tree`. The same tree always gives the same facts.
pub fn detect(tree: &Tree, known: &Known) -> Facts {
    let mut notices = Vec::new();
    let apps = python::apps(tree, known, &mut notices);
    notices.sort_by(|a, b| (&a.path, &a.text).cmp(&(&b.path, &b.text)));
    notices.dedup();
    Facts { apps, existing: existing::existing(tree), notices, ..Facts::default() }
}
