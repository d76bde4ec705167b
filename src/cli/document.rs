//! What is said about the command line itself: grouped help, completion scripts, the manual.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, anyhow};
use clap::{CommandFactory, builder::StyledStr};

use super::{Cli, Shell};

/// The contract that scripts rely on, below the help.
pub const EXIT_CODES: &str = "Exit codes:\n  \
    0  done, or nothing to do\n  \
    1  an error, or nothing that verify could judge with\n  \
    2  wrong usage\n  \
    3  a person must decide: nothing was written, but for conflict markers that were asked for\n  \
    4  differences (diff --exit-code), findings (audit --fail-on, verify, secrets check), or a plan that nobody was there to accept\n  \
    130  interrupted, nothing was written";

/// The headings of the help, each with its commands. A test holds every command to exactly one of them.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Set up", &["init", "add", "remove", "secrets"]),
    ("Keep current", &["update", "keep", "apply", "undo"]),
    ("Look, change nothing", &["audit", "detect", "diff", "status", "explain", "verify"]),
    ("Know what there is", &["list", "show"]),
    ("Your shell", &["completions", "man"]),
];

/// `command` with its subcommands under the headings of [`GROUPS`] in the help; clap only knows one list.
pub fn grouped(command: clap::Command) -> clap::Command {
    let (header, literal) = (*command.get_styles().get_header(), *command.get_styles().get_literal());
    let mut text = String::from("{about-with-newline}\n{usage-heading} {usage}\n");
    for (heading, names) in GROUPS {
        let _ = write!(text, "\n{header}{heading}:{header:#}\n");
        for sub in names.iter().filter_map(|name| command.find_subcommand(name)) {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(text, "  {literal}{:<11}{literal:#}  {about}", sub.get_name());
        }
    }
    text.push_str("\n{options}{after-help}");
    command.help_template(StyledStr::from(text))
}

/// The script that completes `shipready` in `shell`.
pub fn completion_script(shell: Shell) -> Vec<u8> {
    use clap_complete::Shell as Known;
    let known = match shell {
        Shell::Bash => Known::Bash,
        Shell::Elvish => Known::Elvish,
        Shell::Fish => Known::Fish,
        Shell::Powershell => Known::PowerShell,
        Shell::Zsh => Known::Zsh,
    };
    let mut script = Vec::new();
    clap_complete::generate(known, &mut Cli::command(), "shipready", &mut script);
    script
}

/// One page of the manual.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file's name: `shipready-init.1`.
    pub name: String,
    /// roff.
    pub text: Vec<u8>,
}

/// The manual: the page of `shipready` first, then one for each command.
///
/// # Errors
/// When a page cannot be rendered.
pub fn man_pages() -> Result<Vec<Page>> {
    let mut whole = Cli::command();
    whole.build();
    let subs = whole.get_subcommands().map(|sub| (format!("shipready-{}", sub.get_name()), sub.clone()));
    let pages = std::iter::once(("shipready".to_owned(), whole.clone())).chain(subs);
    pages.map(|(name, command)| page(&name, command)).collect()
}

fn page(name: &str, command: clap::Command) -> Result<Page> {
    let mut text = Vec::new();
    let shown = command.display_name(name.to_owned());
    clap_mangen::Man::new(shown)
        .render(&mut text)
        .with_context(|| anyhow!("cannot render the manual page of {name}"))?;
    Ok(Page { name: format!("{name}.1"), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_under_one_heading() {
        let command = Cli::command();
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let mut all: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        grouped.sort_unstable();
        all.sort_unstable();
        assert_eq!(grouped, all);
    }

    #[test]
    fn every_shell_gets_a_script_that_knows_the_commands() {
        for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::Powershell, Shell::Zsh] {
            let script = String::from_utf8(completion_script(shell)).unwrap();
            assert!(script.contains("detect"), "{shell:?}");
        }
    }

    #[test]
    fn the_manual_has_a_page_for_every_command() {
        let pages = man_pages().unwrap();
        let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
        assert_eq!(names.first(), Some(&"shipready.1"));
        assert!(names.contains(&"shipready-init.1"));
    }
}
