//! The apps that use a service, and what that means for its options.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};

use crate::blueprint::{App, Options, options};
use crate::catalog::bind::Credentials;
use crate::catalog::component::Component;
use crate::catalog::option::{Spec, Value};
use crate::catalog::supply::Supply;
use crate::facts::{AppFacts, Notice};
use crate::manifest::Choices;

/// The facts of every app that uses one service.
pub(crate) struct Users<'a> {
    seen: Vec<&'a AppFacts>,
    /// The services that are selected beside it.
    others: Vec<&'a Component>,
}

impl<'a> Users<'a> {
    pub fn of(component: &Component, apps: &[App], seen: &[&'a AppFacts], selected: &[&'a Component]) -> Self {
        let using = apps.iter().zip(seen).filter(|(app, _)| app.uses.contains(&component.id));
        let others = selected.iter().copied().filter(|other| other.id != component.id);
        Users { seen: using.map(|(_, seen)| *seen).collect(), others: others.collect() }
    }

    /// The options of the service, and what the person should know of them.
    ///
    /// # Errors
    /// A key that is not an option, or a value that is not accepted, with its place in the manifest.
    pub fn options(
        &self,
        component: &Component,
        chosen: &Choices,
        target: &Component,
    ) -> Result<(Options, Vec<Notice>)> {
        let table = format!("services.{}", component.id);
        let detected = self.seen.first().map(|seen| options::detected(seen)).unwrap_or_default();
        let own = component.options_on(target);
        let specs = own.iter().map(|(name, spec)| (name.as_str(), spec));
        let mut options = options::complete(&table, specs, &detected, chosen)
            .with_context(|| format!("{} on {}", component.title, target.title))?;
        self.purposes(component, &own, chosen, &mut options);
        let mut notices = Vec::new();
        if let Some(supply) = target.supply_of(component) {
            notices.extend(without_meaning(component, target, supply, chosen));
            options.extend(supply.fixed.clone());
        } else if let Some(credentials) = &component.credentials
            && !chosen.contains_key(&credentials.option)
        {
            notices.extend(self.without_password(component, credentials, &mut options));
        }
        Ok((options, notices))
    }

    /// Options that nobody chose follow from what the service is needed for, and from one another.
    fn purposes(&self, component: &Component, own: &BTreeMap<String, Spec>, chosen: &Choices, options: &mut Options) {
        let alone = |capability: &String| {
            component.provides.contains(capability) && !self.others.iter().any(|o| o.provides.contains(capability))
        };
        let needed =
            |capability: &String| alone(capability) && self.others.iter().any(|o| o.requires.contains(capability));
        let open = || own.iter().filter(|(name, _)| !chosen.contains_key(*name));
        for (name, spec) in open() {
            let value = spec.needed.iter().find(|(capability, _)| needed(capability)).map(|(_, value)| value.clone());
            options.extend(value.map(|value| (name.clone(), value)));
        }
        for (name, spec) in open() {
            let Some(follows) = &spec.follows else { continue };
            let decides = options.get(&follows.option).map(Value::to_string).unwrap_or_default();
            options.extend(follows.values.get(&decides).map(|value| (name.clone(), value.clone())));
        }
    }

    /// A password that an app cannot send would only lock it out.
    fn without_password(
        &self,
        component: &Component,
        credentials: &Credentials,
        options: &mut Options,
    ) -> Option<Notice> {
        let app = self.seen.iter().find(|seen| !credentials.can_send(component, seen, &self.others))?;
        options.insert(credentials.option.clone(), Value::Boolean(false));
        let (title, name) = (&component.title, &app.name);
        let text = format!(
            "{title} runs without a password: {name} reads no variable that could carry one; only the stack's own containers reach it"
        );
        Some(Notice { path: None, text })
    }

    /// A service that stands there for nobody.
    pub fn nobody(&self, component: &Component) -> Option<Notice> {
        let examples: BTreeSet<&str> =
            component.detect.values().filter_map(|packages| packages.first().map(String::as_str)).collect();
        if !self.seen.is_empty() || examples.is_empty() {
            return None;
        }
        let packages: Vec<&str> = examples.into_iter().collect();
        let (title, packages) = (&component.title, packages.join(" or "));
        let text = format!(
            "no application here uses {title}: none has a client for it among its dependencies, such as {packages}"
        );
        Some(Notice { path: None, text })
    }
}

/// Options that somebody chose and that mean nothing where the target supplies the service.
fn without_meaning(component: &Component, target: &Component, supply: &Supply, chosen: &Choices) -> Option<Notice> {
    let holds = |name: &String| supply.settings.values().any(|option| option == name);
    let is_default =
        |name: &String, value: &Value| component.options.get(name).is_some_and(|spec| spec.default == *value);
    let idle = chosen.iter().filter(|(name, choice)| {
        let fixed = supply.fixed.get(*name).is_some_and(|fixed| *fixed == choice.value);
        !holds(name) && !fixed && !is_default(name, &choice.value)
    });
    let names: Vec<&str> = idle.map(|(name, _)| name.as_str()).collect();
    let (id, title) = (&component.id, &target.title);
    let text = format!("{title} decides this by itself, whatever [services.{id}] says: {}", names.join(", "));
    (!names.is_empty()).then_some(Notice { path: None, text })
}
