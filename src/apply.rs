//! The only writer of the disk: a plan is applied as a whole or not at all.
//!
//! Every new content is first written beside its target, so that the rename never leaves a file system, and every old
//! file gets a second name beside it. A journal lists those names. Until the journal is renamed to say "done", whatever
//! fails or dies is rolled back from it; afterwards only the second names are left to remove.

mod allowed;
mod check;
mod disk;
mod empty;
mod guard;
mod journal;
mod recover;
mod secret;
mod transaction;
mod writes;

use std::io;
use std::path::Path;

use anyhow::{Result, anyhow};

pub use self::empty::make_empty;
use self::guard::Guard;
pub use self::recover::{Recovered, left, recover};
pub use self::secret::{add_env, write_secret};
use self::transaction::Transaction;
use crate::plan::{Action, Plan};
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
    let mut transaction = Transaction::prepare(root, &writes)?;
    if let Err(error) = transaction.run(watch) {
        return Err(match transaction.roll_back() {
            Ok(()) => anyhow!("{error}\nnothing was changed"),
            Err(second) => anyhow!("{error}\nsome files could not be put back: {second}"),
        });
    }
    // All is in place and will stay: what cannot be cleared away now is cleared away by the next command.
    let _ = transaction.finish(watch);
    Ok(applied(plan))
}

fn applied(plan: &Plan) -> Applied {
    let with = |wanted: &dyn Fn(Action) -> bool| {
        plan.changes.iter().filter(|change| wanted(change.action)).map(|change| change.path.clone()).collect()
    };
    Applied {
        written: with(&|action| matches!(action, Action::Create | Action::Update)),
        deleted: with(&|action| action == Action::Delete),
    }
}
