//! The last step: everything that was gathered becomes the Blueprint.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::blueprint::demand::Demands;
use crate::blueprint::processes::{Ground, assemble};
use crate::blueprint::resolve::{Draft, PROXY, kept};
use crate::blueprint::routes::{fronts, one_answer_each, tokens};
use crate::blueprint::steps::steps;
use crate::blueprint::variables::{Keeps, list_variables};
use crate::blueprint::wanted::Wanted;
use crate::blueprint::{Blueprint, Process, Service};
use crate::catalog::container::Container;

impl Draft<'_> {
    pub(super) fn finish(self) -> Result<Blueprint> {
        let supplied = self.supplied();
        let (catalog, target) = (self.catalog, self.selection.target);
        let demands = Demands { catalog, selected: self.selection.services.clone() };
        let keeps = Keeps { target, keeper: self.keeper.as_ref() };
        let variables = list_variables(&self.apps, &self.seen, self.variables, &self.secrets, &keeps);
        let proxied = self.services.iter().any(|service| is_proxy(service) && !service.supplied);
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
        notices.extend(demands.count(&mut services, &apps, &processes));
        let volumes = volumes(&containers, &processes);
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

fn is_proxy(service: &Service) -> bool {
    service.provides.iter().any(|provided| provided == PROXY)
}

/// What is kept in the volumes of containers and processes, by their names.
fn volumes(containers: &[Container], processes: &[Process]) -> BTreeMap<String, String> {
    let of_processes = processes.iter().flat_map(|process| &process.spec.volumes);
    let volumes = containers.iter().flat_map(|container| &container.volumes).chain(of_processes);
    volumes.map(|volume| (volume.name.clone(), volume.summary.clone())).collect()
}
