//! The only writer of the disk: a plan is applied as a whole or not at all.
//!
//! Every new content is first written beside its target, so that the rename never leaves a file system, and every old
//! file gets a second name beside it. A journal lists those names. Until the journal is renamed to say "done", whatever
//! fails or dies is rolled back from it; afterwards the second names are left to move into `.shipready/undo/`, where
//! `undo` finds them. It is an apply itself.

mod allowed;
mod check;
mod disk;
mod guard;
mod journal;
mod made;
mod recover;
mod replaced;
mod saved;
mod secret;
mod transaction;
mod undo;
mod writes;

use std::io;
use std::path::Path;

use anyhow::{Result, anyhow};

use self::guard::Guard;
pub use self::made::{make_empty, make_readable};
pub use self::recover::{Recovered, left, recover};
pub use self::saved::write_aside;
pub use self::secret::{Content, add_env, folder_is_open, read_env, read_secret, write_secret};
use self::transaction::Transaction;
pub use self::undo::{Undo, last, remembers, undo, undo_watched};
use self::writes::Batch;
use crate::plan::{Action, Change, Plan};
use crate::tree::RelPath;

/// What was written, without the files of `.shipready/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub written: Vec<RelPath>,
    pub deleted: Vec<RelPath>,
}

/// A step of an apply, named right before it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Journal,
    Folder(RelPath),
    Stage(RelPath),
    Sync,
    Rename(RelPath),
    SyncFolders,
    Commit,
    Clean(RelPath),
    Finish,
}

/// Applies `plan` to the repository at `root`. Changes that a person must decide are left as they are.
///
/// # Errors
/// Another shipready writes here, the disk is not what the plan was made from, or the system refuses a step. In every
/// case the tree is what it was, and the error names the path, the reason and what to do next.
pub fn apply(root: &Path, plan: &Plan) -> Result<Applied> {
    apply_watched(root, plan, &mut |_| Ok(()))
}

/// As [`apply`], with a look before every step; what `watch` refuses counts as refused by the system.
///
/// # Errors
/// As [`apply`].
pub fn apply_watched(root: &Path, plan: &Plan, watch: &mut dyn FnMut(&Step) -> io::Result<()>) -> Result<Applied> {
    let guard = Guard::take(root)?;
    recover::under(&guard, root)?;
    let writes = writes::of(plan)?;
    if writes.is_empty() {
        return Ok(Applied::default());
    }
    check::lock_is(root, plan.lock_before())?;
    transact(root, &Batch { writes: &writes, undone: None }, watch)?;
    Ok(applied(&plan.changes))
}

/// All that the batch writes, or nothing.
fn transact(root: &Path, batch: &Batch<'_>, watch: &mut dyn FnMut(&Step) -> io::Result<()>) -> Result<()> {
    let mut transaction = Transaction::prepare(root, batch)?;
    if let Err(error) = transaction.run(watch) {
        return Err(match transaction.roll_back() {
            Ok(()) => anyhow!("{error}\nnothing was changed"),
            Err(second) => anyhow!("{error}\nsome files could not be put back: {second}"),
        });
    }
    // All is in place and will stay: what cannot be cleared away now is cleared away by the next command.
    let _ = transaction.finish(watch);
    Ok(())
}

fn applied(changes: &[Change]) -> Applied {
    let with = |wanted: &dyn Fn(Action) -> bool| {
        changes.iter().filter(|change| wanted(change.action)).map(|change| change.path.clone()).collect()
    };
    Applied {
        written: with(&|action| matches!(action, Action::Create | Action::Update | Action::Merge)),
        deleted: with(&|action| action == Action::Delete),
    }
}
