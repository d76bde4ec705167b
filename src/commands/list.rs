//! `list`: what there is to choose.

use anyhow::Result;

use crate::catalog::Catalog;
use crate::catalog::component::Kind;
use crate::cli::{Format, Global, Kind as Listed, ListArgs};
use crate::commands::user_catalog;
use crate::exit::Exit;
use crate::report::catalog::Row;
use crate::report::{self, Screen};

/// # Errors
/// A component of the user that is wrong.
pub fn run(args: &ListArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    let catalog = user_catalog(&global.directory)?;
    let all = [Listed::Stacks, Listed::Runtimes, Listed::Targets, Listed::Services, Listed::Presets];
    let groups: Vec<(String, Vec<Row>)> = all
        .into_iter()
        .filter(|kind| args.kind.is_none_or(|asked| asked == *kind))
        .map(|kind| (format!("{kind:?}").to_lowercase(), rows(&catalog, kind)))
        .collect();
    match global.format() {
        Format::Json => screen.data(&report::catalog::json(&groups)?)?,
        Format::Text => screen.paged(&report::catalog::text(&groups, screen.out()))?,
    }
    Ok(Exit::Done)
}

fn rows(catalog: &Catalog, kind: Listed) -> Vec<Row> {
    let kind = match kind {
        Listed::Stacks => Kind::Stack,
        Listed::Runtimes => Kind::Runtime,
        Listed::Targets => Kind::Target,
        Listed::Services => Kind::Service,
        Listed::Presets => {
            let row = |(id, preset): (&String, &crate::catalog::preset::Preset)| Row {
                id: id.clone(),
                title: preset.title.clone(),
                summary: preset.summary.clone(),
            };
            return catalog.presets.iter().map(row).collect();
        }
    };
    let row = |component: &crate::catalog::component::Component| Row {
        id: component.id.clone(),
        title: component.title.clone(),
        summary: component.summary.clone(),
    };
    catalog.of(kind).map(row).collect()
}
