//! What an attribute of an object holds: by the class around `self`, or by the class of a settings object.

use tree_sitter::Node;

use crate::detect::fields::fields;
use crate::detect::nodes::{argument, assignment, keyword, walk};
use crate::detect::sources::{Definition, Sources};
use crate::detect::syntax::Module;

/// How many definitions lead to a class.
const NAMES: usize = 5;

/// `self.folder` at `node`: what the class around it first gives that name.
pub fn own<'n>(module: &Module<'_>, node: Node<'n>, name: &str) -> Option<Node<'n>> {
    let mut class = node;
    while class.kind() != "class_definition" {
        class = class.parent()?;
    }
    let is_own =
        |text: &str| text == name || matches!(text.split_once('.'), Some(("self" | "cls", field)) if field == name);
    let mut value = None;
    walk(class, &mut |inner| {
        if let Some((left, right)) = assignment(inner).filter(|(left, _)| is_own(module.text(*left))) {
            value = value.or(Some(right)).filter(|_| left != node);
        }
        true
    });
    value
}

/// `settings.UPLOADS`: the default that the class of `object` states.
pub fn setting<'s, 't>(
    sources: &'s Sources<'t>,
    module: &Module<'_>,
    object: Node<'_>,
    name: &str,
) -> Option<(&'s Module<'t>, Node<'s>)> {
    let instance = sources.definition(module, &module.dotted(object)?)?;
    let class = class_of(sources, &instance)?;
    let field = fields(sources, &class).into_iter().find(|field| field.name == name)?;
    let default = field.default?;
    let is_field =
        default.kind() == "call" && field.module.callee(default).is_some_and(|callee| callee.ends_with("Field"));
    let value = match is_field {
        true => keyword(field.module, default, "default").or_else(|| argument(default, 0))?,
        false => default,
    };
    Some((field.module, value))
}

/// The class that a definition is, makes, or gets from a function such as `get_settings()`.
pub fn class_of<'s, 't>(sources: &'s Sources<'t>, definition: &Definition<'s, 't>) -> Option<Definition<'s, 't>> {
    let mut current = *definition;
    for _ in 0..NAMES {
        let module = current.module;
        let named = match current.node.kind() {
            "class_definition" => return Some(current),
            "function_definition" => {
                let annotation = module.text(current.node.child_by_field_name("return_type")?);
                module.imports.get(annotation).map_or_else(|| annotation.to_owned(), Clone::clone)
            }
            _ => {
                let (_, value) = assignment(current.node)?;
                if value.kind() == "call" { module.callee(value)? } else { module.dotted(value)? }
            }
        };
        current = sources.definition(module, &named)?;
    }
    None
}
