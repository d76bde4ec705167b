//! Budget: the catalog within 5 ms, a whole preset within 20 ms.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use shipready::render::render;

fn loading(criterion: &mut Criterion) {
    criterion.bench_function("load the catalog", |bencher| bencher.iter(|| black_box(support::catalog())));
}

fn resolving(criterion: &mut Criterion) {
    let catalog = support::catalog();
    criterion.bench_function("start, detect and resolve fastapi-postgres", |bencher| {
        bencher.iter(|| black_box(support::preset(&catalog, "fastapi-postgres")));
    });
}

fn rendering(criterion: &mut Criterion) {
    let catalog = support::catalog();
    for preset in catalog.presets.keys() {
        let (_, blueprint) = support::preset(&catalog, preset);
        criterion.bench_function(&format!("render {preset}"), |bencher| {
            bencher.iter(|| black_box(render(&catalog, &blueprint).unwrap()));
        });
    }
}

criterion_group! { name = benches; config = support::criterion(); targets = loading, resolving, rendering }
criterion_main!(benches);
