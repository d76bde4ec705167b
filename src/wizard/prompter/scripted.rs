//! Answers from a script, for tests.

use std::collections::VecDeque;

use anyhow::{Error, Result, anyhow, bail};

use super::Prompter;
use crate::exit::Interrupted;
use crate::wizard::question::{Check, Choice, Prompt, position};

/// Answers by question id; a question that is asked again takes the next answer with its id.
#[derive(Clone, Debug, Default)]
pub struct Scripted {
    answers: VecDeque<(String, String)>,
    asked: Vec<String>,
}

impl Scripted {
    /// The answer that stops, as Ctrl-C does.
    pub const CTRL_C: &'static str = "^C";
    /// The answer that takes the default, as Enter does.
    pub const ENTER: &'static str = "⏎";

    /// Answers as they would be typed: a value, values with commas between them, `yes` or `no`, a text.
    pub fn new<'a>(answers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let answers = answers.into_iter().map(|(id, answer)| (id.to_owned(), answer.to_owned()));
        Scripted { answers: answers.collect(), asked: Vec::new() }
    }

    /// The ids of the questions that were asked, in order.
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// The answers that nobody has asked for.
    pub fn left(&self) -> impl Iterator<Item = &str> {
        self.answers.iter().map(|(id, _)| id.as_str())
    }

    /// The next answer, or None for the default.
    fn answer(&mut self, prompt: &Prompt) -> Result<Option<String>> {
        self.asked.push(prompt.id.clone());
        let place = self.answers.iter().position(|(id, _)| *id == prompt.id);
        let answer = place.and_then(|place| self.answers.remove(place)).map(|(_, answer)| answer);
        match answer.ok_or_else(|| anyhow!("the script has no answer to `{}`: {}", prompt.id, prompt.text))? {
            stop if stop == Self::CTRL_C => Err(Error::new(Interrupted)),
            enter if enter == Self::ENTER => Ok(None),
            answer => Ok(Some(answer)),
        }
    }
}

impl Prompter for Scripted {
    fn select(&mut self, prompt: &Prompt, choices: &[Choice], default: Option<&str>) -> Result<String> {
        let answer = self.answer(prompt)?.or_else(|| default.map(ToOwned::to_owned));
        match answer.or_else(|| choices.first().map(|choice| choice.value.clone())) {
            Some(value) => position(prompt, choices, &value).map(|_| value),
            None => bail!("the question `{}` has nothing to choose from", prompt.id),
        }
    }

    fn multi_select(&mut self, prompt: &Prompt, choices: &[Choice], default: &[String]) -> Result<Vec<String>> {
        let Some(answer) = self.answer(prompt)? else {
            return Ok(default.to_vec());
        };
        let values = answer.split(',').map(str::trim).filter(|value| !value.is_empty());
        let mut places = values.map(|value| position(prompt, choices, value)).collect::<Result<Vec<_>>>()?;
        places.sort_unstable();
        places.dedup();
        Ok(places.iter().filter_map(|place| choices.get(*place)).map(|choice| choice.value.clone()).collect())
    }

    fn confirm(&mut self, prompt: &Prompt, default: bool) -> Result<bool> {
        match self.answer(prompt)?.as_deref() {
            None => Ok(default),
            Some("yes") => Ok(true),
            Some("no") => Ok(false),
            Some(other) => bail!("`{other}` is not an answer to `{}`\nthe answers are: yes, no", prompt.id),
        }
    }

    fn text(&mut self, prompt: &Prompt, default: Option<&str>, check: &Check) -> Result<String> {
        let answer = self.answer(prompt)?.unwrap_or_else(|| default.unwrap_or_default().to_owned());
        check.check(&answer).map_err(|wrong| anyhow!("`{answer}` is not an answer to `{}`: {wrong}", prompt.id))?;
        Ok(answer)
    }

    /// The answer is the whole text; Enter saves what was there.
    fn edit(&mut self, prompt: &Prompt, start: &str, _: &str, check: &Check) -> Result<String> {
        self.text(prompt, Some(start), check)
    }
}
