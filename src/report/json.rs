//! Results for programs. The shapes are stable: names are added, never changed or removed.

use anyhow::{Context as _, Result};
use serde::Serialize;

use super::diff::{Counts, counts};
use crate::facts::Facts;
use crate::plan::{Action, Change};

/// `{"changes": […]}`, in the plan's order.
#[derive(Serialize)]
struct PlanView<'a> {
    changes: Vec<ChangeView<'a>>,
}

#[derive(Serialize)]
struct ChangeView<'a> {
    /// From the repository's root.
    path: &'a str,
    /// `create`, `update`, `delete`, `keep`, `conflict` or `unchanged`.
    action: Action,
    /// Lines; for `keep` and `conflict`, what taking the new file would change.
    added: usize,
    removed: usize,
    /// Components that gave the file something, in order of kind and id.
    owners: &'a [String],
    /// A sentence, or null where it is plain.
    why: Option<&'a str>,
}

/// A plan, with its last line end.
///
/// # Errors
/// Never on a plan; the serialiser's signature allows it.
pub fn plan(changes: &[Change]) -> Result<String> {
    let view = |change| {
        let Counts { added, removed } = counts(change);
        let Change { path, action, owners, before: _, after: _, why } = change;
        ChangeView { path: path.as_str(), action: *action, added, removed, owners, why: why.as_deref() }
    };
    pretty(&PlanView { changes: changes.iter().map(view).collect() })
}

/// What was found, in the shape that [`facts_schema`] describes, with its last line end.
///
/// # Errors
/// As [`plan`].
pub fn facts(facts: &Facts) -> Result<String> {
    pretty(facts)
}

/// The JSON schema of [`facts`].
///
/// # Errors
/// As [`plan`].
pub fn facts_schema() -> Result<String> {
    pretty(&schemars::schema_for!(Facts))
}

/// Any value, indented, with its last line end.
///
/// # Errors
/// When the value has no form in JSON, such as a map with keys that are not text.
pub fn pretty(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string_pretty(value).context("cannot print this as JSON")? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{RelPath, Text};

    #[test]
    fn a_plan_has_its_documented_shape() {
        let change = Change {
            path: RelPath::new("compose.yaml").unwrap(),
            action: Action::Update,
            owners: vec!["redis".into()],
            before: Some(Text::new("a\n")),
            after: Some(Text::new("b\nc\n")),
            why: None,
        };
        let value: serde_json::Value = serde_json::from_str(&plan(&[change]).unwrap()).unwrap();
        let expected = serde_json::json!({"changes": [{
            "path": "compose.yaml", "action": "update", "added": 2, "removed": 1, "owners": ["redis"], "why": null,
        }]});
        assert_eq!(value, expected);
    }

    #[test]
    fn facts_satisfy_their_schema() {
        let schema = serde_json::from_str(&facts_schema().unwrap()).unwrap();
        let value = serde_json::from_str(&facts(&crate::report::facts::sample()).unwrap()).unwrap();
        assert!(jsonschema::is_valid(&schema, &value));
    }
}
