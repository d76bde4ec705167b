//! An apply that fails or dies at any step: the tree is the old one or the new one, whole.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use shipready::apply::{self, Recovered, Step, apply_watched, recover};
use shipready::plan::{Policy, Rendered};

use crate::repo::{Repo, rendered, with};

fn first() -> Rendered {
    let new = rendered(&[
        ("compose.yaml", "a: 1\n"),
        ("deploy/redis/redis.conf", "x\n"),
        ("docs/operations/run.md", "# 1\n"),
    ]);
    with(new, ".gitignore", ".env\n", Policy::Lines)
}

/// Creates, updates and deletes, in old folders and in new ones.
fn next() -> Rendered {
    let new = rendered(&[
        ("compose.yaml", "a: 2\n"),
        ("deploy/nginx/conf.d/site.conf", "y\n"),
        ("docs/operations/run.md", "# 2\n"),
    ]);
    with(new, ".gitignore", ".env\n*.pem\n", Policy::Lines)
}

fn repo() -> Repo {
    let repo = Repo::new().file(".gitignore", "dist\n").file("app/main.py", "mine\n");
    repo.apply(&first());
    repo
}

fn steps() -> Vec<Step> {
    let (repo, mut steps) = (repo(), Vec::new());
    apply_watched(repo.root(), &repo.plan(&next()), &mut |step| {
        steps.push(step.clone());
        Ok(())
    })
    .unwrap();
    steps
}

#[test]
fn dying_at_any_step_leaves_the_old_tree_or_the_new_one() {
    let whole = repo();
    let old = whole.snapshot();
    whole.apply(&next());
    let new = whole.snapshot();
    let count = steps().len();
    assert!(count > 30, "{count} steps");
    for dies_at in 0..count {
        let repo = repo();
        let (plan, mut at) = (repo.plan(&next()), 0);
        let died = catch_unwind(AssertUnwindSafe(|| {
            apply_watched(repo.root(), &plan, &mut |_| {
                if at == dies_at {
                    resume_unwind(Box::new("killed"));
                }
                at += 1;
                Ok(())
            })
        }));
        assert!(died.is_err());
        let recovered = recover(repo.root()).unwrap();
        let expected = if recovered == Recovered::Finished { &new } else { &old };
        assert_eq!(&repo.snapshot(), expected, "step {dies_at}: {:?}, {recovered:?}", steps()[dies_at]);
        repo.apply(&next());
        assert_eq!(repo.snapshot(), new, "applied again after step {dies_at}");
    }
}

#[test]
fn dying_in_the_first_apply_leaves_an_empty_folder() {
    for dies_at in 0.. {
        let repo = Repo::new();
        let (plan, mut at) = (repo.plan(&first()), 0);
        let died = catch_unwind(AssertUnwindSafe(|| {
            apply_watched(repo.root(), &plan, &mut |_| {
                if at == dies_at {
                    resume_unwind(Box::new("killed"));
                }
                at += 1;
                Ok(())
            })
        }));
        if died.is_ok() {
            return assert!(dies_at > 20);
        }
        let recovered = recover(repo.root()).unwrap();
        assert_eq!(
            repo.snapshot().is_empty(),
            recovered != Recovered::Finished,
            "step {dies_at}: {:?}",
            repo.snapshot()
        );
    }
}

#[test]
fn a_refusal_at_any_step_leaves_the_old_tree() {
    let steps = steps();
    let commit = steps.iter().position(|step| *step == Step::Commit).unwrap();
    for (fails_at, failing) in steps.iter().enumerate().take(commit + 1) {
        let repo = repo();
        let (old, plan, mut at) = (repo.snapshot(), repo.plan(&next()), 0);
        let error = apply_watched(repo.root(), &plan, &mut |_| {
            at += 1;
            if at == fails_at + 1 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        })
        .unwrap_err()
        .to_string();
        assert!(error.contains("next: free some space") && error.ends_with("nothing was changed"), "{error}");
        assert_eq!(repo.snapshot(), old, "step {fails_at}: {failing:?}");
    }
}

