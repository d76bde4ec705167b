//! Results for programs. The shapes are stable: names are added, never changed or removed.

use anyhow::{Context as _, Result};
use serde::Serialize;

use super::diff::{Counts, between, counts};
use crate::facts::Facts;
use crate::plan::{Action, Change, Clash, Kept};
use crate::tree::RelPath;

/// `{"changes": […], "kept": […]}`, the changes in the plan's order.
#[derive(Serialize)]
struct PlanView<'a> {
    changes: Vec<ChangeView<'a>>,
    /// Files of the repository's own that stay, in path order.
    kept: Vec<KeptView<'a>>,
}

#[derive(Serialize)]
struct KeptView<'a> {
    path: &'a str,
    /// Where ours is written; the same path where it is not, because theirs stands there.
    ours: &'a str,
    /// Lines that ours has and theirs lacks, and the reverse.
    added: usize,
    removed: usize,
    /// `init --take` puts ours in its place.
    replaceable: bool,
    /// What does not work as long as theirs is there, or null.
    without: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangeView<'a> {
    /// From the repository's root.
    path: &'a str,
    /// `create`, `update`, `merge`, `delete`, `keep`, `conflict` or `unchanged`.
    action: Action,
    /// Lines; for `keep` and `conflict`, what taking the new file would change.
    added: usize,
    removed: usize,
    /// Components that gave the file something, in order of kind and id.
    owners: &'a [String],
    /// A sentence, or null where it is plain.
    why: Option<&'a str>,
    /// Where the file moves from, or null.
    from: Option<&'a str>,
    /// Of a conflict, `lines`, `unresolved` or `in-the-way`; else null.
    clash: Option<&'static str>,
}

/// A plan, with its last line end.
///
/// # Errors
/// Never on a plan; the serialiser's signature allows it.
pub fn plan(changes: &[Change], kept: &[Kept]) -> Result<String> {
    let view = |change| {
        let Counts { added, removed } = counts(change);
        let Change { path, action, owners, before: _, after: _, why, from, clash } = change;
        let (path, why, from) = (path.as_str(), why.as_deref(), from.as_ref().map(RelPath::as_str));
        let clash = clash.as_ref().map(|clash| match clash {
            Clash::Lines { .. } => "lines",
            Clash::Unresolved { .. } => "unresolved",
            Clash::InTheWay => "in-the-way",
        });
        ChangeView { path, action: *action, added, removed, owners, why, from, clash }
    };
    pretty(&PlanView { changes: changes.iter().map(view).collect(), kept: kept.iter().map(kept_view).collect() })
}

fn kept_view(kept: &Kept) -> KeptView<'_> {
    let Kept { path, ours, before, after, without, fixed, told: _ } = kept;
    let Counts { added, removed } = between(before.as_ref(), Some(after));
    let (path, ours, replaceable) = (path.as_str(), ours.as_str(), fixed.is_none());
    KeptView { path, ours, added, removed, replaceable, without: without.as_deref() }
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
    use crate::tree::Text;

    #[test]
    fn a_plan_has_its_documented_shape() {
        let change = Change {
            path: RelPath::new("compose.yaml").unwrap(),
            action: Action::Update,
            owners: vec!["redis".into()],
            before: Some(Text::new("a\n")),
            after: Some(Text::new("b\nc\n")),
            why: None,
            from: None,
            clash: None,
        };
        let value: serde_json::Value = serde_json::from_str(&plan(&[change], &[]).unwrap()).unwrap();
        let expected = serde_json::json!({"changes": [{
            "path": "compose.yaml", "action": "update", "added": 2, "removed": 1, "owners": ["redis"], "why": null,
            "from": null, "clash": null,
        }], "kept": []});
        assert_eq!(value, expected);
    }

    #[test]
    fn facts_satisfy_their_schema() {
        let schema = serde_json::from_str(&facts_schema().unwrap()).unwrap();
        let value = serde_json::from_str(&facts(&crate::report::facts::sample()).unwrap()).unwrap();
        assert!(jsonschema::is_valid(&schema, &value));
    }
}
