//! backups: what the databases hold is copied elsewhere, by itself.

use crate::audit::Rule;
use crate::audit::presence::{Presence, clients};
use crate::audit::signs::mention;
use crate::audit::started::is_operations;
use crate::facts::Confidence;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "backups",
    title: "The databases are copied elsewhere, by a schedule",
    area: Area::Data,
    severity: Severity::Critical,
    meaning: "A disk that fails, a wrong `DELETE` or an attacker who encrypts the server takes everything with it. \
              What is not copied elsewhere by itself cannot be brought back.",
    fix: "copy every database each night, encrypted, to a place that the server cannot delete from",
    check: |ground, verdict| PRESENCE.check(ground, verdict),
};

/// Programs and settings that copy databases.
pub const COPIES: &[&str] = &[
    "pg_dump",
    "pg_basebackup",
    "mysqldump",
    "mariadb-dump",
    "mongodump",
    "wal-g",
    "wal-e",
    "pgbackrest",
    "barman",
    "xtrabackup",
    "postgres-backup",
    "db-backup",
    "backup_retention",
    "dbbackup",
];

const PRESENCE: Presence = Presence {
    needed: clients,
    seen: |ground| mention(ground.tree, is_operations, COPIES),
    missing: "nothing copies the database elsewhere",
    confidence: Confidence::Certain,
};
