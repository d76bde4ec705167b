//! Facets of services as variables take them: plain, secret, put together, or left to a person.

use std::collections::BTreeMap;

use crate::blueprint::bind::{Bound, bind_to};
use crate::blueprint::expand::{Expanded, expand};
use crate::blueprint::offer::Offer;
use crate::blueprint::{Binding, Entry, Read};
use crate::catalog::contribution::Facet;
use crate::facts::{AppFacts, ValueType, VariableFact};

/// The value of a facet: plain, a secret, or text composed with secrets. None when there is no such facet.
pub(crate) fn facet_binding(
    app: &AppFacts,
    offer: &Offer<'_>,
    facet: &str,
    variable: Option<&VariableFact>,
) -> Option<Bound> {
    let scheme = scheme(app, offer, variable);
    let read = variable.map(Read::of);
    let binding = match (offer.handed(facet, &scheme), offer.facets.get(facet)?) {
        (Some(supplied), _) => Binding::Supplied(supplied),
        (None, Facet::Secret { secret }) => Binding::Secret { secret: secret.clone() },
        (None, Facet::Setting { setting: Some(value) }) => Binding::Setting { value: as_read(value, read.as_ref()) },
        // The code's own default is better than none.
        (None, Facet::Setting { setting: None }) if variable.is_some_and(|variable| !variable.required) => {
            Binding::Optional
        }
        (None, Facet::Setting { setting: None }) => Binding::Required,
        (None, Facet::Text(text)) => {
            let Expanded { value, secrets, parts } = expand(text, offer, &scheme);
            match secrets.is_empty() && parts.is_empty() {
                true => Binding::Literal { value: as_read(&value, read.as_ref()) },
                false => Binding::Composed { value, secrets, parts },
            }
        }
    };
    Some(Bound { facet: Some(format!("{}.{facet}", offer.component.id)), binding })
}

/// The scheme that the variable's own example shows, else the one for the drivers in use.
fn scheme(app: &AppFacts, offer: &Offer<'_>, variable: Option<&VariableFact>) -> String {
    let schemes = &offer.component.schemes;
    let shown = variable.and_then(|variable| offer.component.shown_scheme(variable));
    let by_driver = || {
        let in_use = |package: &String| app.dependencies.contains_key(package);
        schemes.iter().find(|known| known.with.iter().all(in_use)).map(|known| known.scheme.as_str())
    };
    shown.or_else(by_driver).unwrap_or(&offer.component.id).to_owned()
}

/// A switch as the code writes its own: `True` where that is its default, `1` where it reads a number.
pub(crate) fn as_read(value: &str, read: Option<&Read>) -> String {
    let (Some(read), true) = (read, matches!(value, "true" | "false")) else { return value.to_owned() };
    let default = read.default.as_deref().unwrap_or_default();
    match read.kind {
        ValueType::Integer => String::from(if value == "true" { "1" } else { "0" }),
        // Where its text is compared, that is how it is spelled; all others know both.
        ValueType::Boolean | ValueType::String if matches!(default, "True" | "False") => {
            String::from(if value == "true" { "True" } else { "False" })
        }
        _ => value.to_owned(),
    }
}

/// Gives the app what its services bind for it, where none of its own variables has that facet.
pub(crate) fn tell(entries: &mut Vec<Entry>, told: &BTreeMap<String, String>, app: &AppFacts, offers: &[Offer<'_>]) {
    for (name, reference) in told {
        let told = bind_to(app, offers, name, reference);
        let known = |entry: &Entry, told: &Entry| entry.name == *name || entry.facet == told.facet;
        entries.extend(told.filter(|told| !entries.iter().any(|entry| known(entry, told))));
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
}

/// What development changes for a process: variables whose facet has another value there, by service and facet.
pub(crate) fn developed(
    entries: &[Entry],
    facets: &BTreeMap<String, BTreeMap<String, String>>,
) -> BTreeMap<String, String> {
    let other = |entry: &Entry| {
        let (service, facet) = entry.facet.as_deref()?.split_once('.')?;
        let value = facets.get(service)?.get(facet)?;
        Some((entry.name.clone(), as_read(value, entry.read.as_ref())))
    };
    entries.iter().filter_map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_is_written_as_the_code_writes_it() {
        let read = |kind, default: Option<&str>| Read {
            kind,
            required: false,
            default: default.map(str::to_owned),
            choices: Vec::new(),
            files: Vec::new(),
        };
        assert_eq!(as_read("true", None), "true");
        assert_eq!(as_read("true", Some(&read(ValueType::Integer, None))), "1");
        assert_eq!(as_read("false", Some(&read(ValueType::String, Some("True")))), "False");
        assert_eq!(as_read("true", Some(&read(ValueType::Boolean, Some("False")))), "True");
        assert_eq!(as_read("false", Some(&read(ValueType::String, None))), "false");
        assert_eq!(as_read("587", Some(&read(ValueType::Integer, None))), "587");
    }
}
