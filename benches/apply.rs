//! Budget: an init's apply within 35 ms, fsyncs included.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use shipready::apply::apply;
use shipready::plan::{Known, plan};
use shipready::state::Lock;
use shipready::tree::Tree;

fn writing(criterion: &mut Criterion) {
    let rendered = support::rendered("fastapi-postgres");
    let plan = plan(Known::new(&Lock::default(), &Tree::default(), 1), &Tree::default(), &rendered);
    let home = tempfile::tempdir().unwrap();
    criterion.bench_function("apply fastapi-postgres, its bases and the lock", |bencher| {
        let fresh = || support::fresh_folder(home.path());
        bencher.iter_batched_ref(fresh, |folder| apply(folder, &plan).unwrap(), BatchSize::PerIteration);
    });
}

criterion_group! { name = benches; config = support::criterion(); targets = writing }
criterion_main!(benches);
