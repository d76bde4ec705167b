//! Following names: from a binding to its value, through imports and exports, and from a parameter to its arguments.

use crate::detect::js::exports::Export;
use crate::detect::js::nodes::argument;
use crate::detect::js::scope::{Binding, declared};
use crate::detect::js::sources::{JsSource, Target};
use crate::detect::js::syntax::Module;
use crate::detect::js::value::{Eval, Frame, Spot, Value};
use crate::detect::literal::Literal;
use crate::tree::RelPath;

/// What a search for callers costs.
const CALLERS: u32 = 150;

impl<'s, 't> Eval<'s, 't> {
    pub(super) fn bound(
        &self,
        spot: Spot<'s, 't>,
        name: &str,
        binding: Binding<'s, 't>,
        frame: Option<&Frame<'_, 's, 't>>,
    ) -> Option<Value<'s, 't>> {
        match binding {
            Binding::Import(import) => self.imported(spot.module.path, import.from, import.name),
            Binding::Definition(node) => Some(Value::Here(spot.to(node))),
            Binding::Variable(declarator) => match declarator.child_by_field_name("value") {
                Some(value) => self.at(spot.to(value), frame),
                None => self.assigned(spot, name, frame),
            },
            Binding::Part { of, keys, default } => {
                let whole = self.at(spot.to(of), frame);
                let part = whole.and_then(|whole| self.properties(whole, &keys, spot, frame));
                self.or_default(part, default.map(|default| spot.to(default)), frame)
            }
            Binding::Parameter { function, index, keys, default } => {
                let given = self.given(spot.to(function), index, frame);
                let part = given.and_then(|given| self.properties(given, &keys, spot, frame));
                self.or_default(part, default.map(|default| spot.to(default)), frame)
            }
        }
    }

    fn properties(
        &self,
        whole: Value<'s, 't>,
        keys: &[String],
        spot: Spot<'s, 't>,
        frame: Option<&Frame<'_, 's, 't>>,
    ) -> Option<Value<'s, 't>> {
        keys.iter().try_fold(whole, |value, key| self.property(&value, key, spot, frame))
    }

    /// A value with the default that stands beside it.
    pub(super) fn or_default(
        &self,
        value: Option<Value<'s, 't>>,
        default: Option<Spot<'s, 't>>,
        frame: Option<&Frame<'_, 's, 't>>,
    ) -> Option<Value<'s, 't>> {
        let Some(default) = default else { return value };
        match value {
            None | Some(Value::Literal(Literal::Nothing)) => self.at(default, frame),
            Some(Value::Variable(reading)) => {
                let other = self.at(default, frame);
                Some(Value::Variable(self.with_default(reading, other.as_ref())))
            }
            value => value,
        }
    }

    /// `let server;` and later `server = app.listen()`.
    fn assigned(&self, spot: Spot<'s, 't>, name: &str, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        let mut value = None;
        spot.module.walk(&mut |node| {
            let is = node.kind() == "assignment_expression"
                && node.child_by_field_name("left").is_some_and(|left| spot.module.text(left) == name);
            if is && value.is_none() {
                value = node.child_by_field_name("right");
            }
            value.is_none()
        });
        self.at(spot.to(value?), frame)
    }

    pub(super) fn imported(&self, from: &RelPath, specifier: &str, name: &str) -> Option<Value<'s, 't>> {
        match self.sources.find(from, specifier)? {
            Target::File(file) => self.exported(file, name),
            Target::Outside(package) if matches!(name, "default" | "*") => Some(Value::Outside(package)),
            Target::Outside(package) => Some(Value::Outside(format!("{package}.{name}"))),
        }
    }

