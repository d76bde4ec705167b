//! Programs of an app beside its server, as the image holds them: migrations and workers.

use serde::Serialize;

use crate::tree::RelPath;

/// A migration tool's set-up that the repository already has.
#[derive(Clone, Debug, Serialize)]
pub struct Migrations {
    /// `alembic`.
    pub tool: String,
    /// The tool's configuration file, from `workdir` where it stands below that.
    pub config: String,
    /// The folder of the migration scripts, from the repository root.
    pub scripts: RelPath,
    /// Where the tool starts, inside the image: the paths in its configuration count from there.
    pub workdir: String,
}

/// A program that works beside the one that answers requests.
#[derive(Clone, Debug, Serialize)]
pub struct Worker {
    /// The library that runs it: `arq`.
    pub tool: String,
    /// What the library's command is given: `app.worker.WorkerSettings`.
    pub target: String,
    /// Where it starts, inside the image.
    pub workdir: String,
    /// It also sends work at fixed times.
    pub schedules: bool,
    /// Empty for the library's own default.
    pub queues: Vec<String>,
}
