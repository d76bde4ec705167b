//! Where every variable of the Blueprint gets its value.

use anyhow::Result;

use crate::blueprint::Binding;
use crate::blueprint::bind::bind;
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
            let decided = self.decided.get(&app.name);
            for entry in &mut app.environment {
                if let Some(value) = decided.and_then(|decided| decided.get(&entry.name)) {
                    entry.binding = Binding::Literal { value: value.clone() };
                }
            }
            self.secrets.extend(bindings.secrets);
        }
        self.secrets.sort_by(|a, b| a.name.cmp(&b.name));
        self.secrets.dedup_by(|a, b| a.name == b.name);
        Ok(())
    }
}
