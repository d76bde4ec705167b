//! Where the tests of a project stand.

use crate::detect::project::Project;
use crate::facts::{Confidence, Evidence, Seen};
use crate::tree::{RelPath, Tree};

const FOLDERS: &[&str] = &["tests", "test", "src/tests", "app/tests"];

/// The folder that pytest is told, else the usual one, else the folder of the first test file.
pub fn tests(tree: &Tree, project: &Project<'_>) -> Option<Seen<RelPath>> {
    let root = &project.root;
    let told = project.tests.clone().or_else(|| from_ini(tree, root));
    if let Some((paths, evidence)) = told
        && let Some(folder) =
            paths.iter().filter_map(|path| root.join(path.trim_end_matches('/')).ok()).find(|f| holds(tree, f))
    {
        return Some(Seen { value: folder, confidence: Confidence::Certain, evidence: vec![evidence] });
    }
    let seen = |value: RelPath, confidence, path: RelPath| {
        let evidence = Evidence { text: path.name().to_owned(), path, line: None };
        Seen { value, confidence, evidence: vec![evidence] }
    };
    for name in FOLDERS {
        let Ok(folder) = root.join(name) else { continue };
        if let Some(file) = test_in(tree, &folder) {
            return Some(seen(folder, Confidence::Likely, file));
        }
    }
    let mut files = tree.paths().filter(|path| path.below(root).is_some() && is_test_file(path));
    let file = files.find(|path| !crate::detect::places::is_vendored(path))?;
    let mut folder = file.parent();
    while !folder.is_root() && folder != *root && matches!(folder.parent().name(), "tests" | "test") {
        folder = folder.parent();
    }
    Some(seen(folder, Confidence::Likely, file.clone()))
}

fn is_test_file(path: &RelPath) -> bool {
    let name = path.name();
    name.ends_with(".py") && (name.starts_with("test_") || name.ends_with("_test.py"))
}

fn test_in(tree: &Tree, folder: &RelPath) -> Option<RelPath> {
    tree.paths().find(|path| path.below(folder).is_some() && is_test_file(path)).cloned()
}

fn holds(tree: &Tree, folder: &RelPath) -> bool {
    tree.paths().any(|path| path.below(folder).is_some() && path.extension() == Some("py"))
}

/// `testpaths` of pytest.ini, tox.ini or setup.cfg.
fn from_ini(tree: &Tree, root: &RelPath) -> Option<(Vec<String>, Evidence)> {
    for name in ["pytest.ini", "tox.ini", "setup.cfg"] {
        let Ok(path) = root.join(name) else { continue };
        let Some(text) = tree.text(path.as_str()) else { continue };
        let mut number = 0_u32;
        for line in text.lines() {
            number = number.saturating_add(1);
            let Some((key, value)) = line.split_once('=').filter(|(key, _)| key.trim() == "testpaths") else {
                continue;
            };
            let following = text.lines().skip(usize::try_from(number).unwrap_or(0));
            let below = following.take_while(|line| line.starts_with([' ', '\t'])).flat_map(str::split_whitespace);
            let paths = value.split_whitespace().chain(below).map(str::to_owned).collect();
            let evidence = Evidence { path: path.clone(), line: Some(number), text: format!("{}={value}", key.trim()) };
            return Some((paths, evidence));
        }
    }
    None
}
