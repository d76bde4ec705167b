//! Secrets that a service keeps: its container fetches them, and hands each process and container its own.

use serde::Serialize;

use crate::blueprint::{Process, SecretFile};
use crate::catalog::component::Component;
use crate::catalog::container::{Container, Until, Wait};
use crate::catalog::contribution::{KeeperSpec, Secret};

/// The service that keeps the secrets.
#[derive(Clone, Debug, Serialize)]
pub struct Keeper {
    pub service: String,
    pub title: String,
    /// Its container, which writes them.
    pub container: String,
    /// Whoever writes them: `uid`, `gid`.
    pub user: (String, String),
    /// The command that takes the files of `secrets generate` to it.
    pub fill: String,
    /// The command that names those that it lacks.
    pub check: String,
    /// What the container itself needs to get at the others; these stay files.
    pub own: Vec<String>,
    /// Who gets which.
    pub handouts: Vec<Handout>,
    /// All that are handed out, in order.
    pub names: Vec<String>,
    /// Those of them that nothing needs.
    pub optional: Vec<String>,
}

/// What one process or container gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Handout {
    pub to: String,
    pub secrets: Vec<SecretFile>,
}

impl Keeper {
    /// None where no container of that name runs.
    pub(crate) fn new(component: &Component, spec: KeeperSpec, containers: &[Container]) -> Option<Self> {
        let container = containers.iter().find(|container| container.id == spec.container)?;
        let (uid, gid) = container.user.split_once(':')?;
        Some(Keeper {
            service: component.id.clone(),
            title: component.title.clone(),
            container: spec.container,
            user: (uid.to_owned(), gid.to_owned()),
            fill: spec.fill,
            check: spec.check,
            own: container.secrets.clone(),
            handouts: Vec::new(),
            names: Vec::new(),
            optional: Vec::new(),
        })
    }

    /// Notes who gets which, and lets them all wait until the secrets are there.
    pub(crate) fn hand_out(&mut self, processes: &mut [Process], containers: &mut [Container], secrets: &[Secret]) {
        for process in processes.iter_mut().filter(|process| !process.secrets.is_empty()) {
            process.waits.push(self.wait());
            self.handouts.push(Handout { to: process.name.clone(), secrets: process.secrets.clone() });
        }
        let others = containers.iter_mut().filter(|container| container.id != self.container);
        for container in others.filter(|container| !container.secrets.is_empty()) {
            container.waits.push(self.wait());
            let file = |name: &String| SecretFile { name: name.clone(), variable: name.clone() };
            let secrets = container.secrets.iter().map(file).collect();
            self.handouts.push(Handout { to: container.id.clone(), secrets });
        }
        let handed = self.handouts.iter().flat_map(|handout| &handout.secrets);
        self.names = handed.map(|secret| secret.name.clone()).collect();
        self.names.sort();
        self.names.dedup();
        let optional = secrets.iter().filter(|secret| !secret.required && self.names.contains(&secret.name));
        self.optional = optional.map(|secret| secret.name.clone()).collect();
    }

    /// Whether it keeps this one; what its own container reads stays a file.
    pub fn keeps(&self, secret: &Secret) -> bool {
        !self.own.contains(&secret.name)
    }

    fn wait(&self) -> Wait {
        Wait { on: self.container.clone(), until: Until::Healthy }
    }
}
