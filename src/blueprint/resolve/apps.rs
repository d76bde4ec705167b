//! The apps of the Blueprint with what their stacks bring, and what files are called in their repository.

use anyhow::Result;

use crate::blueprint::contribute::contribute;
use crate::blueprint::files::{Names, own_stack, places};
use crate::blueprint::resolve::Draft;
use crate::blueprint::{additions, apps};
use crate::catalog::component::{Component, Kind};
use crate::facts::Facts;

impl<'a> Draft<'a> {
    pub(super) fn add_apps(&mut self, facts: &'a Facts) -> Result<()> {
        for (name, choice) in &self.manifest.apps {
            let (app, seen) = apps::app(self.catalog, facts, &self.selection.services, name, choice)?;
            self.specs.insert(name.clone(), Vec::new());
            self.notices.extend(apps::foreign(self.catalog, name, seen));
            self.apps.push(app);
            self.seen.push(seen);
        }
        additions::bring(&self.selection.services, &mut self.apps);
        for (app, seen) in self.apps.iter_mut().zip(&self.seen) {
            self.notices.extend(additions::add(&self.selection.services, app, seen));
        }
        self.existing = facts.existing.iter().map(|file| file.path.clone()).collect();
        self.names.clone_from(&facts.names);
        self.notices.extend(facts.notices.iter().cloned());
        self.name_files()
    }

    fn name_files(&mut self) -> Result<()> {
        let Draft { catalog, selection, existing, names, .. } = &*self;
        let mut components: Vec<&Component> = catalog.of(Kind::Base).collect();
        for app in &self.apps {
            components.extend(catalog.of_app(&app.stack)?);
        }
        components.extend(&selection.services);
        components.push(selection.target);
        self.files = places(components, Names { existing, used: names })?;
        self.own_stack = own_stack(self.selection.target, &self.files);
        Ok(())
    }

    pub(super) fn add_stacks(&mut self) -> Result<()> {
        for index in 0..self.apps.len() {
            let Some(stack) = self.apps.get(index).map(|app| app.stack.clone()) else { continue };
            for component in self.catalog.of_app(&stack)? {
                // As it is by now: what its runtime brought, its roles and its stack stand on.
                let Some(app) = self.apps.get(index).cloned() else { continue };
                let contribution = contribute(self.catalog, component, &self.scope(), Some(&app), &app.options)?;
                self.take(component, contribution, Some(&app))?;
            }
        }
        Ok(())
    }
}
