//! What settings hold at the end of a flow: texts, lists of texts, and the expressions behind a name.

use tree_sitter::Node;

use crate::detect::django::flow::{Flow, Step};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{assignment, walk};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::facts::Evidence;

/// How many names are followed.
const HOPS: usize = 6;

/// An expression and the module that it stands in.
pub type Value<'s, 't> = (&'s Module<'t>, Node<'s>);

/// The place of an expression, with the name that it is given.
pub fn evidence((module, node): Value<'_, '_>) -> Evidence {
    let named = node.parent().filter(|parent| parent.kind() == "assignment");
    module.evidence(named.unwrap_or(node))
}

/// Settings as production has them.
#[derive(Clone, Copy, Debug)]
pub struct Values<'f, 's, 't> {
    pub sources: &'s Sources<'t>,
    pub flow: &'f Flow<'s, 't>,
}

impl<'s, 't> Values<'_, 's, 't> {
    /// Everything that may be the value of a name, the last first, up to what is assigned for certain.
    pub fn of(&self, name: &str) -> Vec<Value<'s, 't>> {
        let mut found = Vec::new();
        for step in self.flow.steps.iter().rev() {
            let Some((whole, value)) = self.given(step, name) else { continue };
            found.push(value);
            if whole && !step.conditional {
                break;
            }
        }
        found
    }

    /// Whether the name is given a value at all.
    pub fn has(&self, name: &str) -> bool {
        self.flow.steps.iter().any(|step| self.given(step, name).is_some())
    }

    /// The text that a name holds.
    pub fn text(&self, name: &str) -> Option<(String, Value<'s, 't>)> {
        self.of(name).into_iter().find_map(|value| {
            let (module, node) = value;
            match literal(module, node) {
                Some(Literal::Text(text)) => Some((text, value)),
                _ => crate::detect::environ::read_at(self.sources, module, node)?.default.map(|text| (text, value)),
            }
        })
    }

    /// Every text in the value of a name, also in what it is made of.
    pub fn texts(&self, name: &str) -> Vec<(String, Value<'s, 't>)> {
        let mut found = Vec::new();
        for value in self.of(name).into_iter().rev() {
            self.collect(value, name, HOPS, &mut found);
        }
        found
    }

    fn collect(
        &self,
        (module, node): Value<'s, 't>,
        name: &str,
        hops: usize,
        found: &mut Vec<(String, Value<'s, 't>)>,
    ) {
        let Some(hops) = hops.checked_sub(1) else { return };
        let mut names: Vec<String> = Vec::new();
        walk(node, &mut |inner| match inner.kind() {
            "string" => {
                if let Some(Literal::Text(text)) = literal(module, inner) {
                    found.push((text, (module, inner)));
                }
                false
            }
            "identifier" | "attribute" => {
                names.extend(module.dotted(inner).filter(|other| other != name));
                false
            }
            _ => true,
        });
        for other in names {
            let here = self.of(&other);
            if here.is_empty()
                && let Some(definition) = self.sources.definition(module, &other)
                && let Some((_, value)) = assignment(definition.node)
            {
                self.collect((definition.module, value), name, hops, found);
            }
            for value in here.into_iter().rev() {
                self.collect(value, &other, hops, found);
            }
        }
    }

    /// What a step gives to `name`, and whether that is the whole of it.
    fn given(&self, step: &Step<'s, 't>, name: &str) -> Option<(bool, Value<'s, 't>)> {
        let Step { module, node, .. } = *step;
        match node.kind() {
            "assignment" => {
                let (left, right) = assignment(node)?;
                let ours = base(module, left) == name;
                ours.then(|| (left.kind() == "identifier" && !mentions(module, right, name), (module, right)))
            }
            "augmented_assignment" => {
                let left = node.child_by_field_name("left")?;
                let right = node.child_by_field_name("right")?;
                (base(module, left) == name).then_some((false, (module, right)))
            }
            // `MIDDLEWARE.insert(0, "…")`
            "call" => {
                let function = node.child_by_field_name("function").filter(|one| one.kind() == "attribute")?;
                let method = module.text(function.child_by_field_name("attribute")?);
                let adds = matches!(method, "append" | "extend" | "insert" | "update" | "setdefault" | "add");
                let object = function.child_by_field_name("object")?;
                (adds && base(module, object) == name)
                    .then_some((false, (module, node.child_by_field_name("arguments")?)))
            }
            "import_from_statement" => {
                let definition = module.imports.contains_key(name).then(|| self.sources.definition(module, name))??;
                let stands_here = module.text(node).contains(name);
                let (_, right) = assignment(definition.node).filter(|_| stands_here)?;
                Some((true, (definition.module, right)))
            }
            _ => None,
        }
    }
}

/// `DATABASES` of `DATABASES["default"]["NAME"]`.
fn base<'t>(module: &Module<'t>, node: Node<'_>) -> &'t str {
    let mut node = node;
    while let Some(value) = node.child_by_field_name("value").filter(|_| node.kind() == "subscript") {
        node = value;
    }
    module.text(node)
}

fn mentions(module: &Module<'_>, node: Node<'_>, name: &str) -> bool {
    let mut found = false;
    walk(node, &mut |inner| {
        found |= inner.kind() == "identifier" && module.text(inner) == name;
        !found
    });
    found
}
