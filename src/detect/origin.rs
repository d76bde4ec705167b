//! Which variable of the environment an expression takes its value from, through constants and settings objects.

use tree_sitter::Node;

use crate::detect::fields::{Field, fields};
use crate::detect::locality::local;
use crate::detect::nodes::{argument, assignment, line};
use crate::detect::sources::{Definition, Sources};
use crate::detect::syntax::Module;
use crate::detect::variables::Reading;
use crate::detect::{annotation, environ, members, pydantic};

/// How many names are followed.
const DEPTH: usize = 10;

/// The reading of the variable that the value of `node` comes from.
pub fn origin(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<Reading> {
    at_depth(sources, module, node, DEPTH)
}

fn at_depth(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Reading> {
    let depth = depth.checked_sub(1)?;
    let of = |node: Node<'_>| at_depth(sources, module, node, depth);
    match node.kind() {
        "call" => environ::reading(sources, module, node).or_else(|| wrapped(module, node).and_then(of)),
        "subscript" => environ::subscript(module, node),
        "parenthesized_expression" | "await" | "conditional_expression" | "type" => of(node.named_child(0)?),
        "boolean_operator" => of(node.child_by_field_name("left")?).or_else(|| of(node.child_by_field_name("right")?)),
        "identifier" | "attribute" => named(sources, module, node, depth),
        _ => None,
    }
}

fn named(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Reading> {
    if node.kind() == "identifier"
        && let Some(value) = local(module, node)
    {
        return at_depth(sources, module, value, depth);
    }
    let definition = module.dotted(node).and_then(|dotted| sources.definition(module, &dotted));
    if let Some((definition, (_, value))) = definition.and_then(|found| Some((found, assignment(found.node)?))) {
        return at_depth(sources, definition.module, value, depth);
    }
    let object = node.child_by_field_name("object")?;
    let class = class_at(sources, module, object, depth)?;
    let name = module.text(node.child_by_field_name("attribute")?);
    let field = fields(sources, &class).into_iter().find(|field| field.name == name)?;
    let read = field.default.and_then(|value| at_depth(sources, field.module, value, depth));
    read.or_else(|| of_settings(sources, module, object, &field, depth))
}

/// What pydantic reads for a field of the settings class, or of one that this holds.
fn of_settings(
    sources: &Sources<'_>,
    module: &Module<'_>,
    object: Node<'_>,
    field: &Field<'_, '_>,
    depth: usize,
) -> Option<Reading> {
    let mut holder = Some(object);
    while let Some(node) = holder {
        let class = class_at(sources, module, node, depth)?;
        let readings = pydantic::readings(sources, &class);
        let place = (field.module.path, Some(line(field.node)));
        if let Some(found) = readings.into_iter().find(|one| (&one.evidence.path, one.evidence.line) == place)
            && pydantic::has_base(sources, &class, &pydantic::is_base_settings, DEPTH)
        {
            return Some(found);
        }
        holder = node.child_by_field_name("object");
    }
    None
}

/// The class of what an expression stands for: a settings object, or a field of one.
fn class_at<'s, 't>(
    sources: &'s Sources<'t>,
    module: &Module<'_>,
    node: Node<'_>,
    depth: usize,
) -> Option<Definition<'s, 't>> {
    let depth = depth.checked_sub(1)?;
    if node.kind() == "identifier"
        && let Some(value) = local(module, node)
    {
        return class_at(sources, module, value, depth);
    }
    let dotted = if node.kind() == "call" { module.callee(node) } else { module.dotted(node) };
    if let Some(definition) = dotted.and_then(|dotted| sources.definition(module, &dotted)) {
        return members::class_of(sources, &definition);
    }
    let holder = class_at(sources, module, node.child_by_field_name("object")?, depth)?;
    let name = module.text(node.child_by_field_name("attribute")?);
    let field = fields(sources, &holder).into_iter().find(|field| field.name == name)?;
    let written = annotation::read(field.module.text(field.annotation?));
    let inner = &written.inner().name;
    let meaning = field.module.imports.get(inner.as_str()).map_or(inner.as_str(), String::as_str);
    sources.definition(field.module, meaning).filter(|found| found.node.kind() == "class_definition")
}

/// `str(x)`, `x.get_secret_value()`, `x.lower()`: what they are given, or stand on.
fn wrapped<'n>(module: &Module<'_>, call: Node<'n>) -> Option<Node<'n>> {
    let function = call.child_by_field_name("function")?;
    match function.kind() {
        "identifier" => argument(call, 0)
            .filter(|_| matches!(module.text(function), "str" | "int" | "bool" | "cast" | "strtobool" | "SecretStr")),
        "attribute" => {
            let method = module.text(function.child_by_field_name("attribute")?);
            let same = matches!(method, "get_secret_value" | "lower" | "upper" | "strip" | "rstrip" | "lstrip");
            function.child_by_field_name("object").filter(|_| same)
        }
        _ => None,
    }
}
