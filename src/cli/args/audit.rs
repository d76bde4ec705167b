//! Arguments of the audit.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};

use super::change::Writing;
use crate::finding::Severity;

#[derive(Clone, Debug, Default, Args)]
pub struct AuditArgs {
    /// Exit with 4 when there is a finding of this severity or a worse one
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<Severity>,
    /// Only these rules
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Print the page of a rule, or the list of all rules
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "")]
    pub explain: Option<String>,
    /// Leave out the findings that this file knows
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<PathBuf>,
    /// Write the findings of today into this file, for --baseline
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["baseline", "only"])]
    pub write_baseline: Option<PathBuf>,
    /// Look for secrets in git's history as well
    #[arg(long)]
    pub history: bool,
    /// Apply the fixes that change nothing else, after a review
    #[arg(long, conflicts_with_all = ["write_baseline", "explain"])]
    pub fix: bool,
    /// Print the JSON schema of `--format json`
    #[arg(long)]
    pub schema: bool,
    #[command(flatten)]
    pub writing: Writing,
}

impl ValueEnum for Severity {
    fn value_variants<'a>() -> &'a [Self] {
        &Severity::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
