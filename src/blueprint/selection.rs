//! The selected components, checked: every requirement provided, nothing in conflict.

use anyhow::{Result, anyhow, bail};

use crate::catalog::component::{Component, Kind};
use crate::catalog::{Catalog, unknown};
use crate::manifest::Manifest;
use crate::state::MANIFEST_PATH;

/// The components that a manifest selects.
pub struct Selection<'a> {
    /// In order of their ids.
    pub services: Vec<&'a Component>,
    pub target: &'a Component,
}

impl<'a> Selection<'a> {
    /// Looks up everything that the manifest names, but the apps.
    ///
    /// # Errors
    /// An unknown id, a requirement that nothing provides, or two components in conflict.
    pub fn new(catalog: &'a Catalog, manifest: &Manifest) -> Result<Self> {
        let named = |kind: Kind, id: &str, place: &str| {
            let place = manifest.places.get(place).map(String::as_str).unwrap_or(MANIFEST_PATH);
            catalog.get(kind, id).map_err(|error| anyhow!("{place}: {error}"))
        };
        let target = named(Kind::Target, &manifest.target, "target")?;
        for id in manifest.targets.keys() {
            named(Kind::Target, id, id)?;
        }
        let services: Result<Vec<_>> = manifest.services.keys().map(|id| named(Kind::Service, id, id)).collect();
        let selection = Selection { services: services?, target };
        for component in &selection.services {
            selection.check(catalog, component)?;
        }
        Ok(selection)
    }

    fn check(&self, catalog: &Catalog, component: &Component) -> Result<()> {
        for capability in &component.requires {
            if self.provider(capability).is_none() {
                let providers = catalog.of(Kind::Service).filter(|other| other.provides.contains(capability));
                let ids: Vec<&str> = providers.map(|other| other.id.as_str()).collect();
                let id = &component.id;
                if ids.is_empty() {
                    bail!("{id} needs {}", unknown("service for capability", capability, std::iter::empty()));
                }
                bail!("{id} needs a service that provides {capability}: add {}", ids.join(" or "));
            }
        }
        for rival in &component.conflicts {
            let other = self
                .services
                .iter()
                .find(|other| other.id != component.id && (other.id == *rival || other.provides.contains(rival)));
            if let Some(other) = other {
                bail!("{} and {} cannot stand side by side; choose one of them", component.id, other.id);
            }
        }
        Ok(())
    }

    /// The selected component that provides `capability`.
    pub fn provider(&self, capability: &str) -> Option<&'a Component> {
        let provides = |component: &&&Component| component.provides.iter().any(|provided| provided == capability);
        self.services.iter().find(provides).copied()
    }
}
