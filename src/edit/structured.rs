//! What TOML and JSON share: entries known by their path, edited in the text at the places of their values.

use std::collections::BTreeSet;

use super::node::{Kind, Node, Path, pointer};
use super::parsed::{Format, Parsed};
use super::place::{after_mark, splice};
use super::{Earlier, Edited, section};

/// The keys of a whole file, in order; none of one that does not parse.
pub(super) fn keys<F: Format>(text: &str) -> Vec<String> {
    let (_, text) = after_mark(text);
    let root = F::parse(text).ok();
    let flat = root.iter().flat_map(Node::flat);
    flat.filter(|(_, node)| node.kind != Kind::Implied).map(|(path, _)| pointer(&path)).collect()
}

/// Brings `yours` to hold what `wanted` holds: takes back, refreshes and adds, and touches nothing else.
///
/// # Errors
/// A file that does not parse, or in which an entry has no place, with line and column.
pub(super) fn edit<F: Format>(yours: &str, wanted: &str, earlier: Option<Earlier<'_>>) -> Result<Edited, String> {
    let earlier = earlier.unwrap_or_default();
    let (mark, text) = after_mark(yours);
    let (wanted, before) = (Parsed::<F>::of(wanted)?, Parsed::<F>::of(earlier.wanted)?);
    let here = Parsed::<F>::of(text)?;
    let said = |(path, node): (Path, &Node)| (node.kind != Kind::Implied).then_some(path);
    let known: Vec<Path> = here.root.flat().into_iter().filter_map(said).collect();
    let mut work = Work { here, added: Vec::new(), removed: Vec::new(), ours: earlier.entries.to_vec() };
    work.take_back(&wanted, &before)?;
    work.refresh(&wanted, &before)?;
    work.add(&wanted, &before)?;
    let Work { here, added, removed, mut ours } = work;
    ours.retain(|key| here.holds(key));
    let lost = known.iter().find(|path| here.root.find(path).is_none() && !removed.contains(&pointer(path)));
    match lost {
        Some(path) => Err(format!("`{}` would be lost", pointer(path))),
        None => Ok(Edited { text: format!("{mark}{}", here.text), added, removed, ours, notes: Vec::new() }),
    }
}

/// The user's file while it is edited.
struct Work<F> {
    here: Parsed<F>,
    added: Vec<String>,
    removed: Vec<String>,
    /// The entries that are ours, and how lists of the user's were written before there was an item of ours in them:
    /// `[ ] /project/dependencies`.
    ours: Vec<String>,
}

impl<F: Format> Work<F> {
    fn set(&mut self, text: &str) -> Result<(), String> {
        self.here = Parsed::of(text)?;
        Ok(())
    }

    /// Takes out what is ours, unedited and no longer wanted: items before the lists that were made for them.
    fn take_back(&mut self, wanted: &Parsed<F>, before: &Parsed<F>) -> Result<(), String> {
        for key in self.ours.clone().iter().rev() {
            let text = match key.split_once(" /") {
                Some((raw, rest)) if !key.starts_with('/') => self.emptied(raw, &format!("/{rest}")),
                _ if wanted.at(key).is_some() => None,
                _ => self.taken(key, before),
            };
            if let Some(text) = text {
                self.set(&text)?;
                self.ours.retain(|ours| ours != key);
                if key.starts_with('/') {
                    self.removed.push(key.clone());
                }
            }
        }
        Ok(())
    }

    /// The text with a list of the user's as it was before there was an item of ours in it.
    fn emptied(&self, raw: &str, key: &str) -> Option<String> {
        let (_, node) = self.here.at(key)?;
        self.here.is_empty_list(node).then(|| splice(&self.here.text, node.value.clone(), raw))
    }

    /// The text without the entry `key`.
    fn taken(&self, key: &str, before: &Parsed<F>) -> Option<String> {
        let (path, old) = before.at(key)?;
        let (_, above) = path.split_last()?;
        let parent = self.here.root.find(above)?;
        let at = match old.kind {
            Kind::Leaf => self.here.equal(parent, old, before)?,
            _ => {
                let empty = |child: &Node| {
                    child.children.is_empty() && (child.kind == Kind::Section || self.here.is_empty_list(child))
                };
                parent.children.iter().rposition(|child| child.name == old.name && empty(child))?
            }
        };
        self.here.without(parent, at)
    }

    /// Gives the entries that are ours and unedited the value that is wanted now.
    fn refresh(&mut self, wanted: &Parsed<F>, before: &Parsed<F>) -> Result<(), String> {
        for key in &self.ours.clone() {
            let (Some((path, new)), Some((_, old))) = (wanted.at(key), before.at(key)) else { continue };
            let changed = new.kind == Kind::Leaf && !F::same(wanted.value(new), before.value(old));
            let Some(parent) = path.split_last().and_then(|(_, above)| self.here.root.find(above)) else { continue };
            let child = self.here.equal(parent, old, before).and_then(|at| parent.children.get(at));
            if let Some(child) = child.filter(|_| changed) {
                let value = F::value(wanted.value(new), &F::style(&self.here.text));
                let text = splice(&self.here.text, child.value.clone(), &value);
                self.set(&text)?;
            }
        }
        Ok(())
    }

    /// Adds what is missing, but not what the user took out.
    fn add(&mut self, wanted: &Parsed<F>, before: &Parsed<F>) -> Result<(), String> {
        let known: BTreeSet<Path> = before.root.flat().into_iter().map(|(path, _)| path).collect();
        for (path, node) in wanted.root.flat() {
            let missing = self.here.root.find(&path).is_none();
            if !missing || node.kind == Kind::Implied || known.contains(&path) {
                continue;
            }
            let text = self.with(&path, node, wanted)?;
            if let Some(text) = text {
                self.set(&text)?;
                self.ours.push(pointer(&path));
                self.added.push(pointer(&path));
            }
        }
        Ok(())
    }

    /// The text with the entry at `path`; None where the user took out the list that it belongs into.
    fn with(&mut self, path: &[String], node: &Node, wanted: &Parsed<F>) -> Result<Option<String>, String> {
        let text = self.here.text.clone();
        let above = path.split_last().map(|(_, above)| above).unwrap_or_default();
        let nowhere = || format!("`{}` has no place in this file as it is written", pointer(path));
        if node.kind == Kind::Section {
            let open = (0..path.len()).filter_map(|depth| self.here.root.find(path.get(..depth)?));
            let fits = open.into_iter().all(|node| matches!(node.kind, Kind::Section | Kind::Implied));
            return if fits { Ok(Some(section::append_table(&text, wanted.value(node)))) } else { Err(nowhere()) };
        }
        let Some(parent) = self.here.root.find(above) else { return Ok(None) };
        let style = F::style(&text);
        let item = wanted.item(node, &style);
        let place = parent.place_of(&node.name);
        match parent.kind {
            Kind::Section => {
                let own = place.and_then(|at| parent.children.get(at)).map(|child| child.item.end);
                let header = (!above.is_empty()).then_some(parent.item.end);
                Ok(Some(section::insert_line(&text, own.or(header), &item)))
            }
            Kind::List if !parent.value.is_empty() => {
                let key = pointer(above);
                if self.here.is_empty_list(parent) && !above.is_empty() && !self.ours.contains(&key) {
                    self.ours.push(format!("{} {key}", self.here.value(parent)));
                }
                Ok(Some(self.here.list(parent).insert(place, &item, &style)))
            }
            _ => Err(nowhere()),
        }
    }
}
