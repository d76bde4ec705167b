//! Options: their declaration in a component, and values that were checked against it.

pub mod form;

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::catalog::option::form::Form;
use crate::catalog::variables::matches;

/// The type of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    String,
    Integer,
    Number,
    Boolean,
    List,
}

/// An option as a component declares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    #[serde(rename = "type")]
    pub kind: Type,
    pub default: Value,
    pub help: String,
    /// The only values that are allowed, if any.
    #[serde(default)]
    pub choices: Vec<String>,
    /// What a string, or each item of a list, has to look like; needed where there are no `choices`. A string may
    /// be empty where its default is, and a header always: that turns it off.
    #[serde(default)]
    pub form: Option<Form>,
    /// Values that have the form and are refused all the same; one `*` stands for anything.
    #[serde(default)]
    pub except: Vec<String>,
    /// Where detection has the value: a dotted path into the facts of an app (`port.value`).
    #[serde(default)]
    pub detected: Option<String>,
    /// By value: the part that apps play with it, beside the roles of their stacks; services may be for that (`suits`).
    #[serde(default)]
    pub plays: BTreeMap<String, String>,
    /// What is chosen comes beside what was detected, and does not take its place.
    #[serde(default)]
    pub adds: bool,
    /// By capability: the value where another selected service requires it, and this one alone provides it.
    #[serde(default)]
    pub needed: BTreeMap<String, Value>,
    /// Another option whose value decides this one, unless it is set itself.
    #[serde(default)]
    pub follows: Option<Follows>,
    /// Written into the manifest by `init`, so that a later catalog does not change it.
    #[serde(default)]
    pub recorded: bool,
    /// Smallest value of an integer or a number.
    #[serde(default)]
    pub min: Option<f64>,
    /// Largest value of an integer or a number.
    #[serde(default)]
    pub max: Option<f64>,
}

/// How one option decides another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follows {
    /// A text option of the same component.
    pub option: String,
    /// By its value: the one of the option that follows.
    pub values: BTreeMap<String, Value>,
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    String(String),
    List(Vec<String>),
}

impl Spec {
    /// The default must be a value of the option itself, and text must have a form.
    ///
    /// # Errors
    /// It is not, or it has none.
    pub fn check(&self) -> Result<()> {
        if matches!(self.kind, Type::String | Type::List) && self.choices.is_empty() && self.form.is_none() {
            bail!("it needs `choices` or a `form`, so that a value cannot break the file that it is written into");
        }
        let others = self.needed.values().chain(self.follows.iter().flat_map(|follows| follows.values.values()));
        others.clone().try_for_each(|value| self.accept(value.clone()).map(drop))?;
        self.accept(self.default.clone()).map(drop).context("its default is not a value that it accepts")
    }

    /// `value` as this option holds it: an integer is taken for a number, a number for a string.
    ///
    /// # Errors
    /// Another type, a value outside `choices` or of another form, or beyond `min` and `max`.
    pub fn accept(&self, value: Value) -> Result<Value> {
        let value = match (self.kind, value) {
            (Type::Boolean, value @ Value::Boolean(_)) => value,
            (Type::Integer, value @ Value::Integer(_)) => value,
            (Type::Number, value @ Value::Number(_)) => value,
            (Type::Number, Value::Integer(number)) => Value::Number(number as f64),
            (Type::String, value @ Value::String(_)) => value,
            (Type::String, Value::Integer(number)) => Value::String(number.to_string()),
            (Type::List, value @ Value::List(_)) => value,
            (kind, value) => bail!("expected {}, found `{value}`", kind.noun()),
        };
        self.within(&value)?;
        Ok(value)
    }

    /// The value of `text` as a command line gives it.
    ///
    /// # Errors
    /// The text does not read as this option's type, or is not accepted.
    pub fn read(&self, text: &str) -> Result<Value> {
        let wrong = || anyhow!("expected {}, found `{text}`", self.kind.noun());
        let value = match self.kind {
            Type::String => Value::String(text.to_owned()),
            Type::Boolean => Value::Boolean(text.parse().map_err(|_| wrong())?),
            Type::Integer => Value::Integer(text.parse().map_err(|_| wrong())?),
            Type::Number => Value::Number(text.parse().map_err(|_| wrong())?),
            Type::List => {
                let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
                Value::List(items.map(str::to_owned).collect())
            }
        };
        self.accept(value)
    }

    fn within(&self, value: &Value) -> Result<()> {
        if !self.choices.is_empty() && !self.choices.iter().any(|choice| *choice == value.to_string()) {
            bail!("`{value}` is not one of {}", self.choices.join(", "));
        }
        let number = match value {
            Value::Integer(number) => *number as f64,
            Value::Number(number) => *number,
            Value::String(text) if text.is_empty() && self.may_be_empty() => return Ok(()),
            Value::String(text) => return self.formed(text),
            Value::List(items) => return items.iter().try_for_each(|item| self.formed(item)),
            Value::Boolean(_) => return Ok(()),
        };
        match (self.min, self.max) {
            _ if !number.is_finite() => bail!("`{value}` is no number to reckon with"),
            (Some(min), _) if number < min => bail!("`{value}` is less than {min}"),
            (_, Some(max)) if number > max => bail!("`{value}` is more than {max}"),
            _ => Ok(()),
        }
    }

    fn may_be_empty(&self) -> bool {
        matches!(&self.default, Value::String(text) if text.is_empty()) || self.form == Some(Form::Header)
    }

    fn formed(&self, text: &str) -> Result<()> {
        if text.contains(char::is_control) {
            bail!("`{}` holds a control character", text.escape_debug());
        }
        if self.except.iter().any(|pattern| matches(pattern, text)) {
            bail!("`{text}` is taken; choose another");
        }
        self.form.map_or(Ok(()), |form| form.check(text))
    }
}

impl Type {
    fn noun(self) -> &'static str {
        match self {
            Type::String => "a string",
            Type::Integer => "a whole number",
            Type::Number => "a number",
            Type::Boolean => "true or false",
            Type::List => "a list of strings",
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Boolean(value) => value.fmt(formatter),
            Value::Integer(value) => value.fmt(formatter),
            Value::Number(value) => value.fmt(formatter),
            Value::String(value) => formatter.write_str(value),
            Value::List(values) => formatter.write_str(&values.join(",")),
        }
    }
}
