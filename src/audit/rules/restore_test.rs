//! restore-test: the backups are restored and looked at, by a schedule.

use crate::audit::Rule;
use crate::audit::presence::{Presence, clients};
use crate::audit::signs::mention;
use crate::audit::started::is_operations;
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "restore-test",
    title: "A backup is restored and checked regularly",
    area: Area::Data,
    severity: Severity::Medium,
    meaning: "A backup that was never restored may be empty, encrypted with a key that is gone, or too slow to bring back. \
              It shows on the day when everything depends on it.",
    fix: "restore the latest backup into an empty database by a schedule, and count what is in it",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
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

const PRESENCE: Presence = Presence {
    needed: clients,
    seen: |ground| mention(ground.tree, is_operations, RESTORES),
    missing: "nothing tries whether a backup can be restored",
    confidence: Confidence::Certain,
};
