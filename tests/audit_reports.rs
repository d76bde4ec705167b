//! Five small applications, each with what one readiness report says of its own: `tests/audit/reports/<name>/`.
//!
//! - `before/`: the repository as it was; `tracked`: the secret files that git keeps of it, a path a line;
//! - `findings`: all that has to be found, each as `rule place words of the message`, in order;
//! - `init`: what `shipready init` is told, and `after/`: the files that the authors change besides. Then nothing is
//!   left to find.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde::Deserialize;
use shipready::finding::Finding;
use support::Repo;

/// Where the table of README.md begins.
const HEAD: &str = "| application | today | findings | with `init` | with what it suggests |\n|---|---|---|---|---|\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// One application on its way.
struct Journey {
    name: String,
    folder: PathBuf,
    before: Audit,
    /// With what `shipready init` wrote.
    begun: Audit,
    /// With what the authors changed besides.
    after: Audit,
}

/// What `shipready audit` said.
#[derive(Deserialize)]
struct Audit {
    readiness: Readiness,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Readiness {
    /// Percent.
    now: u32,
}

impl Audit {
    fn of(repo: Repo) -> (Repo, Audit) {
        let ran = repo.run("audit --format json").code(0);
        let mut audit: Audit = serde_json::from_str(ran.out()).unwrap();
        audit.findings.sort_by_key(line);
        (ran.then(), audit)
    }
}

fn line(found: &Finding) -> String {
    format!("{} {} {}", found.rule, found.place(), found.message)
}

/// Whether it is what a line of the list asks for.
fn is(found: &Finding, listed: &str) -> bool {
    let mut parts = listed.splitn(3, ' ');
    let (rule, place, words) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
    rule == Some(&*found.rule) && place == Some(&*found.place()) && found.message.contains(words)
}

impl Journey {
    fn of(folder: PathBuf) -> Journey {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let tracked = fs::read_to_string(folder.join("tracked")).unwrap_or_default();
        let repo = Repo::called(&name).copied(&folder.join("before"));
        git(&repo, &["init", "--quiet"]);
        tracked.lines().for_each(|path| git(&repo, &["add", "--force", path]));
        let (repo, before) = Audit::of(repo);

        let told = fs::read_to_string(folder.join("init")).unwrap();
        let (repo, begun) = Audit::of(repo.run(&format!("init --yes {told}")).code(0).then());

        tracked.lines().for_each(|path| git(&repo, &["rm", "--quiet", "--cached", path]));
        // What the code has come to use is added to what was written for it.
        let repo = repo.copied(&folder.join("after")).run("init --yes").code(0).then();
        let (_, after) = Audit::of(repo);
        Journey { name, folder, before, begun, after }
    }

    fn listed(&self) -> Vec<String> {
        fs::read_to_string(self.folder.join("findings")).unwrap().lines().map(str::to_owned).collect()
    }
}

fn git(repo: &Repo, arguments: &[&str]) {
    let status = Command::new("git").args(arguments).current_dir(repo.root()).status().unwrap();
    assert!(status.success(), "git {arguments:?}");
}

/// Each goes its way once, whichever test asks first.
static JOURNEYS: LazyLock<Vec<Journey>> = LazyLock::new(|| {
    let entries = fs::read_dir(root().join("tests/audit/reports")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.into_iter().map(Journey::of).collect()
});

#[test]
fn all_that_a_report_names_is_found_and_nothing_else() {
    let mut wrong = String::new();
    for journey in JOURNEYS.iter() {
        let mut missing = journey.listed();
        assert!(missing.is_sorted(), "{}: its list is in order", journey.name);
        for found in &journey.before.findings {
            match missing.iter().position(|listed| is(found, listed)) {
                Some(index) => drop(missing.remove(index)),
                None => writeln!(wrong, "{}: not listed: {}", journey.name, line(found)).unwrap(),
            }
        }
        for listed in missing {
            writeln!(wrong, "{}: not found:  {listed}", journey.name).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn whoever_does_what_is_suggested_has_nothing_left_to_do() {
    let mut left = String::new();
    for Journey { name, after, .. } in JOURNEYS.iter() {
        after.findings.iter().for_each(|found| writeln!(left, "{name}: {}", line(found)).unwrap());
        if after.findings.is_empty() && after.readiness.now != 100 {
            writeln!(left, "{name}: nothing is found, and it is ready to {} %", after.readiness.now).unwrap();
        }
    }
    assert!(left.is_empty(), "\n{left}");
}

#[test]
#[allow(clippy::print_stderr, reason = "whoever runs it with `--nocapture` wants to see the figures")]
fn the_way_is_shorter_with_each_step() {
    for Journey { name, before, begun, after, .. } in JOURNEYS.iter() {
        let steps = [before.readiness.now, begun.readiness.now, after.readiness.now];
        eprintln!("{name}: {steps:?} percent: today, with init, with what is suggested");
        assert!(steps.is_sorted_by(|one, next| one < next), "{name}: {steps:?}");
    }
}

/// `SHIPREADY_BLESS=1` writes the table anew.
#[test]
fn the_readme_says_how_far_each_gets() {
    let mut table = HEAD.to_owned();
    for Journey { name, before, begun, after, .. } in JOURNEYS.iter() {
        let (count, left) = (before.findings.len(), begun.findings.len());
        let what = title(name);
        let (today, with, last) = (before.readiness.now, begun.readiness.now, after.readiness.now);
        writeln!(table, "| {what} | {today} % | {count} | {with} %, {left} left | {last} % |").unwrap();
    }
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (start, rest) = readme.split_once(HEAD).expect("README.md has the table");
    let end = rest.find("\n\n").map_or(rest.len(), |end| end + 1);
    let blessed = format!("{start}{table}{}", &rest[end..]);
    if std::env::var_os("SHIPREADY_BLESS").is_some() {
        fs::write(&path, blessed).unwrap();
    } else {
        assert_eq!(readme, blessed, "the table of README.md is not what the audits say");
    }
}

/// What the application is made of, and where it stands.
fn title(name: &str) -> String {
    let what = match name {
        "campaign-shop" => "Django, PostgreSQL, Celery",
        "food-delivery" => "FastAPI, MongoDB, React",
        "restaurant" => "Express, MongoDB",
        "saas" => "Flask, PostgreSQL, React",
        "telegram-shop" => "FastAPI, PostgreSQL, a Telegram bot",
        other => panic!("{other}: say what it is made of"),
    };
    format!("[{name}](tests/audit/reports/{name}/before): {what}")
}
