//! A person at a terminal; nothing else knows inquire.

use std::env;
use std::ffi::OsStr;
use std::fmt;

use anyhow::{Error, Result, anyhow};
use inquire::error::CustomUserError;
use inquire::ui::{Attributes, Color, ErrorMessageRenderConfig, RenderConfig, StyleSheet, Styled};
use inquire::validator::Validation;
use inquire::{Confirm, Editor, InquireError, MultiSelect, Select, Text};
use unicode_width::UnicodeWidthStr as _;

use super::Prompter;
use crate::exit::Interrupted;
use crate::report::table::fitted;
use crate::report::{Screen, visible};
use crate::wizard::question::{Check, Choice, Prompt};

/// Choices that are shown at once.
const PAGE: usize = 12;

/// Asks on standard error and reads from the terminal.
pub struct Terminal<'a> {
    screen: &'a Screen,
}

impl<'a> Terminal<'a> {
    pub fn new(screen: &'a Screen) -> Self {
        Terminal { screen }
    }

    /// Shows what was seen, above the question.
    fn before(&self, prompt: &Prompt) {
        for line in &prompt.evidence {
            self.screen.complain(&format!("  {}\n", self.screen.faint(line)));
        }
    }

    fn style(&self) -> RenderConfig<'static> {
        let plain = RenderConfig::empty()
            .with_prompt_prefix(Styled::new("?"))
            .with_answered_prompt_prefix(Styled::new(">"))
            .with_highlighted_option_prefix(Styled::new(">"));
        if self.screen.err().color { colored(plain) } else { plain }
    }
}

/// Green for what is chosen, magenta for the place, as in everything else that is printed.
fn colored(plain: RenderConfig<'static>) -> RenderConfig<'static> {
    let chosen = StyleSheet::new().with_fg(Color::DarkGreen);
    let here = StyleSheet::new().with_attr(Attributes::BOLD);
    let mut style = plain
        .with_prompt_prefix(Styled::new("?").with_fg(Color::DarkMagenta).with_attr(Attributes::BOLD))
        .with_answered_prompt_prefix(Styled::new(">").with_fg(Color::DarkGreen))
        .with_highlighted_option_prefix(Styled::new(">").with_fg(Color::DarkMagenta))
        .with_selected_checkbox(Styled::new("[x]").with_fg(Color::DarkGreen))
        .with_error_message(ErrorMessageRenderConfig::default_colored())
        .with_selected_option(Some(here))
        .with_help_message(StyleSheet::new().with_fg(Color::DarkGrey))
        .with_default_value(StyleSheet::new().with_fg(Color::DarkGrey))
        .with_answer(chosen);
    style.prompt = here;
    style
}

/// A choice as one line of the list.
struct Line<'a> {
    choice: &'a Choice,
    shown: String,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

/// The choices with their summaries lined up, each on one line of a terminal of `columns`. `mark` is what inquire
/// writes before them.
fn lines(choices: &[Choice], columns: Option<usize>, mark: usize) -> Vec<Line<'_>> {
    let widest = choices.iter().map(|choice| visible(&choice.label).width()).max().unwrap_or_default();
    let limit = columns.map(|columns| columns.saturating_sub(mark));
    choices.iter().map(|choice| line(choice, widest, limit)).collect()
}

fn line(choice: &Choice, widest: usize, limit: Option<usize>) -> Line<'_> {
    let Choice { value: _, label, summary } = choice;
    let label = visible(label);
    let blanks = if summary.is_empty() { 0 } else { widest.saturating_sub(label.width()) + 2 };
    let whole = format!("{label}{:blanks$}{}", "", visible(summary));
    Line { choice, shown: fitted(&whole, limit) }
}

/// Ctrl-C and Escape are the person's own decision, everything else is an error.
fn stopped(error: InquireError) -> Error {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Error::new(Interrupted),
        InquireError::NotTTY => {
            anyhow!("there is no terminal to ask on\nanswer by flags, or accept everything with --yes")
        }
        other => Error::new(other),
    }
}

