//! Reads the values that a JavaScript or TypeScript file states.

use tree_sitter::{Language, Node, Parser};

use super::Literal;
use crate::detect::nodes::walk;
use crate::tree::RelPath;

/// How many names and calls may lead to a value.
const HOPS: u8 = 12;

/// The parser for a file by its name.
fn parser(path: &RelPath) -> Option<Parser> {
    let language: Language = match path.extension()? {
        "ts" | "mts" | "cts" => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        "js" | "mjs" | "cjs" => tree_sitter_javascript::LANGUAGE.into(),
        _ => return None,
    };
    let mut parser = Parser::new();
    parser.set_language(&language).ok()?;
    Some(parser)
}

/// What `export default …`, `module.exports = …` or `export = …` exports.
pub(super) fn exported(path: &RelPath, source: &str) -> Option<Literal> {
    let tree = parser(path)?.parse(source, None)?;
    let root = tree.root_node();
    let mut cursor = root.walk();
    let statements: Vec<Node<'_>> = root.named_children(&mut cursor).collect();
    let reader = Reader { source, statements: &statements };
    statements.iter().rev().find_map(|statement| {
        let value = match statement.kind() {
            "export_statement" => statement.child_by_field_name("value")?,
            "expression_statement" => {
                let assignment = statement.named_child(0).filter(|node| node.kind() == "assignment_expression")?;
                let left = reader.text(assignment.child_by_field_name("left")?);
                assignment
                    .child_by_field_name("right")
                    .filter(|_| left == "module.exports" || left == "exports.default")?
            }
            _ => return None,
        };
        Some(reader.value(value, HOPS))
    })
}

/// The first object with one of `keys` that a call of the file is given.
pub(super) fn called(path: &RelPath, text: &str, keys: &[&str]) -> Option<Literal> {
    let tree = parser(path)?.parse(text, None)?;
    let root = tree.root_node();
    let mut cursor = root.walk();
    let statements: Vec<Node<'_>> = root.named_children(&mut cursor).collect();
    let reader = Reader { source: text, statements: &statements };
    let mut found = None;
    walk(root, &mut |node| {
        if found.is_none() && node.kind() == "call_expression" {
            found = Some(reader.call(node, HOPS)).filter(|told| keys.iter().any(|key| told.get(key).is_some()));
        }
        found.is_none()
    });
    found
}

struct Reader<'s, 'n> {
    source: &'s str,
    statements: &'s [Node<'n>],
}

impl<'n> Reader<'_, 'n> {
    fn text(&self, node: Node<'_>) -> &str {
        self.source.get(node.byte_range()).unwrap_or("")
    }

    /// `hops` bounds how deep names and calls lead.
    fn value(&self, node: Node<'n>, hops: u8) -> Literal {
        let Some(hops) = hops.checked_sub(1) else { return Literal::Unknown };
        let inner =
            |field: &str| node.child_by_field_name(field).map_or(Literal::Unknown, |node| self.value(node, hops));
        match node.kind() {
            "string" | "template_string" => self.string(node),
            "number" => Literal::Text(self.text(node).to_owned()),
            "true" => Literal::Flag(true),
            "false" => Literal::Flag(false),
            "array" => {
                let mut cursor = node.walk();
                Literal::List(node.named_children(&mut cursor).map(|item| self.value(item, hops)).collect())
            }
            "object" => self.object(node, hops),
            "identifier" => self.named(self.text(node), hops),
            "parenthesized_expression" | "satisfies_expression" | "as_expression" | "await_expression" => {
                node.named_child(0).map_or(Literal::Unknown, |inner| self.value(inner, hops))
            }
            "arrow_function" | "function_expression" | "statement_block" => match node.child_by_field_name("body") {
                Some(body) if body.kind() != "statement_block" => self.value(body, hops),
                body => self.returned(body.unwrap_or(node), hops),
            },
            "new_expression" => inner("arguments"),
            "call_expression" => self.call(node, hops),
            _ => Literal::Unknown,
        }
    }

    fn string(&self, node: Node<'n>) -> Literal {
        let mut cursor = node.walk();
        let mut computed = node.named_children(&mut cursor);
        if computed.any(|part| part.kind() == "template_substitution") {
            return Literal::Unknown;
        }
        Literal::Text(self.text(node).trim_matches(['"', '\'', '`']).to_owned())
    }

    fn object(&self, node: Node<'n>, hops: u8) -> Literal {
        let mut cursor = node.walk();
        let mut entries = Vec::new();
        for entry in node.named_children(&mut cursor) {
            match entry.kind() {
                "pair" => {
                    let key = entry.child_by_field_name("key").map_or("", |key| self.text(key));
                    let value = entry.child_by_field_name("value").map_or(Literal::Unknown, |v| self.value(v, hops));
                    entries.push((key.trim_matches(['"', '\'']).to_owned(), value));
                }
                "shorthand_property_identifier" => {
                    let name = self.text(entry);
                    entries.push((name.to_owned(), self.named(name, hops)));
                }
                "spread_element" => {
                    if let Some(Literal::Object(spread)) = entry.named_child(0).map(|inner| self.value(inner, hops)) {
                        entries.extend(spread);
                    }
                }
                _ => {}
            }
        }
        Literal::Object(entries)
    }

    /// A constant of the file.
    fn named(&self, name: &str, hops: u8) -> Literal {
        if name == "__dirname" {
            return Literal::Text(String::new());
        }
        let declared = self.statements.iter().rev().find_map(|statement| {
            let mut cursor = statement.walk();
            let mut declarators =
                statement.named_children(&mut cursor).filter(|node| node.kind() == "variable_declarator");
            let is_name =
                |node: &Node<'n>| node.child_by_field_name("name").is_some_and(|found| self.text(found) == name);
            declarators.find(is_name)?.child_by_field_name("value")
        });
        declared.map_or(Literal::Unknown, |value| self.value(value, hops))
    }

    fn returned(&self, body: Node<'n>, hops: u8) -> Literal {
        let mut cursor = body.walk();
        let last = body.named_children(&mut cursor).filter(|node| node.kind() == "return_statement").last();
        let value = last.and_then(|statement| statement.named_child(0));
        value.map_or(Literal::Unknown, |value| self.value(value, hops))
    }

    /// `defineConfig({…})` is its argument, `path.join(__dirname, "a")` the path.
    fn call(&self, node: Node<'n>, hops: u8) -> Literal {
        let callee = node.child_by_field_name("function").map_or("", |callee| self.text(callee));
        let Some(arguments) = node.child_by_field_name("arguments") else { return Literal::Unknown };
        let mut cursor = arguments.walk();
        let arguments = arguments.named_children(&mut cursor).filter(|node| node.kind() != "comment");
        let values: Vec<Literal> = arguments
            .map(|argument| match self.text(argument) {
                "import.meta.dirname" | "process.cwd()" | "import.meta.url" => Literal::Text(String::new()),
                _ => self.value(argument, hops),
            })
            .collect();
        if callee.ends_with("join") || callee.ends_with("resolve") {
            let parts: Option<Vec<&str>> = values.iter().map(Literal::text).collect();
            let parts =
                parts.map(|parts| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"));
            return parts.map_or(Literal::Unknown, Literal::Text);
        }
        values
            .into_iter()
            .rev()
            .find(|value| matches!(value, Literal::Object(_) | Literal::List(_)))
            .unwrap_or(Literal::Unknown)
    }
}
