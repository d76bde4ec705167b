//! Which paths may decide anything, and which contents detection wants held.

use crate::detect::gunicorn::is_configuration;
use crate::detect::js;
use crate::detect::node::places as node;
use crate::detect::scripts::is_script;
use crate::tree::RelPath;

const VENDORED: &[&str] = &[
    ".venv",
    "venv",
    "virtualenv",
    "node_modules",
    "site-packages",
    "dist-packages",
    "__pycache__",
    "__pypackages__",
    ".tox",
    ".nox",
    ".git",
    ".eggs",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".cache",
    "third_party",
    "vendor",
    "vendored",
    ".shipready",
];
const DECOYS: &[&str] = &[
    "tests",
    "test",
    "testing",
    "e2e",
    "docs",
    "doc",
    "docs_src",
    "examples",
    "example",
    "samples",
    "fixtures",
    "benchmarks",
    "snapshots",
    "testdata",
    ".devcontainer",
];
const HELPERS: &[&str] =
    &["scripts", "script", "bin", "load_tests", "loadtests", "load_test", "locust", "seeds", "dev"];
const MIGRATIONS: &[&str] = &["migrations", "alembic", "versions"];
const TEXT_LIMIT: u64 = 2 << 20;
const LOCK_LIMIT: u64 = 16 << 20;
const SMALL_LIMIT: u64 = 256 << 10;

/// Whether detection wants to read the file at `path` of `size` bytes.
pub fn reads(path: &RelPath, size: u64) -> bool {
    if is_secret(path.name()) {
        return false;
    }
    let name = path.name();
    if matches!(name, "poetry.lock" | "uv.lock" | "pdm.lock" | "Pipfile.lock") {
        return size <= LOCK_LIMIT && decides(path);
    }
    if is_workflow(path) {
        return size <= TEXT_LIMIT;
    }
    if let Some(limit) = node::limit(path) {
        return size <= limit && decides(path);
    }
    let limit = match path.extension() {
        Some("txt" | "in" | "sh" | "ini" | "toml") => SMALL_LIMIT,
        _ => TEXT_LIMIT,
    };
    size <= limit && wanted(path) && decides(path)
}

fn wanted(path: &RelPath) -> bool {
    let lower = path.name().to_ascii_lowercase();
    let extension = lower.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(extension, "py" | "sh")
        || extension == "txt" && is_requirements(path)
        || matches!(
            lower.as_str(),
            "pyproject.toml"
                | "pipfile"
                | "setup.cfg"
                | "pytest.ini"
                | "tox.ini"
                | "mypy.ini"
                | ".pre-commit-config.yaml"
                | ".gitlab-ci.yml"
                | ".python-version"
                | ".tool-versions"
                | "alembic.ini"
                | "requirements.in"
                | "mise.toml"
                | ".mise.toml"
                | ".flaskenv"
        )
        || lower.starts_with("readme")
        || is_script(path, &lower)
        || extension == "ini" && lower.contains("uwsgi")
        || is_dockerfile(&lower)
        || is_compose(&lower)
        || is_env_example(&lower)
        || js::reads(path)
}

/// A text file that pip may be given or that such a file may include.
fn is_requirements(path: &RelPath) -> bool {
    let name = path.name();
    let stem = name.trim_end_matches(".txt");
    let usual = ["base", "common", "main", "prod", "production", "deploy", "runtime", "core", "app", "default"];
    let folder = path.parent();
    ["req", "constraint", "dep"].iter().any(|part| name.contains(part) || folder.name().starts_with(part))
        || usual.contains(&stem)
}

/// False for vendored code, tests, documentation, and what shipready itself wrote.
pub fn decides(path: &RelPath) -> bool {
    !is_vendored(path) && !is_test(path)
}

/// Installed or copied third-party code, or a folder of shipready's own.
pub fn is_vendored(path: &RelPath) -> bool {
    let text = path.as_str();
    text.starts_with("deploy/")
        || text.contains("/lib/python")
        || text.contains("{{")
        || folders(text).any(|folder| VENDORED.contains(&folder))
}

/// Tests, examples and documentation: they run, but never in production.
pub fn is_test(path: &RelPath) -> bool {
    let name = path.name();
    name.starts_with("test_")
        || name.ends_with("_test.py")
        || name == "conftest.py"
        || folders(path.as_str()).any(|folder| DECOYS.contains(&folder))
}

/// Scripts of a migration tool, which run at release and not in the server.
fn is_migration(path: &RelPath) -> bool {
    folders(path.as_str()).any(|folder| MIGRATIONS.contains(&folder))
}

/// Run by hand or by a tool, not by the server: a script, a migration, gunicorn's configuration.
pub fn is_helper(path: &RelPath) -> bool {
    let name = path.name();
    is_configuration(path)
        || matches!(name, "setup.py" | "noxfile.py" | "locustfile.py") && path.parent().is_root()
        || folders(path.as_str()).any(|folder| HELPERS.contains(&folder))
        || is_migration(path)
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.split('/').filter(|part| !part.is_empty())
}

/// `Dockerfile`, `Dockerfile.prod`, `api.Dockerfile`; `name` in lower case. `.gitpod.Dockerfile` is a workshop's.
pub fn is_dockerfile(name: &str) -> bool {
    let other = name.ends_with(".dockerignore") || name.starts_with('.');
    !other && (name == "dockerfile" || name.starts_with("dockerfile.") || name.ends_with(".dockerfile"))
        || name == "containerfile"
}

/// A compose file or one of its overrides; `name` in lower case.
pub fn is_compose(name: &str) -> bool {
    let stem = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml"));
    stem.is_some_and(|stem| {
        let rest = stem.strip_prefix("docker-compose").or_else(|| stem.strip_prefix("compose"));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    })
}

/// A workflow of GitHub Actions.
pub fn is_workflow(path: &RelPath) -> bool {
    path.parent().as_str() == ".github/workflows" && matches!(path.extension(), Some("yml" | "yaml"))
}

/// `.env.example`, `env.sample`, `example.env` …: made to be read; `name` in lower case.
pub fn is_env_example(name: &str) -> bool {
    let mut env = false;
    let mut example = false;
    for part in name.split(['.', '-', '_']) {
        env |= part == "env" || part == "dotenv";
        example |=
            matches!(part, "example" | "examples" | "sample" | "template" | "tpl" | "dist" | "default" | "defaults");
    }
    let code = matches!(name.rsplit_once('.'), Some((_, "py" | "sh" | "js" | "ts" | "md" | "yml" | "yaml" | "txt")));
    env && example && !code
}

fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    (lower == ".env" || lower.starts_with(".env.") || lower.ends_with(".env")) && !is_env_example(&lower)
}

#[cfg(test)]
mod tests;
