//! Secrets are written once and never read back; `.env` only ever gains names.

use std::fs;

use shipready::apply::{add_env, write_secret};
use shipready::workspace::{SecretFile, Workspace};

use crate::repo::Repo;

#[test]
fn a_secret_is_written_once_for_its_owner_and_its_container() {
    let repo = Repo::new();
    assert!(write_secret(repo.root(), "DJANGO_SECRET_KEY", "one").unwrap());
    assert!(!write_secret(repo.root(), "DJANGO_SECRET_KEY", "two").unwrap());
    assert!(write_secret(repo.root(), "EMPTY", "").unwrap());
    assert_eq!(repo.read("deploy/secrets/values/DJANGO_SECRET_KEY"), "one");
    assert_eq!((repo.mode("deploy/secrets/values"), repo.mode("deploy/secrets/values/EMPTY")), (0o700, 0o444));
    assert_eq!(repo.mode("deploy/secrets"), 0o755);
    let listed = Workspace::open(repo.root()).unwrap().list_secrets().unwrap();
    let named = |name: &str, empty| SecretFile { name: name.into(), empty };
    assert_eq!(listed, [named("DJANGO_SECRET_KEY", false), named("EMPTY", true)]);
    assert_eq!(fs::read_dir(repo.root().join("deploy/secrets/values")).unwrap().count(), 2);
}

#[test]
fn a_secret_cannot_be_written_elsewhere() {
    let elsewhere = Repo::new();
    for name in ["", "../x", "a/b", "1x", "a b", "."] {
        assert!(write_secret(elsewhere.root(), name, "x").is_err(), "{name}");
    }
    let repo = Repo::new().link("deploy", elsewhere.root().to_str().unwrap());
    assert!(write_secret(repo.root(), "X", "x").unwrap_err().to_string().contains("symbolic link"));
    assert!(elsewhere.snapshot().is_empty());
}

#[test]
fn env_is_made_for_its_owner_alone_and_only_gains_names() {
    let repo = Repo::new();
    assert_eq!(add_env(repo.root(), "# Where\nHOST=a\n").unwrap(), ["HOST"]);
    assert_eq!(repo.mode(".env"), 0o600);
    repo.chmod(".env", 0o640);
    assert_eq!(add_env(repo.root(), "HOST=b\nPORT=1\n").unwrap(), ["PORT"]);
    assert_eq!((repo.read(".env").as_str(), repo.mode(".env")), ("# Where\nHOST=a\n\nPORT=1\n", 0o640));
    assert!(add_env(repo.root(), "PORT=2\n").unwrap().is_empty());
    assert!(add_env(Repo::new().link(".env", "/etc/passwd").root(), "A=1\n").is_err());
}

#[test]
fn the_folder_of_secrets_becomes_private_and_is_never_a_link() {
    let repo = Repo::new().file("deploy/secrets/values/.gitignore", "*\n");
    repo.chmod("deploy/secrets/values", 0o755);
    assert!(write_secret(repo.root(), "KEY", "x").unwrap());
    assert_eq!((repo.mode("deploy/secrets/values"), repo.mode("deploy/secrets")), (0o700, 0o755));
    let elsewhere = Repo::new();
    let repo = Repo::new()
        .file("deploy/secrets/README.md", "")
        .link("deploy/secrets/values", elsewhere.root().to_str().unwrap());
    elsewhere.chmod("", 0o755);
    assert!(write_secret(repo.root(), "KEY", "x").unwrap_err().to_string().contains("symbolic link"));
    assert_eq!((elsewhere.mode(""), elsewhere.snapshot().len()), (0o755, 0));
}
