//! What a selected service offers to variables.

use std::collections::BTreeMap;

use crate::catalog::component::Component;
use crate::catalog::contribution::Facet;
use crate::catalog::supply::Supply;

/// A selected service as variables see it.
#[derive(Clone)]
pub(crate) struct Offer<'a> {
    pub component: &'a Component,
    pub facets: BTreeMap<String, Facet>,
    /// Those that have other values for a release.
    pub direct: BTreeMap<String, Facet>,
    /// Facets that the target hands over.
    pub supply: Option<Supply>,
}

impl Offer<'_> {
    /// The service as a release meets it.
    pub fn for_release(&self) -> Self {
        let mut offer = self.clone();
        offer.facets.extend(self.direct.clone());
        offer
    }
}
