//! The settings that a Django project runs with in production, through everything that they import.

use tree_sitter::Node;

use crate::detect::Code;
use crate::detect::django::flow::Flow;
use crate::detect::django::values::{Value, Values, evidence};
use crate::detect::literal::{Literal, literal};
use crate::facts::{AppFacts, Evidence};
use crate::tree::RelPath;

/// Settings as production has them, of one app.
#[derive(Debug)]
pub struct Settings<'s, 't> {
    pub app: String,
    code: &'s Code<'t>,
    flow: Flow<'s, 't>,
    /// The module that production loads.
    pub place: Evidence,
}

impl<'s, 't> Settings<'s, 't> {
    /// Of `app`, where it is a Django project whose settings are found and are no classes.
    pub fn of(code: &'s Code<'t>, app: &AppFacts) -> Option<Self> {
        let django = &app.django.as_ref()?.value;
        let found = code.python.find(&django.manage, &django.settings).filter(|found| found.rest.is_empty())?;
        let flow = Flow::of(&code.python, found.source);
        let place = Evidence { path: found.source.path.clone(), line: None, text: django.settings.clone() };
        flow.classes.is_empty().then(|| Settings { app: app.name.clone(), code, flow, place })
    }

    pub fn values(&self) -> Values<'_, 's, 't> {
        Values { sources: &self.code.python, flow: &self.flow }
    }

    /// The last expression that is given to a setting, which holds unless what comes before is conditional.
    pub fn get(&self, name: &str) -> Option<Value<'s, 't>> {
        self.values().of(name).into_iter().next()
    }

    /// Whether production has another value for `name` than the one that `file` gives it at `node`.
    pub fn replaces(&self, name: &str, file: &RelPath, node: Node<'_>) -> bool {
        let in_flow = self.flow.files.iter().any(|source| source.path == file);
        let values = self.values().of(name);
        let holds = |value: Node<'_>| value.start_byte() <= node.start_byte() && node.end_byte() <= value.end_byte();
        let own = values.iter().position(|(module, value)| module.path == file && holds(*value));
        let later = values.get(..own.unwrap_or(values.len())).unwrap_or_default();
        // Both branches of one condition leave nothing of what came before.
        let branches: Vec<usize> = later.iter().filter_map(|(_, value)| condition(*value)).collect();
        let whole = branches.iter().any(|one| branches.iter().filter(|other| *other == one).count() > 1);
        in_flow && !values.is_empty() && (own.is_none() || whole)
    }

    /// Whether a setting is given any value.
    pub fn has(&self, name: &str) -> bool {
        self.values().has(name)
    }

    /// The value of a setting, where it is written out.
    pub fn literal(&self, name: &str) -> Option<Literal> {
        let (module, node) = self.get(name)?;
        literal(module, node)
    }

    /// Every text in a setting, also in what it is made of, with its place.
    pub fn texts(&self, name: &str) -> Vec<(String, Evidence)> {
        self.values().texts(name).into_iter().map(|(text, value)| (text, evidence(value))).collect()
    }

    /// Where a setting is given its value; the settings module where it is given none.
    pub fn place_of(&self, name: &str) -> Evidence {
        self.get(name).map_or_else(|| self.place.clone(), evidence)
    }
}

/// The condition with an `else` around an expression, by its id.
fn condition(value: Node<'_>) -> Option<usize> {
    let mut outer = value.parent();
    while let Some(found) = outer.filter(|found| found.kind() != "if_statement") {
        outer = found.parent();
    }
    outer.filter(|found| found.child_by_field_name("alternative").is_some()).map(|found| found.id())
}