#[test]
fn an_edit_between_the_crash_and_the_recovery_is_kept() {
    let repo = repo();
    let plan = repo.plan(&next());
    let died = catch_unwind(AssertUnwindSafe(|| {
        apply_watched(repo.root(), &plan, &mut |step| {
            if *step == Step::Commit { resume_unwind(Box::new("killed")) } else { Ok(()) }
        })
    }));
    assert!(died.is_err());
    repo.write("compose.yaml", "a: mine\n");
    repo.write("deploy/nginx/conf.d/site.conf", "mine\n");
    assert_eq!(recover(repo.root()).unwrap(), Recovered::RolledBack);
    assert_eq!(repo.read("compose.yaml"), "a: mine\n");
    assert_eq!(repo.read("deploy/nginx/conf.d/site.conf"), "mine\n");
    assert_eq!(repo.read("docs/operations/run.md"), "# 1\n");
    assert!(!repo.snapshot().keys().any(|path| path.contains(".shipready-")), "{:?}", repo.snapshot());
}

#[test]
fn a_change_after_the_plan_stops_the_apply() {
    let repo = repo();
    let plan = repo.plan(&next());
    for (path, content) in
        [("compose.yaml", "a: 9\n"), ("deploy/nginx/conf.d/site.conf", "mine\n"), ("deploy/redis/redis.conf", "mine\n")]
    {
        let before = repo.root().join(path).exists().then(|| repo.read(path));
        repo.write(path, content);
        let old = repo.snapshot();
        let error = apply::apply(repo.root(), &plan).unwrap_err().to_string();
        assert!(error.contains(path) && error.contains("changed while you were looking"), "{error}");
        assert_eq!(repo.snapshot(), old);
        match before {
            Some(before) => repo.write(path, &before),
            None => repo.remove(path),
        }
    }
    repo.apply(&with(next(), "compose.yaml", "a: 3\n", Policy::Owned));
    assert!(apply::apply(repo.root(), &plan).is_err(), "a plan from before another apply was applied");
}

#[test]
fn a_change_in_the_middle_of_the_apply_rolls_it_back() {
    let repo = repo();
    let plan = repo.plan(&next());
    let error = apply_watched(repo.root(), &plan, &mut |step| {
        if *step == Step::Sync {
            repo.write("docs/operations/run.md", "# mine, just now\n");
        }
        Ok(())
    })
    .unwrap_err()
    .to_string();
    assert!(error.contains("docs/operations/run.md") && error.contains("nothing was changed"), "{error}");
    assert_eq!(repo.read("compose.yaml"), "a: 1\n");
    assert_eq!(repo.read("docs/operations/run.md"), "# mine, just now\n");
}

#[test]
fn a_second_apply_at_the_same_time_fails_at_once() {
    let repo = repo();
    let plan = repo.plan(&next());
    let mut second = None;
    apply_watched(repo.root(), &plan, &mut |step| {
        if *step == Step::Sync {
            second = Some((apply::apply(repo.root(), &plan).unwrap_err().to_string(), recover(repo.root()).is_err()));
        }
        Ok(())
    })
    .unwrap();
    let (error, recover_refused) = second.unwrap();
    assert!(error.contains("another shipready is writing") && recover_refused, "{error}");
}

#[test]
fn a_torn_journal_means_that_nothing_was_replaced() {
    let repo = repo();
    repo.write(".shipready/.journal", "{\"folders\":[\"a");
    assert_eq!(recover(repo.root()).unwrap(), Recovered::RolledBack);
    assert!(repo.plan(&first()).is_empty());
    repo.write(".shipready/.journal", "{\"folders\":[],\"files\":[],\"newer\":1}");
    assert!(recover(repo.root()).unwrap_err().to_string().contains("another version"));
}
