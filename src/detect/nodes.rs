//! Walking syntax trees: calls, arguments, assignments.

use tree_sitter::Node;

use crate::detect::syntax::Module;

/// The two sides of an assignment that has a value.
pub fn assignment(statement: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    if statement.kind() != "assignment" {
        return None;
    }
    Some((statement.child_by_field_name("left")?, statement.child_by_field_name("right")?))
}

/// Visits `node` and what is below it, as long as `visit` answers true for the parent.
pub fn walk<'n>(node: Node<'n>, visit: &mut dyn FnMut(Node<'n>) -> bool) {
    let mut cursor = node.walk();
    loop {
        let descend = visit(cursor.node());
        if descend && cursor.goto_first_child() {
            continue;
        }
        loop {
            if cursor.node() == node {
                return;
            }
            if cursor.goto_next_sibling() {
                break;
            }
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// Every call below `node`, in order.
pub fn calls(node: Node<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    walk(node, &mut |node| {
        if node.kind() == "call" {
            found.push(node);
        }
        true
    });
    found
}

/// The `index`-th positional argument of a call.
pub fn argument(call: Node<'_>, index: usize) -> Option<Node<'_>> {
    let arguments = call.child_by_field_name("arguments")?;
    let mut cursor = arguments.walk();
    arguments
        .named_children(&mut cursor)
        .filter(|child| !matches!(child.kind(), "keyword_argument" | "comment" | "dictionary_splat" | "list_splat"))
        .nth(index)
}

/// The argument that a call gives by name.
pub fn keyword<'n>(module: &Module<'_>, call: Node<'n>, name: &str) -> Option<Node<'n>> {
    let arguments = call.child_by_field_name("arguments")?;
    let mut cursor = arguments.walk();
    arguments
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "keyword_argument")
        .find(|child| child.child_by_field_name("name").is_some_and(|found| module.text(found) == name))?
        .child_by_field_name("value")
}

/// Line of a node, from 1.
pub fn line(node: Node<'_>) -> u32 {
    u32::try_from(node.start_position().row).unwrap_or(u32::MAX).saturating_add(1)
}

/// The first line of `text`, at most 80 characters, without what nobody may see.
pub fn shortened(text: &str) -> String {
    let first = masked(text.lines().next().unwrap_or("").trim());
    if first.chars().count() <= 80 {
        return first;
    }
    let mut short: String = first.chars().take(79).collect();
    short.push('…');
    short
}

/// Without the passwords of URLs (`://user:…@host`) and the tokens of bots (`123456789:…`).
fn masked(text: &str) -> String {
    let mut found = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(':') {
        let (before, after) = rest.split_at(at.saturating_add(1));
        found.push_str(before);
        let secret = after.find(|c: char| !c.is_ascii_alphanumeric() && !"-._~%!$&()*+,;=".contains(c));
        let secret = secret.unwrap_or(after.len());
        let digits = before.trim_end_matches(':').chars().rev().take_while(char::is_ascii_digit).count();
        let in_url = found.rsplit_once("://").is_some_and(|(_, user)| !user.contains(['/', ' ', '"', '\'']));
        let is_password = in_url && secret > 0 && after.get(secret..).is_some_and(|end| end.starts_with('@'));
        let is_token = digits >= 6 && secret >= 12;
        if is_password || is_token {
            found.push('…');
            rest = after.get(secret..).unwrap_or("");
        } else {
            rest = after;
        }
    }
    found + rest
}

/// The imported name and what it is called here.
pub fn aliased<'t>(source: &'t str, name: Node<'_>) -> (&'t str, Option<&'t str>) {
    let text = |node: Node<'_>| source.get(node.byte_range()).unwrap_or("");
    match (name.child_by_field_name("name"), name.child_by_field_name("alias")) {
        (Some(inner), Some(alias)) => (text(inner), Some(text(alias))),
        _ => (text(name), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_shows_no_secret() {
        for (text, shown) in [
            ("create_engine(\"postgresql://u:s3cret@h/db\")", "create_engine(\"postgresql://u:…@h/db\")"),
            ("redis.from_url('redis://:s3cret@h:6379/0')", "redis.from_url('redis://:…@h:6379/0')"),
            ("Bot(\"123456789:AAzq9Leak_token\")", "Bot(\"123456789:…\")"),
            ("uvicorn main:app --host 0.0.0.0", "uvicorn main:app --host 0.0.0.0"),
            ("def shop(name: str) -> dict[str, int]:", "def shop(name: str) -> dict[str, int]:"),
            ("image: python:3.12@sha256", "image: python:3.12@sha256"),
        ] {
            assert_eq!(shortened(text), shown, "{text}");
        }
    }
}
