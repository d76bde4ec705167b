//! What `component.yaml` says of single template files.

use serde::Deserialize;

/// What is special about one template file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRule {
    /// Path below the component's folder, or a folder of it.
    pub from: String,
    /// Another output path, from the repository or app root.
    #[serde(default)]
    pub to: Option<String>,
    /// The path of a list among the values (`app.kept`): one file for each of its items, which `to` calls `item`.
    #[serde(default)]
    pub each: Option<String>,
    /// A template expression; the file is rendered when it holds.
    #[serde(default)]
    pub when: Option<String>,
    #[serde(default)]
    pub policy: FilePolicy,
    /// Names that a repository may already use for this file; the first that is there becomes the name.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The name that it takes in its folder when a repository keeps a file of its own at its place, so that both stand
    /// there; without it, only theirs does.
    #[serde(default)]
    pub aside: Option<String>,
    /// What does not work as long as a repository keeps a file of its own in this one's place: a sentence.
    #[serde(default)]
    pub without: Option<String>,
    /// Another file's path: this one is left out when the user keeps their own there, and called after the name that
    /// the other has (`compose.development.yaml` beside `compose.yaml`).
    #[serde(default)]
    pub beside: Option<String>,
    /// Of a target: it says what runs; where the user keeps their own, that does.
    #[serde(default)]
    pub runs: bool,
}

/// How a template's output may be written; see [`crate::plan::Policy`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FilePolicy {
    #[default]
    Owned,
    Lines,
    Dotenv,
    Requirements,
    Toml,
    Json,
}
