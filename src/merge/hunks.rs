//! Which lines changed on which side, as stretches of the three texts from their start to their end.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

use similar::{MergeRegion, MergeResolution, TextMerge};

use crate::merge::Sides;
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
    TextMerge::from_lines(&base, &yours, &new).regions().iter().map(hunk).collect()
}

fn hunk(region: &MergeRegion) -> Hunk {
    let changed = match region.resolution() {
        MergeResolution::Unchanged => Changed::Nobody,
        MergeResolution::Ours => Changed::Yours,
        MergeResolution::Theirs => Changed::New,
        MergeResolution::Both => Changed::Alike,
        // The enum may grow; what is not known is not clean.
        _ => Changed::Apart,
    };
    Hunk { changed, base: region.base_range(), yours: region.ours_range(), new: region.theirs_range() }
}

/// A number for each different line, so that `similar`, which takes a lone `\r` for an ending as well, sees the lines
/// that were split here.
#[derive(Default)]
struct Names<'a>(HashMap<&'a str, usize>);

impl<'a> Names<'a> {
    /// One number a line.
    fn of(&mut self, lines: &[Line<'a>]) -> String {
        lines.iter().fold(String::new(), |mut text, line| {
            let next = self.0.len();
            let name = self.0.entry(line.text).or_insert(next);
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{name}");
            text
        })
    }
}
