//! The repository's own container, proxy and delivery files.

use crate::detect::places::{is_dockerfile, is_test, is_vendored, is_workflow};
use crate::facts::ExistingFile;
use crate::tree::{RelPath, Tree};

/// Files of the kinds that shipready renders, in path order.
pub fn existing(tree: &Tree) -> Vec<ExistingFile> {
    let kinds = tree.paths().filter_map(|path| Some((path, kind(path)?)));
    kinds
        .filter(|(path, _)| !is_vendored(path) && !is_test(path))
        .map(|(path, kind)| ExistingFile { path: path.clone(), kind: kind.to_owned() })
        .collect()
}

fn kind(path: &RelPath) -> Option<&'static str> {
    let name = path.name();
    if is_workflow(path) {
        return Some("workflow");
    }
    if !name.starts_with(['D', 'd', 'c', 'C', 'n', 'P', 'g', 'r', 'f', 'e', '.'])
        && !name.ends_with("ockerfile")
        && !name.ends_with(".conf")
    {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    Some(match lower.as_str() {
        "compose.yaml" | "compose.yml" | "docker-compose.yaml" | "docker-compose.yml" => "compose",
        _ if crate::detect::places::is_compose(&lower) => "compose-override",
        _ if is_dockerfile(&lower) => "dockerfile",
        "procfile" => "procfile",
        "dependabot.yml" | "dependabot.yaml" if path.parent().as_str() == ".github" => "dependabot",
        ".pre-commit-config.yaml" => "pre-commit",
        "gunicorn.conf.py" | "gunicorn_conf.py" | "gunicorn_config.py" => "gunicorn",
        "render.yaml" => "render",
        "fly.toml" => "fly",
        "railway.json" | "railway.toml" => "railway",
        ".env.sample" | ".env.template" | "env.example" => "env-example",
        _ if is_nginx(path, &lower) => "nginx",
        _ => return None,
    })
}

fn is_nginx(path: &RelPath, lower: &str) -> bool {
    let conf = lower.ends_with(".conf") || lower.ends_with(".conf.template");
    conf && (lower.contains("nginx")
        || path.as_str().contains("nginx/")
        || (lower == "default.conf" && path.parent().is_root()))
}
