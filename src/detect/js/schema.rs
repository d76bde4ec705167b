//! Schemas that the environment is checked by: which library, which fields, and which variables those come from.

use crate::detect::js::chain::{Chain, chain};
use crate::detect::js::literal::key_text;
use crate::detect::js::nodes::{argument, children};
use crate::detect::js::origin::{constant, made_of_environment};
use crate::detect::js::property::is_name;
use crate::detect::js::rules::{Rule, rule};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::variables::Reading;
use crate::facts::Evidence;

/// Words of the files in which the environment is checked.
pub const WORDS: &[&str] = &["parse", "safeParse", "validate", "cleanEnv", "createEnv", "envsafe", "attempt", "cast("];
/// Methods by which a schema is held against something.
const CHECKS: &[&str] = &[
    "parse",
    "safeParse",
    "parseAsync",
    "safeParseAsync",
    "parseEnv",
    "validate",
    "validateSync",
    "validateAsync",
    "cast",
    "attempt",
];

/// One field of a schema, stated once or in several alternatives.
#[derive(Clone, Debug)]
struct Field<'s, 't> {
    key: String,
    schemas: Vec<Spot<'s, 't>>,
    /// Not every alternative has it.
    optional: bool,
}

/// The environment as a schema lets it through.
#[derive(Debug)]
pub struct Checked<'s, 't> {
    fields: Vec<Field<'s, 't>>,
    /// What is checked; None for the environment itself.
    input: Option<Spot<'s, 't>>,
}

impl<'s, 't> Checked<'s, 't> {
    /// The variable behind `key`.
    pub fn reading(&self, eval: &Eval<'s, 't>, key: &str) -> Option<Reading> {
        let field = self.fields.iter().find(|field| field.key == key)?;
        let rules = field.schemas.iter().map(|schema| rule(eval, *schema));
        let Rule { kind, mut required, default, choices } = rules.reduce(Rule::either)?;
        required &= !field.optional;
        let place = field.schemas.first()?;
        let Evidence { path, line, .. } = place.module.evidence(place.node);
        let evidence = Evidence { path, line, text: shown(*place) };
        let name = self.variable(eval, key)?;
        Some(Reading { name, kind, required, default, choices, evidence })
    }

    /// Every variable that is checked.
    pub fn readings(&self, eval: impl Fn() -> Eval<'s, 't>) -> Vec<Reading> {
        self.fields.iter().filter_map(|field| self.reading(&eval(), &field.key)).collect()
    }

    /// The name of the variable that a key stands for.
    fn variable(&self, eval: &Eval<'s, 't>, key: &str) -> Option<String> {
        let Some(input) = self.input else { return is_name(key).then(|| key.to_owned()) };
        let whole = eval.value(input);
        if let Some(Value::Variable(reading)) = whole.and_then(|whole| eval.property(&whole, key, input, None)) {
            return Some(reading.name);
        }
        // Names that a function has made out of the variables' own.
        made_of_environment(eval, input, 4).then(|| constant(key)).filter(|name| is_name(name))
    }
}

/// The field as it stands there, from its name on.
fn shown(schema: Spot<'_, '_>) -> String {
    let node = schema.node.parent().filter(|parent| parent.kind() == "pair").unwrap_or(schema.node);
    schema.module.evidence(node).text
}

/// What the call at `spot` checks, if it checks the environment against a schema.
pub fn checked<'s, 't>(eval: &Eval<'s, 't>, call: Spot<'s, 't>) -> Option<Checked<'s, 't>> {
    let callee = call.callee()?;
    let given = |index| argument(call.node, index).map(|node| call.to(node));
    let name = eval.name(callee);
    if let Some(name) = name {
        let last = name.rsplit('.').next().unwrap_or(&name).to_owned();
        let package = name.split('.').next().unwrap_or("");
        return match (package, last.as_str()) {
            ("envalid" | "znv", "cleanEnv" | "parseEnv") => whole(fields_of(eval, given(1)?), given(0)),
            ("envsafe", "envsafe") => whole(fields_of(eval, given(0)?), None),
            ("@t3-oss/env-core" | "@t3-oss/env-nextjs" | "@t3-oss/env-nuxt", "createEnv") => {
                let parts = ["server", "client", "shared"].into_iter().filter_map(|key| part(eval, given(0)?, key));
                whole(parts.flat_map(|spot| fields_of(eval, spot)).collect(), None)
            }
            ("valibot", "parse" | "safeParse" | "parseAsync") => whole(fields(eval, given(0)?), given(1)),
            ("joi" | "@hapi/joi", "attempt" | "assert") => whole(fields(eval, given(1)?), given(0)),
            _ => None,
        };
    }
    let method = callee.module.text(callee.node.child_by_field_name("property")?);
    let schema = callee.to(callee.node.child_by_field_name("object")?);
    if !CHECKS.contains(&method) {
        return None;
    }
    whole(fields(eval, schema), given(0))
}

