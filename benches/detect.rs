//! Budget: the whole detection of 50,000 files, 5,000 of them Python, within 300 ms.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use shipready::detect::detect;
use shipready::facts::Known;
use shipready::tree::Tree;

fn small(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    support::small_app(folder.path());
    let known = support::catalog().known();
    facts_of(criterion, "detect a small app", &support::tree_of(folder.path()), &known);
}

fn large(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    support::large_app(folder.path());
    let known = support::catalog().known();
    criterion.bench_function("read 50,000 files, 5,000 contents", |bencher| {
        bencher.iter(|| black_box(support::tree_of(folder.path())));
    });
    facts_of(criterion, "detect 50,000 files, 5,000 of them Python", &support::tree_of(folder.path()), &known);
}

fn facts_of(criterion: &mut Criterion, name: &str, tree: &Tree, known: &Known) {
    assert_eq!(detect(tree, known).apps.len(), 1);
    criterion.bench_function(name, |bencher| bencher.iter(|| black_box(detect(tree, known))));
}

criterion_group! { name = benches; config = support::criterion(); targets = small, large }
criterion_main!(benches);
