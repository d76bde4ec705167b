//! Whether a repository does something at all: words in its code, in what it is configured by, in its dependencies.

use crate::audit::Ground;
use crate::detect::nodes::shortened;
use crate::facts::Evidence;
use crate::tree::RelPath;

/// The first line of the program's code, in either language, that holds one of `words` and is no comment.
pub fn in_code(ground: &Ground<'_, '_>, words: &[&str]) -> Option<Evidence> {
    let python = ground.python(words).map(|file| (file.path, file.text));
    let js = ground.js(words).map(|file| (file.path, file.text));
    python.chain(js).find_map(|(path, text)| line(path, text, words))
}

/// The same of the files that a proxy, a platform or a server is configured by.
pub fn in_configuration(ground: &Ground<'_, '_>, words: &[&str]) -> Option<Evidence> {
    let files = ground.tree.texts().filter(|(path, _)| configures(path));
    files
        .filter(|(_, text)| words.iter().any(|word| text.contains(word)))
        .find_map(|(path, text)| line(path, text, words))
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

fn line(path: &RelPath, text: &str, words: &[&str]) -> Option<Evidence> {
    let is = |line: &str| {
        let line = line.trim_start();
        !["#", "//", "*", "/*"].iter().any(|comment| line.starts_with(comment))
            && words.iter().any(|word| line.contains(word))
    };
    let (found, number) = text.lines().zip(1_u32..).find(|(line, _)| is(line))?;
    Some(Evidence { path: path.clone(), line: Some(number), text: shortened(found) })
}
