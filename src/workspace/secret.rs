//! Which files hold secrets: their names are known, their contents are never read.

use std::fs;
use std::io::ErrorKind;

use anyhow::{Context, Result};

use super::Workspace;
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

/// A secret as far as it may be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFile {
    pub name: String,
    /// Whether the file is there but holds nothing.
    pub empty: bool,
}

impl Workspace {
    /// The secrets in [`SECRETS_DIR`], by name; none when there is no such folder.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn list_secrets(&self) -> Result<Vec<SecretFile>> {
        let folder = match fs::read_dir(self.root().join(SECRETS_DIR)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            folder => folder.with_context(|| format!("cannot read `{SECRETS_DIR}`\nnext: check its owner and mode"))?,
        };
        let mut secrets = Vec::new();
        for entry in folder {
            let entry = entry.with_context(|| format!("cannot read `{SECRETS_DIR}`"))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let metadata = entry.metadata().with_context(|| format!("cannot look at `{SECRETS_DIR}/{name}`"))?;
            if metadata.is_file() && !name.starts_with('.') {
                secrets.push(SecretFile { name, empty: metadata.len() == 0 });
            }
        }
        secrets.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(secrets)
    }
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
