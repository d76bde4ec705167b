//! Whether a repository does something at all: words in its code, in what it is configured by, in its dependencies.

use crate::audit::Ground;
use crate::audit::signs::{mention, said};
use crate::facts::Evidence;
use crate::tree::RelPath;

/// The first line of the program's code, in either language, that holds one of `words` and is no comment.
pub fn in_code(ground: &Ground<'_, '_>, words: &[&str]) -> Option<Evidence> {
    let python = ground.python(words).map(|file| (file.path, file.text));
    let js = ground.js(words).map(|file| (file.path, file.text));
    python.chain(js).find_map(|(path, text)| said(path, text, words))
}

/// The same of the files that a proxy, a platform or a server is configured by.
pub fn in_configuration(ground: &Ground<'_, '_>, words: &[&str]) -> Option<Evidence> {
    mention(ground.tree, configures, words)
}

fn configures(path: &RelPath) -> bool {
    let name = path.name();
    let folder = path.as_str().contains("nginx/") || path.as_str().contains("traefik");
    let usual =
        matches!(name, "Caddyfile" | "fly.toml" | "vercel.json" | "app.yaml" | "netlify.toml" | "firebase.json");
    matches!(path.extension(), Some("conf" | "template" | "j2"))
        || folder
        || usual
        || name.starts_with("docker-compose")
        || name.starts_with("compose.")
}
