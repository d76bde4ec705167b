//! Expressions of JavaScript and TypeScript: constants, variables with their defaults, comparisons and conversions.

use crate::audit::unset::{Asked, DEPTH, Worth, calculated, compared, empty, items, truth, typed};
use crate::detect::js::nodes::{argument, bare};
use crate::detect::js::scope::{Binding, binding};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::variables::Reading;

/// What every platform sets, so that its being production may be taken for granted.
const MODE: &str = "NODE_ENV";

/// The worth of what stands at `spot`; None where only run time knows it.
pub fn javascript<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Option<Worth> {
    let asked = Asked::new(false);
    let value = Evaluation { eval, asked: &asked }.at(spot, DEPTH)?;
    Some(Worth { value, asked: asked.get() })
}

#[derive(Clone, Copy)]
struct Evaluation<'e, 's, 't> {
    eval: &'e Eval<'s, 't>,
    asked: &'e Asked,
}

impl<'s, 't> Evaluation<'_, 's, 't> {
    fn at(self, spot: Spot<'s, 't>, depth: usize) -> Option<Literal> {
        let depth = depth.checked_sub(1)?;
        let spot = spot.to(bare(spot.node));
        if let Some(value) = spot.literal() {
            return Some(value);
        }
        let side = |name: &str| spot.node.child_by_field_name(name).map(|node| spot.to(node));
        match spot.node.kind() {
            "identifier" | "shorthand_property_identifier" => self.named(spot, depth),
            "member_expression" => self.member(spot, depth),
            "call_expression" => self.called(spot, depth),
            "binary_expression" => {
                let operator = side("operator")?.node.kind();
                self.operation(side("left")?, operator, side("right")?, depth)
            }
            "ternary_expression" => {
                let chosen = if truth(&self.at(side("condition")?, depth)?) { "consequence" } else { "alternative" };
                self.at(side(chosen)?, depth)
            }
            "unary_expression" if side("operator")?.node.kind() == "!" => {
                Some(Literal::Boolean(!truth(&self.at(side("argument")?, depth)?)))
            }
            _ => None,
        }
    }

    fn named(self, spot: Spot<'s, 't>, depth: usize) -> Option<Literal> {
        match binding(spot.module, spot.node, spot.module.text(spot.node)) {
            Some(Binding::Variable(declarator)) => self.at(spot.to(declarator.child_by_field_name("value")?), depth),
            _ => self.followed(spot, depth),
        }
    }

    /// A property of an object that is written out somewhere, or of the environment.
    fn member(self, spot: Spot<'s, 't>, depth: usize) -> Option<Literal> {
        let object = spot.to(spot.node.child_by_field_name("object")?);
        let key = spot.module.text(spot.node.child_by_field_name("property")?);
        if let Some(Value::Here(holder)) = self.eval.value(object)
            && holder.node.kind() == "object"
            && let Some(part) = self.eval.part(holder, key)
        {
            return self.at(part, depth);
        }
        self.followed(spot, depth)
    }

    fn followed(self, spot: Spot<'s, 't>, depth: usize) -> Option<Literal> {
        match self.eval.value(spot)? {
            Value::Literal(value) => Some(value),
            Value::Variable(reading) => self.variable(&reading),
            Value::Here(found) if !found.is(spot) => self.at(found, depth),
            _ => None,
        }
    }

    fn variable(self, reading: &Reading) -> Option<Literal> {
        self.asked.set(true);
        match &reading.default {
            _ if reading.name == MODE => Some(Literal::Text("production".to_owned())),
            Some(text) => typed(text, reading.kind),
            None => (!reading.required).then(|| empty(reading.kind)),
        }
    }

    fn operation(self, left: Spot<'s, 't>, operator: &str, right: Spot<'s, 't>, depth: usize) -> Option<Literal> {
        let value = self.at(left, depth)?;
        match operator {
            "||" if truth(&value) => Some(value),
            "&&" if !truth(&value) => Some(value),
            "??" if value != Literal::Nothing => Some(value),
            "||" | "&&" | "??" => self.at(right, depth),
            "==" | "===" | "!=" | "!==" | "<" | ">" | "<=" | ">=" => {
                compared(&value, operator, &self.at(right, depth)?).map(Literal::Boolean)
            }
            _ => calculated(value, operator, self.at(right, depth)?),
        }
    }

    fn called(self, spot: Spot<'s, 't>, depth: usize) -> Option<Literal> {
        let callee = spot.callee()?;
        let first = || argument(spot.node, 0).map(|node| spot.to(node));
        if let Some(object) = callee.node.child_by_field_name("object")
            && let Some(value) = self.at(spot.to(object), depth)
        {
            let method = callee.module.text(callee.node.child_by_field_name("property")?);
            return called_on(value, method, first().and_then(Spot::literal));
        }
        match (callee.module.text(callee.node), first()) {
            ("Number" | "parseInt" | "parseFloat", Some(first)) => match self.at(first, depth)? {
                Literal::Text(text) => text.trim().parse().ok().map(Literal::Integer),
                other => Some(other),
            },
            ("Boolean", Some(first)) => Some(Literal::Boolean(truth(&self.at(first, depth)?))),
            ("String", Some(first)) => self.at(first, depth)?.shown().map(Literal::Text),
            ("JSON.parse", Some(first)) => match self.at(first, depth)? {
                Literal::Text(text) => {
                    typed(&text, crate::facts::ValueType::Boolean).or(Some(Literal::List(items(&text))))
                }
                other => Some(other),
            },
            _ => self.followed(spot, depth),
        }
    }
}

fn called_on(value: Literal, method: &str, given: Option<Literal>) -> Option<Literal> {
    Some(match (value, method) {
        (Literal::Text(text), "toLowerCase") => Literal::Text(text.to_lowercase()),
        (Literal::Text(text), "toUpperCase") => Literal::Text(text.to_uppercase()),
        (Literal::Text(text), "trim") => Literal::Text(text.trim().to_owned()),
        (Literal::Text(text), "split") => {
            let separator = given.and_then(|given| given.shown()).unwrap_or_else(|| ",".to_owned());
            Literal::List(text.split(&separator).map(|part| Literal::Text(part.trim().to_owned())).collect())
        }
        (Literal::List(items), "includes") => Literal::Boolean(items.contains(&given?)),
        (Literal::List(items), "map" | "filter") => Literal::List(items),
        _ => return None,
    })
}
