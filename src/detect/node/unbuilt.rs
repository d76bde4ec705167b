//! Front ends that no stack builds: what they make is in the image only where it lies among the source already.

use crate::detect::node::package::{Package, Packages};
use crate::detect::node::site::config;
use crate::facts::Notice;
use crate::tree::Tree;

/// What turns the source of pages into what browsers get.
const MAKERS: &[&str] = &[
    "vite",
    "webpack",
    "esbuild",
    "rollup",
    "parcel",
    "@rspack/core",
    "@rsbuild/core",
    "gulp",
    "laravel-mix",
    "@symfony/webpack-encore",
    "@tailwindcss/cli",
    "tailwindcss",
    "postcss-cli",
    "sass",
    "less",
];
const SCRIPTS: &[&str] =
    &["build", "build:prod", "build:production", "build:css", "build:js", "production", "prod", "css"];

/// What a person should know of `package`, which is deployed as nothing by itself; None where it makes no pages: a library,
/// tools for developers, the root of a workspace.
pub fn unbuilt(tree: &Tree, packages: &Packages<'_>, package: &Package<'_>) -> Option<Notice> {
    let maker = MAKERS.iter().find(|name| package.lists(name))?;
    let name = package.name();
    let is_used = packages.values().any(|other| name.is_some_and(|name| other.lists(name)));
    let told = config(tree, package, "vite.config");
    let is_library = ["main", "module", "exports", "bin"].iter().any(|key| package.json.at(&[key]).is_some())
        || told.is_some_and(|(_, told)| told.at(&["build", "lib"]).is_some());
    if is_used || is_library || !package.workspaces().is_empty() {
        return None;
    }
    let evidence = package.dependency_evidence(maker);
    let text = match SCRIPTS.iter().find(|name| package.script(name).is_some()) {
        Some(script) => format!(
            "what its script `{script}` makes is not built into an image, for it is no site of its own: run it before the image is built, so that the result lies among the source"
        ),
        None => format!(
            "lists {maker} and has no script that builds: what it makes is not built into an image, so make it before the image is built, and the result lies among the source"
        ),
    };
    Some(Notice { path: Some(evidence.path), text })
}
