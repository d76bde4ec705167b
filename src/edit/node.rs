//! A parsed file as a tree of places, whatever its format.

use std::ops::Range;

/// What a value is to an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A value that is taken as a whole.
    Leaf,
    /// Items between brackets, separated by commas.
    List,
    /// A header and the lines under it; the whole file is one as well.
    Section,
    /// A table that only the headers of its own tables imply.
    Implied,
    /// Nothing can be put into it as it is written: dotted keys, a list of tables.
    Closed,
}

/// One value with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// As names of the format are compared; empty for an item that has none.
    pub name: String,
    /// From its key to the end of its value; of a section, its header.
    pub item: Range<usize>,
    pub value: Range<usize>,
    pub kind: Kind,
    pub children: Vec<Node>,
    /// It stands in the lines of its parent, not under a header of its own.
    pub inline: bool,
}

/// Names from the root downward.
pub(super) type Path = Vec<String>;

impl Node {
    /// The node at `path`; of several with the same name the last, which is the one that counts.
    pub fn find(&self, path: &[String]) -> Option<&Node> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        self.children.iter().rfind(|child| child.name == *first)?.find(rest)
    }

    /// Everything below it that has a name, parents first.
    pub fn flat(&self) -> Vec<(Path, &Node)> {
        let mut found = Vec::new();
        for child in self.children.iter().filter(|child| !child.name.is_empty()) {
            let path = vec![child.name.clone()];
            let below = child.flat().into_iter().map(|(rest, node)| ([path.clone(), rest].concat(), node));
            found.push((path.clone(), child));
            found.extend(below);
        }
        found
    }

    /// Behind which child `name` belongs: by the alphabet where the children keep to it, else behind the last. None is
    /// in front of all.
    pub fn place_of(&self, name: &str) -> Option<usize> {
        let names: Vec<(usize, &str)> = self.own().map(|(at, child)| (at, child.name.as_str())).collect();
        let sorted =
            names.len() > 1 && names.is_sorted_by_key(|(_, name)| *name) && !names.iter().any(|n| n.1.is_empty());
        match sorted {
            true => names.iter().rfind(|(_, other)| *other <= name).map(|(at, _)| *at),
            false => names.last().map(|(at, _)| *at),
        }
    }

    /// The children that stand in its own lines, with their index.
    fn own(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.children.iter().enumerate().filter(|(_, child)| child.inline)
    }

    /// Where the first header behind `place` begins, among this node and all below it.
    pub fn next_header(&self, place: usize) -> Option<usize> {
        let below = self.children.iter().filter(|child| !child.inline).filter_map(|child| child.next_header(place));
        let own = (self.kind == Kind::Section || self.kind == Kind::Closed).then_some(self.item.start);
        below.chain(own).filter(|start| *start > place).min()
    }
}

/// A path in writing, after RFC 6901: `/project/dependencies/alembic`.
pub(super) fn pointer(path: &[String]) -> String {
    path.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect()
}
