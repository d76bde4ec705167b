//! Arguments of the commands that change what is set up, and of those that look at it.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};

use super::{Setting, inside, setting};
use crate::plan::OnConflict;
use crate::tree::RelPath;

/// What becomes of files that a person had or changed; for every command that writes.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Your files")]
pub struct Writing {
    /// Replace this file of yours by ours; may be repeated
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, value_parser = inside)]
    pub take: Vec<RelPath>,
    /// Merge ours into this file of yours; may be repeated
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, value_parser = inside)]
    pub merge: Vec<RelPath>,
    /// What to do, when nobody is asked, with a file of which you and we changed the same lines
    #[arg(long, value_enum, value_name = "WHAT", default_value_t = OnConflict::Fail)]
    pub on_conflict: OnConflict,
}

impl ValueEnum for OnConflict {
    fn value_variants<'a>() -> &'a [Self] {
        &[OnConflict::Fail, OnConflict::Keep, OnConflict::Take, OnConflict::Markers]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            OnConflict::Fail => PossibleValue::new("fail").help("write nothing at all, exit with 3"),
            OnConflict::Keep => PossibleValue::new("keep").help("yours where they collide, both elsewhere"),
            OnConflict::Take => PossibleValue::new("take").help("ours where they collide, both elsewhere"),
            OnConflict::Markers => PossibleValue::new("markers").help("both with conflict markers, exit with 3"),
        })
    }
}

#[derive(Clone, Debug, Default, Args)]
pub struct AddArgs {
    /// What to add; `shipready list services` names them
    #[arg(required = true, value_name = "SERVICE")]
    pub services: Vec<String>,
    /// Set an option; may be repeated
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    pub set: Vec<Setting>,
    #[command(flatten)]
    pub writing: Writing,
}

#[derive(Clone, Debug, Default, Args)]
pub struct RemoveArgs {
    /// What to remove; shipready.toml names what there is
    #[arg(required = true, value_name = "SERVICE")]
    pub services: Vec<String>,
    #[command(flatten)]
    pub writing: Writing,
}

#[derive(Clone, Debug, Default, Args)]
pub struct UpdateArgs {
    /// Only say whether there is something newer: exit with 4 when there is
    #[arg(long)]
    pub check: bool,
    /// Bring back this file, which you deleted; may be repeated
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath, value_parser = inside)]
    pub restore: Vec<RelPath>,
    #[command(flatten)]
    pub writing: Writing,
}

#[derive(Clone, Debug, Default, Args)]
pub struct StatusArgs {
    /// Make a broken lock and lost bases anew from what can be known
    #[arg(long)]
    pub repair: bool,
}

#[derive(Clone, Debug, Default, Args)]
pub struct KeepArgs {
    /// Files or folders that shipready shall leave alone
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath, value_parser = inside)]
    pub paths: Vec<RelPath>,
    /// Let shipready write them again
    #[arg(long)]
    pub release: bool,
}

#[derive(Clone, Debug, Default, Args)]
pub struct DiffArgs {
    /// Exit with 4 when there are differences
    #[arg(long)]
    pub exit_code: bool,
    /// Also write the plan to this file, for `shipready apply`
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "paths")]
    pub output: Option<PathBuf>,
    /// Only these files and folders
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    #[command(flatten)]
    pub writing: Writing,
}

#[derive(Clone, Debug, Default, Args)]
pub struct ApplyArgs {
    /// What `shipready diff -o` wrote
    #[arg(value_name = "PLAN", value_hint = ValueHint::FilePath)]
    pub plan: PathBuf,
}

#[derive(Clone, Debug, Default, Args)]
pub struct ExplainArgs {
    /// A generated file, or one line of it
    #[arg(value_name = "FILE[:LINE]", value_hint = ValueHint::FilePath)]
    pub place: String,
}
