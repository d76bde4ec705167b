//! Programs of an app beside its server, and files that it asks for, as the image holds them.

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
    /// The same file, from the repository root.
    pub file: RelPath,
    /// Where the tool starts, from the repository root.
    pub folder: RelPath,
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

/// A file of settings that the code does not start without, though it may be empty.
#[derive(Clone, Debug, Serialize)]
pub struct Insisted {
    /// From the repository root.
    pub path: RelPath,
    pub inside: String,
}

/// A program that judges the code, which has settings or hooks in the repository and is none of the app's packages.
#[derive(Clone, Debug, Serialize)]
pub struct Linter {
    /// As pre-commit is told; None leaves it to the pins.
    pub version: Option<String>,
    /// What its command is given.
    pub arguments: Vec<String>,
    /// Packages that are installed beside it, as written.
    pub beside: Vec<String>,
    /// The hooks of pre-commit that run it.
    pub hooks: Vec<String>,
}
