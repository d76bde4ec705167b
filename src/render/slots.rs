//! Fragments for the named slots of other components' files.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::blueprint::{Blueprint, Options};
use crate::catalog::Catalog;
use crate::catalog::component::Component;
use crate::render::output::{Output, key, parts, supplied};
use crate::template;

/// A text for one slot.
pub(crate) struct Fragment<'a> {
    pub component: &'a Component,
    pub template: String,
    pub text: &'a str,
    pub options: Options,
}

/// Fragments by the key of their file and the name of their slot, in order of kind and id.
pub(crate) struct Slots<'a> {
    fragments: BTreeMap<(String, String), Vec<Fragment<'a>>>,
}

impl<'a> Slots<'a> {
    /// The fragments of every selected component.
    ///
    /// # Errors
    /// A fragment for a slot that no template of the catalog has.
    pub fn collect(catalog: &'a Catalog, blueprint: &Blueprint, outputs: &[Output<'_>]) -> Result<Self> {
        let mut fragments: BTreeMap<(String, String), Vec<Fragment<'a>>> = BTreeMap::new();
        for part in parts(catalog, blueprint)? {
            for (path, (template, text)) in catalog.files(part.component) {
                let Some(path) = path.strip_prefix("slots/") else { continue };
                let template = catalog.source.name(&template);
                let Some((file, slot)) = path.rsplit_once('/') else {
                    bail!("{template} must be slots/<file>/<slot>");
                };
                // Of a service that the target supplies, only what belongs into an app's own files holds.
                if supplied(&part, blueprint) && !file.starts_with("app/") {
                    continue;
                }
                let exists = outputs.iter().any(|output| output.key == file && has(output.text, slot));
                if !exists && !in_catalog(catalog, file, slot) {
                    bail!("{template}: no template `{file}` has a slot `{slot}`");
                }
                let same = fragments.entry((file.to_owned(), slot.to_owned())).or_default();
                let known =
                    |known: &Fragment<'_>| known.template == template && known.component.id == part.component.id;
                if !same.iter().any(known) {
                    same.push(Fragment { component: part.component, template, text, options: part.options.clone() });
                }
            }
        }
        Ok(Slots { fragments })
    }

    /// The fragments for the file `key`, with their texts changed by `change`, which is given each fragment's number.
    pub fn map<'b>(&self, key: &str, change: impl Fn(usize, &Fragment<'a>) -> &'b str) -> Slots<'b>
    where
        'a: 'b,
    {
        let mut number = 0;
        let mut fragments = BTreeMap::new();
        for (place, all) in self.fragments.iter().filter(|((file, _), _)| file == key) {
            let changed = all.iter().map(|fragment| {
                let Fragment { component, template, options, text: _ } = fragment;
                let text = change(number, fragment);
                number += 1;
                Fragment { component, template: template.clone(), text, options: options.clone() }
            });
            fragments.insert(place.clone(), changed.collect());
        }
        Slots { fragments }
    }

    /// The fragments for the file `key`, in the order in which [`Slots::map`] numbers them.
    pub fn for_file(&self, key: &str) -> impl Iterator<Item = &Fragment<'a>> {
        self.fragments.iter().filter(move |((file, _), _)| file == key).flat_map(|(_, all)| all)
    }

    /// Name and text of every fragment.
    pub fn templates(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.fragments.values().flatten().map(|fragment| (fragment.template.as_str(), fragment.text))
    }

    /// The fragments for the slot `slot` of the file `key`.
    pub fn of(&self, key: &str, slot: &str) -> &[Fragment<'a>] {
        let fragments = self.fragments.get(&(key.to_owned(), slot.to_owned()));
        fragments.map(Vec::as_slice).unwrap_or_default()
    }
}

/// Whether a component that is not selected has the slot: then the fragment is not needed.
fn in_catalog(catalog: &Catalog, file: &str, slot: &str) -> bool {
    catalog.components.values().any(|component| {
        let mut files = catalog.source.below(&component.folder);
        files.any(|(path, text)| key(path) == file && has(text, slot))
    })
}

fn has(text: &str, slot: &str) -> bool {
    template::slots(text).any(|name| name == slot)
}
