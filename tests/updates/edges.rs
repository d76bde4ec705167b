//! Each edge case that users of other tools met, by its name.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::support::own::{newer, says, set_up, updated, with};
use crate::support::{Repo, contains, is, lacks, samples};

/// Two server blocks that look alike.
const SERVERS: &str = "\
server {
    server_name app;
    location / {
        proxy_pass http://app;
        proxy_read_timeout 30s;
    }
}

server {
    server_name admin;
    location / {
        proxy_pass http://app;
        proxy_read_timeout 30s;
    }
}
";

#[test]
fn a_setting_in_the_second_of_two_similar_nginx_server_blocks() {
    let path = "deploy/own/nginx.conf";
    let repo = with(&[(path, SERVERS)]);
    let (app, admin) = SERVERS.split_once("\n\n").unwrap();
    let mine = admin.replace("30s;\n", "30s;\n        client_max_body_size 50m;\n");
    let repo = repo.file(path, format!("{app}\n\n{mine}"));
    // Another block comes first, which moves every line.
    let first = "server {\n    listen 80 default_server;\n    return 444;\n}\n\n";
    let repo = newer(repo, &[(path, &format!("{first}{SERVERS}"))]);
    let ran = repo.run("update --yes").code(0).stderr(contains("merge"));
    ran.holds(path, is(&format!("{first}{app}\n\n{mine}")));
}

#[test]
fn a_rendered_file_covered_by_gitignore() {
    let repo = with(&[("deploy/own/local.conf", "a = 1\nb = 2\nc = 3\n")]);
    let ignored = repo.read(".gitignore") + "deploy/own/\n";
    let repo = repo.file(".gitignore", ignored);
    let repo = repo.edited("deploy/own/local.conf", "c = 3", "c = 4");
    let repo = newer(repo, &[("deploy/own/local.conf", "a = 9\nb = 2\nc = 3\n")]);
    updated(repo).holds("deploy/own/local.conf", is("a = 9\nb = 2\nc = 4\n"));
}

#[test]
fn a_real_env() {
    let repo = with(&[("deploy/own/x", "a\n")]).file(".env", "DATABASE_PASSWORD=hunter2-and-more\n");
    let newest = [("deploy/own/x", "b\n"), ("env", "DATABASE_PASSWORD=changeme\n")];
    // Not even a template that insists on it gets it written.
    let repo = says(newer(repo, &newest), "files:\n  - from: repo/env\n    to: .env\n");
    let ran = repo.run("update --yes").code(3).wrote_nothing().stderr(lacks("hunter2"));
    let ran = updated(says(ran.then(), "")).holds("deploy/own/x", is("b\n"));
    let ran =
        ran.holds(".env", is("DATABASE_PASSWORD=hunter2-and-more\n")).run("diff").code(0).stdout(lacks("hunter2"));
    assert!(
        !ran.repo().snapshot().iter().any(|(path, text)| path.starts_with(".shipready") && text.contains("hunter2"))
    );
}

#[test]
fn crlf() {
    let path = "deploy/own/app.conf";
    let repo = with(&[(path, "a = 1\nb = 2\nc = 3\n")]).file(path, "a = 1\r\nb = 2\r\nc = 4\r\n");
    let repo = newer(repo, &[(path, "a = 9\nb = 2\nc = 3\n")]);
    updated(repo).holds(path, is("a = 9\r\nb = 2\r\nc = 4\r\n"));
}

#[test]
fn deleted() {
    let path = "deploy/own/app.conf";
    let repo = with(&[(path, "a = 1\n")]).without(path);
    let ran = newer(repo, &[(path, "a = 2\n")]).run("update --yes").code(0).lacks(path);
    let ran = ran.run("status").code(0).stdout(contains("missing")).stdout(contains(path));
    let ran = ran.run(&format!("update --restore {path} --yes")).code(0).holds(path, is("a = 2\n"));
    let ran = ran.run("status").code(0).stdout(lacks("missing"));
    ran.run(&format!("update --restore {path} --yes")).code(2).error(&["is not missing"]);
}

#[test]
fn emptied() {
    let path = "deploy/own/app.conf";
    let repo = with(&[(path, "a = 1\nb = 2\n")]).file(path, "");
    let ran = repo.run("update --yes").code(0).holds(path, is(""));
    let ran = newer(ran.then(), &[(path, "a = 2\nb = 2\n")]).run("update --yes").code(3).wrote_nothing();
    let ran = ran.run("update --yes --on-conflict keep").code(0).holds(path, is(""));
    ran.run("update --yes").code(0).wrote_nothing();
}

#[test]
fn made_a_symlink() {
    let path = "deploy/own/app.conf";
    let repo =
        with(&[(path, "a = 1\n")]).without(path).file("elsewhere.conf", "a = 1\n").link(path, "../../elsewhere.conf");
    let ran = repo.run("update --yes").code(0).wrote_nothing();
    let ran = newer(ran.then(), &[(path, "a = 2\n")]).run("update --yes").code(3).stderr(contains("symbolic link"));
    let ran = ran.wrote_nothing().holds("elsewhere.conf", is("a = 1\n"));
    // The way out that the message names.
    let ran = ran.run(&format!("keep {path} --yes")).code(0).run("update --yes").code(0);
    ran.holds("elsewhere.conf", is("a = 1\n"));
}

