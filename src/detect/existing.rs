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

/// The file among them that says what runs.
pub fn runs(existing: &[ExistingFile]) -> Option<&RelPath> {
    existing.iter().find(|file| file.kind == "compose").map(|file| &file.path)
}

/// Which of `ours` serves the purpose of `theirs`: of its kind, the one whose path has most in common with it, then
/// the one that stands highest.
pub fn counterpart<'a>(theirs: &ExistingFile, ours: impl Iterator<Item = &'a RelPath>) -> Option<&'a RelPath> {
    let parts: Vec<&str> = theirs.path.as_str().split('/').collect();
    let distance = |path: &RelPath| {
        let own: Vec<&str> = path.as_str().split('/').collect();
        let common = own.iter().filter(|part| parts.contains(part)).count();
        (std::cmp::Reverse(common), own.len())
    };
    ours.filter(|path| kind(path) == Some(theirs.kind.as_str())).min_by_key(|path| distance(path))
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

/// Whether the file at `path` is of nginx's configuration, as its name, its folder or its text says.
pub fn is_proxy(path: &RelPath, text: &str) -> bool {
    let lower = path.name().to_ascii_lowercase();
    let plain = lower.ends_with(".conf") || lower.ends_with(".conf.template") || lower.ends_with(".conf.j2");
    let site = path.as_str().contains("nginx") && (plain || lower.ends_with(".nginx") || !lower.contains('.'));
    let says = text.contains("server {") || text.contains("server{") || text.contains("http {");
    site && says || is_nginx(path, &lower) || plain && says && text.contains("listen ")
}

fn is_nginx(path: &RelPath, lower: &str) -> bool {
    let conf = lower.ends_with(".conf") || lower.ends_with(".conf.template");
    conf && (lower.contains("nginx")
        || path.as_str().contains("nginx/")
        || (lower == "default.conf" && path.parent().is_root()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(theirs: &str, ours: &[&str]) -> Option<String> {
        let path = RelPath::new(theirs).unwrap();
        let theirs = ExistingFile { kind: kind(&path).unwrap().to_owned(), path };
        let ours: Vec<RelPath> = ours.iter().map(|path| RelPath::new(path).unwrap()).collect();
        counterpart(&theirs, ours.iter()).map(ToString::to_string)
    }

    #[test]
    fn a_counterpart_is_of_the_same_kind_and_as_near_as_can_be() {
        let nginx = ["deploy/nginx/conf.d/site.conf", "deploy/nginx/nginx.conf", "deploy/shop/Dockerfile"];
        assert_eq!(beside("nginx/nginx.conf", &nginx).as_deref(), Some("deploy/nginx/nginx.conf"));
        assert_eq!(beside("default.conf", &nginx).as_deref(), Some("deploy/nginx/nginx.conf"));
        let images = ["deploy/orders/Dockerfile", "deploy/users/Dockerfile"];
        assert_eq!(beside("services/users/Dockerfile", &images).as_deref(), Some("deploy/users/Dockerfile"));
        let workflows = [".github/workflows/ci.yml"];
        assert_eq!(beside(".github/workflows/tests.yaml", &workflows).as_deref(), Some(".github/workflows/ci.yml"));
        assert_eq!(beside("Procfile", &nginx), None);
    }
}
