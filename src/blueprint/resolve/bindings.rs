//! The values of the apps' variables, and the secrets among them.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::blueprint::bind::{bind, decide};
use crate::blueprint::platform::made;
use crate::blueprint::resolve::Draft;

impl Draft<'_> {
    pub(super) fn bind(&mut self) -> Result<()> {
        for (app, seen) in self.apps.iter_mut().zip(&self.seen) {
            let chosen = self.manifest.apps.get(&app.name).map(|choice| &choice.env);
            let bindings = bind(self.catalog, &self.project, seen, &self.offers, chosen.unwrap_or(&BTreeMap::new()))?;
            app.environment = bindings.entries;
            decide(&mut app.environment, self.decided.get(&app.name));
            self.secrets.extend(bindings.secrets);
        }
        self.secrets.sort_by(|a, b| a.name.cmp(&b.name));
        self.secrets.dedup_by(|a, b| a.name == b.name);
        for app in &mut self.apps {
            app.made = made(app, &self.secrets);
        }
        Ok(())
    }
}
