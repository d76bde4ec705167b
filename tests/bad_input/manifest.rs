//! A manifest, a lock or a project file that is broken or says what does not exist.

use super::support::{Repo, contains, samples};

const HEAD: &str = "target = \"compose\"\n\n[project]\nname = \"shop\"\ndomain = \"localhost\"\n\n";

fn with_manifest(text: &str) -> Repo {
    samples::app("", &[]).file("shipready.toml", text)
}

/// The manifest `text` is refused at `place`, by every command that walks the road.
fn refused(text: &str, place: &str, what: &str) {
    for line in ["diff", "init --yes", "secrets generate"] {
        with_manifest(text).run(line).code(1).error(&[&format!("shipready.toml:{place}: "), what]).wrote_nothing();
    }
}

#[test]
fn what_is_not_toml_names_line_and_column() {
    refused("target = \"compose\"\n[project\n", "2:9", "unclosed table");
    refused("target = \n", "1:10", "");
    refused("target = \"compose\"\ntarget = \"compose\"\n", "2:1", "duplicate");
}

#[test]
fn an_unknown_key_is_named_with_its_place() {
    refused("target = \"compose\"\n\n[project]\ndomian = \"x\"\n", "4:10", "did you mean `domain`?");
    refused(&format!("{HEAD}[serivces.redis]\n"), "7:2", "did you mean `services`?");
    refused(&format!("{HEAD}[apps.shop]\nstack = \"fastapi\"\nprot = 1\n"), "9:8", "did you mean `port`?");
}

#[test]
fn an_unknown_id_is_named_with_its_place() {
    refused("target = \"compse\"\n[project]\nname = \"shop\"\n", "1:10", "did you mean `compose`?");
    refused(&format!("{HEAD}[apps.shop]\nstack = \"fastpi\"\n"), "8:9", "did you mean `fastapi`?");
    refused(&format!("{HEAD}[services.postgress]\n"), "7:1", "did you mean `postgres`?");
    refused(&format!("{HEAD}[apps.shop]\nstack = \"redis\"\n"), "8:9", "`redis` is a service, not a stack");
}

#[test]
fn a_value_that_is_not_accepted_is_named_with_its_place() {
    let app = format!("{HEAD}[apps.shop]\nstack = \"fastapi\"\n");
    refused(&format!("{HEAD}[apps.shop]\nstack = 3\n"), "8:9", "`stack` must be a string");
    refused(&format!("{app}root = \"../x\"\n"), "9:8", "`../x` would leave the repository");
    refused(&format!("{app}root = \"api\"\n"), "9:8", "no application was found at `api`; there is one at `.`");
    refused(&HEAD.replace("localhost", "a;b"), "5:10", "`a;b` is no host name");
    refused(&HEAD.replace("\"shop\"", "\"My Shop\""), "4:8", "`My Shop` cannot be a name");
    refused(&format!("{HEAD}[apps.\"a b\"]\nstack = \"fastapi\"\n"), "7:1", "`a b` cannot be a name");
    let wrong = with_manifest(&format!("{app}port = \"x\"\n")).run("diff").code(1);
    wrong.error(&["shipready.toml:9:8", "expected a whole number, found `x`"]);
}

#[test]
fn a_service_without_what_it_needs_says_what_to_add() {
    let text = format!("{HEAD}[apps.shop]\nstack = \"fastapi\"\n\n[services.alembic]\n");
    with_manifest(&text)
        .run("diff")
        .code(1)
        .error(&["alembic needs", "database.sql: add mariadb or mysql or postgres"])
        .wrote_nothing();
}

#[test]
fn a_binding_to_no_facet_names_its_place() {
    let text = format!(
        "{HEAD}[apps.shop]\nstack = \"fastapi\"\n[apps.shop.env]\nCACHE = \"redis.hots\"\n\n[services.redis]\n"
    );
    let ran = with_manifest(&text).run("diff").code(1).wrote_nothing();
    ran.error(&["shipready.toml:10:9", "did you mean `host`?"]);
}

#[test]
fn a_broken_project_file_is_named_and_the_rest_goes_on() {
    let repo = samples::app("", &[]).file("pyproject.toml", "[project\nname = \"shop\"\n");
    let ran = repo.run("init --yes --with nginx").code(0).has("compose.yaml");
    ran.stderr(contains("pyproject.toml: not valid TOML at line 1, column 9"));
}

