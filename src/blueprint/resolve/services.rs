//! The services of the Blueprint: supplied by the target, run in their containers, or left out.

use anyhow::{Result, bail};

use crate::blueprint::contribute::{Scope, contribute};
use crate::blueprint::expand::{Expanded, expand};
use crate::blueprint::offer::Offer;
use crate::blueprint::resolve::{Draft, PROXY};
use crate::blueprint::supplies::{Means, hosts, provision, supplied};
use crate::blueprint::users::Users;
use crate::blueprint::{Options, Service, options};
use crate::catalog::backup::Backup;
use crate::catalog::check::Trial;
use crate::catalog::component::Component;
use crate::catalog::contribution::Contribution;
use crate::catalog::supply::{SecretStore, Supply};
use crate::facts::Notice;

impl<'a> Draft<'a> {
    pub(super) fn add_services(&mut self) -> Result<()> {
        // What stands in front of all routes comes once they are all known; its place in the files stays that of its id.
        let is_proxy = |component: &&Component| component.provides.iter().any(|provided| provided == PROXY);
        let (proxies, others): (Vec<_>, Vec<_>) = self.possible()?.into_iter().partition(is_proxy);
        let (gathering, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|component| component.gathers);
        for component in others.into_iter().chain(gathering).chain(proxies) {
            let (options, mut notices) = self.options_of(component)?;
            let mut contribution = contribute(self.catalog, component, &self.scope(), None, &options)?;
            // The kit may use it in the place of the code.
            if contribution.tells_for.is_empty() {
                notices.extend(self.users_of(component).nobody(component));
            }
            match Means::of(self.selection.target, component, &contribution.containers) {
                Means::Impossible(reason) => {
                    self.leave_out(component, &format!("runs no containers that {reason}"));
                }
                Means::Supplied(supply) => {
                    supplied(&mut contribution, supply);
                    self.supplies.push(provision(component, supply, &options));
                    let said = supply.notice.iter().map(|text| Notice { path: None, text: text.clone() });
                    self.notices.extend(notices.into_iter().chain(said));
                    self.add(component, contribution, options, Some(supply.clone()))?;
                }
                Means::Runs => {
                    let supply = hosts(self.selection.target, component, &mut contribution);
                    self.notices.extend(notices);
                    self.add(component, contribution, options, supply)?;
                }
            }
        }
        self.containers.sort_by(|a, b| a.service.cmp(&b.service));
        self.services.sort_by(|a, b| a.id.cmp(&b.id));
        self.supplies.sort_by(|a, b| a.service.cmp(&b.service));
        self.nothing_missing()
    }

    /// The services without those that the target can neither supply nor run, even alone: these are left out before
    /// the others look at who stands beside them.
    fn possible(&mut self) -> Result<Vec<&'a Component>> {
        let mut possible = Vec::new();
        for component in self.selection.services.clone() {
            let (options, _) = self.options_of(component)?;
            let alone = [component.id.clone()];
            let scope = Scope { selected: &alone, ..self.scope() };
            let contribution = contribute(self.catalog, component, &scope, None, &options)?;
            let twice = contribution.keeper.is_some() && self.selection.target.secrets == SecretStore::Platform;
            match Means::of(self.selection.target, component, &contribution.containers) {
                _ if twice => self.leave_out(component, "keeps the secrets itself"),
                Means::Impossible(reason) => {
                    self.leave_out(component, &format!("runs no containers that {reason}"));
                }
                Means::Supplied(_) | Means::Runs => possible.push(component),
            }
        }
        Ok(possible)
    }

    fn options_of(&self, component: &Component) -> Result<(Options, Vec<Notice>)> {
        let chosen = self.manifest.services.get(&component.id).cloned().unwrap_or_default();
        self.users_of(component).options(component, &chosen, self.selection.target)
    }

    fn users_of(&self, component: &Component) -> Users<'a> {
        Users::of(component, &self.apps, &self.seen, &self.selection.services)
    }

    pub(super) fn add_target(&mut self) -> Result<()> {
        let target = self.selection.target;
        let chosen = self.manifest.targets.get(&target.id).cloned().unwrap_or_default();
        let specs = target.options.iter().map(|(name, spec)| (name.as_str(), spec));
        let options = options::complete(&format!("targets.{}", target.id), specs, &Default::default(), &chosen)?;
        let contribution = contribute(self.catalog, target, &self.scope(), None, &options)?;
        self.target_options = options;
        self.take(target, contribution, None)
    }

    fn add(
        &mut self,
        component: &'a Component,
        mut contribution: Contribution,
        options: Options,
        supply: Option<Supply>,
    ) -> Result<()> {
        let facets = std::mem::take(&mut contribution.facets);
        let direct = std::mem::take(&mut contribution.direct);
        let trial = contribution.trial.take();
        self.trials.extend(trial.map(|trial| Trial { service: component.id.clone(), ..trial }));
        let (service, title) = (component.id.clone(), component.title.clone());
        self.backups.extend(contribution.backup.take().map(|backup| Backup { service, title, ..backup }));
        let supplied = self.selection.target.supply_of(component).is_some();
        let offer = Offer { component, facets, direct, supply };
        // The scheme of an address is its service's own.
        let address = contribution.address.take().map(|address| expand(&address, &offer, ""));
        let (address, parts) = address.map(|Expanded { value, parts, .. }| (value, parts)).unzip();
        self.services.push(Service {
            id: component.id.clone(),
            title: component.title.clone(),
            provides: component.provides.clone(),
            options,
            address,
            parts: parts.unwrap_or_default(),
            supplied,
            demand: None,
        });
        self.offers.push(offer);
        self.take(component, contribution, None)
    }

    /// The target can neither supply nor run it.
    fn leave_out(&mut self, component: &Component, reason: &str) {
        let (title, target) = (&component.title, &self.selection.target.title);
        let text = format!("{title} is left out: {target} {reason}");
        self.notices.push(Notice { path: None, text });
        self.selected.retain(|id| *id != component.id);
        for app in &mut self.apps {
            app.uses.retain(|id| *id != component.id);
            app.additions.retain(|new| new.service != component.id);
        }
    }

    /// What was left out may be what others stand on.
    fn nothing_missing(&self) -> Result<()> {
        let left = || self.services.iter().map(|service| &service.provides);
        for component in self.selection.services.iter().filter(|component| self.selected.contains(&component.id)) {
            for capability in &component.requires {
                if !left().any(|provides| provides.contains(capability)) {
                    let (id, title) = (&component.id, &self.selection.target.title);
                    bail!("{id} needs {capability}, and no selected service can provide that on {title}");
                }
            }
        }
        Ok(())
    }
}
