//! Calls and operators: what a function answers, conversions, and defaults by `||`, `??` and `? :`.

use crate::detect::js::nodes::{argument, is_function, returned};
use crate::detect::js::value::{Eval, Frame, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::variables::Reading;
use crate::facts::ValueType;

impl<'s, 't> Eval<'s, 't> {
    pub(super) fn called(&self, call: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        let callee = call.callee()?;
        let first = || self.at(call.to(argument(call.node, 0)?), frame);
        let target = self.at(callee, frame);
        match target {
            Some(Value::Outside(name)) => match name.as_str() {
                "config.get" => self.asked(&Value::Outside("config".into()), "get", call),
                "Number" | "parseInt" | "Number.parseInt" => Some(converted(first()?, ValueType::Integer)),
                "parseFloat" | "Number.parseFloat" => Some(converted(first()?, ValueType::Number)),
                "Boolean" => Some(converted(first()?, ValueType::Boolean)),
                "JSON.parse" => Some(converted(first()?, ValueType::Json)),
                "String" | "Object.freeze" | "Object.seal" | "structuredClone" | "Promise.resolve" => first(),
                _ => Some(Value::Here(call)),
            },
            Some(Value::Here(function)) if is_function(function.node) => {
                let frame = Frame { function, call, outer: frame };
                returned(function.node).into_iter().find_map(|node| self.at(function.to(node), Some(&frame)))
            }
            _ => self.method(callee, call, frame),
        }
    }

    /// `process.env.X.split(",")`, and the settings that an object is asked for.
    fn method(
        &self,
        callee: Spot<'s, 't>,
        call: Spot<'s, 't>,
        frame: Option<&Frame<'_, 's, 't>>,
    ) -> Option<Value<'s, 't>> {
        let object = callee.node.child_by_field_name("object").filter(|_| callee.node.kind() == "member_expression");
        let Some(object) = object.and_then(|object| self.at(callee.to(object), frame)) else {
            return Some(Value::Here(call));
        };
        match (object, callee.module.text(callee.node.child_by_field_name("property")?)) {
            (Value::Variable(reading), "split") => Some(converted(Value::Variable(reading), ValueType::List)),
            (Value::Variable(reading), _) => Some(Value::Variable(reading)),
            (object, method) => Some(self.asked(&object, method, call).unwrap_or(Value::Here(call))),
        }
    }

    pub(super) fn binary(&self, spot: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        if let Some(literal) = spot.literal() {
            return Some(Value::Literal(literal));
        }
        let side = |field| spot.node.child_by_field_name(field).map(|node| spot.to(node));
        let (left, right) = (side("left")?, side("right")?);
        match spot.node.child_by_field_name("operator")?.kind() {
            "||" | "??" => match self.at(left, frame) {
                Some(Value::Literal(Literal::Nothing)) | None => self.at(right, frame),
                value => self.or_default(value, Some(right), frame),
            },
            "&&" => self.at(right, frame),
            "===" | "==" | "!==" | "!=" => match self.at(left, frame)? {
                Value::Variable(reading) => {
                    let text = right.literal().and_then(|literal| literal.shown());
                    let truth = matches!(text.as_deref(), Some("true" | "false" | "1" | "0"));
                    truth.then(|| converted(Value::Variable(reading), ValueType::Boolean))
                }
                _ => None,
            },
            "+" => match self.at(left, frame)? {
                Value::Variable(reading) => Some(Value::Variable(reading)),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn either(&self, spot: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        let side = |field| spot.node.child_by_field_name(field).map(|node| spot.to(node));
        let (then, other) = (side("consequence")?, side("alternative")?);
        match self.at(then, frame) {
            Some(Value::Variable(reading)) => {
                let other = self.at(other, frame);
                Some(Value::Variable(self.with_default(reading, other.as_ref())))
            }
            then => match self.at(other, frame) {
                Some(Value::Variable(reading)) => Some(Value::Variable(self.with_default(reading, then.as_ref()))),
                // Production is the other side of what tests and development do.
                other => other.or(then),
            },
        }
    }

    pub(super) fn unary(&self, spot: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        if let Some(literal) = spot.literal() {
            return Some(Value::Literal(literal));
        }
        let value = self.at(spot.to(spot.node.child_by_field_name("argument")?), frame)?;
        match spot.node.child_by_field_name("operator")?.kind() {
            "+" => Some(converted(value, ValueType::Integer)),
            "!" => Some(converted(value, ValueType::Boolean)),
            _ => None,
        }
    }

    /// A variable that is not needed, because `other` stands in for it.
    pub(super) fn with_default(&self, mut reading: Reading, other: Option<&Value<'s, 't>>) -> Reading {
        let (default, kind) = match other {
            Some(Value::Literal(literal)) => (literal.shown(), kind_of(literal)),
            Some(Value::Variable(other)) => (other.default.clone(), other.kind),
            Some(Value::Here(spot)) => match spot.literal() {
                Some(literal) => (literal.shown(), kind_of(&literal)),
                None => (None, ValueType::String),
            },
            _ => (None, ValueType::String),
        };
        let needed = matches!(other, Some(Value::Variable(other)) if other.required);
        reading.required = needed;
        reading.default = reading.default.or(default).filter(|text| !text.is_empty());
        if reading.kind == ValueType::String {
            reading.kind = kind;
        }
        reading
    }
}

/// A variable read as another type; a text that is written out as the number that it holds.
fn converted<'s, 't>(value: Value<'s, 't>, kind: ValueType) -> Value<'s, 't> {
    match value {
        Value::Variable(mut reading) => {
            if reading.kind == ValueType::String {
                reading.kind = kind;
            }
            Value::Variable(reading)
        }
        Value::Literal(Literal::Text(text)) if kind == ValueType::Integer => {
            Value::Literal(text.parse().map_or(Literal::Text(text), Literal::Integer))
        }
        value => value,
    }
}

/// The type of a value that is written out.
pub fn kind_of(literal: &Literal) -> ValueType {
    match literal {
        Literal::Integer(_) => ValueType::Integer,
        Literal::Number(_) => ValueType::Number,
        Literal::Boolean(_) => ValueType::Boolean,
        Literal::List(_) => ValueType::List,
        Literal::Mapping(_) => ValueType::Json,
        Literal::Text(_) | Literal::Nothing => ValueType::String,
    }
}
