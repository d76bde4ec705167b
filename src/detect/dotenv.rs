//! Example files for the environment (`.env.example`): names and harmless values.

use crate::detect::places::{decides, is_env_example};
use crate::detect::version::ancestors;
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

/// Name, value if there is one, and place, from the example files in `root`, below it, and in the folders above.
pub fn examples(tree: &Tree, root: &RelPath) -> Vec<(String, Option<String>, Evidence)> {
    let above = ancestors(root);
    let mut found = Vec::new();
    for (path, text) in tree.texts() {
        let near = above.contains(&path.parent()) || path.below(root).is_some();
        if near && !is_front_end(tree, root, path) && decides(path) && is_env_example(&path.name().to_ascii_lowercase())
        {
            found.extend(assignments(path, text));
        }
    }
    found
}

/// Whether the example belongs to a folder of JavaScript inside the app.
fn is_front_end(tree: &Tree, root: &RelPath, path: &RelPath) -> bool {
    let manifest = |folder: &RelPath, name: &str| folder.join(name).is_ok_and(|path| tree.contains(path.as_str()));
    let between =
        ancestors(&path.parent()).into_iter().take_while(|folder| folder != root && folder.below(root).is_some());
    let mut folders = between.filter(|folder| manifest(folder, "package.json"));
    folders.any(|folder| !manifest(&folder, "pyproject.toml") && !manifest(&folder, "requirements.txt"))
}

fn assignments(path: &RelPath, text: &str) -> Vec<(String, Option<String>, Evidence)> {
    let mut found = Vec::new();
    let mut number = 0_u32;
    for line in text.lines() {
        number = number.saturating_add(1);
        let bare = line.trim().trim_start_matches("export ");
        let Some((name, value)) = bare.split_once('=') else { continue };
        let name = name.trim();
        let valid = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !valid {
            continue;
        }
        let value = unquoted(value.trim());
        let evidence = Evidence { path: path.clone(), line: Some(number), text: name.to_owned() };
        found.push((name.to_ascii_uppercase(), value, evidence));
    }
    found
}

fn unquoted(value: &str) -> Option<String> {
    let quoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.split(*quote).next());
    let plain = quoted.unwrap_or_else(|| value.split(" #").next().unwrap_or("").trim());
    let lower = plain.to_ascii_lowercase();
    let marks = ["<", "#", "***", "__", "xxx", "your_", "your-"];
    let filled_in = plain.split('{').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    let placeholder = plain.is_empty() || filled_in || marks.iter().any(|mark| lower.starts_with(mark));
    (!placeholder).then(|| plain.to_owned())
}
