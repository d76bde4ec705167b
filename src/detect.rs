//! Detection: from a tree of files to facts, each with its evidence. Pure: no disk, no clock, no printing.

mod alembic;
pub(crate) mod annotation;
mod bots;
mod clients;
mod code;
pub(crate) mod commands;
mod compose;
pub(crate) mod django;
pub(crate) mod dockerfile;
pub(crate) mod dotenv;
mod dynaconf;
mod entry;
mod enumeration;
pub(crate) mod environ;
pub mod existing;
pub(crate) mod fields;
mod flask;
mod frameworks;
mod groups;
mod gunicorn;
mod hosts;
mod imported;
pub(crate) mod imports;
mod insisted;
mod installs;
pub(crate) mod js;
mod linters;
mod listeners;
mod listing;
pub(crate) mod literal;
pub(crate) mod locality;
mod locals;
mod lock;
pub(crate) mod makes;
mod manager;
mod marker;
pub(crate) mod members;
mod models;
mod name;
pub(crate) mod named;
pub(crate) mod node;
pub(crate) mod nodes;
mod objects;
pub(crate) mod order;
mod origin;
mod owned;
mod paths;
mod pipfile;
pub(crate) mod places;
mod port;
mod precommit;
pub(crate) mod prefix;
mod program;
mod project;
mod pydantic;
mod pyproject;
mod python;
mod range;
mod reach;
pub(crate) mod requirement;
pub(crate) mod requirements;
mod resolve;
mod revisions;
mod roots;
pub(crate) mod scripts;
pub(crate) mod secret;
pub(crate) mod settings;
mod setuptools;
mod shown;
pub(crate) mod sources;
pub(crate) mod stores;
pub(crate) mod syntax;
mod testing;
pub(crate) mod toml;
mod tools;
mod unlocked;
mod unpinned;
mod unseen;
pub(crate) mod value;
pub(crate) mod variables;
pub(crate) mod version;
mod wheels;
mod words;
mod workers;
mod workflow;
mod writes;

pub use code::Code;
pub use places::{is_env_example, reads};

use crate::facts::{Facts, Known};
use crate::tree::Tree;

/// What can be seen in `tree`. The same tree always gives the same facts.
pub fn detect(tree: &Tree, known: &Known) -> Facts {
    detect_in(&Code::of(tree), known)
}

/// As [`detect`], for code that others look at as well.
pub fn detect_in(code: &Code<'_>, known: &Known) -> Facts {
    let tree = code.tree;
    let (mut notices, mut others) = (code.notices.clone(), Vec::new());
    let (mut apps, on_node) =
        rayon::join(|| python::apps(code, known, &mut notices), || node::apps(code, known, &mut others));
    apps.extend(on_node);
    notices.append(&mut others);
    apps.sort_by(|a, b| (&a.root, &a.stack.value).cmp(&(&b.root, &b.stack.value)));
    name::make_unique(&mut apps);
    notices.sort_by(|a, b| (&a.path, &a.text).cmp(&(&b.path, &b.text)));
    notices.dedup();
    Facts { apps, existing: existing::existing(tree), notices, ..Facts::default() }
}