fn whole<'s, 't>(fields: Vec<Field<'s, 't>>, input: Option<Spot<'s, 't>>) -> Option<Checked<'s, 't>> {
    (!fields.is_empty()).then_some(Checked { fields, input })
}

/// The value of `key` in an object, as it stands there.
fn part<'s, 't>(eval: &Eval<'s, 't>, object: Spot<'s, 't>, key: &str) -> Option<Spot<'s, 't>> {
    fields_of(eval, object).into_iter().find(|field| field.key == key)?.schemas.first().copied()
}

/// The fields of an object of schemas, with what is spread into it.
fn fields_of<'s, 't>(eval: &Eval<'s, 't>, object: Spot<'s, 't>) -> Vec<Field<'s, 't>> {
    let object = match eval.value(object) {
        Some(Value::Here(object)) if object.node.kind() == "object" => object,
        _ => return spread(eval, object),
    };
    let mut found: Vec<Field<'s, 't>> = Vec::new();
    for pair in children(object.node) {
        let one = |key: String, node| Field { key, schemas: vec![object.to(node)], optional: false };
        let new = match pair.kind() {
            "pair" => pair
                .child_by_field_name("key")
                .and_then(|key| key_text(object.module.source, key))
                .zip(pair.child_by_field_name("value"))
                .map(|(key, value)| vec![one(key, value)])
                .unwrap_or_default(),
            "shorthand_property_identifier" => vec![one(object.module.text(pair).to_owned(), pair)],
            "spread_element" => pair.named_child(0).map_or_else(Vec::new, |inner| fields_of(eval, object.to(inner))),
            _ => Vec::new(),
        };
        add(&mut found, new);
    }
    found
}

/// `...base.shape`, `...base.entries`: the fields of another schema.
fn spread<'s, 't>(eval: &Eval<'s, 't>, spot: Spot<'s, 't>) -> Vec<Field<'s, 't>> {
    let member = spot.node.child_by_field_name("property").map(|property| spot.module.text(property));
    let object =
        spot.node.child_by_field_name("object").filter(|_| matches!(member, Some("shape" | "entries" | "fields")));
    object.map_or_else(Vec::new, |object| fields(eval, spot.to(object)))
}

/// A later field of the same name replaces the earlier one.
fn add<'s, 't>(found: &mut Vec<Field<'s, 't>>, new: Vec<Field<'s, 't>>) {
    for field in new {
        match found.iter_mut().find(|known| known.key == field.key) {
            Some(known) => *known = field,
            None => found.push(field),
        }
    }
}

/// The fields of a schema: `z.object({…}).extend({…})`, and of alternatives all of them.
fn fields<'s, 't>(eval: &Eval<'s, 't>, schema: Spot<'s, 't>) -> Vec<Field<'s, 't>> {
    let Some(chain) = chain(eval, schema) else { return Vec::new() };
    let mut found = base(eval, &chain);
    for (method, call) in &chain.methods {
        let Some(given) = argument(call.node, 0).map(|node| call.to(node)) else { continue };
        match *method {
            "extend" | "keys" | "append" | "shape" | "safeExtend" => add(&mut found, fields_of(eval, given)),
            "merge" | "and" | "concat" => add(&mut found, fields(eval, given)),
            _ => {}
        }
    }
    if chain.method("partial").is_some() {
        found.iter_mut().for_each(|field| field.optional = true);
    }
    found
}

fn base<'s, 't>(eval: &Eval<'s, 't>, chain: &Chain<'s, 't>) -> Vec<Field<'s, 't>> {
    let inner = |index| chain.argument(index).map_or_else(Vec::new, |spot| fields(eval, spot));
    match chain.head() {
        "object" | "strictObject" | "looseObject" | "objectWithRest" => {
            chain.argument(0).map_or_else(Vec::new, |object| fields_of(eval, object))
        }
        "pipe" | "optional" | "partial" | "lazy" => inner(0),
        "preprocess" => inner(1),
        "intersection" | "intersect" | "merge" => {
            let mut found = inner(0);
            add(&mut found, inner(1));
            found
        }
        "discriminatedUnion" | "variant" => options(eval, chain.argument(1)),
        "union" => options(eval, chain.argument(0)),
        _ => Vec::new(),
    }
}

/// What any of several schemas has; what only some have may be missing.
fn options<'s, 't>(eval: &Eval<'s, 't>, list: Option<Spot<'s, 't>>) -> Vec<Field<'s, 't>> {
    let Some(Value::Here(list)) = list.and_then(|list| eval.value(list)) else { return Vec::new() };
    let each: Vec<_> = children(list.node).into_iter().map(|node| fields(eval, list.to(node))).collect();
    let mut found: Vec<Field<'s, 't>> = Vec::new();
    for field in each.iter().flatten() {
        let missing = each.iter().any(|fields| fields.iter().all(|other| other.key != field.key));
        match found.iter_mut().find(|known| known.key == field.key) {
            Some(known) => known.schemas.extend(field.schemas.iter().copied()),
            None => found.push(Field { optional: missing, ..field.clone() }),
        }
    }
    found
}
