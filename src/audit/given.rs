//! What the chosen components give, and what others would.

use std::collections::BTreeMap;

use crate::facts::Evidence;

/// A point of the checklist that a selected component meets, in the files that it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The rule's id.
    pub point: String,
    /// For this app alone; for the whole repository where it is none.
    pub app: Option<String>,
    pub evidence: Evidence,
}

impl Given {
    /// Whether it settles what is missing for `app`, or for the repository.
    pub fn settles(&self, point: &str, app: Option<&str>) -> bool {
        self.point == point && (app.is_none() || self.app.is_none() || self.app.as_deref() == app)
    }
}

/// The command that would bring each point, by its rule's id.
pub type Offers = BTreeMap<String, String>;
