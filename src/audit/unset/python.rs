//! Expressions of Python: constants, readers of variables with their defaults, comparisons and conversions.

use tree_sitter::Node;

use crate::audit::unset::{Asked, DEPTH, Worth, calculated, compared, empty, items, switch, truth, typed};
use crate::detect::environ;
use crate::detect::fields::{Field, fields};
use crate::detect::literal::{Literal, literal};
use crate::detect::locality::{local, parameter};
use crate::detect::members::{class_of, setting};
use crate::detect::nodes::{argument, assignment, keyword};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;

/// The worth of `node`; None where only run time knows it.
pub fn python(sources: &Sources<'_>, module: &Module<'_>, node: Node<'_>) -> Option<Worth> {
    let asked = Asked::new(false);
    let value = Evaluation { sources, asked: &asked }.at(module, node, DEPTH)?;
    Some(Worth { value, asked: asked.get() })
}

#[derive(Clone, Copy)]
struct Evaluation<'e, 'x> {
    sources: &'e Sources<'x>,
    asked: &'e Asked,
}

impl<'e, 'x> Evaluation<'e, 'x> {
    fn at(self, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
        let depth = depth.checked_sub(1)?;
        if let Some(value) = literal(module, node) {
            return Some(value);
        }
        let of = |node: Node<'_>| self.at(module, node, depth);
        let side = |name: &str| node.child_by_field_name(name);
        match node.kind() {
            "identifier" | "attribute" => self.named(module, node, depth),
            "call" => self.called(module, node, depth),
            "parenthesized_expression" => of(node.named_child(0)?),
            "not_operator" => Some(Literal::Boolean(!truth(&of(side("argument")?)?))),
            "boolean_operator" => {
                let left = of(side("left")?)?;
                let or = side("operator")?.kind() == "or";
                if truth(&left) == or { Some(left) } else { of(side("right")?) }
            }
            "comparison_operator" => self.comparison(module, node, depth),
            "conditional_expression" => {
                let chosen = if truth(&of(node.named_child(1)?)?) { 0 } else { 2 };
                of(node.named_child(chosen)?)
            }
            "binary_operator" => calculated(of(side("left")?)?, module.text(side("operator")?), of(side("right")?)?),
            "list" | "tuple" | "set" => self.list(module, node, depth),
            "string" => self.filled(module, node, depth),
            "list_comprehension" => self.comprehension(module, node, depth),
            _ => None,
        }
    }

    /// A constant of the module or the function, or a field of a settings object.
    fn named(self, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
        if node.kind() == "identifier"
            && let Some(value) = local(module, node)
        {
            return self.at(module, value, depth);
        }
        if let Some(definition) = module.dotted(node).and_then(|dotted| self.sources.definition(module, &dotted)) {
            return self.at(definition.module, assignment(definition.node)?.1, depth);
        }
        let object = node.child_by_field_name("object")?;
        let name = module.text(node.child_by_field_name("attribute")?);
        self.asked.set(true);
        if let Some((module, value)) = setting(self.sources, module, object, name) {
            return self.at(module, value, depth);
        }
        let field = self.field(module, object, name)?;
        self.at(field.module, field.default?, depth)
    }

    /// A field of the settings that a function is given, or asks for: `settings = get_settings()`.
    fn field(self, module: &Module<'_>, object: Node<'_>, name: &str) -> Option<Field<'e, 'x>> {
        let object = Some(object).filter(|object| object.kind() == "identifier")?;
        let made = local(module, object).and_then(|value| module.callee(value));
        let named = made.or_else(|| parameter(module, object))?;
        let class = class_of(self.sources, &self.sources.definition(module, &named)?)?;
        fields(self.sources, &class).into_iter().find(|field| field.name == name)
    }

    fn called(self, module: &Module<'_>, call: Node<'_>, depth: usize) -> Option<Literal> {
        if let Some(read) = environ::reading(self.sources, module, call) {
            self.asked.set(true);
            if module.callee(call).is_some_and(|callee| callee.starts_with("os.")) {
                let default = keyword(module, call, "default").or_else(|| argument(call, 1));
                return default.map_or(Some(Literal::Nothing), |default| self.at(module, default, depth));
            }
            return match read.default {
                Some(text) => typed(&text, read.kind),
                None => (!read.required).then(|| empty(read.kind)),
            };
        }
        let function = call.child_by_field_name("function")?;
        if let Some(object) = function.child_by_field_name("object")
            && let Some(value) = self.at(module, object, depth)
        {
            let separator = argument(call, 0).and_then(|node| literal(module, node));
            return method(value, module.text(function.child_by_field_name("attribute")?), separator);
        }
        let value = self.at(module, argument(call, 0)?, depth)?;
        converted(value, module.callee(call)?.rsplit('.').next()?)
    }

