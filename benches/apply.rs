//! Budgets: an init's apply within 35 ms, an update of 40 files from the disk to the disk within 45 ms; fsyncs included.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use shipready::apply::{apply, last, undo};
use shipready::plan::{Known, Plan, Policy, Rendered, Settlement, plan};
use shipready::state::Lock;
use shipready::tree::{RelPath, Text, Tree};
use shipready::workspace::Workspace;

/// Files that were rendered before, and those of them that both sides changed.
const FILES: usize = 40;
const CHANGED: usize = 10;

fn writing(criterion: &mut Criterion) {
    let rendered = support::rendered("fastapi-postgres");
    let plan = plan(Known::new(&Lock::default(), &Tree::default(), 1), &Tree::default(), &rendered);
    let home = tempfile::tempdir().unwrap();
    criterion.bench_function("apply fastapi-postgres, its bases and the lock", |bencher| {
        let fresh = || support::fresh_folder(home.path());
        bencher.iter_batched_ref(fresh, |folder| apply(folder, &plan).unwrap(), BatchSize::PerIteration);
    });
}

fn updating(criterion: &mut Criterion) {
    let ours = support::rendered("fastapi-postgres").into_iter().filter(|(_, file)| file.policy == Policy::Owned);
    let first: Rendered = ours.take(FILES).collect();
    assert_eq!(first.len(), FILES);
    let newer = changed(first.clone());
    let home = tempfile::tempdir().unwrap();
    let edited = || edited(home.path(), &first);
    criterion.bench_function("update 40 files, ten of them changed by both", |bencher| {
        let update = |folder: &mut PathBuf| apply(folder, &planned(folder, &newer)).unwrap();
        bencher.iter_batched_ref(edited, update, BatchSize::PerIteration);
    });
    criterion.bench_function("plan the same, from the disk", |bencher| {
        let folder = edited();
        bencher.iter(|| planned(&folder, &newer));
    });
    criterion.bench_function("undo that update", |bencher| {
        let updated = || {
            let folder = edited();
            apply(&folder, &planned(&folder, &newer)).unwrap();
            folder
        };
        let back = |folder: &mut PathBuf| undo(folder, &last(folder, false).unwrap()).unwrap();
        bencher.iter_batched_ref(updated, back, BatchSize::PerIteration);
    });
}

/// A folder in which the first ten files of `first` got another last line since they were written.
fn edited(home: &Path, first: &Rendered) -> PathBuf {
    let folder = support::fresh_folder(home);
    apply(&folder, &plan(Known::new(&Lock::default(), &Tree::default(), 1), &Tree::default(), first)).unwrap();
    for (path, file) in first.iter().take(CHANGED) {
        fs::write(folder.join(path.as_str()), format!("{}# mine\n", file.text.content)).unwrap();
    }
    folder
}

/// The same files, the first ten of them with another first line.
fn changed(mut rendered: Rendered) -> Rendered {
    for file in rendered.values_mut().take(CHANGED) {
        file.text = Text { content: format!("# newer\n{}", file.text.content).into(), ..file.text };
    }
    rendered
}

/// Everything from the disk to a plan without conflicts.
fn planned(folder: &Path, new: &Rendered) -> Plan {
    let workspace = Workspace::open(folder).unwrap();
    let state = workspace.read_state().unwrap();
    let yours = workspace.look(&new.keys().cloned().collect());
    let mut plan = plan(Known::new(&state.lock, &state.base, 1), &yours, new);
    let stuck: Vec<RelPath> = plan.conflicts().map(|change| change.path.clone()).collect();
    stuck.iter().for_each(|path| assert!(plan.settle(path, &Settlement::Ours)));
    assert_eq!(plan.changes.iter().filter(|change| change.action.writes()).count(), CHANGED);
    plan
}

criterion_group! { name = benches; config = support::criterion(); targets = writing, updating }
criterion_main!(benches);
