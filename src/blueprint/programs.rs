//! Programs of an app beside its server, and files that it asks for, as the image holds them.

use serde::Serialize;

use crate::facts::{Hook, Mode, Switch};
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
    /// The class that keeps the times, where it is not the library's own.
    pub scheduler: Option<String>,
    /// The module with settings of the library's own command.
    pub config: Option<String>,
    /// Empty for the library's own default.
    pub queues: Vec<String>,
}

/// A program that talks to people through a chat service.
#[derive(Clone, Debug, Serialize)]
pub struct Bot {
    /// The library: `aiogram`.
    pub library: String,
    /// The module or file that is started, and what it is given.
    pub target: String,
    /// The web application does its work, so it has no program of its own.
    pub inside: bool,
    pub arguments: Vec<String>,
    /// Where it starts, inside the image.
    pub workdir: String,
    pub mode: Mode,
    /// The variable that holds its token.
    pub token: Option<String>,
    /// Where updates are posted to, in webhook mode.
    pub path: Option<String>,
    pub port: Option<u16>,
    /// The variable that chooses the mode.
    pub switch: Option<Switch>,
    /// The variables of a webhook, and whether the code tells Telegram of it.
    pub hook: Hook,
}

/// A file of settings that the code does not start without, though it may be empty.
#[derive(Clone, Debug, Serialize)]
pub struct Insisted {
    /// From the repository root.
    pub path: RelPath,
    pub inside: String,
}

/// A file of settings that only its owner has, mounted wherever the code runs.
#[derive(Clone, Debug, Serialize)]
pub struct Owned {
    /// From the repository root.
    pub path: RelPath,
    pub inside: String,
    /// What the repository holds in its place.
    pub example: RelPath,
}

/// A folder whose files outlive a restart.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
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