    fn comparison(self, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
        let mut cursor = node.walk();
        let mut operators = node.children_by_field_name("operators", &mut cursor);
        let operator = operators.next().filter(|_| operators.next().is_none() && node.named_child_count() == 2)?;
        let left = self.at(module, node.named_child(0)?, depth)?;
        let right = self.at(module, node.named_child(1)?, depth)?;
        compared(&left, module.text(operator), &right).map(Literal::Boolean)
    }

    fn list(self, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
        let mut cursor = node.walk();
        let mut found = Vec::new();
        for item in node.named_children(&mut cursor).filter(|item| item.kind() != "comment") {
            match item.kind() {
                "list_splat" => match self.at(module, item.named_child(0)?, depth)? {
                    Literal::List(inner) => found.extend(inner),
                    _ => return None,
                },
                _ => found.push(self.at(module, item, depth)?),
            }
        }
        Some(Literal::List(found))
    }

    /// `f"https://{HOST}"`.
    fn filled(self, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
        let mut cursor = node.walk();
        let mut whole = String::new();
        for part in node.named_children(&mut cursor) {
            match part.kind() {
                "string_content" => whole.push_str(module.text(part)),
                "interpolation" => whole.push_str(&self.at(module, part.named_child(0)?, depth)?.shown()?),
                _ => {}
            }
        }
        Some(Literal::Text(whole))
    }

    /// `[host.strip() for host in HOSTS.split(",") if host]`: the items themselves.
    fn comprehension(self, module: &Module<'_>, node: Node<'_>, depth: usize) -> Option<Literal> {
        let mut cursor = node.walk();
        let clause = node.named_children(&mut cursor).find(|child| child.kind() == "for_in_clause")?;
        let item = module.text(clause.child_by_field_name("left")?);
        let body = module.text(node.child_by_field_name("body")?);
        let Literal::List(found) = self.at(module, clause.child_by_field_name("right")?, depth)? else { return None };
        let plain = body == item || body == format!("{item}.strip()") || body == format!("str({item})");
        plain.then(|| Literal::List(found.into_iter().filter(|item| item != &Literal::Text(String::new())).collect()))
    }
}

fn method(value: Literal, name: &str, separator: Option<Literal>) -> Option<Literal> {
    let Literal::Text(text) = value else { return None };
    Some(match name {
        "lower" | "casefold" => Literal::Text(text.to_lowercase()),
        "upper" => Literal::Text(text.to_uppercase()),
        "strip" => Literal::Text(text.trim().to_owned()),
        "title" | "capitalize" => {
            let mut letters = text.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            Literal::Text(first + &letters.as_str().to_lowercase())
        }
        "split" => {
            let separator = separator.and_then(|separator| separator.shown()).unwrap_or_else(|| " ".to_owned());
            Literal::List(text.split(&separator).map(|part| Literal::Text(part.to_owned())).collect())
        }
        _ => return None,
    })
}

/// What a function of conversions makes of a value. `bool("False")` is true.
fn converted(value: Literal, function: &str) -> Option<Literal> {
    match (function, value) {
        ("bool", value) => Some(Literal::Boolean(truth(&value))),
        ("int", Literal::Text(text)) => text.trim().parse().ok().map(Literal::Integer),
        ("int", Literal::Boolean(value)) => Some(Literal::Integer(value.into())),
        ("str", Literal::Integer(number)) => Some(Literal::Text(number.to_string())),
        ("int" | "float" | "str" | "list" | "tuple" | "set" | "SecretStr", value) => Some(value),
        ("loads" | "literal_eval", Literal::Text(text)) => match text.trim().starts_with('[') {
            true => Some(Literal::List(items(&text))),
            false => Some(Literal::Boolean(switch(&text)?)),
        },
        (name, value) if name.to_ascii_lowercase().contains("bool") => match value {
            Literal::Text(text) => switch(&text).map(Literal::Boolean),
            other => Some(Literal::Boolean(truth(&other))),
        },
        _ => None,
    }
}
