//! An error as one clear message: what failed, where, and the next step.
//!
//! The convention for whoever raises one: the first line of a message says what is wrong; further lines are the next
//! step (`bail!("there is no shipready.toml here\nrun `shipready init` first")`). Contexts say where.

/// `error` without the word "error": the outermost message, its causes below, its own next step last.
pub fn text(error: &anyhow::Error) -> String {
    let outermost = error.to_string();
    let (what, next) = outermost.split_once('\n').unwrap_or((&outermost, ""));
    let mut said = what.to_owned();
    let mut lines = vec![what.to_owned()];
    for cause in error.chain().skip(1).map(ToString::to_string) {
        // Many libraries repeat their cause inside their own message.
        let new = cause.lines().filter(|line| !line.trim().is_empty() && !said.contains(line.trim()));
        let new: Vec<String> = new.map(|line| format!("  {line}")).collect();
        said.push_str(&cause);
        lines.extend(new);
    }
    lines.extend(next.lines().map(|line| format!("  {line}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use anyhow::{Context as _, Result, anyhow};

    use super::*;

    fn in_context(message: &str, contexts: &[&'static str]) -> anyhow::Error {
        contexts.iter().fold(anyhow!(message.to_owned()), |error, context| error.context(*context))
    }

    #[test]
    fn it_says_what_then_where_then_the_next_step() {
        let error =
            in_context("line 3, column 5: expected `=`", &["cannot read shipready.toml\nfix it, or start again"]);
        assert_eq!(
            text(&error),
            "cannot read shipready.toml\n  line 3, column 5: expected `=`\n  fix it, or start again"
        );
    }

    #[test]
    fn a_single_message_keeps_its_next_step() {
        let error = in_context("there is no shipready.toml here\nrun `shipready init` first", &[]);
        assert_eq!(text(&error), "there is no shipready.toml here\n  run `shipready init` first");
    }

    #[test]
    fn a_cause_that_was_already_told_is_not_repeated() {
        let error =
            in_context("permission denied", &["cannot open x: permission denied", "cannot read the repository"]);
        assert_eq!(text(&error), "cannot read the repository\n  cannot open x: permission denied");
    }

    #[test]
    fn an_error_of_the_system_keeps_its_words() {
        let read: Result<String> = std::fs::read_to_string("/nowhere/at/all").context("cannot read /nowhere/at/all");
        assert_eq!(text(&read.unwrap_err()), "cannot read /nowhere/at/all\n  No such file or directory (os error 2)");
    }
}