    /// What `file` exports as `name`.
    pub(super) fn exported(&self, file: &'s JsSource<'t>, name: &str) -> Option<Value<'s, 't>> {
        let module = file.module()?;
        let spot = Spot { module, node: module.root() };
        let whole = || module.exports.whole.and_then(|span| module.node(span));
        match (name, module.exports.get(name), whole()) {
            ("*", _, None) => Some(Value::File(file)),
            ("*", _, Some(whole)) => self.at(spot.to(whole), None),
            (_, Some(Export::Local(local)), _) => self.local(module, local),
            (_, Some(Export::Here(span)), _) => self.at(spot.to(module.node(span)?), None),
            (_, Some(Export::From(specifier, inner)), _) => self.imported(file.path, specifier, inner),
            ("default", None, Some(whole)) => self.at(spot.to(whole), None),
            // An older file without one: everything that it exports stands for its default.
            ("default", None, None) => Some(Value::File(file)),
            (_, None, Some(whole)) => {
                let whole = self.at(spot.to(whole), None)?;
                self.property(&whole, name, spot, None)
            }
            (_, None, None) => {
                module.exports.stars.iter().find_map(|specifier| match self.sources.find(file.path, specifier)? {
                    Target::File(next) => self.exported(next, name),
                    Target::Outside(_) => None,
                })
            }
        }
    }

    fn local(&self, module: &'s Module<'t>, name: &str) -> Option<Value<'s, 't>> {
        let spot = Spot { module, node: module.root() };
        match module.declared(name) {
            Some(declaration) => self.bound(spot, name, declared(module, declaration, name)?, None),
            None => {
                let import = module.imports.get(name)?;
                self.imported(module.path, import.from, import.name)
            }
        }
    }

    /// The argument of a parameter: of the call that is being looked into, else of the first call that is known.
    fn given(&self, function: Spot<'s, 't>, index: usize, frame: Option<&Frame<'_, 's, 't>>) -> Option<Value<'s, 't>> {
        let mut current = frame;
        while let Some(frame) = current {
            if frame.function.is(function) {
                return self.at(frame.call.to(argument(frame.call.node, index)?), frame.outer);
            }
            current = frame.outer;
        }
        self.callers(function).into_iter().find_map(|call| self.at(call.to(argument(call.node, index)?), None))
    }

    /// The calls of a function of the repository, by what their callee leads to.
    pub(super) fn callers(&self, function: Spot<'s, 't>) -> Vec<Spot<'s, 't>> {
        let Some(name) = called_as(function) else { return Vec::new() };
        // Every file is looked through, so few such questions are asked.
        self.spend(CALLERS);
        let files = self.sources.iter().filter(|file| file.text.contains(name));
        let mut found = Vec::new();
        for module in files.filter_map(|file| file.module()) {
            for node in module.calls_of(name) {
                let call = Spot { module, node };
                let Some(callee) = call.callee() else { continue };
                if matches!(self.at(callee, None), Some(Value::Here(spot)) if is_same(spot, function)) {
                    found.push(call);
                }
            }
        }
        found
    }
}

/// Whether a callee is `function`, or the class that it constructs.
fn is_same(callee: Spot<'_, '_>, function: Spot<'_, '_>) -> bool {
    let class = function.node.parent().and_then(|body| body.parent());
    callee.is(function) || class.is_some_and(|class| callee.module.path == function.module.path && callee.node == class)
}

/// The name that a function is called by.
fn called_as<'t>(function: Spot<'_, 't>) -> Option<&'t str> {
    let own = function.node.child_by_field_name("name").map(|name| function.module.text(name));
    if own == Some("constructor") {
        let class = function.node.parent()?.parent()?;
        return Some(function.module.text(class.child_by_field_name("name")?));
    }
    if own.is_some() {
        return own;
    }
    let holder = function.node.parent()?;
    let name = match holder.kind() {
        "variable_declarator" => holder.child_by_field_name("name")?,
        "pair" => holder.child_by_field_name("key")?,
        "assignment_expression" => {
            let left = holder.child_by_field_name("left")?;
            left.child_by_field_name("property").unwrap_or(left)
        }
        "public_field_definition" => holder.child_by_field_name("name")?,
        "field_definition" => holder.child_by_field_name("property")?,
        _ => return None,
    };
    Some(function.module.text(name))
}