#[test]
fn run_bit_dropped() {
    let path = "deploy/own/run";
    let repo = with(&[(path, "#!/bin/sh\necho 1\n")]);
    let mode = |repo: &Repo| fs::metadata(repo.root().join(path)).unwrap().permissions().mode() & 0o111;
    assert_ne!(mode(&repo), 0);
    fs::set_permissions(repo.root().join(path), fs::Permissions::from_mode(0o644)).unwrap();
    let ran = updated(newer(repo, &[(path, "#!/bin/sh\necho 2\n")])).holds(path, contains("echo 2"));
    assert_eq!(mode(ran.repo()), 0, "the user took the run bit off, and it stays off");
}

#[test]
fn user_file_appears_where_a_new_template_file_would_go() {
    let repo = with(&[("deploy/own/a", "a\n")]).file("deploy/own/b", "mine\n");
    let repo = newer(repo, &[("deploy/own/a", "a\n"), ("deploy/own/b", "ours\n")]);
    let ran = repo.run("update --yes").code(0).holds("deploy/own/b", is("mine\n")).stderr(contains("Yours, kept"));
    let ran = ran.run("status").code(0).stdout(contains("not ours"));
    let ran = ran.run("update --yes --take deploy/own/b").code(0).holds("deploy/own/b", is("ours\n"));
    ran.run("status").code(0).stdout(lacks("not ours"));
}

#[test]
fn user_and_template_make_the_same_change() {
    let path = "deploy/own/app.conf";
    let repo = with(&[(path, "a = 1\n\nb = 2\nc = 3\n\nd = 4\n")]).file(path, "a = 1\n\nb = 5\nc = 3\n\nd = 6\n");
    let repo = newer(repo, &[(path, "a = 0\n\nb = 5\nc = 3\n\nd = 4\n")]);
    // Theirs and ours agree about b; a is ours alone, d theirs alone.
    updated(repo).holds(path, is("a = 0\n\nb = 5\nc = 3\n\nd = 6\n"));
}

#[test]
fn both_add_a_line_at_the_same_place() {
    let path = "deploy/own/app.conf";
    let repo = with(&[(path, "a = 1\nb = 2\n")]).file(path, "a = 1\nmine = 1\nb = 2\n");
    let repo = newer(repo, &[(path, "a = 1\nours = 1\nb = 2\n")]);
    let ran = repo.run("update --yes").code(3).wrote_nothing().stderr(contains("the same lines"));
    let ran = ran.run("update --yes --on-conflict markers").code(3).stderr(contains(&format!("{path}:2")));
    ran.holds(path, contains("mine = 1\n"))
        .holds(path, contains("ours = 1\n"))
        .holds(path, contains("<<<<<<< yours\n"));
}

#[test]
fn both_add_a_line_behind_an_anchor_of_their_own() {
    let path = "deploy/own/list.yaml";
    let old = "own:\n  - a\n# Your own go below this line.\n";
    let repo = with(&[(path, old)]).file(path, format!("{old}  - mine\n"));
    let repo = newer(repo, &[(path, "own:\n  - a\n  - b\n# Your own go below this line.\n")]);
    updated(repo).holds(path, is("own:\n  - a\n  - b\n# Your own go below this line.\n  - mine\n"));
}

#[test]
fn template_file_moves() {
    let (old, new) = ("deploy/own/old.conf", "deploy/own/sub/new.conf");
    let repo = with(&[(old, "a = 1\nb = 2\nc = 3\n")]).edited(old, "c = 3", "c = 4");
    let repo = newer(repo, &[(new, "a = 9\nb = 2\nc = 3\n")]);
    let repo = says(repo, &format!("moved:\n  repo/{old}: repo/{new}\n"));
    let ran = repo.run("diff").code(0).stdout(contains(&format!("rename from {old}"))).wrote_nothing();
    updated(ran.then()).holds(new, is("a = 9\nb = 2\nc = 4\n")).lacks(old);
}

#[test]
fn template_file_moves_to_where_the_user_has_a_file() {
    let (old, new) = ("deploy/own/old.conf", "deploy/own/new.conf");
    let repo = with(&[(old, "a = 1\n")]).edited(old, "a = 1", "a = 2").file(new, "theirs\n");
    let repo = says(newer(repo, &[(new, "a = 3\n")]), &format!("moved:\n  repo/{old}: repo/{new}\n"));
    let ran = repo.run("update --yes").code(0).holds(new, is("theirs\n")).holds(old, is("a = 2\n"));
    ran.run("update --yes").code(0).wrote_nothing();
}

