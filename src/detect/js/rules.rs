//! What a schema asks of one value: its type, whether it must be there, its default, the values that it admits.

use crate::detect::js::chain::{Chain, chain};
use crate::detect::js::nodes::{argument, arguments, children};
use crate::detect::js::operators::kind_of;
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::facts::ValueType;

/// Libraries by which nothing is required unless it is said.
const LENIENT: &[&str] = &["joi", "@hapi/joi", "celebrate", "yup", "env-var"];

/// What is asked of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub kind: ValueType,
    pub required: bool,
    pub default: Option<String>,
    pub choices: Vec<String>,
}

impl Rule {
    fn any(required: bool) -> Self {
        Rule { kind: ValueType::String, required, default: None, choices: Vec::new() }
    }

    fn narrow(&mut self, kind: ValueType) {
        if matches!(self.kind, ValueType::String | ValueType::Number) {
            self.kind = kind;
        }
    }

    fn falls_back(&mut self, literal: Option<Literal>) {
        self.required = false;
        let Some(literal) = literal else { return };
        // A number may be written as a text.
        if !matches!(literal, Literal::Text(_)) {
            self.narrow(kind_of(&literal));
        }
        self.default = literal.shown().filter(|text| !text.is_empty());
    }

    /// What holds where either may apply.
    pub fn either(mut self, other: Rule) -> Self {
        self.required &= other.required;
        self.default = self.default.or(other.default);
        let new: Vec<String> = other.choices.into_iter().filter(|choice| !self.choices.contains(choice)).collect();
        self.choices.extend(new);
        self.narrow(other.kind);
        self
    }
}

/// The rule that the schema at `spot` states; a value that must be there where the schema is not understood.
pub fn rule<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Rule {
    let Some(chain) = chain(eval, spot) else { return Rule::any(true) };
    let mut rule = base(eval, &chain);
    for (method, call) in &chain.methods {
        apply(eval, &mut rule, method, *call);
    }
    rule
}

fn base<'s, 't>(eval: &Eval<'s, 't>, chain: &Chain<'s, 't>) -> Rule {
    let inner = |index| chain.argument(index).map(|spot| rule(eval, spot));
    let mut found = Rule::any(!LENIENT.contains(&chain.package()));
    match chain.head() {
        "optional" | "nullish" | "exactOptional" | "undefinedable" => {
            found = inner(0).unwrap_or(found);
            found.falls_back(chain.argument(1).and_then(|spot| known(eval, spot)));
        }
        "fallback" | "defaulted" => {
            found = inner(0).unwrap_or(found);
            found.falls_back(chain.argument(1).and_then(|spot| known(eval, spot)));
        }
        "preprocess" => found = inner(1).unwrap_or(found),
        "nullable" | "lazy" => found = inner(0).unwrap_or(found),
        "pipe" => {
            for (index, node) in arguments(chain.base.node).into_iter().enumerate() {
                let part = self::chain(eval, chain.base.to(node));
                if index == 0 {
                    found = rule(eval, chain.base.to(node));
                } else if let Some(part) = part {
                    apply(eval, &mut found, part.head(), part.base);
                }
            }
        }
        "union" | "alternatives" => {
            let options = chain.argument(0).map(|list| items(eval, list)).unwrap_or_default();
            let rules = options.into_iter().map(|option| rule(eval, option));
            found = rules.reduce(Rule::either).unwrap_or(found);
        }
        head => {
            if let Some(kind) = kind(head) {
                found.kind = kind;
            }
            apply_choices(eval, &mut found, head, chain.base);
            options(eval, &mut found, chain);
        }
    }
    found
}

/// The type that a word of these libraries stands for.
fn kind(word: &str) -> Option<ValueType> {
    Some(match word {
        "number" | "num" | "float" | "asFloat" | "asFloatPositive" => ValueType::Number,
        "int" | "integer" | "port" | "int32" | "asInt" | "asIntPositive" | "asPortNumber" | "bigint" | "nat" => {
            ValueType::Integer
        }
        "boolean" | "bool" | "stringbool" | "asBool" | "asBoolStrict" => ValueType::Boolean,
        "url" | "uri" | "httpUrl" | "asUrlString" | "asUrlObject" => ValueType::Url,
        "array" | "tuple" | "set" | "list" | "asArray" => ValueType::List,
        "object" | "record" | "json" | "asJson" | "asJsonObject" | "asJsonArray" => ValueType::Json,
        _ => return None,
    })
}

