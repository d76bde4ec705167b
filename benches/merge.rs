//! Budget: a file of 300 lines with edits on both sides within 1 ms, forty of them, read as YAML as well, within 100 ms.

// A bench that fails may panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use shipready::merge::{Labels, Merged, merge, merge_checked};
use shipready::tree::RelPath;

const LABELS: Labels<'static> = Labels { yours: "yours", base: "base", new: "new" };

/// Three versions of one file.
struct Sides {
    base: String,
    yours: String,
    new: String,
}

/// A YAML file of 300 lines in thirty sections; each side changes a value in every fifth of them and adds two lines.
fn sides() -> Sides {
    let text = |yours: bool, new: bool| {
        (0..30).fold(String::new(), |mut text, at| {
            let port = if yours && at % 5 == 0 { 9000 } else { 8000 };
            let tag = if new && at % 5 == 2 { 2 } else { 1 };
            let mine = if yours && at % 5 == 1 { "    mine: [1, 2]\n    also: mine\n" } else { "" };
            let ours = if new && at % 5 == 3 { "    ours: {a: 1}\n    also: ours\n" } else { "" };
            let _ = write!(
                text,
                "service{at}:\n    image: shop:{tag}\n{mine}    port: {port}\n    # What it needs.\n    needs:\n      - postgres\n      \
                 - redis\n    restart: always\n{ours}    read_only: true\n\n"
            );
            text
        })
    };
    Sides { base: text(false, false), yours: text(true, false), new: text(false, true) }
}

fn merging(criterion: &mut Criterion) {
    let Sides { base, yours, new } = sides();
    assert_eq!(base.lines().count(), 300);
    let path = RelPath::new("compose.yaml").unwrap();
    let plain = || merge(black_box(&base), &yours, &new, &LABELS);
    let checked = || merge_checked(&path, black_box(&base), &yours, &new, &LABELS);
    assert!(matches!(checked(), Merged::Clean(text) if text.contains("mine:") && text.contains("ours:")));

    criterion.bench_function("merge, 300 lines", |bencher| bencher.iter(|| black_box(plain())));
    criterion.bench_function("merge, 300 lines, YAML checked", |bencher| bencher.iter(|| black_box(checked())));
    criterion.bench_function("merge, 40 files of 300 lines, YAML checked", |bencher| {
        bencher.iter(|| (0..40).map(|_| checked()).collect::<Vec<Merged>>());
    });
    let blank = "\n".repeat(20_000);
    criterion.bench_function("merge, 20,000 blank lines of yours", |bencher| {
        bencher.iter(|| black_box(merge(&base, &format!("{base}{blank}x\n{blank}"), &new, &LABELS)));
    });
}

criterion_group! { name = benches; config = support::criterion(); targets = merging }
criterion_main!(benches);