#[test]
fn a_broken_project_file_that_is_all_there_is_stops() {
    let repo = Repo::new().file("pyproject.toml", "[project\nname = \"shop\"\n").file("main.py", "x = 1\n");
    let ran = repo.run("init --yes").code(1).wrote_nothing();
    ran.error(&["no application was found here"]).stderr(contains("line 1, column 9"));
}

#[test]
fn a_broken_lock_is_named_and_stays() {
    let repo = samples::app("", &[]).run("init --yes --with nginx").code(0).then();
    let repo = repo.file(".shipready/lock", "version = 1\ntool = \"0.1.0\"\nx = [\n");
    for line in ["diff", "init --yes", "add redis --yes"] {
        let ran = repo_again(&repo).run(line).code(1).wrote_nothing();
        ran.error(&[".shipready/lock:3:6", "git checkout -- .shipready/lock"]);
    }
}

fn repo_again(repo: &Repo) -> Repo {
    Repo::new().copied(repo.root())
}

#[test]
fn a_lock_of_a_newer_program_asks_for_an_upgrade() {
    let repo = samples::app("", &[]).file(".shipready/lock", "version = 99\ntool = \"9.0.0\"\nnew = true\n");
    repo.run("init --yes").code(1).error(&["written by shipready 9.0.0", "upgrade shipready"]).wrote_nothing();
}

#[test]
fn a_corrupted_base_never_costs_a_line_of_the_users() {
    let mine = "# mine\n";
    let repo = samples::app("", &[]).run("init --yes --with nginx").code(0).then();
    let text = repo.read("deploy/nginx/nginx.conf");
    let repo = repo.file("deploy/nginx/nginx.conf", format!("{mine}{text}"));
    for damage in [&b"\x00\xff"[..], b"", b"something else\n"] {
        let damaged = repo_again(&repo).file(".shipready/base/deploy/nginx/nginx.conf", damage);
        let ran = damaged.run("init --yes --set nginx.body_mb=20");
        ran.holds("deploy/nginx/nginx.conf", contains(mine))
            .holds("deploy/nginx/nginx.conf", contains("worker_connections"));
    }
    let gone = repo_again(&repo).without(".shipready/base");
    gone.run("init --yes").code(0).holds("deploy/nginx/nginx.conf", contains(mine));
}

#[test]
fn a_job_that_could_not_run_is_named_with_its_place() {
    let job = |lines: &str| format!("{HEAD}[apps.shop]\nstack = \"fastapi\"\n\n{lines}");
    let table = "[apps.shop.jobs.clean]\n";
    for (lines, place, what) in [
        ("schedule = \"0 25 * * *\"\ncommand = [\"a\"]\n", "11:12", "the hour `25` must be"),
        ("schedule = \"@daily\"\ncommand = [\"a\"]\n", "11:12", "it needs five fields"),
        ("schedule = \"0 3 * * *\"\ncommand = \"a b\"\n", "12:11", "`command` must be a list of strings"),
        ("schedule = \"0 3 * * *\"\ncommand = []\n", "12:11", "`command` must be a list of strings"),
        ("schedule = \"0 3 * * *\"\ncommand = [\"a\\nb\"]\n", "12:11", "control character"),
        ("schedule = \"0 3 * * *\"\n", "10:1", "the job `clean` has no `command`"),
        ("command = [\"a\"]\n", "10:1", "the job `clean` has no `schedule`"),
        ("shedule = \"0 3 * * *\"\n", "11:11", "did you mean `schedule`?"),
        ("schedule = \"0 3 * * *\"\ncommand = [\"a\"]\nmemory_mb = 1\n", "13:13", "at least 32"),
    ] {
        refused(&job(&format!("{table}{lines}")), place, what);
    }
    let good = "schedule = \"0 3 * * *\"\ncommand = [\"a\"]\n";
    refused(&job(&format!("[apps.shop.jobs.Clean]\n{good}")), "10:1", "cannot be a name");
    refused(&job(&format!("[apps.shop.jobs.web]\n{good}")), "10:1", "call the job something else");
}