/// What one method, or one action of a pipe, adds.
fn apply<'s, 't>(eval: &Eval<'s, 't>, rule: &mut Rule, method: &str, call: Spot<'s, 't>) {
    let first = || argument(call.node, 0).map(|node| call.to(node));
    match method {
        "optional" | "nullish" | "notRequired" | "undefined" => rule.required = false,
        "required" | "exist" | "defined" => {
            rule.required = first().and_then(Spot::literal) != Some(Literal::Boolean(false));
        }
        "default" | "catch" | "prefault" | "fallback" => rule.falls_back(first().and_then(|spot| known(eval, spot))),
        "transform" | "toNumber" => {
            let text = first().map_or("", |spot| spot.module.text(spot.node));
            match text {
                _ if method == "toNumber" || text == "Number" || text.contains("Number(") => {
                    rule.narrow(ValueType::Number);
                }
                _ if text.contains("parseInt") => rule.narrow(ValueType::Integer),
                _ if text.contains("'true'") || text.contains("\"true\"") => rule.narrow(ValueType::Boolean),
                _ if text.contains(".split(") => rule.narrow(ValueType::List),
                _ if text.contains("JSON.parse") => rule.narrow(ValueType::Json),
                _ => {}
            }
        }
        "pipe" => {
            let next = first().map(|spot| self::rule(eval, spot));
            if let Some(next) = next {
                rule.narrow(next.kind);
                rule.choices.extend(next.choices);
            }
        }
        "transformToBoolean" => rule.narrow(ValueType::Boolean),
        _ => {
            if let Some(kind) = kind(method) {
                rule.kind = kind;
            }
            apply_choices(eval, rule, method, call);
        }
    }
}

/// Values that are admitted: `z.enum(["a", "b"])`, `.valid("a", "b")`, `z.literal("a")`.
fn apply_choices<'s, 't>(eval: &Eval<'s, 't>, rule: &mut Rule, method: &str, call: Spot<'s, 't>) {
    let given = match method {
        "enum" | "nativeEnum" | "picklist" | "oneOf" | "asEnum" | "enum_" => {
            argument(call.node, 0).map(|node| items(eval, call.to(node))).unwrap_or_default()
        }
        "valid" | "equal" | "literal" => arguments(call.node).into_iter().map(|node| call.to(node)).collect(),
        _ => return,
    };
    let values = given.into_iter().filter_map(|spot| known(eval, spot)?.shown());
    rule.choices = values.filter(|value| !value.is_empty()).collect();
}

/// `str({default: "x", choices: ["x", "y"]})`.
fn options<'s, 't>(eval: &Eval<'s, 't>, rule: &mut Rule, chain: &Chain<'s, 't>) {
    if !matches!(chain.package(), "envalid" | "envsafe") {
        return;
    }
    let Some(Value::Here(options)) = chain.argument(0).and_then(|spot| eval.value(spot)) else { return };
    for pair in children(options.node) {
        let part = |field| pair.child_by_field_name(field);
        let (Some(key), Some(value)) = (part("key"), part("value")) else { continue };
        match options.module.text(key) {
            "default" => rule.falls_back(known(eval, options.to(value))),
            "choices" => {
                let values = items(eval, options.to(value)).into_iter().filter_map(|spot| known(eval, spot)?.shown());
                rule.choices = values.collect();
            }
            "allowEmpty" | "requiredWhen" => rule.required = false,
            _ => {}
        }
    }
}

/// The members of a list, of an object or of an enumeration.
fn items<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Vec<Spot<'s, 't>> {
    let Some(Value::Here(list)) = eval.value(spot) else { return Vec::new() };
    match list.node.kind() {
        "array" => children(list.node).into_iter().map(|node| list.to(node)).collect(),
        "object" => children(list.node)
            .into_iter()
            .filter_map(|pair| pair.child_by_field_name("value"))
            .map(|node| list.to(node))
            .collect(),
        "enum_declaration" => list.node.child_by_field_name("body").map_or_else(Vec::new, |body| {
            children(body).into_iter().filter_map(|one| one.child_by_field_name("value")).map(|n| list.to(n)).collect()
        }),
        _ => Vec::new(),
    }
}

/// A value that is known before the program runs.
pub fn known<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Option<Literal> {
    match eval.value(spot)? {
        Value::Literal(literal) => Some(literal).filter(|literal| *literal != Literal::Nothing),
        Value::Here(spot) => spot.literal(),
        _ => None,
    }
}
