//! Variables read one by one: `process.env.X` in every form, with what the code around says about each.

use std::collections::{BTreeSet, HashMap};

use tree_sitter::Node;

use crate::detect::js::context::context;
use crate::detect::js::guards::guards;
use crate::detect::js::helpers::helped;
use crate::detect::js::literal::{key_text, text};
use crate::detect::js::nodes::{children, wrapped};
use crate::detect::js::property::{ENVIRONMENTS, is_name, reading};
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::variables::Reading;

/// A file without this reads no variable by itself.
pub const WORDS: &[&str] = &["env"];
/// Set by a bundler, never by a person.
const BUNDLER: &[&str] = &["MODE", "DEV", "PROD", "SSR", "BASE_URL"];

/// Every reading in one file.
pub fn readings<'s, 't>(sources: &'s JsSources<'t>, file: &'s JsSource<'t>) -> Vec<Reading> {
    let Some(module) = file.module() else { return Vec::new() };
    let mut scene = Scene { sources, guards: guards(module), known: HashMap::new() };
    let kinds = [
        "member_expression",
        "subscript_expression",
        "variable_declarator",
        "assignment_pattern",
        "required_parameter",
        "binary_expression",
    ];
    let read = |node: Node<'s>| {
        let spot = Spot { module, node };
        match node.kind() {
            "variable_declarator" => scene.pattern(spot, "name", "value"),
            "assignment_pattern" => scene.pattern(spot, "left", "right"),
            "required_parameter" => scene.pattern(spot, "pattern", "value"),
            "binary_expression" => scene.membership(spot).into_iter().collect(),
            _ => scene.member(spot),
        }
    };
    module.nodes(&kinds).flat_map(read).collect()
}

/// One file, looked at for what it reads.
struct Scene<'s, 't> {
    sources: &'s JsSources<'t>,
    guards: BTreeSet<&'t str>,
    /// Whether a name stands for the environment.
    known: HashMap<&'t str, bool>,
}

impl<'s, 't> Scene<'s, 't> {
    fn is_environment(&mut self, spot: Spot<'s, 't>) -> bool {
        let written = spot.module.text(spot.node);
        // Names are many, and the environment is called after itself.
        if written.len() > 40 || !written.to_ascii_lowercase().contains("env") {
            return false;
        }
        if let Some(known) = self.known.get(written) {
            return *known;
        }
        let name = Eval::new(self.sources).name(spot);
        let is = name.is_some_and(|name| ENVIRONMENTS.contains(&name.as_str()));
        self.known.insert(written, is);
        is
    }

    fn member(&mut self, spot: Spot<'s, 't>) -> Vec<Reading> {
        let Some(object) = spot.node.child_by_field_name("object") else { return Vec::new() };
        if !self.is_environment(spot.to(object)) || is_stored(spot.node) {
            return Vec::new();
        }
        let property = spot.node.child_by_field_name("property");
        if let Some(name) = property.map(|property| spot.module.text(property)) {
            let bundled = spot.module.text(object).starts_with("import") && BUNDLER.contains(&name);
            return if bundled || !is_name(name) { Vec::new() } else { vec![self.reading(name, spot)] };
        }
        let Some(index) = spot.node.child_by_field_name("index") else { return Vec::new() };
        match Eval::new(self.sources).value(spot.to(index)) {
            Some(Value::Literal(literal)) if index.kind() == "string" || index.kind() == "template_string" => {
                let name = literal.shown().filter(|name| is_name(name));
                name.map(|name| self.reading(&name, spot)).into_iter().collect()
            }
            _ => helped(self.sources, spot, index),
        }
    }

    fn reading(&self, name: &str, spot: Spot<'s, 't>) -> Reading {
        let mut found = context(&Eval::new(self.sources), reading(name, spot), spot);
        let kept = kept_as(spot.module.source, wrapped(spot.node));
        let guarded = |written: &&str| {
            *written == spot.module.text(spot.node)
                || kept.is_some_and(|kept| *written == kept || written.ends_with(&format!(".{kept}")))
        };
        found.required |= found.default.is_none() && self.guards.iter().any(guarded);
        found
    }

    /// `const { PORT = 3000, HOST: host } = process.env`.
    fn pattern(&mut self, spot: Spot<'s, 't>, left: &str, right: &str) -> Vec<Reading> {
        let pattern = spot.node.child_by_field_name(left).filter(|left| left.kind() == "object_pattern");
        let (Some(pattern), Some(value)) = (pattern, spot.node.child_by_field_name(right)) else { return Vec::new() };
        if !self.is_environment(spot.to(value)) {
            return Vec::new();
        }
        children(pattern).into_iter().filter_map(|part| self.part(spot.to(part))).collect()
    }

    fn part(&self, spot: Spot<'s, 't>) -> Option<Reading> {
        let source = spot.module.source;
        let (key, local) = match spot.node.kind() {
            "pair_pattern" => (spot.node.child_by_field_name("key")?, spot.node.child_by_field_name("value")?),
            _ => (spot.node, spot.node),
        };
        let (key, default) = match key.kind() {
            "object_assignment_pattern" => (key.child_by_field_name("left")?, key.child_by_field_name("right")),
            _ => (key, local.child_by_field_name("right")),
        };
        let local = local.child_by_field_name("left").unwrap_or(local);
        let name = key_text(source, key).filter(|name| is_name(name))?;
        let mut found = reading(&name, spot);
        match default {
            Some(default) => {
                let eval = Eval::new(self.sources);
                found = eval.with_default(found, eval.value(spot.to(default)).as_ref());
            }
            None => found.required = self.guards.contains(spot.module.text(local)),
        }
        Some(found)
    }

    /// `"X" in process.env`: looked at, not needed.
    fn membership(&mut self, spot: Spot<'s, 't>) -> Option<Reading> {
        let is_in = spot.node.child_by_field_name("operator")?.kind() == "in";
        let (left, right) = (spot.node.child_by_field_name("left")?, spot.node.child_by_field_name("right")?);
        let name = text(spot.module.source, left).filter(|name| is_in && is_name(name))?;
        self.is_environment(spot.to(right)).then(|| reading(&name, spot))
    }
}

/// Something is stored there, or taken away.
fn is_stored(node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    let assigned = matches!(parent.kind(), "assignment_expression" | "augmented_assignment_expression")
        && parent.child_by_field_name("left") == Some(node);
    let deleted = parent.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "delete");
    assigned || deleted
}

/// The name that the value is kept under: of a variable, or of an object's property.
fn kept_as<'t>(source: &'t str, node: Node<'_>) -> Option<&'t str> {
    let holder = node.parent()?;
    let name = match holder.kind() {
        "variable_declarator" => holder.child_by_field_name("name")?,
        "pair" => holder.child_by_field_name("key")?,
        _ => return None,
    };
    source.get(name.byte_range())
}
