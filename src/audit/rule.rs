//! What a rule is: a point of the checklist, what it means, and how it is checked.

use crate::audit::{Ground, Verdict};
use crate::finding::{Area, Severity};

/// One point. Its examples are `tests/audit/<id>/`, its page is `docs/rules/<id>.md`.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The id of its row in the checklist: `debug-off`.
    pub id: &'static str,
    /// What holds where nothing is found, without a full stop: `Debug is off unless somebody asks for it`.
    pub title: &'static str,
    pub area: Area,
    /// Of a finding that does not say otherwise; and what the point counts for.
    pub severity: Severity,
    /// Two sentences: what happens to the user as long as it is so.
    pub meaning: &'static str,
    /// What to do about a finding that does not say it better.
    pub fix: &'static str,
    pub check: fn(&Ground<'_, '_>, &mut Verdict),
}

impl Rule {
    /// Its page, as shipready's own repository keeps it: `docs/rules/debug-off.md`.
    pub fn page(&self) -> String {
        format!("docs/rules/{}.md", self.id)
    }
}
