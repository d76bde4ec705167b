//! Real renders of older versions: each is updated with the edits that people make, and gives the new render plus those.
//!
//! `renders/<version>/<case>/` holds what a shipready of that version left behind, without the files that are their own
//! base: those are put back first.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Repo, all_below};

fn renders() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/updates/renders")
}

/// Every `<version>/<case>`, by listing.
fn cases() -> Vec<PathBuf> {
    let folders = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect()
    };
    let mut cases: Vec<PathBuf> = folders(&renders()).iter().flat_map(|version| folders(version)).collect();
    cases.sort();
    assert!(cases.len() >= 2, "the old renders are gone");
    cases
}

/// The repository as that version left it.
fn restored(case: &Path) -> Repo {
    let repo = Repo::new().copied(case);
    let base = case.join(".shipready/base");
    let owned = all_below(&base).into_iter().filter(|path| base.join(path).is_file() && !case.join(path).exists());
    owned.fold(repo, |repo, path| {
        let text = fs::read_to_string(base.join(&path)).unwrap();
        let repo = repo.file(&path, &text);
        if text.starts_with("#!") {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(repo.root().join(&path), fs::Permissions::from_mode(0o755)).unwrap();
        }
        repo
    })
}

/// The files of a repository, without the state and secrets.
fn files(repo: &Repo) -> BTreeMap<String, String> {
    let all = repo.snapshot().into_iter();
    all.filter(|(path, text)| !path.starts_with(".shipready") && !text.ends_with(" folder")).collect()
}

#[test]
fn an_untouched_old_render_becomes_the_new_one() {
    for case in cases() {
        let updated = restored(&case).run("update --yes").code(0).run("update --yes").code(0).wrote_nothing();
        let fresh = Repo::new();
        let starter = case.join("shipready.toml");
        let theirs = all_below(&case).into_iter().filter(|path| !path.starts_with(".shipready"));
        let fresh = theirs.filter(|path| case.join(path).is_file()).fold(fresh, |fresh, path| {
            let text = fs::read(case.join(&path)).unwrap();
            fresh.file(&path, text)
        });
        assert!(starter.exists());
        let fresh = fresh.run("init --yes").code(0);
        let (one, other) = (files(updated.repo()), files(fresh.repo()));
        let differs: Vec<&String> =
            one.keys().chain(other.keys()).filter(|path| one.get(*path) != other.get(*path)).collect();
        assert!(differs.is_empty(), "{}: {differs:?}", case.display());
    }
}

/// An edit that a person makes: a line put behind the first line that holds a text.
struct Edit {
    path: &'static str,
    behind: &'static str,
    line: &'static str,
}

/// Places that every preset has, in files that templates change often.
const EDITS: [Edit; 6] = [
    Edit { path: "compose.yaml", behind: "services:", line: "  # our own note\n" },
    Edit { path: "Dockerfile", behind: "FROM ", line: "# hadolint note of ours\n" },
    Edit { path: ".gitignore", behind: "__pycache__", line: "/our-folder/\n" },
    Edit { path: ".env.example", behind: "# ", line: "# Our own words.\n" },
    Edit { path: "deploy/nginx/nginx.conf", behind: "http {", line: "    # our own directive\n" },
    Edit { path: "render.yaml", behind: "services:", line: "  # our own note\n" },
];

fn edited(repo: Repo, edit: &Edit) -> Repo {
    let text = repo.read(edit.path);
    let mut out = String::new();
    let mut done = false;
    for line in text.split_inclusive('\n') {
        out.push_str(line);
        if !done && line.trim_start().starts_with(edit.behind) {
            out.push_str(edit.line);
            done = true;
        }
    }
    assert!(done, "{} has no line with `{}`", edit.path, edit.behind);
    repo.file(edit.path, out)
}

#[test]
fn edits_of_a_person_come_along() {
    for case in cases() {
        let repo = restored(&case);
        let fitting: Vec<&Edit> = EDITS.iter().filter(|edit| repo.exists(edit.path)).collect();
        assert!(fitting.len() >= 3, "{}: too few files to edit", case.display());
        let plain = files(restored(&case).run("update --yes").code(0).repo());
        let repo = fitting.iter().fold(repo, |repo, edit| edited(repo, edit));
        let ran = repo.run("update --yes").code(0).run("update --yes").code(0).wrote_nothing();
        let mut found = files(ran.repo());
        for edit in &fitting {
            let text = found.get(edit.path).unwrap_or_else(|| panic!("{} is gone", edit.path));
            assert!(text.contains(edit.line), "{}: the edit of {} is lost:\n{text}", case.display(), edit.path);
            let without = text.replacen(edit.line, "", 1);
            found.insert(edit.path.to_owned(), without);
        }
        let differs: Vec<&String> =
            plain.keys().chain(found.keys()).filter(|path| plain.get(*path) != found.get(*path)).collect();
        assert!(differs.is_empty(), "{}: not the new render plus the edits: {differs:?}", case.display());
    }
}
