//! restore-test: the backups are restored and looked at, by a schedule.

use crate::audit::signs::mention;
use crate::audit::started::is_operations;
use crate::audit::{Ground, Raised, Rule, Verdict, stores};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "restore-test",
    title: "A backup is restored and checked regularly",
    area: Area::Data,
    severity: Severity::Medium,
    meaning: "A backup that was never restored may be empty, encrypted with a key that is gone, or too slow to bring back. \
              It shows on the day when everything depends on it.",
    fix: "restore the latest backup into an empty database by a schedule, and count what is in it",
    check,
};

const RESTORES: &[&str] = &[
    "pg_restore",
    "mongorestore",
    "dbrestore",
    "restore-test",
    "restore_test",
    "pgbackrest restore",
    "barman recover",
];

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(database) = stores::database(ground) else {
        return verdict.aside("no application is a client of a database");
    };
    match mention(ground.tree, is_operations, RESTORES) {
        Some(evidence) => verdict.met(evidence),
        None => verdict.raise(Raised::absence("nothing tries whether a backup can be restored", [database])),
    }
}
