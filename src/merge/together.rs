//! Changes that touch no line in common and still do not go together: the smallest stretch that must be decided whole.

use std::ops::RangeInclusive;

use crate::merge::hunks::{Changed, Hunk};
use crate::merge::{Labels, Sides, markers};

/// How many stretches are tried before the whole text is one.
const TRIES: usize = 200;

/// The hunks with one stretch of them made a conflict: the shortest one which, taken wholly from yours as well as
/// wholly from new, gives a text that `parses`.
pub fn joined(sides: &Sides<'_>, hunks: Vec<Hunk>, parses: impl Fn(&str) -> bool) -> Vec<Hunk> {
    let good = |stretch: &RangeInclusive<usize>| {
        [Changed::Yours, Changed::New].into_iter().all(|side| parses(&taken(sides, &hunks, stretch, side)))
    };
    let stretch = stretches(&hunks).into_iter().take(TRIES).find(good);
    replaced(&hunks, &stretch.unwrap_or(0..=hunks.len().saturating_sub(1)), Changed::Apart)
}

/// Every stretch with changes of both sides, the one with the fewest lines first.
fn stretches(hunks: &[Hunk]) -> Vec<RangeInclusive<usize>> {
    let changes = |side: Changed| hunks.iter().enumerate().filter(move |(_, hunk)| hunk.changed == side);
    let mut found: Vec<_> = changes(Changed::Yours)
        .flat_map(|(yours, a)| changes(Changed::New).map(move |(new, b)| (yours.min(new)..=yours.max(new), a, b)))
        .map(|(stretch, a, b)| (a.base.end.max(b.base.end) - a.base.start.min(b.base.start), stretch))
        .collect();
    found.sort_by_key(|(lines, stretch)| (*lines, *stretch.start()));
    found.into_iter().map(|(_, stretch)| stretch).collect()
}

/// The merged text with the stretch as one side has it.
fn taken(sides: &Sides<'_>, hunks: &[Hunk], stretch: &RangeInclusive<usize>, side: Changed) -> String {
    let labels = Labels { yours: "", base: "", new: "" };
    markers::written(sides, &replaced(hunks, stretch, side), &labels)
}

/// The hunks with those of the stretch made one.
fn replaced(hunks: &[Hunk], stretch: &RangeInclusive<usize>, changed: Changed) -> Vec<Hunk> {
    let Some([first, .., last]) = hunks.get(stretch.clone()) else { return hunks.to_vec() };
    let one = Hunk { changed, ..Hunk::across(first, last) };
    let (before, after) = (hunks.iter().take(*stretch.start()), hunks.iter().skip(stretch.end().saturating_add(1)));
    before.cloned().chain([one]).chain(after.cloned()).collect()
}
