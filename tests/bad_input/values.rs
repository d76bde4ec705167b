//! Values that would break out of the file that they are written into, or that mean two things at once.

use super::support::{Repo, contains, empty, samples};

const HEAD: &str = "target = \"compose\"\n\n[project]\nname = \"shop\"\ndomain = \"localhost\"\n\n";

fn refused(repo: Repo, words: &[&str], parts: &[&str]) {
    repo.run_words(words).code(2).stdout(empty()).error(parts).wrote_nothing();
}

#[test]
fn a_setting_cannot_break_out_of_a_file() {
    for (set, what) in [
        ("nginx.hosts=a b; deny all;", "`a b; deny all;` is no host name"),
        ("nginx.hsts=x\"; add_header Foo \"$http_x", "is no value of a header"),
        ("nginx.trusted_proxies=10.0.0.0/8; deny all", "is no network"),
        ("entry=a:b\nRUN id", "holds a control character"),
        ("entry=a:b; id", "is no object of a module"),
        ("postgres.database=a\"; drop table x; --", "is no identifier"),
        ("postgres.database=", "is no identifier"),
        ("postgres.database=postgres", "`postgres` is taken"),
        ("postgres.database=pg_x", "`pg_x` is taken"),
        ("alembic.folder=../x", "is no path"),
        ("cpus=NaN", "is no number to reckon with"),
        ("cpus=inf", "is no number to reckon with"),
    ] {
        let words = ["init", "--yes", "--with", "nginx,postgres,alembic", "--set", set];
        refused(samples::app(samples::POSTGRES, &[]), &words, &[what]);
    }
    let words = ["init", "--yes", "--with", "nginx", "--domain", "x; return 200"];
    refused(samples::app("", &[]), &words, &["`x; return 200` is no host name"]);
}

#[test]
fn what_a_form_takes_is_written() {
    let line = "init --yes --with nginx --set nginx.hosts=www.example.com,example.com --set nginx.hsts= \
                --set nginx.trusted_proxies=10.0.0.0/8 --set entry=main:app";
    samples::app("", &[]).run(line).code(0).holds("shipready.toml", contains("www.example.com"));
}

#[test]
fn a_manifest_edited_by_hand_is_checked_too() {
    let app = format!("{HEAD}[apps.shop]\nstack = \"fastapi\"\n");
    for (text, place, what) in [
        (HEAD.replace("\"shop\"", "\"2024\""), "4:8", "`2024` cannot be a name"),
        (HEAD.replace("\"shop\"", "\"null\""), "4:8", "`null` cannot be a name"),
        (HEAD.replace("localhost", "https://a.b"), "5:10", "is no host name"),
        (HEAD.replace("localhost", "a.b:80"), "5:10", "is no host name"),
        (app.replace("apps.shop", "apps.my_shop"), "7:1", "`my_shop` cannot be a name"),
        (format!("{app}entry = \"a:b\\nRUN id\"\n"), "9:9", "holds a control character"),
        (format!("{app}cpus = nan\n"), "9:8", "is no number to reckon with"),
        (format!("{app}[apps.shop.env]\nA = \"x\\ny\"\n"), "10:5", "holds a control character"),
        (format!("{app}[apps.shop.env]\n\"A: b\" = \"x\"\n"), "10:10", "cannot be a variable"),
        (format!("{app}\n[services.postgres]\ndatabase = \"a b\"\n"), "11:12", "is no identifier"),
    ] {
        let repo = samples::app("", &[]).file("shipready.toml", text);
        repo.run("diff").code(1).error(&[&format!("shipready.toml:{place}: "), what]).wrote_nothing();
    }
}

#[test]
fn text_without_a_form_is_an_error_of_the_component() {
    let path = ".shipready/templates/services/queue/component.yaml";
    for kind in ["{type: string, default: x, help: h}", "{type: list, default: [], help: h}"] {
        let text = format!("kind: service\ntitle: Queue\nsummary: A queue.\noptions:\n  mode: {kind}\n");
        let ran = samples::app("", &[]).file(path, text).run("init --yes --with queue").code(1).wrote_nothing();
        ran.error(&[path, "option `mode`", "it needs `choices` or a `form`"]);
    }
}

#[test]
fn an_app_called_as_a_service_needs_the_long_form() {
    let app = || samples::below("redis/", Repo::new(), samples::REDIS, &[]);
    let line = "init --yes --with redis --set";
    let both = ["`redis` has more than one meaning", "apps.redis.memory_mb or services.redis.memory_mb"];
    app().run(&format!("{line} redis.memory_mb=300")).code(2).error(&both).wrote_nothing();
    let ran = app().run(&format!("{line} services.redis.memory_mb=300 --set apps.redis.memory_mb=700")).code(0);
    ran.holds("shipready.toml", contains("memory_mb = 300")).holds("shipready.toml", contains("memory_mb = 700"));
}

#[test]
fn a_detected_version_that_no_image_has_is_named_with_its_place() {
    let old = || samples::app("", &[]).file(".python-version", "3.8\n");
    let ran = old().run("init --yes --with nginx").code(0).holds("shipready.toml", contains("python = \"3.9\""));
    ran.stderr(contains("assuming that shop has python 3.9")).stderr(contains(".python-version: asks for Python 3.8"));
    old().run("init --yes --with nginx --set python=3.10").code(0).holds("shipready.toml", contains("\"3.10\""));
}

#[test]
fn a_manifest_with_the_line_ends_of_windows_keeps_them() {
    let text = format!("{HEAD}[apps.shop]\nstack = \"fastapi\"\n").replace('\n', "\r\n");
    let ran = samples::app("", &[]).file("shipready.toml", &text).run("add nginx --yes").code(0);
    let after = ran.then().read("shipready.toml");
    assert!(after.starts_with(&text) && !after.replace("\r\n", "").contains('\n'), "{after:?}");
}
