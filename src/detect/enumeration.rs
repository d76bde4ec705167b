//! Enumerations: the values that a setting may take.

use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::assignment;
use crate::detect::pydantic::has_base;
use crate::detect::sources::{Definition, Sources};

/// Whether the class is an enumeration.
pub fn is_enumeration(sources: &Sources<'_>, class: &Definition<'_, '_>) -> bool {
    has_base(sources, class, &|base| matches!(base, "enum.Enum" | "enum.StrEnum" | "enum.IntEnum"), 12)
}

/// Its members, with their values where these are written out.
pub fn members<'t>(class: &Definition<'_, 't>) -> Vec<(&'t str, Option<Literal>)> {
    let module = class.module;
    let Some(body) = class.node.child_by_field_name("body") else { return Vec::new() };
    let mut cursor = body.walk();
    let statements = body.named_children(&mut cursor).filter_map(|statement| statement.named_child(0));
    let assigned = statements.filter_map(assignment);
    assigned.map(|(left, right)| (module.text(left), literal(module, right))).collect()
}

/// The values that it admits.
pub fn choices(class: &Definition<'_, '_>) -> Vec<String> {
    members(class).into_iter().filter_map(|(_, value)| value?.shown()).collect()
}
