//! Where every variable of the apps gets its value, and the secrets among them.

use anyhow::Result;

use crate::blueprint::bind::{bind, decide};
use crate::blueprint::platform::made;
use crate::blueprint::resolve::Draft;
use crate::blueprint::trials::Lab;
use crate::manifest::Choices;

impl Draft<'_> {
    /// Binds the variables of every app: for production, and for its checks.
    pub(super) fn bind(&mut self) -> Result<()> {
        let (lab, none) = (Lab::new(&self.offers, &self.trials), Choices::new());
        for (app, seen) in self.apps.iter_mut().zip(&self.seen) {
            let chosen = self.manifest.apps.get(&app.name).map_or(&none, |choice| &choice.env);
            lab.prepare(app, seen, &bind(self.catalog, &self.project, seen, lab.offers(), chosen)?);
            let bindings = bind(self.catalog, &self.project, seen, &self.offers, chosen)?;
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
