//! The points of the checklist that the selected components meet, as far as their files are there.

use anyhow::Result;

use crate::audit::Given;
use crate::blueprint::Blueprint;
use crate::catalog::Catalog;
use crate::facts::Evidence;
use crate::render::output::{Output, Part, outputs, parts};
use crate::render::{scope, values};
use crate::state::MANIFEST_PATH;
use crate::template;
use crate::tree::{RelPath, Tree};

/// What the components of `blueprint` give in `tree`.
///
/// # Errors
/// A `when` that does not render.
pub fn given(catalog: &Catalog, blueprint: &Blueprint, tree: &Tree) -> Result<Vec<Given>> {
    let mut values = values(catalog, blueprint)?;
    let outputs = outputs(catalog, blueprint, &mut values)?;
    let mut found = Vec::new();
    for part in parts(catalog, blueprint)? {
        scope(&mut values, part.component, part.app, &part.options);
        let said = catalog.source.name(&format!("{}/component.yaml", part.component.folder));
        let app = part.app.and_then(|index| blueprint.apps.get(index));
        let runs = blueprint.own_stack.is_none();
        for (point, gift) in part.component.gives.iter().filter(|(_, gift)| runs || gift.alone) {
            let holds = |when: &String| template::holds(&format!("{said}: `when` of {point}"), when, &values);
            if !gift.when.as_ref().map_or(Ok(true), holds)? {
                continue;
            }
            let path = match gift.by.is_empty() {
                true => RelPath::new(MANIFEST_PATH)?,
                false => match gift.by.iter().find_map(|by| outputs.iter().find(|output| shows(output, &part, by))) {
                    Some(output) => output.path.clone(),
                    None => continue,
                },
            };
            let text = part.component.title.clone();
            if tree.contains(path.as_str()) {
                let evidence = Evidence { path, line: None, text };
                let (point, app, mends) = (point.clone(), app.map(|app| app.name.clone()), gift.mends);
                found.push(Given { point, app, evidence, mends });
            }
        }
    }
    Ok(found)
}

/// Whether `output` comes from the template at `by` of the same component, or of another part of the same app.
fn shows(output: &Output<'_>, part: &Part<'_>, by: &str) -> bool {
    let own = output.component.id == part.component.id || part.app.is_some();
    own && output.app == part.app && output.template.strip_suffix(by).is_some_and(|folder| folder.ends_with('/'))
}
