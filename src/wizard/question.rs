//! A question and its answer as data, so that facts and the catalog can make questions without code of their own.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use anyhow::{Result, anyhow};

/// What is asked, whatever the kind of answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// Under which the answer is kept, and which a scripted answer names: `stack`, `redis.persistent`.
    pub id: String,
    /// The question, ending in `?` or `:`.
    pub text: String,
    /// One line below it that helps to decide.
    pub help: Option<String>,
    /// Lines above it: what was seen in the repository that leads to the default.
    pub evidence: Vec<String>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    pub prompt: Prompt,
    pub kind: Kind,
}

/// The kind of answer, with the one that Enter alone gives.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One of the choices, by its value. Without a default that is a choice, the first is offered.
    Select {
        choices: Vec<Choice>,
        default: Option<String>,
    },
    /// Any of the choices, by their values.
    Multi {
        choices: Vec<Choice>,
        default: Vec<String>,
    },
    Confirm {
        default: bool,
    },
    Text {
        default: Option<String>,
        check: Check,
    },
}

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the answer holds: `postgres`.
    pub value: String,
    /// What is shown: `PostgreSQL`.
    pub label: String,
    /// A few words behind it; may be empty.
    pub summary: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>, summary: impl Into<String>) -> Self {
        Choice { value: value.into(), label: label.into(), summary: summary.into() }
    }
}

/// Says what is wrong with a text that was typed, in a sentence.
type Rule = dyn Fn(&str) -> Result<(), String> + Send + Sync;

/// What a typed text has to be.
#[derive(Clone)]
pub struct Check(Arc<Rule>);

impl Check {
    pub fn new(rule: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static) -> Self {
        Check(Arc::new(rule))
    }

    /// Everything is accepted, nothing at all too.
    pub fn anything() -> Self {
        Check::new(|_| Ok(()))
    }

    /// Something has to be typed.
    pub fn something() -> Self {
        Check::new(|text| if text.trim().is_empty() { Err("type something".to_owned()) } else { Ok(()) })
    }

    /// # Errors
    /// The sentence that says what is wrong with `text`.
    pub fn check(&self, text: &str) -> Result<(), String> {
        (self.0)(text)
    }
}

impl fmt::Debug for Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Check")
    }
}

/// What was answered to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A choice's value, or a text.
    One(String),
    /// The chosen values, in the order of the choices.
    Many(Vec<String>),
    Yes(bool),
}

/// What was answered, by the id of the question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    /// Keeps an answer; the one that was there before, if any.
    pub fn insert(&mut self, id: impl Into<String>, answer: Answer) -> Option<Answer> {
        self.0.insert(id.into(), answer)
    }

    pub fn get(&self, id: &str) -> Option<&Answer> {
        self.0.get(id)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(id, answer)| (id.as_str(), answer))
    }

    /// The choice or text given to `id`; None when it was not asked or is of another kind.
    pub fn one(&self, id: &str) -> Option<&str> {
        match self.0.get(id)? {
            Answer::One(value) => Some(value),
            _ => None,
        }
    }

    /// The choices given to `id`; none when it was not asked or is of another kind.
    pub fn many(&self, id: &str) -> &[String] {
        match self.0.get(id) {
            Some(Answer::Many(values)) => values,
            _ => &[],
        }
    }

    /// The yes or no given to `id`; None when it was not asked or is of another kind.
    pub fn yes(&self, id: &str) -> Option<bool> {
        match self.0.get(id)? {
            Answer::Yes(yes) => Some(*yes),
            _ => None,
        }
    }
}

/// The place of `value` among `choices`.
///
/// # Errors
/// Naming the question and the choices, when it is not one of them.
pub fn position(prompt: &Prompt, choices: &[Choice], value: &str) -> Result<usize> {
    choices.iter().position(|choice| choice.value == value).ok_or_else(|| {
        let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
        anyhow!("`{value}` is not an answer to `{}`\nthe answers are: {}", prompt.id, values.join(", "))
    })
}
