//! Where every variable of the apps gets its value, and the secrets among them.

use anyhow::Result;

use crate::blueprint::bind::{bind, bind_to, decide};
use crate::blueprint::facet::tell;
use crate::blueprint::offer::Offer;
use crate::blueprint::platform::made;
use crate::blueprint::resolve::Draft;
use crate::blueprint::trials::Lab;
use crate::blueprint::{App, Binding, Entry, Route};
use crate::catalog::contribution::Secret;
use crate::facts::AppFacts;
use crate::manifest::Choices;

impl Draft<'_> {
    /// Binds the variables of every app: for production, and for its checks.
    pub(super) fn bind(&mut self) -> Result<()> {
        let answers = |(app, seen): (&App, &&AppFacts), route: &Route| app.name == route.app && !seen.has_pages();
        let is_program = |route: &&Route| self.apps.iter().zip(&self.seen).any(|both| answers(both, route));
        let host = self.routes.iter().find(is_program).and_then(|route| route.host.clone());
        self.project.api = host.unwrap_or_else(|| self.project.domain.clone());
        let (lab, none) = (Lab::new(&self.offers, &self.trials), Choices::new());
        let direct: Vec<Offer<'_>> = self.offers.iter().map(Offer::for_release).collect();
        for (app, seen) in self.apps.iter_mut().zip(&self.seen) {
            let chosen = self.manifest.apps.get(&app.name).map_or(&none, |choice| &choice.env);
            lab.prepare(app, seen, &bind(self.catalog, &self.project, seen, lab.offers(), chosen)?);
            let bindings = bind(self.catalog, &self.project, seen, &self.offers, chosen)?;
            app.environment = bindings.entries;
            tell(&mut app.environment, &app.told.bind, seen, &self.offers);
            app.direct = bind(self.catalog, &self.project, seen, &direct, chosen)?.entries;
            for environment in [&mut app.environment, &mut app.direct] {
                decide(environment, self.decided.get(&app.name));
            }
            app.built = app.environment.iter().filter(|entry| is_built(seen, entry)).cloned().collect();
            // A value that a stack or a service decides takes no secret.
            let decided =
                |secret: &Secret| self.decided.get(&app.name).is_some_and(|all| all.contains_key(&secret.name));
            self.secrets.extend(bindings.secrets.into_iter().filter(|secret| !decided(secret)));
        }
        // Of those who share one, the reader who insists on it decides.
        self.secrets.sort_by(|a, b| (&a.name, !a.required).cmp(&(&b.name, !b.required)));
        self.secrets.dedup_by(|a, b| a.name == b.name);
        for (app, seen) in self.apps.iter_mut().zip(&self.seen) {
            let specs = self.specs.get(&app.name).into_iter().flatten();
            let own = specs.flat_map(|spec| &spec.bind);
            let own = own.filter_map(|(name, facet)| bind_to(seen, &self.offers, name, facet)).collect::<Vec<_>>();
            app.made = made(app, &own, &self.secrets);
        }
        Ok(())
    }
}

/// Built into what browsers are sent, and no secret.
fn is_built(seen: &AppFacts, entry: &Entry) -> bool {
    let open = !matches!(entry.binding, Binding::Secret { .. } | Binding::Composed { .. } | Binding::Supplied(_));
    open && seen.is_built_in(&entry.name)
}
