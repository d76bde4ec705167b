//! backups: what the databases hold is copied elsewhere, by itself.

use crate::audit::signs::mention;
use crate::audit::started::is_operations;
use crate::audit::{Ground, Raised, Rule, Verdict, stores};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "backups",
    title: "The databases are copied elsewhere, by a schedule",
    area: Area::Data,
    severity: Severity::Critical,
    meaning: "A disk that fails, a wrong `DELETE` or an attacker who encrypts the server takes everything with it. \
              What is not copied elsewhere by itself cannot be brought back.",
    fix: "copy every database each night, encrypted, to a place that the server cannot delete from",
    check,
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

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let Some(database) = stores::database(ground) else {
        return verdict.aside("no application is a client of a database");
    };
    match mention(ground.tree, is_operations, COPIES) {
        Some(evidence) => verdict.met(evidence),
        None => verdict.raise(Raised::absence("nothing copies the database elsewhere", [database])),
    }
}
