//! The services of the Blueprint: supplied by the target, run in their containers, or left out.

use anyhow::{Result, bail};

use crate::blueprint::bind::Offer;
use crate::blueprint::contribute::contribute;
use crate::blueprint::expand::{Expanded, expand};
use crate::blueprint::resolve::Draft;
use crate::blueprint::supplies::{Means, hosts, provision, supplied};
use crate::blueprint::users::Users;
use crate::blueprint::{Options, Service, options};
use crate::catalog::check::Trial;
use crate::catalog::component::Component;
use crate::catalog::contribution::Contribution;
use crate::catalog::supply::Supply;
use crate::facts::Notice;

impl<'a> Draft<'a> {
    pub(super) fn add_services(&mut self) -> Result<()> {
        for component in self.selection.services.clone() {
            let chosen = self.manifest.services.get(&component.id).cloned().unwrap_or_default();
            let users = Users::of(component, &self.apps, &self.seen);
            let (options, notices) = users.options(component, &chosen, self.selection.target)?;
            let mut contribution = contribute(self.catalog, component, &self.scope(), None, &options)?;
            match Means::of(self.selection.target, component, &contribution.containers) {
                Means::Impossible(reason) => self.leave_out(component, reason),
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
        self.nothing_missing()
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
        let trial = contribution.trial.take();
        self.trials.extend(trial.map(|trial| Trial { service: component.id.clone(), ..trial }));
        let supplied = self.selection.target.supply_of(component).is_some();
        let offer = Offer { component, facets, supply };
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
        });
        self.offers.push(offer);
        self.take(component, contribution, None)
    }

    /// The target can neither supply nor run it.
    fn leave_out(&mut self, component: &Component, reason: &str) {
        let (title, target) = (&component.title, &self.selection.target.title);
        let text = format!("{title} is left out: {target} runs no containers that {reason}");
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
