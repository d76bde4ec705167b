//! One path seen in each tree, and how two texts compare across line endings and run bits.

use std::sync::Arc;

use super::place::Place;
use crate::state::{Lock, LockedFile, hash};
use crate::tree::{File, Opaque, RelPath, Text, Tree};

/// What is on the disk.
#[derive(Clone, Debug)]
pub(super) enum Yours<'a> {
    Missing,
    Text(&'a Text),
    /// Something that is neither compared nor replaced.
    Other(Arc<str>),
    /// Something because of which no file can be written here.
    Blocked(Arc<str>),
}

/// One path before this render.
pub(super) struct Sides<'a> {
    pub locked: Option<&'a LockedFile>,
    /// The last render, as far as it is known.
    pub base: Option<Text>,
    pub yours: Yours<'a>,
}

impl<'a> Sides<'a> {
    pub fn of(place: &Place, lock: &'a Lock, base: &Tree, yours: &'a Tree) -> Sides<'a> {
        let locked = lock.files.get(&place.known_as);
        let blocked = blocked(&place.path, yours);
        let yours = blocked.map_or_else(|| look(&place.stands_at, yours), |why| Yours::Blocked(why.into()));
        let base = match base.get(place.known_as.as_str()) {
            Some(File::Text(text)) => {
                let executable = locked.map_or(text.executable, |locked| locked.executable);
                Some(Text { executable, content: Arc::clone(&text.content) })
            }
            _ => locked.and_then(|locked| proven(locked, &yours)),
        };
        Sides { locked, base, yours }
    }

    /// Whether shipready rendered this path before.
    pub fn known(&self) -> bool {
        self.locked.is_some() || self.base.is_some()
    }
}

/// The base of a file whose base was lost: the file itself, when the lock's hash proves that nobody changed it.
fn proven(locked: &LockedFile, yours: &Yours<'_>) -> Option<Text> {
    let Yours::Text(yours) = yours else { return None };
    [Arc::clone(&yours.content), yours.content.replace("\r\n", "\n").into()]
        .into_iter()
        .find(|content| hash(content) == locked.hash)
        .map(|content| Text { content, executable: locked.executable })
}

fn look<'a>(path: &RelPath, yours: &'a Tree) -> Yours<'a> {
    if let Some(reason) = blocked(path, yours) {
        return Yours::Blocked(reason.into());
    }
    let why = match yours.get(path.as_str()) {
        None => return Yours::Missing,
        Some(File::Text(text)) => return Yours::Text(text),
        Some(File::Opaque { why, .. }) => why,
    };
    Yours::Other(match why {
        Opaque::Link => "a symbolic link is there; it is never written through".into(),
        Opaque::Binary => "what is there is not text".into(),
        Opaque::TooLarge => "what is there is too large to compare".into(),
        Opaque::Secret => "it holds secrets: shipready never reads or replaces it".into(),
        Opaque::Unread => "what is there was not read".into(),
        Opaque::Unreadable(reason) => return Yours::Blocked(format!("it cannot be read: {reason}").into()),
    })
}

fn blocked(path: &RelPath, yours: &Tree) -> Option<String> {
    if yours.below(path).next().is_some() {
        return Some("a folder is where this file must go".into());
    }
    let mut folder = path.parent();
    while !folder.is_root() {
        if let Some(file) = yours.get(folder.as_str()) {
            return Some(match file {
                File::Opaque { why: Opaque::Link, .. } => {
                    format!("`{folder}` is a symbolic link; it is never written through")
                }
                File::Opaque { why: Opaque::Unreadable(reason), .. } => format!("`{folder}` cannot be read: {reason}"),
                _ => format!("`{folder}` is a file, and a folder must go there"),
            });
        }
        folder = folder.parent();
    }
    None
}

/// Whether every line ends in CRLF (and there is one).
fn crlf(text: &str) -> bool {
    text.contains('\n') && text.matches('\n').count() == text.matches("\r\n").count()
}

/// Whether `yours` is `ours`, or `ours` as git checks it out with CRLF.
pub(super) fn same(yours: &str, ours: &str) -> bool {
    yours == ours || (crlf(yours) && !ours.contains('\r') && yours.replace("\r\n", "\n") == ours)
}

/// `new` with the line endings of yours, and the run bit that follows from all three.
pub(super) fn fitted(new: &Text, base: Option<&Text>, yours: &Text) -> Text {
    let content = if crlf(&yours.content) && !new.content.contains('\r') {
        new.content.replace('\n', "\r\n").into()
    } else {
        Arc::clone(&new.content)
    };
    Text { content, executable: run_bit(new, base, yours) }
}

/// A run bit that the user set or dropped (a file system without one, say) stays so.
pub(super) fn run_bit(new: &Text, base: Option<&Text>, yours: &Text) -> bool {
    match base {
        Some(base) if base.executable == yours.executable => new.executable,
        _ => yours.executable,
    }
}
