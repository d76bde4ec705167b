//! What every command is given, as plain values.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::secrets::SecretsCommand;
use crate::report::{ColorWhen, Level, Wishes};
use crate::tree::RelPath;

/// Flags that every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// Work on this repository instead of the current folder
    #[arg(short = 'C', long, global = true, value_name = "DIR", default_value = ".", hide_default_value = true)]
    #[arg(value_hint = ValueHint::DirPath)]
    pub directory: PathBuf,
    /// Accept everything that would be asked
    #[arg(short = 'y', long, global = true)]
    pub yes: bool,
    /// Show what would be done, and write nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// Never ask: stop where an answer is needed
    #[arg(long, global = true)]
    pub no_input: bool,
    /// How results are printed: for people, or for programs
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    pub format: Format,
    /// Colors; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto)]
    pub color: ColorWhen,
    /// Print results, warnings and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more: files that stay as they are, why, and from where
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// The form of what goes to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

impl Global {
    /// What these flags ask of the screen.
    pub fn wishes(&self) -> Wishes {
        let level = match (self.quiet, self.verbose) {
            (true, _) => Level::Quiet,
            (_, true) => Level::Verbose,
            _ => Level::Normal,
        };
        Wishes { color: self.color, level, silent: self.yes || self.no_input }
    }
}

impl ValueEnum for ColorWhen {
    fn value_variants<'a>() -> &'a [Self] {
        &[ColorWhen::Auto, ColorWhen::Always, ColorWhen::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            ColorWhen::Auto => "auto",
            ColorWhen::Always => "always",
            ColorWhen::Never => "never",
        }))
    }
}

/// What is to be done.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Look at the repository, ask what it does not answer, and write the files
    #[command(after_help = "Example:\n  $ shipready init --stack fastapi --with postgres,redis")]
    Init(InitArgs),
    /// Add a service, such as a cache, to a repository that is set up
    #[command(after_help = "Example:\n  $ shipready add redis --set redis.memory_mb=512")]
    Add(AddArgs),
    /// Show what would be written, as a patch
    #[command(after_help = "Example:\n  $ shipready diff compose.yaml")]
    Diff(DiffArgs),
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
    /// Replace this file of yours by ours; may be repeated
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, value_parser = inside)]
    pub take: Vec<RelPath>,
}

#[derive(Clone, Debug, Default, Args)]
pub struct AddArgs {
    /// What to add; `shipready list services` names them
    #[arg(required = true, value_name = "SERVICE")]
    pub services: Vec<String>,
    /// Set an option; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<Setting>,
    /// Replace this file of yours by ours; may be repeated
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, value_parser = inside)]
    pub take: Vec<RelPath>,
}

#[derive(Clone, Debug, Default, Args)]
pub struct DiffArgs {
    /// Exit with 4 when there are differences
    #[arg(long)]
    pub exit_code: bool,
    /// Only these files and folders
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
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
