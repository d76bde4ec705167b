//! `verify`: other people's programs over the generated files. They are scripts here, first on PATH.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stderr)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::{Repo, samples};

/// Every program that the catalog's validators name.
const PROGRAMS: [&str; 8] =
    ["actionlint", "check-jsonschema", "docker", "dotenv-linter", "hadolint", "ruff", "shellcheck", "zizmor"];

struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A repository with generated files and a folder of programs, which are all there is on PATH besides the shell.
struct Bench {
    repo: Repo,
}

impl Bench {
    fn new() -> Bench {
        let repo = samples::app("", &[]).run("init --with nginx --domain x.org --yes").code(0).then();
        let bench = Bench { repo };
        fs::create_dir(bench.bin()).unwrap();
        for program in ["sh", "sleep", "cat", "touch"] {
            let place = ["/bin", "/usr/bin"].map(|folder| format!("{folder}/{program}"));
            let place = place.iter().find(|place| fs::metadata(place).is_ok()).unwrap();
            std::os::unix::fs::symlink(place, bench.bin().join(program)).unwrap();
        }
        bench
    }

    fn bin(&self) -> std::path::PathBuf {
        self.repo.home().join("bin")
    }

    /// A program that says its version when it is asked for that, and otherwise does what `body` says.
    fn with(self, program: &str, version: &str, body: &str) -> Bench {
        let asked = "case \"$*\" in *--version*|*-version*|\"compose version\"|*--help*)";
        let script = format!("#!/bin/sh\n{asked} echo '{version}'; exit 0;; esac\n{body}\n");
        let path = self.bin().join(program);
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        self
    }

    fn command(&self, line: &str) -> Command {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut command = self.repo.command(&words);
        command.env("PATH", self.bin());
        command
    }

    /// Runs `line`, and sees that the repository stays as it is.
    fn run(&self, line: &str) -> Said {
        let before = self.repo.snapshot();
        let output = self.command(line).output().unwrap();
        assert_eq!(self.repo.snapshot(), before, "the repository was written to");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

#[test]
fn what_is_not_installed_is_skipped_with_the_way_to_get_it() {
    let said = Bench::new().with("hadolint", "Linter 2.15.1", "exit 0").run("verify");
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{}", said.err);
    assert!(said.err.contains("1 passed, ") && said.err.contains("not installed"), "{}", said.err);
}

#[test]
fn where_nothing_could_be_judged_nothing_passes_for_good() {
    let said = Bench::new().run("verify");
    assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{}", said.err);
    assert!(said.err.contains("hadolint") && said.err.contains("not installed  brew install hadolint"), "{}", said.err);
    assert!(said.err.contains("skipped\n") && !said.err.contains("passed"), "{}", said.err);
    assert!(!said.err.contains("actionlint"), "there is no workflow: {}", said.err);
    assert!(
        said.err.contains("error: nothing was judged: no validator for these files could be run\n"),
        "{}",
        said.err
    );
    let said = Bench::new().run("verify --format json");
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &value["validators"][0]["status"]), (Some(1), &serde_json::json!("skipped")));
    // No validator is for it: there is nothing to do, so nothing is left undone.
    let said = Bench::new().run("verify .dockerignore");
    assert!(said.code == Some(0) && said.err.contains("No validator is for these files"), "{}", said.err);
}

