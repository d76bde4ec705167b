//! Signs that something is done by other means: a word in a file of the right kind, a package among the dependencies.

use crate::detect::places::{is_compose, is_dockerfile, is_vendored, is_workflow};
use crate::facts::{AppFacts, Evidence};
use crate::tree::{RelPath, Tree};

/// The first line with one of `words`, of the files that `of_kind` takes. A comment is no sign.
pub fn line(tree: &Tree, of_kind: impl Fn(&RelPath) -> bool, words: &[&str]) -> Option<Evidence> {
    let files = tree.texts().filter(|(path, _)| !is_vendored(path) && of_kind(path));
    files.filter(|(_, text)| words.iter().any(|word| text.contains(word))).find_map(|(path, text)| {
        let told = |line: &&str| {
            let bare = line.trim_start();
            !bare.starts_with(['#', ';']) && !bare.starts_with("//") && words.iter().any(|word| bare.contains(word))
        };
        let (number, line) = text.lines().zip(1..).find(|(line, _)| told(line)).map(|(line, number)| (number, line))?;
        let text = crate::detect::nodes::shortened(line);
        Some(Evidence { path: path.clone(), line: Some(number), text })
    })
}

/// What runs or deploys: workflows, compose files, Dockerfiles, scripts of a shell, tables of cron, units, manifests.
pub fn is_operation(path: &RelPath) -> bool {
    let lower = path.name().to_ascii_lowercase();
    let script = matches!(path.extension(), Some("sh" | "bash" | "service" | "timer" | "cron" | "tf" | "yaml" | "yml"));
    is_pipeline(path)
        || is_compose(&lower)
        || is_dockerfile(&lower)
        || script
        || matches!(&*lower, "makefile" | "justfile" | "crontab")
}

/// What a service of continuous integration reads.
pub fn is_pipeline(path: &RelPath) -> bool {
    let name = path.name();
    let known = [
        ".gitlab-ci.yml",
        ".travis.yml",
        "azure-pipelines.yml",
        "bitbucket-pipelines.yml",
        "Jenkinsfile",
        ".drone.yml",
    ];
    is_workflow(path) || known.contains(&name) || path.as_str() == ".circleci/config.yml"
}

/// The first of `packages` that an app depends on, and where its dependencies are listed.
pub fn package(app: &AppFacts, packages: &[&str]) -> Option<Evidence> {
    let found = packages.iter().find(|package| app.dependencies.contains_key(**package))?;
    let path = app.requirements.first().or(app.lock.as_ref().map(|lock| &lock.value)).unwrap_or(&app.root);
    Some(Evidence { path: path.clone(), line: None, text: (*found).to_owned() })
}
