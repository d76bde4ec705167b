//! What `secrets` can do.

use clap::Subcommand;

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum SecretsCommand {
    /// Make every secret that is missing, or take it over from .env; those that exist stay as they are
    #[command(after_help = "Example:\n  $ shipready secrets generate --dry-run")]
    Generate,
    /// Name what is missing, empty, weak, a placeholder, tracked by git or open to others; never a value
    #[command(after_help = "Example:\n  $ shipready secrets check --format json")]
    Check,
}
