//! The flags that every command takes.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};

use crate::report::{ColorWhen, Level, Wishes};

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
    /// How results are printed: for people, or for programs; sarif, markdown and html are audit's
    #[arg(long = "format", global = true, value_enum, value_name = "FORMAT", default_value_t = Form::Text)]
    pub form: Form,
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

/// The form of what goes to standard output, of the commands that know two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
}

/// Every form that a command knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    #[default]
    Text,
    Json,
    /// For code scanning
    Sarif,
    /// A list to tick
    Markdown,
    /// One page
    Html,
}

impl Global {
    /// The form, of the commands that know two.
    pub fn format(&self) -> Format {
        match self.form {
            Form::Json => Format::Json,
            _ => Format::Text,
        }
    }

    /// Whether every command can print in the form that is asked for.
    pub fn is_usual(&self) -> bool {
        matches!(self.form, Form::Text | Form::Json)
    }

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
