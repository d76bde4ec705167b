//! Three-way merge of a text, line by line: what the templates changed since the base goes into yours.

mod diff;
mod hunks;
mod lines;
mod markers;
mod runs;
pub mod structure;
mod together;

pub use self::markers::markers;
pub use self::structure::Broken;

use self::hunks::{Changed, Hunk, hunks};
use self::lines::Lines;
use crate::tree::RelPath;

/// What came of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// Both sides' changes, in one text.
    Clean(String),
    /// Both sides changed the same lines, or their changes do not go together: a person decides.
    Conflict(Conflicted),
}

/// A merge that a person must finish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflicted {
    /// The whole text; each conflict stands between markers, with yours, the base and new.
    pub text: String,
    /// How many conflicts it holds, at least one.
    pub conflicts: usize,
    /// Why both changes do not go together although they touch no line in common. The place is one of the text that
    /// would have been written.
    pub broken: Option<Broken>,
    /// The whole text with yours where it collides, and with new there: no marker is in either.
    pub yours: String,
    pub new: String,
}

/// The words behind the markers; line breaks in them become spaces.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    /// Behind `<<<<<<<`.
    pub yours: &'a str,
    /// Behind `|||||||`.
    pub base: &'a str,
    /// Behind `>>>>>>>`.
    pub new: &'a str,
}

/// The three texts of a merge.
struct Sides<'a> {
    base: Lines<'a>,
    yours: Lines<'a>,
    new: Lines<'a>,
}

impl<'a> Sides<'a> {
    fn of(base: &'a str, yours: &'a str, new: &'a str) -> Self {
        Sides { base: Lines::of(base), yours: Lines::of(yours), new: Lines::of(new) }
    }
}

/// Merges the changes from `base` to `new` into `yours`.
///
/// `base` and `new` are as rendered: LF, no byte order mark. Lines are compared without their endings; those of `yours`
/// come out byte for byte, those of `new` with the ending that most of `yours` has.
pub fn merge(base: &str, yours: &str, new: &str, labels: &Labels) -> Merged {
    let sides = Sides::of(base, yours, new);
    finished(&sides, &hunks(&sides), labels, None)
}

/// Merges as [`merge`] does, then reads the result as the format that `path` names: a merge that only looks clean is a
/// conflict. Nothing is judged when `yours` or `new` alone is not in that format.
pub fn merge_checked(path: &RelPath, base: &str, yours: &str, new: &str, labels: &Labels) -> Merged {
    let merged = merge(base, yours, new, labels);
    let Merged::Clean(text) = &merged else { return merged };
    let Err(broken) = structure::check(path, text) else { return merged };
    if [yours, new].iter().any(|side| structure::check(path, side).is_err()) {
        return merged;
    }
    let sides = Sides::of(base, yours, new);
    let hunks = together::joined(&sides, hunks(&sides), |text| structure::check(path, text).is_ok());
    finished(&sides, &hunks, labels, Some(broken))
}

fn finished(sides: &Sides<'_>, hunks: &[Hunk], labels: &Labels, broken: Option<Broken>) -> Merged {
    let text = markers::written(sides, hunks, labels);
    let conflicts = hunks.iter().filter(|hunk| hunk.is_conflict()).count();
    if conflicts == 0 {
        return Merged::Clean(text);
    }
    let decided = |side: Changed| {
        let hunks: Vec<Hunk> = hunks.iter().map(|hunk| hunk.decided(side)).collect();
        markers::written(sides, &hunks, labels)
    };
    let (yours, new) = (decided(Changed::Yours), decided(Changed::New));
    Merged::Conflict(Conflicted { text, conflicts, broken, yours, new })
}

impl Conflicted {
    /// The reason in a few words.
    pub fn why(&self) -> String {
        match &self.broken {
            Some(broken) => {
                format!(
                    "your changes and ours do not go together: line {} would be wrong: {}",
                    broken.line, broken.message
                )
            }
            None => "you changed the same lines as its templates".to_owned(),
        }
    }
}
