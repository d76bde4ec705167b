//! Budget: a plan for a whole preset within 5 ms, whatever has changed.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use shipready::plan::{Known, Plan, Rendered, plan};
use shipready::state::Lock;
use shipready::tree::{File, Text, Tree};

/// Files of which the templates have changed since.
const CHANGED: usize = 10;

fn planning(criterion: &mut Criterion) {
    let rendered = support::rendered("fastapi-postgres");
    let first = plan(Known::new(&Lock::default(), &Tree::default(), 1), &Tree::default(), &rendered);
    let disk: Tree = rendered.iter().map(|(path, file)| (path.clone(), File::Text(file.text.clone()))).collect();
    let again = |new: &Rendered| -> Plan { plan(Known::new(&first.lock, &first.base, 1), &disk, new) };
    assert!(again(&rendered).is_empty());

    criterion.bench_function("plan, first time", |bencher| {
        bencher
            .iter(|| black_box(plan(Known::new(&Lock::default(), &Tree::default(), 1), &Tree::default(), &rendered)));
    });
    criterion.bench_function("plan, nothing changed", |bencher| bencher.iter(|| black_box(again(&rendered))));
    let newer = changed(rendered.clone());
    criterion.bench_function("plan, ten files changed", |bencher| bencher.iter(|| black_box(again(&newer))));
}

/// The same files, the first ten of them with another line.
fn changed(mut rendered: Rendered) -> Rendered {
    for file in rendered.values_mut().take(CHANGED) {
        file.text = Text { content: format!("# newer\n{}", file.text.content).into(), ..file.text };
    }
    rendered
}

criterion_group! { name = benches; config = support::criterion(); targets = planning }
criterion_main!(benches);