#[test]
fn every_validator_gets_its_files_and_those_alone() {
    let all = PROGRAMS
        .iter()
        .fold(Bench::new(), |bench, program| bench.with(program, "99.1.0", "echo \"$0 $*\" >> \"$HOME/calls\""));
    let said = all.run("verify");
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{}", said.err);
    let calls = fs::read_to_string(all.repo.home().join("calls")).unwrap();
    let of = |program: &str| {
        let line = calls.lines().find(|line| line.contains(&format!("/{program} ")));
        line.unwrap_or_else(|| panic!("{program} was not run:\n{calls}")).to_owned()
    };
    assert!(
        of("docker").contains("--file=compose.yaml --file=compose.development.yaml --env-file=.env.example"),
        "{calls}"
    );
    assert!(of("hadolint").ends_with("--no-color Dockerfile"), "{calls}");
    assert!(of("shellcheck").contains("deploy/nginx/self-signed.sh"), "{calls}");
    assert!(of("ruff").contains("deploy/shop/shipready_kit/health.py") && !of("ruff").contains(" main.py"), "{calls}");
    assert!(of("dotenv-linter").ends_with("lint .env.example"), "{calls}");
    // A part is asked for: Compose reads its files together, whichever it is.
    fs::remove_file(all.repo.home().join("calls")).unwrap();
    assert_eq!(all.run("verify compose.development.yaml").code, Some(0));
    let calls = fs::read_to_string(all.repo.home().join("calls")).unwrap();
    assert!(
        calls.contains("--file=compose.yaml --file=compose.development.yaml") && calls.lines().count() == 1,
        "{calls}"
    );
}

#[test]
fn findings_are_shown_in_the_validators_own_words() {
    let bench = Bench::new().with("hadolint", "Linter 2.15.1", "echo 'Dockerfile:3 DL3008 pin it'; exit 1");
    let bench = bench.with("shellcheck", "version: 0.11.0", "exit 0");
    let said = bench.run("verify");
    assert_eq!(said.code, Some(4));
    assert_eq!(said.out, "hadolint failed:\nDockerfile:3 DL3008 pin it\n");
    assert!(said.err.contains("1 passed, 1 failed, "), "{}", said.err);
    assert_eq!(bench.run("verify deploy").code, Some(0), "the image is not in that folder");
}

#[test]
fn a_finding_may_hide_behind_an_exit_code_of_zero() {
    let body = "echo 'level=warning msg=\"The \\\"X\\\" variable is not set\"' >&2";
    let said = Bench::new().with("docker", "Docker Compose version v5.6.1", body).run("verify compose.yaml");
    assert_eq!(said.code, Some(4), "{}", said.err);
    assert!(said.out.contains("variable is not set"), "{}", said.out);
}

#[test]
fn one_that_breaks_is_an_error_of_its_own() {
    let said = Bench::new().with("hadolint", "2.15.1", "echo 'out of cheese' >&2; exit 7").run("verify");
    assert_eq!(said.code, Some(1));
    assert_eq!(said.out, "hadolint broke: it ended with 7\nout of cheese\n");
    let said = Bench::new().with("hadolint", "2.15.1", "kill -9 $$").run("verify");
    assert!(said.code == Some(1) && said.out.contains("ended with 137"), "{}", said.out);
}

