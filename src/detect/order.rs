//! The nodes of a file in document order, found in one pass: whoever looks through the file walks a list, not a tree.

use std::collections::HashMap;
use std::ops::Range;

use self_cell::self_cell;
use tree_sitter::{Node, Tree};

self_cell!(
    /// A syntax tree, and its nodes in order.
    pub struct Parsed {
        owner: Tree,
        #[covariant]
        dependent: Order,
    }

    impl {Debug}
);

impl Parsed {
    /// Orders the nodes of `tree`.
    pub fn of(tree: Tree) -> Self {
        Parsed::new(tree, |tree| Order::whole(tree))
    }

    pub fn root(&self) -> Node<'_> {
        self.borrow_owner().root_node()
    }

    pub fn order(&self) -> &Order<'_> {
        self.borrow_dependent()
    }
}

/// Every node with a name of its own: no punctuation, no keyword.
#[derive(Debug)]
pub struct Order<'n> {
    /// A node comes before its children, and they before its next sibling.
    entries: Vec<Entry<'n>>,
    /// The entries of each kind, in order.
    kinds: HashMap<&'n str, Vec<u32>>,
}

#[derive(Debug)]
struct Entry<'n> {
    node: Node<'n>,
    /// The entry of the node around it; its own where there is none.
    parent: u32,
    /// The entry after the last node below it.
    end: u32,
}

impl<'n> Order<'n> {
    fn whole(tree: &'n Tree) -> Self {
        let mut order = Order { entries: Vec::new(), kinds: HashMap::new() };
        let mut cursor = tree.walk();
        // The entries that are not closed yet, outermost first.
        let mut open: Vec<u32> = Vec::new();
        loop {
            let node = cursor.node();
            let named = node.is_named();
            if named {
                open.push(order.add(node, open.last().copied()));
                if cursor.goto_first_child() {
                    continue;
                }
                order.close(open.pop());
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return order;
                }
                order.close(open.pop());
            }
        }
    }

    fn add(&mut self, node: Node<'n>, parent: Option<u32>) -> u32 {
        let index = self.next();
        self.kinds.entry(node.kind()).or_default().push(index);
        self.entries.push(Entry { node, parent: parent.unwrap_or(index), end: index.saturating_add(1) });
        index
    }

    fn close(&mut self, index: Option<u32>) {
        let end = self.next();
        if let Some(entry) = index.and_then(|index| self.entries.get_mut(index as usize)) {
            entry.end = end;
        }
    }

    /// The index of the next entry; files are far smaller than four billion nodes.
    fn next(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }

    /// Visits every node, but what is below one that `visit` answers false for.
    pub fn walk(&self, visit: &mut dyn FnMut(Node<'n>) -> bool) {
        let mut index = 0;
        while let Some(entry) = self.entries.get(index) {
            index = if visit(entry.node) { index.saturating_add(1) } else { entry.end as usize };
        }
    }

    /// The nodes of some kinds, in order, without a look at the others.
    pub fn of(&self, kinds: &[&str]) -> impl Iterator<Item = Node<'n>> {
        let mut found: Vec<u32> = kinds.iter().filter_map(|kind| self.kinds.get(kind)).flatten().copied().collect();
        found.sort_unstable();
        found.into_iter().filter_map(|index| Some(self.entries.get(index as usize)?.node))
    }

    /// The nodes around `node`, which is one of these, the innermost first. `Node::parent` would walk down from the root
    /// for each of them.
    pub fn around(&self, node: Node<'_>) -> impl Iterator<Item = Node<'n>> {
        let outer = |index: u32| {
            let parent = self.entries.get(index as usize)?.parent;
            (parent != index).then_some(parent)
        };
        let parents = std::iter::successors(self.position(node).and_then(outer), move |index| outer(*index));
        parents.filter_map(|index| Some(self.entries.get(index as usize)?.node))
    }

    fn position(&self, node: Node<'_>) -> Option<u32> {
        let start = node.start_byte();
        let first = self.entries.partition_point(|entry| entry.node.start_byte() < start);
        let here = self.entries.get(first..)?.iter().take_while(|entry| entry.node.start_byte() == start);
        let found = here.zip(first..).find(|(entry, _)| entry.node == node)?.1;
        u32::try_from(found).ok()
    }
}

/// Stretches of a file that somebody leaves out.
#[derive(Debug)]
pub struct Aside(Vec<Range<usize>>);

impl Aside {
    /// What `nodes`, which come in order, take up.
    pub fn of<'n>(nodes: impl Iterator<Item = Node<'n>>) -> Self {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for range in nodes.map(|node| node.byte_range()) {
            if ranges.last().is_none_or(|last| last.end <= range.start) {
                ranges.push(range);
            }
        }
        Aside(ranges)
    }

    /// Whether `node` is inside of one.
    pub fn holds(&self, node: Node<'_>) -> bool {
        let at = node.start_byte();
        let before = self.0.partition_point(|range| range.start <= at);
        before.checked_sub(1).and_then(|last| self.0.get(last)).is_some_and(|range| range.contains(&at))
    }
}
