//! Budgets: a listing of 50,000 files within 150 ms, an init's apply within 35 ms, fsyncs included.

// A bench that fails may panic.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use shipready::apply::apply;
use shipready::plan::{Plan, Policy, Rendered, RenderedFile, plan};
use shipready::state::Lock;
use shipready::tree::{RelPath, Text, Tree};
use shipready::workspace::Workspace;

fn big_tree(root: &Path) {
    for folder in 0..2_000 {
        let full = root.join(format!("src/p{}/m{folder}", folder % 40));
        fs::create_dir_all(&full).unwrap();
        for file in 0..25 {
            let ending = if file % 10 == 0 { "py" } else { "txt" };
            fs::write(full.join(format!("file{file}.{ending}")), "import os\n".repeat(100)).unwrap();
        }
    }
    fs::write(root.join(".gitignore"), "*.log\n/dist/\n__pycache__/\n.env\n").unwrap();
}

fn forty_files() -> Rendered {
    let file = |at: usize| {
        let path = RelPath::new(&format!("deploy/part{}/file{at}.conf", at % 15)).unwrap();
        let text = Text::new(format!("setting {at};\n").repeat(150));
        (path, RenderedFile { text, policy: Policy::Owned, owners: vec!["nginx".into()] })
    };
    (0..40).map(file).collect()
}

fn first_plan() -> Plan {
    plan(&Lock::default(), &Tree::default(), &Tree::default(), &forty_files())
}

fn reading(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    big_tree(folder.path());
    let workspace = Workspace::open(folder.path()).unwrap();
    let wants = |path: &RelPath, _: u64| path.extension() == Some("py");
    criterion.bench_function("read 50,000 files, 6,000 contents", |bencher| {
        bencher.iter(|| black_box(workspace.read(&wants, &BTreeSet::new()).unwrap()));
    });
}

fn writing(criterion: &mut Criterion) {
    criterion.bench_function("plan 40 files", |bencher| bencher.iter(|| black_box(first_plan())));
    let plan = first_plan();
    criterion.bench_function("apply 40 files, 40 bases and the lock", |bencher| {
        let fresh = || tempfile::tempdir().unwrap();
        bencher.iter_batched_ref(fresh, |folder| apply(folder.path(), &plan).unwrap(), BatchSize::PerIteration);
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(4));
    targets = reading, writing
}
criterion_main!(benches);
