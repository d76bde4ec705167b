//! What an expression is worth while the environment says nothing: by the defaults that stand in the code.

mod javascript;
mod python;

use std::cell::Cell;

pub use self::javascript::javascript;
pub use self::python::python;
use crate::detect::literal::Literal;
use crate::facts::ValueType;

/// How many names and operators are followed.
const DEPTH: usize = 24;

/// The value of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    pub value: Literal,
    /// A variable of the environment could make it another.
    pub asked: bool,
}

impl Worth {
    pub fn is_true(&self) -> bool {
        truth(&self.value)
    }
}

/// Whether a variable was asked for on the way to a value.
type Asked = Cell<bool>;

/// Whether an `if` takes the value for true.
fn truth(value: &Literal) -> bool {
    match value {
        Literal::Text(text) => !text.is_empty(),
        Literal::Integer(number) => *number != 0,
        Literal::Number(number) => number.parse::<f64>().is_ok_and(|number| number != 0.0),
        Literal::Boolean(value) => *value,
        Literal::List(items) => !items.is_empty(),
        Literal::Mapping(pairs) => !pairs.is_empty(),
        Literal::Nothing => false,
    }
}

/// A word that switches something on, as the libraries that read switches take it.
fn switch(word: &str) -> Option<bool> {
    match word.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" | "y" | "t" | "ok" => Some(true),
        "false" | "0" | "no" | "off" | "n" | "f" | "" | "none" => Some(false),
        _ => None,
    }
}

/// A text as a reader of variables of type `kind` gives it back.
fn typed(text: &str, kind: ValueType) -> Option<Literal> {
    Some(match kind {
        ValueType::Boolean => Literal::Boolean(switch(text)?),
        ValueType::Integer => Literal::Integer(text.trim().parse().ok()?),
        ValueType::Number => Literal::Number(text.trim().to_owned()),
        ValueType::List => Literal::List(items(text)),
        ValueType::Json => return None,
        ValueType::String | ValueType::Url | ValueType::Secret => Literal::Text(text.to_owned()),
    })
}

/// What a reader gives back for a variable that is not needed and has no default, or an empty one.
fn empty(kind: ValueType) -> Literal {
    match kind {
        ValueType::Boolean => Literal::Boolean(false),
        ValueType::List => Literal::List(Vec::new()),
        _ => Literal::Nothing,
    }
}

/// `["a", "b"]` or `a, b`.
fn items(text: &str) -> Vec<Literal> {
    if let Ok(serde_json::Value::Array(items)) = serde_json::from_str(text) {
        let shown = |item: serde_json::Value| match item {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        return items.into_iter().map(|item| Literal::Text(shown(item))).collect();
    }
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(|item| Literal::Text(item.into())).collect()
}

/// `left operator right`, of numbers, texts and lists.
fn calculated(left: Literal, operator: &str, right: Literal) -> Option<Literal> {
    use Literal::{Integer, List, Text};
    Some(match (left, operator, right) {
        (Integer(left), "+", Integer(right)) => Integer(left.checked_add(right)?),
        (Integer(left), "-", Integer(right)) => Integer(left.checked_sub(right)?),
        (Integer(left), "*", Integer(right)) => Integer(left.checked_mul(right)?),
        (Integer(left), "/" | "//", Integer(right)) => Integer(left.checked_div(right)?),
        (Text(left), "+", Text(right)) => Text(left + &right),
        (List(mut left), "+", List(right)) => {
            left.extend(right);
            List(left)
        }
        _ => return None,
    })
}

/// Whether two values are equal, as `==` of Python and `===` see it.
fn compared(left: &Literal, operator: &str, right: &Literal) -> Option<bool> {
    let among = || match right {
        Literal::List(items) => Some(items.contains(left)),
        Literal::Text(whole) => match left {
            Literal::Text(part) => Some(whole.contains(part.as_str())),
            _ => None,
        },
        _ => None,
    };
    Some(match operator {
        "==" | "===" | "is" => left == right,
        "!=" | "!==" | "is not" => left != right,
        "in" => among()?,
        "not in" => !among()?,
        "<" | ">" | "<=" | ">=" => {
            let (Literal::Integer(left), Literal::Integer(right)) = (left, right) else { return None };
            match operator {
                "<" => left < right,
                ">" => left > right,
                "<=" => left <= right,
                _ => left >= right,
            }
        }
        _ => return None,
    })
}
