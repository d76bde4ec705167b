//! Which paths are never written, whoever asks: their names alone decide.

use super::STATE_DIR;
use crate::tree::RelPath;

/// The folder of secrets below the root: one secret a file, named after its variable.
pub const SECRETS_DIR: &str = "deploy/secrets/values";

/// Endings of a dotenv file that shows names and no real values.
const EXAMPLES: [&str; 7] = ["example", "examples", "sample", "template", "dist", "default", "defaults"];
const KEY_ENDINGS: [&str; 9] = ["pem", "key", "p12", "pfx", "jks", "keystore", "kdbx", "ppk", "tfstate"];
const KEY_NAMES: [&str; 10] = [
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    ".netrc",
    ".pgpass",
    ".htpasswd",
    ".envrc",
    ".vault-token",
    ".git-credentials",
];

/// Whether the file at `path` holds secrets, by its name alone.
pub fn is_secret(path: &RelPath) -> bool {
    let name = path.name().to_ascii_lowercase();
    if in_secrets_dir(path) {
        return !name.starts_with(".git");
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    is_dotenv(&name) || KEY_NAMES.contains(&&*name) || ending.is_some_and(|ending| KEY_ENDINGS.contains(&ending))
}

fn in_secrets_dir(path: &RelPath) -> bool {
    // The first look is cheap, and decides for nearly every path.
    path.as_str().contains(SECRETS_DIR) && format!("/{path}").contains(&format!("/{SECRETS_DIR}/"))
}

/// `.env`, `.env.production`, `.env-old`, `production.env`; not `.env.example`, `.env.local.example`, `sample.env`.
fn is_dotenv(name: &str) -> bool {
    let separators = ['.', '-', '_'];
    if let Some(rest) = name.strip_prefix(".env") {
        let last = rest.rsplit(separators).next().unwrap_or_default();
        return rest.is_empty() || (rest.starts_with(separators) && !EXAMPLES.contains(&last));
    }
    name.strip_suffix(".env").is_some_and(|stem| {
        let last = stem.rsplit(separators).next().unwrap_or_default();
        !EXAMPLES.contains(&last)
    })
}

/// Why no file may be rendered to `path`; None where one may.
pub fn closed(path: &RelPath) -> Option<&'static str> {
    foreign(path)
        .or_else(|| is_secret(path).then_some("it is the name of a file with secrets; these are never written"))
}

/// As [`closed`], for a folder.
pub fn foreign(path: &RelPath) -> Option<&'static str> {
    // Some file systems ignore letter case, and some of them zero-width letters too.
    let is = |part: &str, name: &str| {
        part.chars().filter(char::is_ascii).collect::<String>().trim_end_matches([' ', '.']).eq_ignore_ascii_case(name)
    };
    if path.as_str().split('/').any(|part| is(part, ".git")) {
        return Some("it is inside of git's own folder; nothing is ever written there");
    }
    let inside = path.as_str().split('/').next().is_some_and(|first| is(first, STATE_DIR));
    inside.then_some("it is inside of shipready's own folder; nothing is rendered there")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(path: &str) -> bool {
        is_secret(&RelPath::new(path).unwrap())
    }

    #[test]
    fn files_with_real_values_are_secret() {
        for path in [
            ".env",
            "api/.env",
            ".env.production",
            ".env.local",
            ".env.example.local",
            "prod.env",
            ".env_old",
            ".ENV",
            "deploy/secrets/values/DJANGO_SECRET_KEY",
            "certs/server.key",
            "ca.pem",
            ".ssh/id_rsa",
            ".envrc",
        ] {
            assert!(secret(path), "{path}");
        }
    }

    #[test]
    fn git_and_shipready_have_folders_of_their_own() {
        let why = |path: &str| closed(&RelPath::new(path).unwrap());
        for path in
            [".git", ".git/HEAD", "a/.GIT/config", ".g\u{200c}it/x", ".git./x", ".shipready/lock", ".Shipready/x"]
        {
            assert!(why(path).is_some(), "{path}");
        }
        for path in [".gitignore", ".github/workflows/x.yml", "a/.gitkeep", "shipready.toml", "docs/.shipready/x"] {
            assert!(why(path).is_none(), "{path}");
        }
    }

    #[test]
    fn examples_and_code_are_not() {
        for path in [
            ".env.example",
            ".env.production.example",
            "example.env",
            ".env-sample",
            "app.template.env",
            "env.py",
            ".environment",
            "deploy/secrets/values/.gitignore",
            "deploy/secrets/README.md",
            "monkey.py",
            "id_rsa.pub",
            "settings/env",
        ] {
            assert!(!secret(path), "{path}");
        }
    }
}
