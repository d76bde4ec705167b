//! What the chosen components give, and what others would.

use std::collections::BTreeMap;

use crate::facts::Evidence;
use crate::finding::Nature;

/// A point of the checklist that a selected component meets, in the files that it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The rule's id.
    pub point: String,
    /// For this app alone; for the whole repository where it is none.
    pub app: Option<String>,
    pub evidence: Evidence,
    /// It holds whatever the code says, so that faults of the code do no harm either.
    pub mends: bool,
}

impl Given {
    /// Whether it settles what is missing or wrong in `app`, or in the repository.
    pub fn settles(&self, point: &str, nature: Nature, app: Option<&str>) -> bool {
        let reaches = app.is_none() || self.app.is_none() || self.app.as_deref() == app;
        self.point == point && reaches && (self.mends || nature == Nature::Absence)
    }
}

/// The command that would bring each point, by its rule's id.
pub type Offers = BTreeMap<String, String>;
