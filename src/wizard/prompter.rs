//! How a question is put: a person at a terminal, or a script.

mod scripted;
mod terminal;

use anyhow::Result;

pub use scripted::Scripted;
pub use terminal::Terminal;

use super::question::{Check, Choice, Prompt};

/// Puts questions. Every method fails with [`crate::exit::Interrupted`] when the person stops.
pub trait Prompter {
    /// The value of the choice that was taken. Without a default that is a choice, the first is offered.
    ///
    /// # Errors
    /// When the person stops, or cannot be asked.
    fn select(&mut self, prompt: &Prompt, choices: &[Choice], default: Option<&str>) -> Result<String>;

    /// The values of the choices that were taken, in the order of the choices.
    ///
    /// # Errors
    /// As [`Prompter::select`].
    fn multi_select(&mut self, prompt: &Prompt, choices: &[Choice], default: &[String]) -> Result<Vec<String>>;

    /// # Errors
    /// As [`Prompter::select`].
    fn confirm(&mut self, prompt: &Prompt, default: bool) -> Result<bool>;

    /// A text that `check` accepts.
    ///
    /// # Errors
    /// As [`Prompter::select`].
    fn text(&mut self, prompt: &Prompt, default: Option<&str>, check: &Check) -> Result<String>;

    /// What the person makes of `start` in their editor, once `check` accepts it. `ending` is that of the file's name,
    /// with its dot.
    ///
    /// # Errors
    /// As [`Prompter::select`]; there is no editor.
    fn edit(&mut self, prompt: &Prompt, start: &str, ending: &str, check: &Check) -> Result<String>;
}
