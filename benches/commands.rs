//! Whole commands as processes. Budgets: `--version` within 5 ms, `init` in an empty folder within 60 ms, `detect` of
//! 50,000 files within 300 ms, `update` of 40 files within 60 ms, `status` within 20 ms.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const INIT: [&str; 4] = ["init", "--preset", "fastapi-postgres", "--yes"];

fn run(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shipready"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().unwrap().success(), "{arguments:?}");
}

fn same_folder(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [["--version"], ["list"]] {
        let name = format!("shipready {}", arguments.join(" "));
        criterion.bench_function(&name, |bencher| bencher.iter(|| run(folder.path(), &arguments)));
    }
    run(folder.path(), &INIT);
    criterion.bench_function("shipready init, again", |bencher| bencher.iter(|| run(folder.path(), &INIT)));
}

fn fresh_folder(criterion: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    criterion.bench_function("shipready init in an empty folder", |bencher| {
        let fresh = || support::fresh_folder(home.path());
        bencher.iter_batched_ref(fresh, |folder| run(folder, &INIT), BatchSize::PerIteration);
    });
}

fn large(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    support::large_app(folder.path());
    criterion.bench_function("shipready detect, 50,000 files", |bencher| {
        bencher.iter(|| run(folder.path(), &["detect"]));
    });
}

/// Files that a service of the repository's own renders, and those of them that both sides changed.
const FILES: usize = 40;
const CHANGED: usize = 10;
const OWN: &str = ".shipready/templates/services/own";

/// What file number `at` holds; `first` is its first line.
fn own_file(at: usize, first: &str) -> String {
    let lines: String = (0..100).map(|line| format!("setting_{at}_{line} = {line}\n")).collect();
    format!("# {first}\n{lines}")
}

/// A repository with 40 files, ten of them edited at their ends, and newer templates for the same ten at their heads.
fn edited_and_newer(folder: &Path) {
    let write = |path: String, text: String| {
        let full = folder.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, text).unwrap();
    };
    let component = "kind: service\ntitle: Own\nsummary: Files of our own.\n";
    write("main.py".into(), "from fastapi import FastAPI\n\napp = FastAPI()\n".into());
    write("requirements.txt".into(), "fastapi==0.115.0\nuvicorn==0.30.0\n".into());
    write(format!("{OWN}/component.yaml"), component.into());
    for at in 0..FILES {
        write(format!("{OWN}/repo/deploy/own/{at}.conf"), own_file(at, "first"));
    }
    run(folder, &["init", "--with", "own", "--yes"]);
    for at in 0..CHANGED {
        write(format!("deploy/own/{at}.conf"), own_file(at, "first") + "mine = 1\n");
        write(format!("{OWN}/repo/deploy/own/{at}.conf"), own_file(at, "newer"));
    }
}

fn updating(criterion: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    criterion.bench_function("shipready update, 40 files, ten changed by both sides", |bencher| {
        let fresh = || {
            let folder = support::fresh_folder(home.path());
            edited_and_newer(&folder);
            folder
        };
        bencher.iter_batched_ref(fresh, |folder| run(folder, &["update", "--yes"]), BatchSize::PerIteration);
    });
    let folder = support::fresh_folder(home.path());
    edited_and_newer(&folder);
    criterion.bench_function("shipready status", |bencher| bencher.iter(|| run(&folder, &["status"])));
}

criterion_group! { name = benches; config = support::criterion(); targets = same_folder, fresh_folder, updating, large }
criterion_main!(benches);