#[test]
fn an_old_one_and_another_of_the_same_name_are_skipped() {
    let said = Bench::new().with("hadolint", "Linter 1.2.3", "exit 1").run("verify Dockerfile");
    assert_eq!(said.code, Some(1), "nothing else is for it");
    assert!(said.err.contains("1.2.3 is too old, 2.12 is needed"), "{}", said.err);
    let bench = Bench::new();
    fs::write(bench.bin().join("docker"), "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(bench.bin().join("docker"), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(bench.run("verify compose.yaml").err.contains("Docker Compose"), "docker is there, Compose is not");
}

#[test]
fn programs_get_data() {
    let bench = Bench::new().with("hadolint", "2.15.1", "echo 'Dockerfile:1 x'; exit 1");
    let said = bench.run("verify --format json Dockerfile");
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let expected = serde_json::json!({"validators": [{
        "id": "hadolint", "title": "hadolint", "status": "failed", "files": ["Dockerfile"], "why": null,
        "output": "Dockerfile:1 x\n", "install": null,
    }]});
    assert_eq!((said.code, value), (Some(4), expected));
}

#[test]
fn files_of_ones_own_and_paths_of_nothing_are_not_judged() {
    let bench = Bench::new();
    let said = bench.run("verify main.py");
    assert!(said.code == Some(2) && said.err.contains("no generated file is at `main.py`"), "{}", said.err);
    let repo = samples::app("", &[]);
    repo.run("verify").code(1).error(&["there is no shipready.toml here yet"]);
}

#[test]
fn a_deleted_and_a_linked_file_are_left_out_and_an_edited_one_is_not() {
    let bench = Bench::new().with("hadolint", "2.15.1", "echo \"$*\"; exit 1");
    let Bench { repo } = bench;
    let repo = repo.edited("Dockerfile", "FROM", "# mine\nFROM");
    let bench = Bench { repo };
    assert!(bench.run("verify Dockerfile").out.contains("Dockerfile"));
    let Bench { repo } = bench;
    let repo = repo.without("Dockerfile").link("Dockerfile", "/etc/passwd");
    assert_eq!(Bench { repo }.run("verify Dockerfile").code, Some(2));
}

#[test]
fn what_a_repository_brings_runs_when_it_is_trusted() {
    let own = "title: Mine\nfiles: [compose.yaml]\ncommand: [mine, '{files}']\nversion: {command: [mine, --version]}\n\
               install: ask me\n";
    let bench = Bench::new().with("mine", "1.0", "echo ran >> \"$HOME/ran\"");
    let Bench { repo } = bench;
    let bench = Bench { repo: repo.file(".shipready/templates/validators/mine.yaml", own) };
    let said = bench.run("verify compose.yaml");
    assert!(said.code == Some(1) && said.err.contains("--trust runs it"), "{}", said.err);
    assert!(!bench.repo.home().join("ran").exists(), "a program that came with a clone was run");
    let said = bench.run("verify --trust compose.yaml");
    assert!(said.code == Some(0) && said.err.contains("1 passed"), "{}", said.err);
    assert!(bench.repo.home().join("ran").exists());
    let Bench { repo } = bench;
    let path = ".shipready/templates/validators/mine.yaml";
    let bench = Bench { repo: repo.edited(path, "command: [mine,", "command: [./mine,") };
    let said = bench.run("verify --trust");
    assert!(said.code == Some(1) && said.err.contains("begins with the plain name of a program"), "{}", said.err);
}

/// A validator that starts a child, and waits for it far too long.
fn endless(seconds: u64) -> Bench {
    let own = format!(
        "title: Slow\nfiles: [compose.yaml]\ncommand: [slow, '{{files}}']\nversion: {{command: [slow, --version]}}\n\
         seconds: {seconds}\ninstall: none\n"
    );
    let bench = Bench::new().with("slow", "1.0", "sleep 300 &\necho $! > \"$HOME/child\"\necho begun\nwait");
    let Bench { repo } = bench;
    Bench { repo: repo.file(".shipready/templates/validators/slow.yaml", own) }
}

fn lives(pid: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

#[test]
fn one_that_does_not_end_is_ended_with_all_that_it_started() {
    let bench = endless(1);
    let said = bench.run("verify --trust compose.yaml");
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.out.contains("Slow broke: it took longer than 1 s\nbegun\n"), "{}", said.out);
    assert!(!lives(&fs::read_to_string(bench.repo.home().join("child")).unwrap()), "its child lives on");
}

#[test]
fn ctrl_c_ends_everything_that_runs() {
    let bench = endless(200);
    let mut command = bench.command("verify --trust compose.yaml");
    let shipready = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let start = Instant::now();
    let child = bench.repo.home().join("child");
    while fs::read_to_string(&child).unwrap_or_default().is_empty() {
        assert!(start.elapsed() < Duration::from_secs(30), "the validator was never started");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-INT", &shipready.id().to_string()]).status().unwrap().success());
    let output = shipready.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!lives(&fs::read_to_string(&child).unwrap()), "its child lives on");
}
