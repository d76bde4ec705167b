//! The texts of services: `{host}:{port}` with the values of the facets.

use crate::blueprint::offer::Offer;
use crate::blueprint::supplies::Parts;
use crate::catalog::contribution::Facet;

/// A text of a service with the values of its facets.
#[derive(Default)]
pub(crate) struct Expanded {
    /// `{NAME}` stands for a secret, or for a value that the target hands over.
    pub value: String,
    pub secrets: Vec<String>,
    pub parts: Parts,
}

/// Replaces `{facet}` and `{scheme}`; what is not known before the start becomes `{NAME}` and is noted.
pub(crate) fn expand(text: &str, offer: &Offer<'_>, scheme: &str) -> Expanded {
    let mut expanded = Expanded::default();
    let out = &mut expanded.value;
    let mut rest = text;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, inside)| Some((before, inside.split_once('}')?)))
    {
        out.push_str(before);
        match (offer.handed(name, scheme), offer.facets.get(name)) {
            _ if name == "scheme" => out.push_str(scheme),
            (Some(supplied), _) => {
                let variable = offer.variable_of(name);
                out.push_str(&format!("{{{variable}}}"));
                expanded.parts.insert(variable, supplied);
            }
            (None, Some(Facet::Text(value))) => out.push_str(value),
            (None, Some(Facet::Secret { secret })) => {
                out.push_str(&format!("{{{secret}}}"));
                expanded.secrets.push(secret.clone());
            }
            (None, Some(Facet::Setting { .. }) | None) => out.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    out.push_str(rest);
    expanded
}
