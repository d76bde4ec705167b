//! Which lines changed on which side, as stretches of the three texts from their start to their end.

use std::collections::HashMap;
use std::ops::Range;

use crate::merge::Sides;
use crate::merge::diff::{Edit, edits};
use crate::merge::lines::Line;

/// Who changed a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Nobody,
    Yours,
    New,
    /// Both, to the same lines.
    Alike,
    /// Both, to different lines.
    Apart,
}

/// A stretch of lines, by number in each text. Hunks follow each other without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub changed: Changed,
    pub base: Range<usize>,
    pub yours: Range<usize>,
    pub new: Range<usize>,
}

impl Hunk {
    pub fn is_conflict(&self) -> bool {
        self.changed == Changed::Apart
    }

    /// As if `side` alone had changed it, where both did and differ.
    pub fn decided(&self, side: Changed) -> Hunk {
        Hunk { changed: if self.is_conflict() { side } else { self.changed }, ..self.clone() }
    }

    /// The stretch from the start of `first` to the end of `last`, where both sides differ.
    pub fn across(first: &Hunk, last: &Hunk) -> Hunk {
        Hunk {
            changed: Changed::Apart,
            base: first.base.start..last.base.end,
            yours: first.yours.start..last.yours.end,
            new: first.new.start..last.new.end,
        }
    }
}

/// The hunks of a merge, lines compared without their endings.
pub fn hunks(sides: &Sides<'_>) -> Vec<Hunk> {
    let mut names = Names::default();
    let [base, yours, new] = [&sides.base, &sides.yours, &sides.new].map(|side| names.of(&side.lines));
    let mut walk = Walk { yours: edits(&base, &yours), new: edits(&base, &new), hunks: Vec::new() };
    walk.yours.reverse();
    walk.new.reverse();
    while let Some(start) = walk.start() {
        walk.unchanged(start);
        let (yours_edits, new_edits) = walk.touching(start);
        walk.changed(start, &yours_edits, &new_edits, &yours, &new);
    }
    walk.unchanged(base.len());
    walk.hunks
}

/// The way through the edits of both sides; those that are still to come, the next one last.
struct Walk {
    yours: Vec<Edit>,
    new: Vec<Edit>,
    hunks: Vec<Hunk>,
}

impl Walk {
    /// Where in the base the next edit starts.
    fn start(&self) -> Option<usize> {
        [&self.yours, &self.new].into_iter().filter_map(|edits| Some(edits.last()?.base.start)).min()
    }

    /// The next edits of both sides as far as they touch: no unchanged line stands between them.
    fn touching(&mut self, start: usize) -> (Vec<Edit>, Vec<Edit>) {
        let mut end = start;
        let (mut yours, mut new) = (Vec::new(), Vec::new());
        loop {
            let before = yours.len() + new.len();
            for (left, taken) in [(&mut self.yours, &mut yours), (&mut self.new, &mut new)] {
                while let Some(edit) = left.pop_if(|edit| edit.base.start <= end) {
                    end = end.max(edit.base.end);
                    taken.push(edit);
                }
            }
            if yours.len() + new.len() == before {
                return (yours, new);
            }
        }
    }

    /// Where the last hunk ends in base, yours and new.
    fn ends(&self) -> (usize, usize, usize) {
        self.hunks.last().map_or((0, 0, 0), |hunk| (hunk.base.end, hunk.yours.end, hunk.new.end))
    }

    fn unchanged(&mut self, end: usize) {
        let (base, yours, new) = self.ends();
        let lines = end.saturating_sub(base);
        if lines > 0 {
            let hunk =
                Hunk { changed: Changed::Nobody, base: base..end, yours: yours..yours + lines, new: new..new + lines };
            self.hunks.push(hunk);
        }
    }

    fn changed(&mut self, start: usize, yours_edits: &[Edit], new_edits: &[Edit], yours: &[usize], new: &[usize]) {
        let (_, yours_start, new_start) = self.ends();
        let end = yours_edits.iter().chain(new_edits).map(|edit| edit.base.end).max().unwrap_or(start);
        let yours_range = yours_start..yours_start + length(start..end, yours_edits);
        let new_range = new_start..new_start + length(start..end, new_edits);
        let changed = match (yours_edits, new_edits) {
            (_, []) => Changed::Yours,
            ([], _) => Changed::New,
            _ if yours.get(yours_range.clone()) == new.get(new_range.clone()) => Changed::Alike,
            _ => Changed::Apart,
        };
        self.hunks.push(Hunk { changed, base: start..end, yours: yours_range, new: new_range });
    }
}

/// How many lines a stretch of the base has after the edits in it.
fn length(base: Range<usize>, edits: &[Edit]) -> usize {
    let (brought, replaced) =
        edits.iter().fold((0, 0), |(brought, replaced), edit| (brought + edit.side.len(), replaced + edit.base.len()));
    base.len() + brought - replaced
}

/// A number for each different line.
#[derive(Default)]
struct Names<'a>(HashMap<&'a str, usize>);

impl<'a> Names<'a> {
    /// The numbers of `lines`.
    fn of(&mut self, lines: &[Line<'a>]) -> Vec<usize> {
        lines
            .iter()
            .map(|line| {
                let next = self.0.len();
                *self.0.entry(line.text).or_insert(next)
            })
            .collect()
    }
}
