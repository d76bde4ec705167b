//! What every command is given, as plain values.

mod audit;
mod change;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

pub use self::audit::AuditArgs;
pub use self::change::{
    AddArgs, ApplyArgs, DiffArgs, ExplainArgs, KeepArgs, RemoveArgs, StatusArgs, UpdateArgs, Writing,
};
use super::secrets::SecretsCommand;
use crate::tree::RelPath;

/// What is to be done.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Look at the repository, ask what it does not answer, and write the files
    #[command(after_help = "Example:\n  $ shipready init --stack fastapi --with postgres,redis")]
    Init(InitArgs),
    /// Add a service, such as a cache, to a repository that is set up
    #[command(after_help = "Example:\n  $ shipready add redis --set redis.memory_mb=512")]
    Add(AddArgs),
    /// Remove a service: exactly what it brought goes, what you changed stays
    #[command(after_help = "Example:\n  $ shipready remove redis --dry-run")]
    Remove(RemoveArgs),
    /// Bring newer templates into your files, with your changes kept
    #[command(after_help = "Example:\n  $ shipready update --check")]
    Update(UpdateArgs),
    /// Leave a file or folder alone from now on
    #[command(after_help = "Example:\n  $ shipready keep deploy/nginx/nginx.conf")]
    Keep(KeepArgs),
    /// Write what `shipready diff -o` showed, if nothing has changed since
    #[command(after_help = "Example:\n  $ shipready apply plan.json")]
    Apply(ApplyArgs),
    /// Show what would be written, as a patch
    #[command(after_help = "Example:\n  $ shipready diff compose.yaml")]
    Diff(DiffArgs),
    /// Show every generated file: clean, edited, stale, missing, conflicted, not ours
    #[command(after_help = "Example:\n  $ shipready status")]
    Status(StatusArgs),
    /// Take back what the last command wrote, with or without git
    #[command(after_help = "Example:\n  $ shipready undo --dry-run")]
    Undo(UndoArgs),
    /// Say what still stands between this repository and production
    #[command(after_help = "Exits with 4 for findings of the severity that --fail-on names.\n\n\
                            Example:\n  $ shipready audit --fail-on high")]
    Audit(AuditArgs),
    /// Run the validators that you have installed over the generated files
    #[command(after_help = "Exits with 4 for findings, and with 1 when a validator broke or none could be run.\n\n\
                            Example:\n  $ shipready verify compose.yaml")]
    Verify(VerifyArgs),
    /// Show what was found in the repository, and where
    #[command(after_help = "Example:\n  $ shipready detect --format json")]
    Detect(DetectArgs),
    /// List what can be chosen
    #[command(after_help = "Example:\n  $ shipready list services")]
    List(ListArgs),
    /// Say which component, option or variable put a file or line there
    #[command(after_help = "Example:\n  $ shipready explain compose.yaml:12")]
    Explain(ExplainArgs),
    /// Explain one stack, target or service: what it brings and its options
    #[command(after_help = "Example:\n  $ shipready show redis")]
    Show(ShowArgs),
    /// Make and check the passwords and keys that the services need
    #[command(after_help = "Example:\n  $ shipready secrets generate")]
    #[command(subcommand)]
    Secrets(SecretsCommand),
    /// Print the script that completes commands in your shell
    #[command(
        after_help = "Example:\n  $ shipready completions bash > ~/.local/share/bash-completion/completions/shipready"
    )]
    Completions {
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page of shipready, or of one command
    #[command(after_help = "Example:\n  $ shipready man init > shipready-init.1")]
    Man {
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
}

#[derive(Clone, Debug, Default, Args)]
pub struct InitArgs {
    /// What the application is built with, such as fastapi
    #[arg(long, value_name = "STACK")]
    pub stack: Option<String>,
    /// Where it will run, such as compose or render
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// Services to set up beside it
    #[arg(long, value_name = "SERVICE,…", value_delimiter = ',')]
    pub with: Vec<String>,
    /// Start from a ready-made choice of all of these; what your code uses besides is added, unless --with says what
    #[arg(long, value_name = "PRESET")]
    pub preset: Option<String>,
    /// Set an option; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<Setting>,
    /// The name of the application
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// The domain that it will answer to
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    #[command(flatten)]
    pub writing: Writing,
}

#[derive(Clone, Copy, Debug, Default, Args)]
pub struct UndoArgs {
    /// Leave files that you edited since as they are, and take back the others
    #[arg(long)]
    pub keep_edited: bool,
}

#[derive(Clone, Debug, Default, Args)]
pub struct VerifyArgs {
    /// Also run the validators that this repository brings in .shipready/templates/validators/
    #[arg(long)]
    pub trust: bool,
    /// Only these files and folders
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
}

#[derive(Clone, Debug, Default, Args)]
pub struct DetectArgs {
    /// Print the JSON schema of `--format json`
    #[arg(long)]
    pub schema: bool,
}

#[derive(Clone, Debug, Default, Args)]
pub struct ListArgs {
    /// Only these
    #[arg(value_enum, value_name = "KIND")]
    pub kind: Option<Kind>,
}

/// What there is to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Kind {
    Stacks,
    Targets,
    Services,
    Presets,
    Runtimes,
}

#[derive(Clone, Debug, Default, Args)]
pub struct ShowArgs {
    /// Its name, as in `shipready list`
    #[arg(value_name = "COMPONENT")]
    pub component: String,
}

/// The shells that a completion script can be written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

/// One `--set`: `redis.version=8`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Not empty, without surrounding blanks.
    pub key: String,
    /// As written; may be empty.
    pub value: String,
}

/// A path from the repository's root.
fn inside(text: &str) -> Result<RelPath, String> {
    RelPath::new(text).map_err(|error| error.to_string())
}

fn setting(text: &str) -> Result<Setting, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok(Setting { key: key.trim().into(), value: value.into() }),
        _ => Err("write it as KEY=VALUE, for example redis.version=8".into()),
    }
}
