//! Programs that judge the code, and where its tests are.

use crate::detect::node::package::Package;
use crate::detect::node::shell;
use crate::detect::node::start::unwrapped;
use crate::detect::places::is_vendored;
use crate::detect::version::ancestors;
use crate::facts::{Confidence, Evidence, Linter, Seen};
use crate::tree::{RelPath, Tree};

/// A linter: its command, the package that brings it, and the files of its settings.
struct Known {
    name: &'static str,
    package: &'static str,
    files: &'static [&'static str],
}

const KNOWN: &[Known] = &[
    Known { name: "biome", package: "@biomejs/biome", files: &["biome.json", "biome.jsonc"] },
    Known {
        name: "eslint",
        package: "eslint",
        files: &[
            "eslint.config.js",
            "eslint.config.mjs",
            "eslint.config.cjs",
            "eslint.config.ts",
            ".eslintrc.json",
            ".eslintrc.js",
            ".eslintrc.cjs",
            ".eslintrc.yml",
            ".eslintrc.yaml",
            ".eslintrc",
        ],
    },
    Known {
        name: "prettier",
        package: "prettier",
        files: &[
            ".prettierrc",
            ".prettierrc.json",
            ".prettierrc.js",
            ".prettierrc.yml",
            "prettier.config.js",
            "prettier.config.mjs",
        ],
    },
];
/// Words by which a script changes files, never ends, or needs a browser, which a check must not.
const CHANGING: &[&str] =
    &["--fix", "--write", "--watch", "--watchAll", "-w", "--unsafe", "watch", "dev", "--ui", "playwright", "cypress"];

/// The linters of the package, in order of their names.
pub fn linters(tree: &Tree, package: &Package<'_>, workspace: Option<&Package<'_>>) -> Vec<Seen<Linter>> {
    let mut found = Vec::new();
    for known in KNOWN {
        let owner = [Some(package), workspace].into_iter().flatten().find(|one| one.lists(known.package));
        let Some(owner) = owner else { continue };
        let folders = ancestors(&package.root);
        let mut files = folders.iter().flat_map(|folder| known.files.iter().filter_map(|name| folder.join(name).ok()));
        let settings = files.find(|path| tree.contains(path.as_str()));
        let mut evidence = vec![owner.dependency_evidence(known.package)];
        evidence.extend(settings.map(|path| Evidence { text: path.name().to_owned(), path, line: None }));
        let value = Linter {
            name: known.name.to_owned(),
            version: None,
            arguments: Vec::new(),
            beside: Vec::new(),
            hooks: Vec::new(),
        };
        found.push(Seen { value, confidence: Confidence::Certain, evidence });
    }
    found
}

/// The script that checks the code without changing it.
pub fn lint(package: &Package<'_>) -> Option<String> {
    let names = ["lint", "lint:check", "lint:ci", "check", "eslint"];
    names.iter().find(|name| checks(package, name)).map(|name| (*name).to_owned())
}

/// The script that runs the tests once.
pub fn test(package: &Package<'_>) -> Option<String> {
    let names = ["test:ci", "test", "test:unit", "test:run"];
    let real =
        |name: &&&str| checks(package, name) && !package.script(name).unwrap_or("").contains("no test specified");
    names.iter().find(real).map(|name| (*name).to_owned())
}

fn checks(package: &Package<'_>, name: &str) -> bool {
    let Some(text) = package.script(name) else { return false };
    let words: Vec<String> =
        shell::commands(text).iter().flat_map(|words| unwrapped(words, &mut None).to_vec()).collect();
    !words.iter().any(|word| CHANGING.contains(&word.as_str()))
}

/// The folder of the tests; where they stand beside the sources, the one that holds all of them.
pub fn tests(tree: &Tree, root: &RelPath, inner: &[RelPath]) -> Option<Seen<RelPath>> {
    let own = |path: &&RelPath| {
        path.below(root).is_some() && !inner.iter().any(|folder| path.below(folder).is_some()) && !is_vendored(path)
    };
    let files: Vec<&RelPath> = tree.paths().filter(|path| is_test_file(path)).filter(own).collect();
    let first = *files.first()?;
    let mut value = folder(first, root);
    while value != *root && !files.iter().all(|file| file.below(&value).is_some()) {
        value = value.parent();
    }
    let evidence = Evidence { text: first.name().to_owned(), path: first.clone(), line: None };
    Some(Seen { value, confidence: Confidence::Likely, evidence: vec![evidence] })
}

/// The highest folder below `root` that is called after tests, else the file's own.
fn folder(file: &RelPath, root: &RelPath) -> RelPath {
    let folders = ancestors(&file.parent());
    let named = folders.iter().filter(|folder| folder.below(root).is_some());
    let top = named.rev().find(|folder| matches!(folder.name(), "tests" | "test" | "__tests__" | "spec" | "e2e"));
    top.cloned().unwrap_or_else(|| file.parent())
}

fn is_test_file(path: &RelPath) -> bool {
    let Some((stem, ending)) = path.name().rsplit_once('.') else { return false };
    matches!(ending, "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx")
        && (stem.ends_with(".test") || stem.ends_with(".spec") || path.parent().name() == "__tests__")
}
