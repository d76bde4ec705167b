//! Whole commands as processes. Budgets: `--version` within 5 ms, `init` in an empty folder within 60 ms, `detect` of
//! 50,000 files within 300 ms.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

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

criterion_group! { name = benches; config = support::criterion(); targets = same_folder, fresh_folder, large }
criterion_main!(benches);
