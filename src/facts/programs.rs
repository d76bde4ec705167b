//! Facts about programs beside the server: migrations, workers, services under fixed names, and linters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tree::RelPath;

/// A migration tool's set-up that the repository already has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Migrations {
    /// `alembic`, or `flask-migrate`, which runs it inside the application.
    pub tool: String,
    /// The tool's configuration file: `alembic.ini`.
    pub config: RelPath,
    /// The folder of the migration scripts: `app/db/migrations`.
    pub scripts: RelPath,
    /// The folder that the paths in the configuration count from, so the tool has to start there.
    pub folder: RelPath,
}

/// A program of the app that works beside the one that answers requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Worker {
    /// The library that runs it, normalised: `arq`, `celery`.
    pub tool: String,
    /// What the library's command is given: `app.worker.WorkerSettings`, `app.celery:celery_app`.
    pub target: String,
    /// The folder that must be on the import path.
    pub import_root: RelPath,
    /// It also sends work at fixed times (a beat schedule), which exactly one process may do.
    pub schedules: bool,
    /// The class that keeps the times, where it is not the library's own: `django_celery_beat.schedulers:DatabaseScheduler`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<String>,
    /// The module with settings of the library's own command, where it is started with one: `shop.rq_settings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    /// The queues that it is told to work off; empty for the library's own default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queues: Vec<String>,
}

/// A service that the code looks for under a fixed name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Host {
    /// `mongo`.
    pub name: String,
    /// The service component that answers there: `mongodb`.
    pub service: String,
}

/// A program that judges the code, which the repository has settings for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Linter {
    /// The package that brings it, and its command: `ruff`.
    pub name: String,
    /// The version that pre-commit is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What pre-commit gives its command, without what would change files: `--strict`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// The packages that pre-commit installs beside it, as written: `types-redis`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// The hooks of pre-commit that run it: `ruff`, `ruff-format`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<String>,
}

/// A file of settings that only its owner has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Owned {
    /// Where the code opens it: `config/config.yml`.
    pub path: RelPath,
    /// What the repository holds in its place: `config/config.example.yml`.
    pub example: RelPath,
}

/// A place that the program writes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Write {
    /// Relative to the import root: `app/logs`.
    pub path: RelPath,
    /// Whether the path is a folder that the program creates or fills.
    pub folder: bool,
    /// Written while modules are imported, so before the program can be asked anything.
    pub at_import: bool,
}
