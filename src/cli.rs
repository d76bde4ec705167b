//! The command line: nothing else knows clap.

mod args;
mod document;
mod global;
mod secrets;

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser};

pub use args::{
    AddArgs, ApplyArgs, AuditArgs, Command, DetectArgs, DiffArgs, ExplainArgs, InitArgs, KeepArgs, Kind, ListArgs,
    RemoveArgs, Setting, Shell, ShowArgs, StatusArgs, UndoArgs, UpdateArgs, VerifyArgs, Writing,
};
pub use document::{Page, completion_script, man_pages};
pub use global::{Form, Format, Global};
pub use secrets::SecretsCommand;

/// A parsed command line.
#[derive(Clone, Debug, Parser)]
#[command(name = "shipready", version, about, disable_help_subcommand = true)]
#[command(arg_required_else_help = true)]
#[command(after_help = document::EXIT_CODES)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Why there is nothing to run: help or the version was asked for, or the usage is wrong.
#[derive(Clone, Debug)]
pub struct Stop {
    pub plain: String,
    /// The same with ANSI styles.
    pub styled: String,
    /// The usage is wrong: the text is not what was asked for.
    pub wrong: bool,
}

/// Reads `arguments`, the program's name first.
///
/// # Errors
/// A [`Stop`] when there is no command to run.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, Stop> {
    let matches = command().try_get_matches_from(arguments).map_err(|error| stop(&error))?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| stop(&error.format(&mut command())))?;
    if !cli.global.is_usual() && !matches!(cli.command, Command::Audit(_)) {
        let text = "only `shipready audit` prints sarif, markdown and html";
        return Err(stop(&command().error(clap::error::ErrorKind::ArgumentConflict, text)));
    }
    Ok(cli)
}

/// The whole surface, with the commands grouped in its help.
fn command() -> clap::Command {
    document::grouped(Cli::command())
}

fn stop(error: &clap::Error) -> Stop {
    let text = error.render();
    Stop { plain: text.to_string(), styled: text.ansi().to_string(), wrong: error.use_stderr() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::ColorWhen;

    fn parse_line(line: &str) -> Result<Cli, Stop> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_surface_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn flags_that_work_everywhere_are_read_behind_the_command_too() {
        let cli = parse_line("shipready diff --exit-code --color never -C some/where compose.yaml").unwrap();
        assert_eq!(cli.global.directory.to_str(), Some("some/where"));
        assert_eq!(cli.global.color, ColorWhen::Never);
        let Command::Diff(args) = cli.command else { panic!("not a diff") };
        assert!(args.exit_code);
        assert_eq!(args.paths, ["compose.yaml"]);
    }

    #[test]
    fn settings_and_lists_of_services_are_taken_apart() {
        let cli = parse_line("shipready init --with redis,nginx --with backup --set redis.url=a=b").unwrap();
        let Command::Init(args) = cli.command else { panic!("not an init") };
        assert_eq!(args.with, ["redis", "nginx", "backup"]);
        assert_eq!(args.set, [Setting { key: "redis.url".into(), value: "a=b".into() }]);
    }

    #[test]
    fn a_setting_without_a_value_is_wrong_usage_and_says_how_it_is_written() {
        let stop = parse_line("shipready init --set redis").unwrap_err();
        assert!(stop.wrong);
        assert!(stop.plain.contains("KEY=VALUE"), "{}", stop.plain);
    }

    #[test]
    fn a_misspelt_command_gets_the_nearest_one() {
        let stop = parse_line("shipready detetc").unwrap_err();
        assert!(stop.wrong);
        assert!(stop.plain.contains("'detect'"), "{}", stop.plain);
    }

    #[test]
    fn help_and_version_are_what_was_asked_for() {
        for line in ["shipready --help", "shipready --version", "shipready init -h"] {
            assert!(!parse_line(line).unwrap_err().wrong, "{line}");
        }
        assert!(parse_line("shipready").unwrap_err().wrong);
    }

    #[test]
    fn every_command_shows_an_example_that_can_be_run() {
        for sub in command().get_subcommands() {
            let help = sub.clone().render_help().to_string();
            let example = help.lines().filter_map(|line| line.trim().strip_prefix("$ ")).next();
            let example = example.unwrap_or_else(|| panic!("`{}` has no example", sub.get_name()));
            let line = example.split(" > ").next().unwrap_or(example);
            assert!(parse_line(line).is_ok(), "`{example}` is refused");
        }
    }
}
