//! `show`: one component, what it brings and its options.

use anyhow::Result;

use crate::catalog::component::{Component, Kind};
use crate::catalog::{Catalog, unknown};
use crate::cli::{Format, Global, ShowArgs};
use crate::commands::user_catalog;
use crate::exit::{Exit, WrongUsage};
use crate::report::{self, Screen};

/// # Errors
/// No such component; the nearest is suggested.
pub fn run(args: &ShowArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    let catalog = user_catalog(&global.directory)?;
    let Some(component) = catalog.components.get(&args.component) else {
        let ids = catalog.components.keys().map(String::as_str);
        return Err(WrongUsage(unknown("component", &args.component, ids)).into());
    };
    let (component, folders) = with_roles(&catalog, component)?;
    let files: Vec<&str> =
        folders.iter().flat_map(|folder| catalog.source.below(folder)).map(|(path, _)| path).collect();
    match global.format() {
        Format::Json => screen.data(&report::catalog::component_json(&component, &files)?)?,
        Format::Text => screen.paged(&report::catalog::component(&component, &files, screen.out()))?,
    }
    Ok(Exit::Done)
}

/// A stack with what it shares with others as its own: the options, and the folders of the files.
fn with_roles(catalog: &Catalog, component: &Component) -> Result<(Component, Vec<String>)> {
    let (mut whole, mut folders) = (component.clone(), vec![component.folder.clone()]);
    for id in &component.roles {
        let role = catalog.get(Kind::Role, id)?;
        for (name, spec) in &role.options {
            whole.options.entry(name.clone()).or_insert_with(|| spec.clone());
        }
        folders.push(role.folder.clone());
    }
    Ok((whole, folders))
}
