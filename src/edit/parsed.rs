//! A parsed text, and what an editor of any format asks of it.

use std::marker::PhantomData;

use super::list::{List, Style};
use super::node::{Kind, Node, Path, pointer};
use super::place::{is_blank, slice};
use super::section;

/// What is particular to a format.
pub(super) trait Format {
    /// # Errors
    /// What is wrong, with line and column.
    fn parse(text: &str) -> Result<Node, String>;

    /// How the lists of `text` are laid out.
    fn style(text: &str) -> Style<'_>;

    /// A value as it is written into a text with `style`.
    fn value(raw: &str, style: &Style<'_>) -> String;

    /// The key before a value, with what stands between the two.
    fn key<'t>(raw: &'t str, style: &Style<'_>) -> &'t str;

    /// Whether two values as written say the same.
    fn same(one: &str, other: &str) -> bool;
}

/// A text and its tree.
pub(super) struct Parsed<F> {
    pub text: String,
    pub root: Node,
    format: PhantomData<F>,
}

impl<F: Format> Parsed<F> {
    pub fn of(text: &str) -> Result<Self, String> {
        Ok(Parsed { root: F::parse(text)?, text: text.to_owned(), format: PhantomData })
    }

    /// Whether the entry or list that `key` speaks of is there.
    pub fn holds(&self, key: &str) -> bool {
        let pointer_of = key.split_once(" /").map_or(key.to_owned(), |(_, rest)| format!("/{rest}"));
        self.root.flat().iter().any(|(path, _)| pointer(path) == pointer_of)
    }

    pub fn at(&self, key: &str) -> Option<(Path, &Node)> {
        self.root.flat().into_iter().rfind(|(path, _)| pointer(path) == key)
    }

    pub fn value(&self, node: &Node) -> &str {
        slice(&self.text, node.value.clone())
    }

    /// The child of `parent` that is called as `node` of `other`, with its value.
    pub fn equal(&self, parent: &Node, node: &Node, other: &Parsed<F>) -> Option<usize> {
        let same = |child: &Node| {
            child.kind == Kind::Leaf && child.name == node.name && F::same(self.value(child), other.value(node))
        };
        parent.children.iter().rposition(same)
    }

    pub fn list<'t>(&'t self, node: &Node) -> List<'t> {
        let inside = node.value.start + 1..node.value.end.saturating_sub(1);
        List { text: &self.text, inside, items: node.children.iter().map(|child| child.item.clone()).collect() }
    }

    /// Whether a list holds nothing at all between its brackets.
    pub fn is_empty_list(&self, node: &Node) -> bool {
        node.kind == Kind::List && node.children.is_empty() && is_blank(&self.text, self.list(node).inside)
    }

    /// The text without a child; None when something of the user's hangs on it.
    pub fn without(&self, parent: &Node, at: usize) -> Option<String> {
        let child = parent.children.get(at)?;
        match (child.inline, parent.kind) {
            (false, _) if child.kind == Kind::Section => {
                let next = self.root.next_header(child.item.start).unwrap_or(self.text.len());
                section::remove_table(&self.text, &child.item, next)
            }
            (true, Kind::List) => self.list(parent).remove(at),
            (true, Kind::Section) => section::remove_line(&self.text, &child.item),
            _ => None,
        }
    }

    /// The text of `node` for another file; a list comes empty, and its items follow.
    pub fn item(&self, node: &Node, style: &Style<'_>) -> String {
        let raw = self.value(node);
        let key = F::key(slice(&self.text, node.item.start..node.value.start), style);
        match node.kind {
            Kind::List => {
                let mut ends = raw.chars();
                let brackets = [ends.next(), ends.next_back()];
                format!("{key}{}", brackets.into_iter().flatten().collect::<String>())
            }
            _ => format!("{key}{}", F::value(raw, style)),
        }
    }
}
