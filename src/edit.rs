//! Edits to files that the user owns: pure, at the level of one entry, and idempotent.

pub mod dotenv;
mod entries;
pub mod json;
pub mod lines;
mod list;
mod node;
mod parsed;
mod place;
pub mod requirements;
mod section;
mod structured;
pub mod toml;

use crate::state::Policy;

/// A file of the user's after an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    pub text: String,
    /// The entries that were added, in order.
    pub added: Vec<String>,
    /// The entries that were taken back, because they were ours and are no longer wanted.
    pub removed: Vec<String>,
    /// What the next edit must know: the entries that are ours, earlier ones among them.
    pub ours: Vec<String>,
    /// What a person should know: an entry left out because of a rule of theirs.
    pub notes: Vec<String>,
}

/// What shipready knows of its earlier edits of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Earlier<'a> {
    /// The whole file as it was last wanted: what it holds and the user's file lacks, the user took out.
    pub wanted: &'a str,
    /// The entries that are ours.
    pub entries: &'a [String],
}

/// How the files of one policy are edited.
pub struct Editor {
    /// The entries of a whole file, in order.
    pub keys: fn(&str) -> Vec<String>,
    /// Brings the user's file to hold what the second holds, the whole file that an empty repository would get. An
    /// error says what is wrong with the user's file, and where.
    pub edit: fn(&str, &str, Option<Earlier<'_>>) -> Result<Edited, String>,
    /// What of the file the user said, not shipready.
    pub own: fn(&str, Earlier<'_>) -> String,
}

/// The editor of a policy; None where files are written as a whole.
pub fn editor(policy: Policy) -> Option<&'static Editor> {
    match policy {
        Policy::Owned | Policy::Starter | Policy::Manifest => None,
        Policy::Lines => Some(&Editor {
            keys: lines::keys,
            edit: |yours, wanted, earlier| Ok(lines::edit(yours, wanted, earlier)),
            own: |yours, _| yours.to_owned(),
        }),
        Policy::Dotenv => Some(&Editor {
            keys: dotenv::keys,
            edit: |yours, wanted, earlier| Ok(dotenv::edit(yours, wanted, earlier)),
            own: |yours, earlier| dotenv::without(yours, earlier.entries),
        }),
        Policy::Requirements => Some(&Editor {
            keys: requirements::keys,
            edit: requirements::edit,
            own: |yours, earlier| own(yours, requirements::edit(yours, "", Some(earlier))),
        }),
        Policy::Toml => Some(&Editor {
            keys: toml::keys,
            edit: toml::edit,
            own: |yours, earlier| own(yours, toml::edit(yours, "", Some(earlier))),
        }),
        Policy::Json => Some(&Editor {
            keys: json::keys,
            edit: json::edit,
            own: |yours, earlier| own(yours, json::edit(yours, "", Some(earlier))),
        }),
    }
}

/// A file that cannot be read is the user's as it stands.
fn own(yours: &str, back: Result<Edited, String>) -> String {
    back.map_or_else(|_| yours.to_owned(), |edited| edited.text)
}

#[cfg(test)]
mod tests;
