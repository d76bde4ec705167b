//! Applies and undos that die, and what is undone after them.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use shipready::apply::{Recovered, Step, apply_watched, last, recover, undo_watched};

use crate::repo::Repo;
use crate::undo::{first, next, repo, tree, undo};

#[test]
fn the_record_is_that_of_the_last_apply_that_was_completed() {
    for dies_at in 0.. {
        let repo = Repo::new();
        let start = tree(&repo);
        repo.apply(&first());
        let (before, plan, mut at) = (tree(&repo), repo.plan(&next()), 0);
        let died = dying(&mut at, dies_at, |watch| drop(apply_watched(repo.root(), &plan, watch)));
        let recovered = recover(repo.root()).unwrap();
        undo(&repo);
        let mut left = tree(&repo);
        if died && recovered != Recovered::Finished {
            left.retain(|path, _| !path.starts_with(".shipready"));
            assert_eq!(left, start, "step {dies_at}");
        } else {
            assert_eq!(left, before, "step {dies_at}");
        }
        if !died {
            return assert!(dies_at > 30);
        }
    }
}

#[test]
fn an_undo_that_dies_is_done_or_was_not_begun() {
    for dies_at in 0.. {
        let repo = repo();
        let old = tree(&repo);
        repo.apply(&next());
        let (new, seen, mut at) = (tree(&repo), last(repo.root(), false).unwrap(), 0);
        let died = dying(&mut at, dies_at, |watch| drop(undo_watched(repo.root(), &seen, watch)));
        let recovered = recover(repo.root()).unwrap();
        let done = !died || recovered == Recovered::Finished;
        assert_eq!(tree(&repo), if done { old.clone() } else { new.clone() }, "step {dies_at}: {recovered:?}");
        undo(&repo);
        assert_eq!(tree(&repo), if done { new } else { old }, "undone after step {dies_at}");
        if !died {
            return assert!(dies_at > 30);
        }
    }
}

/// Whether `work` was killed at the step number `dies_at`.
fn dying(at: &mut usize, dies_at: usize, work: impl FnOnce(&mut dyn FnMut(&Step) -> std::io::Result<()>)) -> bool {
    let killed = catch_unwind(AssertUnwindSafe(|| {
        work(&mut |_| {
            if *at == dies_at {
                resume_unwind(Box::new("killed"));
            }
            *at += 1;
            Ok(())
        });
    }));
    killed.is_err()
}
