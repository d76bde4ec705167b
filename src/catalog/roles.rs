//! What a component makes its own of the roles that it plays: what they declare, their files, the parts of their blueprint.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::catalog::component::{Component, Kind};
use crate::catalog::source::Source;
use crate::catalog::{Catalog, unknown};

/// The part with which a blueprint begins; it may include the others.
pub const BLUEPRINT: &str = "blueprint.yaml";

/// Gives every service what its roles declare, but what it has itself of that name. A stack keeps them apart: its roles
/// are components of the app.
///
/// # Errors
/// A role that there is none of.
pub(super) fn share(source: &Source, components: &mut BTreeMap<String, Component>) -> Result<()> {
    let roles: BTreeMap<String, Component> = components
        .iter()
        .filter(|(_, one)| one.kind == Kind::Role)
        .map(|(id, one)| (id.clone(), one.clone()))
        .collect();
    for service in components.values_mut().filter(|one| one.kind == Kind::Service) {
        for id in &service.roles.clone() {
            let place = source.name(&format!("{}/component.yaml", service.folder));
            let Some(role) = roles.get(id) else {
                bail!("{place}: `roles`: {}", unknown("role", id, roles.keys().map(String::as_str)));
            };
            service.play(role);
        }
    }
    Ok(())
}

impl Component {
    fn play(&mut self, role: &Component) {
        for (name, spec) in &role.options {
            self.options.entry(name.clone()).or_insert_with(|| spec.clone());
        }
        for (facet, bind) in &role.binds {
            self.binds.entry(facet.clone()).or_insert_with(|| bind.clone());
        }
        for (point, gift) in &role.gives {
            self.gives.entry(point.clone()).or_insert_with(|| gift.clone());
        }
        if self.schemes.is_empty() {
            self.schemes.clone_from(&role.schemes);
        }
        if self.connections.is_none() {
            self.connections.clone_from(&role.connections);
        }
        if self.credentials.is_none() {
            self.credentials.clone_from(&role.credentials);
        }
        self.files.extend(role.files.iter().cloned());
    }
}

impl Catalog {
    /// The parts of the blueprint of `component`, as their path below `templates/` and their text, by the name under
    /// which one includes another. Those of the roles that a service plays are its own, unless it has others of that name.
    pub fn blueprint(&self, component: &Component) -> BTreeMap<&str, (String, &str)> {
        let mut parts = self.files(component);
        parts.retain(|path, _| !path.contains('/') && *path != "component.yaml");
        parts
    }

    /// Every file of `component` by its path below the component's folder: its path below `templates/`, and its text.
    /// The files of the roles that a service plays are its own, unless it has others at their paths.
    pub fn files(&self, component: &Component) -> BTreeMap<&str, (String, &str)> {
        let roles = component.roles.iter().filter(|_| component.kind == Kind::Service);
        let roles = roles.filter_map(|id| self.components.get(id)).map(|role| role.folder.as_str());
        let mut files = BTreeMap::new();
        for folder in roles.chain([component.folder.as_str()]) {
            let below = self.source.below(folder);
            files.extend(below.map(|(path, text)| (path, (format!("{folder}/{path}"), text))));
        }
        files
    }
}
