//! Secrets in JavaScript and TypeScript: what is assigned, signed with, or fallen back to.

use tree_sitter::Node;

use crate::audit::secrets::Place;
use crate::audit::secrets::literal::{Kind, is_value, kind};
use crate::detect::js::literal::{key_text, text};
use crate::detect::js::nodes::{argument, bare, callee, children};
use crate::detect::js::syntax::Module;
use crate::detect::order::Aside;
use crate::detect::secret::name_is_secret;

/// Every secret of a file, in order.
pub fn places<'n>(module: &'n Module<'_>) -> Vec<Place<'n>> {
    let kinds = [
        "variable_declarator",
        "assignment_expression",
        "pair",
        "public_field_definition",
        "binary_expression",
        "call_expression",
    ];
    let aside = Aside::of(module.nodes(&["enum_declaration"]));
    let counts = |node: &Node<'_>| !aside.holds(*node);
    let held = |node: Node<'n>| match node.kind() {
        "assignment_expression" => named(module, node, "left", "right"),
        "pair" => paired(module, node),
        "binary_expression" => fallen_back(module, node),
        "call_expression" => signed(module, node),
        _ => named(module, node, "name", "value"),
    };
    module.nodes(&kinds).filter(counts).filter_map(held).collect()
}

/// `const JWT_SECRET = "…"`, `config.JWT_SECRET = "…"`.
fn named<'n>(module: &Module<'_>, node: Node<'n>, left: &str, right: &str) -> Option<Place<'n>> {
    let left = node.child_by_field_name(left)?;
    let name = match left.kind() {
        "member_expression" => left.child_by_field_name("property")?,
        "identifier" | "property_identifier" => left,
        _ => return None,
    };
    given(module, module.text(name).to_owned(), node.child_by_field_name(right)?)
}

/// `{ JWT_SECRET: "…" }`, and `{ JWT_SECRET: z.string().default("…") }` of a schema.
fn paired<'n>(module: &Module<'_>, node: Node<'n>) -> Option<Place<'n>> {
    let name = key_text(module.source, node.child_by_field_name("key")?)?;
    let value = bare(node.child_by_field_name("value")?);
    if value.kind() == "call_expression" {
        let default = default_of(module, value).filter(|_| name_is_secret(&name))?;
        let text = text(module.source, default)?;
        let real = is_value(&name.to_ascii_uppercase(), &text);
        return real.then_some(Place { name, node: default, kind: Kind::Secret, fallback: true });
    }
    given(module, name, value)
}

fn given<'n>(module: &Module<'_>, name: String, value: Node<'n>) -> Option<Place<'n>> {
    let node = bare(value);
    let kind = kind(&name, &text(module.source, node)?)?;
    Some(Place { name, node, kind, fallback: false })
}

/// The argument of `.default(…)` in a chain of calls.
fn default_of<'n>(module: &Module<'_>, call: Node<'n>) -> Option<Node<'n>> {
    let mut current = call;
    loop {
        let function = callee(current)?;
        let property = function.child_by_field_name("property")?;
        if module.text(property) == "default" {
            return argument(current, 0);
        }
        current = function.child_by_field_name("object").filter(|inner| inner.kind() == "call_expression")?;
    }
}

/// `process.env.JWT_SECRET || "…"`.
fn fallen_back<'n>(module: &Module<'_>, node: Node<'n>) -> Option<Place<'n>> {
    let operator = node.child_by_field_name("operator")?.kind();
    let left = module.text(bare(node.child_by_field_name("left")?));
    let name = left.rsplit(['.', '?']).next()?.trim_matches(['"', '\'', '[', ']', '!']).to_owned();
    let right = bare(node.child_by_field_name("right")?);
    let asks = matches!(operator, "||" | "??") && left.contains("env") && name_is_secret(&name);
    let value = text(module.source, right).filter(|_| asks)?;
    let real = is_value(&name.to_ascii_uppercase(), &value);
    real.then_some(Place { name, node: right, kind: Kind::Secret, fallback: true })
}

/// `jwt.sign(claims, "…")`, `session({ secret: "…" })`, `cookieParser("…")`.
fn signed<'n>(module: &Module<'_>, call: Node<'n>) -> Option<Place<'n>> {
    let function = callee(call)?;
    let written = module.text(function);
    let is_jwt = |name: &str| name == "jwt" || module.imports.get(name).is_some_and(|one| one.from == "jsonwebtoken");
    let node = match written.rsplit_once('.') {
        Some((object, "sign" | "verify")) if is_jwt(object) => argument(call, 1)?,
        None if matches!(written, "session" | "cookieSession" | "expressSession") => secret_option(module, call)?,
        None if written == "cookieParser" => argument(call, 0)?,
        _ => return None,
    };
    let node = bare(node);
    let value = text(module.source, node)?;
    let name = written.to_owned();
    (value.len() >= 4).then_some(Place { name, node, kind: Kind::Secret, fallback: false })
}

fn secret_option<'n>(module: &Module<'_>, call: Node<'n>) -> Option<Node<'n>> {
    let options = argument(call, 0).filter(|options| options.kind() == "object")?;
    let named = |pair: &Node<'_>| {
        pair.child_by_field_name("key").and_then(|key| key_text(module.source, key)).as_deref() == Some("secret")
    };
    children(options).into_iter().find(named)?.child_by_field_name("value")
}
