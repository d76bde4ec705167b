//! Secrets in Python code: what is assigned, given as a key, or fallen back to.

use tree_sitter::Node;

use crate::audit::secrets::Place;
use crate::audit::secrets::literal::{Kind, is_value, kind};
use crate::detect::environ;
use crate::detect::literal::text;
use crate::detect::nodes::{argument, walk};
use crate::detect::order::Aside;
use crate::detect::secret::name_is_secret;
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;

/// Every secret of a file, in order.
pub fn places<'n>(sources: &Sources<'_>, module: &'n Module<'_>) -> Vec<Place<'n>> {
    let classes = module.nodes(&["class_definition"]).filter(|class| is_enumeration(module, *class));
    let aside = Aside::of(classes);
    let nodes = module.nodes(&["assignment", "pair", "call"]);
    let counts = |node: &Node<'_>| !aside.holds(*node);
    let held = |node: Node<'n>| match node.kind() {
        "assignment" => assigned(module, node).into_iter().collect(),
        "pair" => paired(module, node).into_iter().collect(),
        _ => fallen_back(sources, module, node).into_iter().chain(signed(module, node)).collect::<Vec<_>>(),
    };
    nodes.filter(counts).flat_map(held).collect()
}

fn is_enumeration(module: &Module<'_>, class: Node<'_>) -> bool {
    class.child_by_field_name("superclasses").is_some_and(|bases| module.text(bases).contains("Enum"))
}

/// `SECRET_KEY = "…"`, `app.secret_key = "…"`, `app.config["SECRET_KEY"] = "…"`, `secret_key: str = "…"` of settings.
fn assigned<'n>(module: &Module<'_>, node: Node<'n>) -> Option<Place<'n>> {
    let left = node.child_by_field_name("left")?;
    let right = node.child_by_field_name("right")?;
    let name = match left.kind() {
        "identifier" => module.text(left).to_owned(),
        "attribute" => module.text(left.child_by_field_name("attribute")?).to_owned(),
        "subscript" => text(module, left.child_by_field_name("subscript")?)?,
        _ => return None,
    };
    let value = text(module, right)?;
    // A key of the application is one, however its name is written.
    let setting = left.kind() == "attribute" && name == "secret_key" || in_settings(module, node);
    let asked = if setting { name.to_ascii_uppercase() } else { name.clone() };
    Some(Place { name, node: right, kind: kind(&asked, &value)?, fallback: false })
}

/// A field of a class of settings (pydantic), which may be in lower case.
fn in_settings(module: &Module<'_>, node: Node<'_>) -> bool {
    for outer in module.around(node) {
        match outer.kind() {
            "class_definition" => {
                let bases = outer.child_by_field_name("superclasses").map_or("", |bases| module.text(bases));
                return bases.contains("Settings");
            }
            "function_definition" => return false,
            _ => {}
        }
    }
    false
}

/// `{"PASSWORD": "…"}`.
fn paired<'n>(module: &Module<'_>, node: Node<'n>) -> Option<Place<'n>> {
    let value = node.child_by_field_name("value")?;
    let name = text(module, node.child_by_field_name("key")?)?;
    let kind = kind(&name, &text(module, value)?)?;
    Some(Place { name, node: value, kind, fallback: false })
}

/// `os.getenv("JWT_SECRET", "…")`, in all ways in which a variable is read.
fn fallen_back<'n>(sources: &Sources<'_>, module: &Module<'_>, call: Node<'n>) -> Option<Place<'n>> {
    let reading = environ::reading(sources, module, call)?;
    let default = reading.default.filter(|_| name_is_secret(&reading.name))?;
    is_value(&reading.name.to_ascii_uppercase(), &default).then_some(())?;
    let mut node = None;
    walk(call.child_by_field_name("arguments")?, &mut |inner| {
        if inner.kind() == "string" && text(module, inner).as_deref() == Some(&default) {
            node = Some(inner);
        }
        true
    });
    Some(Place { name: reading.name, node: node?, kind: Kind::Secret, fallback: true })
}

/// `jwt.encode(claims, "…")`.
fn signed<'n>(module: &Module<'_>, call: Node<'n>) -> Option<Place<'n>> {
    let callee = module.callee(call)?;
    let signs = matches!(
        callee.as_str(),
        "jwt.encode" | "jwt.decode" | "jose.jwt.encode" | "jose.jwt.decode" | "hmac.new" | "cryptography.fernet.Fernet"
    );
    let at = usize::from(callee.contains("jwt"));
    let node = argument(call, at).filter(|node| signs && node.kind() == "string")?;
    (text(module, node)?.len() >= 4).then_some(Place {
        name: callee.rsplit('.').next().unwrap_or_default().to_owned(),
        node,
        kind: Kind::Secret,
        fallback: false,
    })
}
