//! What an expression stands for, followed through names, files, objects and functions of the repository.

use std::cell::Cell;

use tree_sitter::Node;

use crate::detect::js::imports::loads;
use crate::detect::js::literal::literal;
use crate::detect::js::nodes::{bare, callee};
use crate::detect::js::scope::binding;
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::syntax::Module;
use crate::detect::literal::Literal;
use crate::detect::variables::Reading;

/// How many steps one question may take.
const FUEL: u32 = 3000;

/// How far names, files and functions are followed into one another.
const DEPTH: u32 = 100;

/// A node and the file that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'s, 't> {
    pub module: &'s Module<'t>,
    pub node: Node<'s>,
}

impl<'s, 't> Spot<'s, 't> {
    /// Another node of the same file.
    pub fn to(self, node: Node<'s>) -> Self {
        Spot { node, ..self }
    }

    pub fn is(self, other: Spot<'_, '_>) -> bool {
        self.module.path == other.module.path && self.node.byte_range() == other.node.byte_range()
    }

    /// The value, if it is written out here.
    pub fn literal(self) -> Option<Literal> {
        literal(self.module.source, self.node)
    }

    /// The callee of a call, and of `new`.
    pub fn callee(self) -> Option<Self> {
        callee(self.node).map(|node| self.to(node))
    }
}

/// What an expression stands for.
#[derive(Clone, Debug)]
pub enum Value<'s, 't> {
    Literal(Literal),
    /// Something of Node or of a package, by its full name: `express.Router`, `process.env`.
    Outside(String),
    /// All that a file exports.
    File(&'s JsSource<'t>),
    /// An object, function, class, call or `new` that cannot be followed any further.
    Here(Spot<'s, 't>),
    /// An environment variable, with what is said about it on the way.
    Variable(Reading),
}

/// A call that is being looked into, so that parameters are known.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'f, 's, 't> {
    pub function: Spot<'s, 't>,
    pub call: Spot<'s, 't>,
    pub outer: Option<&'f Frame<'f, 's, 't>>,
}

/// Answers one question about the code.
#[derive(Debug)]
pub struct Eval<'s, 't> {
    pub sources: &'s JsSources<'t>,
    fuel: Cell<u32>,
    /// How deep the question has led.
    depth: Cell<u32>,
}

impl<'s, 't> Eval<'s, 't> {
    pub fn new(sources: &'s JsSources<'t>) -> Self {
        Eval { sources, fuel: Cell::new(FUEL), depth: Cell::new(0) }
    }

    /// Takes steps off what is left.
    pub(super) fn spend(&self, steps: u32) {
        self.fuel.set(self.fuel.get().saturating_sub(steps));
    }

    /// What the expression at `spot` stands for.
    pub fn value(&self, spot: Spot<'s, 't>) -> Option<Value<'s, 't>> {
        self.at(spot, None)
    }

    /// The full name of what stands at `spot`, where a package or Node brings it.
    pub fn name(&self, spot: Spot<'s, 't>) -> Option<String> {
        match self.value(spot)? {
            Value::Outside(name) => Some(name),
            _ => None,
        }
    }

    /// The call or `new` that made the value at `spot`, with the full name of what was called.
    pub fn made(&self, spot: Spot<'s, 't>) -> Option<(String, Spot<'s, 't>)> {
        self.made_by(&self.value(spot)?)
    }

    /// The same, of a value.
    pub fn made_by(&self, value: &Value<'s, 't>) -> Option<(String, Spot<'s, 't>)> {
        let Value::Here(call) = value else { return None };
        Some((self.name(call.callee()?)?, *call))
    }

    pub(super) fn at(&self, spot: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        self.fuel.set(self.fuel.get().checked_sub(1)?);
        // A name may lead back to itself.
        let depth = self.depth.get();
        if depth >= DEPTH {
            return None;
        }
        self.depth.set(depth + 1);
        let value = self.step(spot, frame);
        self.depth.set(depth);
        value
    }

    fn step(&self, spot: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        let spot = spot.to(bare(spot.node));
        let node = spot.node;
        match node.kind() {
            "identifier" | "shorthand_property_identifier" => self.named(spot, spot.module.text(node), frame),
            "this" => self.around(spot).map(Value::Here),
            "member_expression" | "subscript_expression" => self.member(spot, frame),
            "call_expression" => self.call(spot, frame),
            "binary_expression" => self.binary(spot, frame),
            "ternary_expression" => self.either(spot, frame),
            "unary_expression" => self.unary(spot, frame),
            "assignment_expression" => self.at(spot.to(node.child_by_field_name("right")?), frame),
            "sequence_expression" => self.at(spot.to(node.child_by_field_name("right")?), frame),
            "array" | "object" => Some(Value::Here(spot)),
            "meta_property" => Some(Value::Outside("import.meta".into())),
            _ => Some(spot.literal().map_or(Value::Here(spot), Value::Literal)),
        }
    }

    fn member(&self, spot: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        let object = spot.to(spot.node.child_by_field_name("object")?);
        let key = match spot.node.child_by_field_name("property") {
            Some(property) => spot.module.text(property).trim_start_matches('#').to_owned(),
            None => self.key(spot.to(spot.node.child_by_field_name("index")?), frame)?,
        };
        if spot.module.text(spot.node) == "module.exports" {
            return self.exported(self.sources.get(spot.module.path.as_str())?, "*");
        }
        let object = self.at(object, frame)?;
        self.property(&object, &key, spot, frame)
    }

    /// A computed key, where it is known.
    fn key(&self, spot: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<String> {
        match self.at(spot, frame)? {
            Value::Literal(literal) => literal.shown(),
            _ => None,
        }
    }

    /// What a name means where it stands.
    pub(super) fn named(
        &self,
        spot: Spot<'s, 't>,
        name: &str,
        frame: Option<&Frame<'_, 's, 't>>,
    ) -> Option<Value<'s, 't>> {
        match binding(spot.module, spot.node, name) {
            Some(binding) => self.bound(spot, name, binding, frame),
            None if name == "undefined" => Some(Value::Literal(Literal::Nothing)),
            None => Some(Value::Outside(name.to_owned())),
        }
    }

    fn call(&self, spot: Spot<'s, 't>, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        if loads(spot.module.source, spot.node) {
            let named = self.at(spot.to(crate::detect::js::nodes::argument(spot.node, 0)?), frame)?;
            let Value::Literal(Literal::Text(specifier)) = named else { return None };
            return self.imported(spot.module.path, &specifier, "*");
        }
        self.called(spot, frame)
    }
}
