//! The last step: everything that was gathered becomes the Blueprint.

use anyhow::Result;

use crate::blueprint::demand::{demand, too_much};
use crate::blueprint::processes::{Ground, assemble};
use crate::blueprint::resolve::{Draft, PROXY, kept};
use crate::blueprint::routes::{fronts, one_answer_each, tokens};
use crate::blueprint::steps::steps;
use crate::blueprint::variables::{Keeps, list_variables};
use crate::blueprint::wanted::Wanted;
use crate::blueprint::{Blueprint, Service};
use crate::catalog::component::Component;

impl Draft<'_> {
    pub(super) fn finish(self) -> Result<Blueprint> {
        let supplied = self.supplied();
        let (catalog, target) = (self.catalog, self.selection.target);
        // What stands before it shares few connections among many.
        let before: Vec<String> =
            self.selection.services.iter().filter_map(|component| component.before.clone()).collect();
        let pooled = |component: &Component| before.iter().any(|capability| component.provides.contains(capability));
        let keeps = Keeps { target, keeper: self.keeper.as_ref() };
        let variables = list_variables(&self.apps, &self.seen, self.variables, &self.secrets, &keeps);
        let proxy = |service: &Service| service.provides.iter().any(|provided| provided == PROXY);
        let proxied = self.services.iter().any(|service| proxy(service) && !service.supplied);
        one_answer_each(&self.routes, proxied)?;
        let Draft {
            project, apps, seen, selected, services, offers, mut specs, routes, mut containers, secrets, ..
        } = self;
        let Draft { trials, backups, existing, names, files, own_stack, start, commands, mut notices, .. } = self;
        let Draft { next, supplies, target_options, served, hostnames, mut keeper, mut development, developed, .. } =
            self;
        development.sort_by(|a, b| a.id.cmp(&b.id));
        let steps = steps(self.steps, &apps, &specs, &commands, &mut notices)?;
        let ground = Ground {
            offers: &offers,
            services: &services,
            containers: &containers,
            routes: &routes,
            hostnames: [vec![project.domain.clone()], hostnames].concat(),
            secrets: &secrets,
            developed: &developed,
            proxied,
        };
        let kept = kept(&apps);
        let (fronts, tokens) = (fronts(&routes, &served), tokens(&routes));
        let wanted = Wanted::of(&apps, &variables, &secrets);
        let mut processes = Vec::new();
        for (app, seen) in apps.iter().zip(seen) {
            let specs = specs.remove(&app.name).unwrap_or_default();
            processes.extend(assemble(app, seen, specs, &ground));
        }
        if let Some(keeper) = &mut keeper {
            keeper.hand_out(&mut processes, &mut containers, &secrets);
        }
        let mut services = services.clone();
        for service in &mut services {
            let Some(component) = catalog.components.get(&service.id) else { continue };
            service.demand = demand(&catalog.pools, component, service, &apps, &processes);
            let demand = service.demand.as_ref().filter(|_| !pooled(component));
            notices.extend(demand.and_then(|demand| too_much(component, service, demand)));
        }
        let of_processes = processes.iter().flat_map(|process| &process.spec.volumes);
        let volumes = containers.iter().flat_map(|container| &container.volumes).chain(of_processes);
        let volumes = volumes.map(|volume| (volume.name.clone(), volume.summary.clone())).collect();
        Ok(Blueprint {
            project,
            target: target.id.clone(),
            target_title: target.title.clone(),
            target_options,
            secret_store: target.secrets,
            keeper,
            supplies,
            selected,
            supplied,
            services,
            apps,
            processes,
            containers,
            development,
            volumes,
            variables,
            secrets,
            routes,
            fronts,
            tokens,
            trials,
            backups,
            kept,
            existing,
            names,
            files,
            own_stack,
            steps,
            start,
            commands,
            next,
            wanted,
            notices,
        })
    }
}
