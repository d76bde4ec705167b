//! Which path or host name leads to which of several apps.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::catalog::Catalog;
use crate::catalog::option::Value;
use crate::facts::AppFacts;

/// For each of `apps`, the options that keep them apart behind one proxy; none where only one answers requests. Pages
/// have the domain's root. What stands beside them has the path below which all of its routes are, where the code says
/// one, else a host name of its own.
pub(super) fn fronts(catalog: &Catalog, apps: &[&AppFacts], domain: &str) -> Result<Vec<BTreeMap<String, Value>>> {
    let answers = |app: &&AppFacts| Ok(catalog.app_options(&app.stack.value)?.contains_key("host"));
    let answering = apps.iter().map(answers).collect::<Result<Vec<bool>>>()?;
    let first = apps.iter().zip(&answering).position(|(app, answers)| *answers && app.has_pages());
    let first = first.or_else(|| answering.iter().position(|answers| *answers));
    let mut taken: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (index, (app, answers)) in apps.iter().zip(&answering).enumerate() {
        if !answers || Some(index) == first {
            found.push(BTreeMap::new());
            continue;
        }
        let prefix = app.prefix.as_ref().map(|prefix| prefix.value.as_str()).filter(|prefix| !taken.contains(prefix));
        taken.extend(prefix);
        let (option, value) = match prefix {
            Some(prefix) => ("path", prefix.to_owned()),
            None => ("host", format!("{}.{domain}", app.name)),
        };
        found.push(BTreeMap::from([(option.to_owned(), Value::String(value))]));
    }
    Ok(found)
}