impl Prompter for Terminal<'_> {
    fn select(&mut self, prompt: &Prompt, choices: &[Choice], default: Option<&str>) -> Result<String> {
        self.before(prompt);
        let start = choices.iter().position(|choice| Some(choice.value.as_str()) == default).unwrap_or(0);
        let help = helped(prompt, "↑↓ move, Enter takes, typing filters");
        let select = Select::new(&prompt.text, lines(choices, self.screen.err().width, 3))
            .with_starting_cursor(start)
            .with_page_size(PAGE)
            .with_help_message(&help)
            .with_formatter(&|line| line.value.choice.label.clone())
            .with_render_config(self.style());
        Ok(select.prompt().map_err(stopped)?.choice.value.clone())
    }

    fn multi_select(&mut self, prompt: &Prompt, choices: &[Choice], default: &[String]) -> Result<Vec<String>> {
        self.before(prompt);
        let chosen = choices.iter().enumerate().filter(|(_, choice)| default.contains(&choice.value));
        let chosen: Vec<usize> = chosen.map(|(place, _)| place).collect();
        let help = helped(prompt, "↑↓ move, Space marks, Enter takes, typing filters");
        let select = MultiSelect::new(&prompt.text, lines(choices, self.screen.err().width, 7))
            .with_default(&chosen)
            .with_page_size(PAGE)
            .with_help_message(&help)
            .with_formatter(&|lines| {
                let labels: Vec<&str> = lines.iter().map(|line| line.value.choice.label.as_str()).collect();
                if labels.is_empty() { "none".to_owned() } else { labels.join(", ") }
            })
            .with_render_config(self.style());
        let taken = select.prompt().map_err(stopped)?;
        Ok(taken.iter().map(|line| line.choice.value.clone()).collect())
    }

    fn confirm(&mut self, prompt: &Prompt, default: bool) -> Result<bool> {
        self.before(prompt);
        let mut confirm = Confirm::new(&prompt.text).with_default(default).with_render_config(self.style());
        confirm.help_message = prompt.help.as_deref();
        confirm.prompt().map_err(stopped)
    }

    fn text(&mut self, prompt: &Prompt, default: Option<&str>, check: &Check) -> Result<String> {
        self.before(prompt);
        let mut text = Text::new(&prompt.text).with_validator(validator(check)).with_render_config(self.style());
        text.help_message = prompt.help.as_deref();
        text.default = default;
        text.prompt().map_err(stopped)
    }

    fn edit(&mut self, prompt: &Prompt, start: &str, ending: &str, check: &Check) -> Result<String> {
        self.before(prompt);
        let line = editor();
        let words: Vec<&OsStr> = line.split_whitespace().map(OsStr::new).collect();
        let mut editor = Editor::new(&prompt.text)
            .with_predefined_text(start)
            .with_file_extension(ending)
            .with_validator(validator(check))
            .with_formatter(&|text| format!("{} lines", text.lines().count()))
            .with_render_config(self.style());
        if let Some((program, arguments)) = words.split_first() {
            editor = editor.with_editor_command(program).with_args(arguments);
        }
        editor.prompt().map_err(stopped)
    }
}

/// What the person edits with; it may have arguments (`code --wait`).
fn editor() -> String {
    let set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| env::var(name).ok());
    set.into_iter().find(|line| !line.trim().is_empty()).unwrap_or_else(|| "vi".to_owned())
}

fn validator(check: &Check) -> impl Fn(&str) -> Result<Validation, CustomUserError> + Clone + use<> {
    let check = check.clone();
    move |text| Ok(check.check(text).map_or_else(|wrong| Validation::Invalid(wrong.into()), |()| Validation::Valid))
}

/// The question's own help and the keys, on one line.
fn helped(prompt: &Prompt, keys: &str) -> String {
    prompt.help.as_ref().map_or_else(|| keys.to_owned(), |help| format!("{help} · {keys}"))
}
