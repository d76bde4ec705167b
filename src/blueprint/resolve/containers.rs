//! Containers of production and of development, and what services tell the apps beside them.

use anyhow::{Result, bail};

use crate::blueprint::resolve::Draft;
use crate::catalog::component::Component;
use crate::catalog::container::Container;
use crate::catalog::contribution::{Contribution, Development};

impl Draft<'_> {
    /// What a service tells single apps, and what development has of it.
    pub(super) fn hear(&mut self, component: &Component, contribution: &mut Contribution) -> Result<()> {
        for (name, told) in std::mem::take(&mut contribution.tells_for) {
            let Some(app) = self.apps.iter_mut().find(|app| app.name == name) else {
                bail!("templates/{}/blueprint.yaml tells `{name}` something, which is no app", component.folder);
            };
            app.hear(told);
        }
        let Development { containers, facets } = std::mem::take(&mut contribution.development);
        self.developed.insert(component.id.clone(), facets);
        for mut container in containers {
            container.service.clone_from(&component.id);
            self.development.push(owned(container));
        }
        Ok(())
    }

    pub(super) fn take_container(&mut self, component: &Component, mut container: Container) -> Result<()> {
        if let Some(other) = self.containers.iter().find(|other| other.id == container.id) {
            bail!("{} and {} both bring a container `{}`", other.service, component.id, container.id);
        }
        if container.image.is_empty() == container.build.is_none() {
            bail!("the container `{}` of {} needs either an `image` or a `build`", container.id, component.id);
        }
        container.service.clone_from(&component.id);
        if container.serves {
            let hosts = self.apps.iter().flat_map(|app| &app.hosts);
            let fixed = hosts.filter(|host| host.service == component.id && host.name != container.id);
            container.aliases.extend(fixed.map(|host| host.name.clone()));
            container.aliases.sort();
            container.aliases.dedup();
        }
        self.containers.push(owned(container));
        Ok(())
    }
}

/// A container whose folders in memory are its user's.
fn owned(mut container: Container) -> Container {
    for folder in &mut container.writable {
        folder.user.get_or_insert_with(|| container.user.clone());
    }
    container
}