#[test]
fn template_drops_a_file_the_user_edited() {
    let (kept, gone) = ("deploy/own/kept", "deploy/own/gone");
    let files: [(&str, &str); 3] = [(kept, "a\n"), (gone, "b\n"), ("deploy/own/x", "x\n")];
    let repo = newer(with(&files).file(kept, "a\nmine\n"), &[("deploy/own/x", "x\n")]);
    let ran = repo.run("update --yes").code(0).holds(kept, is("a\nmine\n")).lacks(gone);
    ran.stderr(contains("no longer ours, but you changed it")).run("update --yes").code(0).wrote_nothing();
}

#[test]
fn a_component_added_twice() {
    let repo = samples::stated("redis==5.2.0", &["REDIS_URL"]).run("init --yes --with nginx --domain x.org").code(0);
    let ran = repo.run("add redis --yes").code(0);
    ran.run("add redis --yes").code(0).wrote_nothing().run("add redis redis --yes").code(0).wrote_nothing();
}

#[test]
fn update_across_two_versions() {
    let path = "deploy/own/app.conf";
    let first = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n";
    let repo = with(&[(path, first)]).edited(path, "e = 5", "e = 6");
    // A version that this repository never saw, and the one after it.
    let repo = newer(repo, &[(path, "a = 1\nb = 2\nx = 0\nc = 3\nd = 4\ne = 5\n")]);
    let repo = newer(repo, &[(path, "a = 9\nb = 2\nx = 1\nc = 3\nd = 4\ne = 5\n"), ("deploy/own/more", "m\n")]);
    updated(repo).holds(path, is("a = 9\nb = 2\nx = 1\nc = 3\nd = 4\ne = 6\n")).has("deploy/own/more");
}

#[test]
fn a_monorepo_with_two_apps() {
    let repo = samples::below("one/", Repo::new(), "", &[]).file("one/pyproject.toml", "[project]\nname = \"one\"\n");
    let repo = samples::below("two/", repo, "", &[]).file("two/pyproject.toml", "[project]\nname = \"two\"\n");
    let repo = repo.run("init --yes --domain x.org --set two.path=/two --with nginx").code(0).then();
    let repo = repo.edited("one/Dockerfile", "FROM ", "# mine\nFROM ");
    let ran = repo.run("update --yes").code(0).wrote_nothing();
    let ran = ran.run("status").code(0).stdout(contains("edited")).stdout(contains("one/Dockerfile"));
    let ran = ran.stdout(lacks("two/Dockerfile")).run("add redis --yes").code(0);
    ran.holds("one/Dockerfile", contains("# mine\n")).has("two/Dockerfile");
}

#[test]
fn a_merge_that_parses_as_text_but_breaks_yaml() {
    let path = "deploy/own/app.yaml";
    let old = "a: 1\n\nb:\n  x: 1\n\nc: 3\n";
    // Both add the same key in different places: no line collides, and the file is no longer YAML.
    let repo = with(&[(path, old)]).file(path, "a: 1\nlevel: debug\n\nb:\n  x: 1\n\nc: 3\n");
    let repo = newer(repo, &[(path, "a: 1\n\nb:\n  x: 1\n\nc: 3\nlevel: info\n")]);
    let ran = repo.run("update --yes").code(3).wrote_nothing().stderr(contains("do not go together"));
    let ran = ran.run("update --yes --on-conflict markers").code(3);
    ran.holds(path, contains("level: debug\n")).holds(path, contains("level: info\n"));
}

#[test]
fn a_symlinked_folder_is_never_written_through() {
    let repo = set_up(samples::stated("", &[]), &[("deploy/own/a", "a\n")]);
    let repo = repo.without("deploy/own").folder("outside").link("deploy/own", "../outside");
    let repo = newer(repo, &[("deploy/own/a", "b\n")]);
    let ran = repo.run("update --yes").code(3).stderr(contains("symbolic link"));
    ran.wrote_nothing().lacks("outside/a");
}

#[test]
fn a_file_that_is_left_alone_does_not_move_with_its_template() {
    let (old, new) = ("deploy/own/old.conf", "deploy/own/new.conf");
    for kept in [old, "deploy/own"] {
        let repo = with(&[(old, "a = 1\n")]).run(&format!("keep {kept} --yes")).code(0).then();
        let repo = says(newer(repo, &[(new, "a = 2\n")]), &format!("moved:\n  repo/{old}: repo/{new}\n"));
        repo.run("update --yes").code(0).holds(old, is("a = 1\n")).lacks(new);
    }
}

#[test]
fn a_template_that_shows_conflict_markers_is_a_template_like_others() {
    let path = "deploy/own/page.md";
    let page = "# Conflicts\n\n<<<<<<< yours\na\n=======\nb\n>>>>>>> new\n";
    let ran = with(&[(path, page)]).run("update --yes").code(0).wrote_nothing();
    updated(newer(ran.then(), &[(path, &format!("{page}\nMore.\n"))])).holds(path, contains("More.\n"));
}
