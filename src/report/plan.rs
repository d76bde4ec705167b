//! A plan as a list: one line per file, then the totals.

mod kept;

use std::collections::BTreeSet;

use anstyle::Style;

pub use self::kept::against;
use super::Look;
use super::diff::{Counts, counts};
use super::style::{ADDED, CAUTION, FAINT, REMOVED, STRONG};
use super::table::{self, Cell};
use crate::plan::{Action, Change, Plan};

/// The order of the list: what is certain first, what needs a person last, next to the question that follows.
const ORDER: [Action; 7] =
    [Action::Unchanged, Action::Create, Action::Update, Action::Merge, Action::Delete, Action::Keep, Action::Conflict];

/// One line per file that changes, is kept or is in conflict, the files of the person's own that stay, and the totals.
/// Unchanged files, and what was said before, only when verbose.
pub fn summary(plan: &Plan, look: Look) -> String {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let listed = |change: &&Change| !plan.kept.iter().any(|kept| kept.path == change.path);
    for action in ORDER {
        let shown = action != Action::Unchanged || look.verbose;
        let changes = plan.changes.iter().filter(|change| shown && change.action == action);
        rows.extend(changes.filter(listed).map(|change| row(change, look)));
    }
    let blank = if rows.is_empty() { "" } else { "\n" };
    let list = table::lines(&rows, 2, look);
    format!("{list}{blank}{}{}\n", kept::section(&plan.kept, look), totals(plan, look))
}

fn row(change: &Change, look: Look) -> Vec<Cell> {
    let (action, style) = word(change.action);
    vec![
        Cell::new(action, style),
        Cell::new(change.path.as_str(), if change.action == Action::Unchanged { FAINT } else { STRONG }),
        Cell::plain(numbers(change)),
        Cell::new(reason(change, look), FAINT),
    ]
}

fn word(action: Action) -> (&'static str, Style) {
    match action {
        Action::Create => ("create", ADDED),
        Action::Update => ("update", ADDED),
        Action::Merge => ("merge", ADDED),
        Action::Delete => ("delete", REMOVED),
        Action::Keep => ("keep", Style::new()),
        Action::Unchanged => ("unchanged", FAINT),
        Action::Conflict => ("conflict", CAUTION.bold()),
    }
}

/// `+12 −3`; only what is not zero. Nothing for a file that stays as it is.
pub fn numbers(change: &Change) -> String {
    if matches!(change.action, Action::Keep | Action::Unchanged) {
        return String::new();
    }
    let Counts { added, removed } = counts(change);
    match (added, removed) {
        (0, 0) => mode_change(change).to_owned(),
        (added, 0) => format!("+{added}"),
        (0, removed) => format!("−{removed}"),
        (added, removed) => format!("+{added} −{removed}"),
    }
}

fn mode_change(change: &Change) -> &'static str {
    match (&change.before, &change.after) {
        (Some(old), Some(new)) if new.executable && !old.executable => "+x",
        (Some(old), Some(new)) if old.executable && !new.executable => "−x",
        (None, Some(_)) => "empty",
        _ => "",
    }
}

/// Why, where it is said; otherwise for whom.
fn reason(change: &Change, look: Look) -> String {
    let owners = change.owners.join(", ");
    let moved = change.from.as_ref().map(|from| format!("moved from {from}"));
    let why = match (moved, &change.why) {
        (Some(moved), Some(why)) => Some(format!("{moved}; {why}")),
        (moved, why) => moved.or(why.as_ref().map(ToString::to_string)),
    };
    match &why {
        None => owners,
        Some(why) if look.verbose && !owners.is_empty() => format!("{why} ({owners})"),
        Some(why) => why.to_string(),
    }
}

/// `12 files to write: 8 new, 4 changed · 1 kept as yours · 2 in conflict`.
fn totals(plan: &Plan, look: Look) -> String {
    let count = |action: Action| plan.changes.iter().filter(|change| change.action == action).count();
    let named = |parts: &[(usize, &str)]| {
        let parts = parts.iter().filter(|(number, _)| *number > 0);
        parts.map(|(number, name)| format!("{number} {name}")).collect::<Vec<_>>()
    };
    let [new, changed, merged, deleted] = [Action::Create, Action::Update, Action::Merge, Action::Delete].map(count);
    let written =
        named(&[(new, "new"), (changed, "changed"), (merged, "merged with your changes"), (deleted, "deleted")]);
    let written = written.join(", ");
    let mut parts = vec![match new + changed + merged + deleted {
        0 => "Nothing to write".to_owned(),
        1 => format!("1 file to write: {written}"),
        number => format!("{number} files to write: {written}"),
    }];
    let hidden = !look.verbose && plan.kept.iter().any(|kept| kept.told);
    let yours = if hidden { "kept as yours (-v lists them)" } else { "kept as yours" };
    let [unchanged, conflicts] = [Action::Unchanged, Action::Conflict].map(count);
    parts.extend(named(&[(kept(plan), yours), (unchanged, "unchanged"), (conflicts, "in conflict")]));
    look.paint(STRONG, parts.join(" · ")).into_owned()
}

/// Every file of the person's own that stays: in the place of ours, or with ours in another.
fn kept(plan: &Plan) -> usize {
    let stay = plan.changes.iter().filter(|change| change.action == Action::Keep).map(|change| &change.path);
    stay.chain(plan.kept.iter().map(|kept| &kept.path)).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Kept;
    use crate::tree::{RelPath, Text};

    fn change(action: Action, path: &str, before: Option<&str>, after: Option<&str>) -> Change {
        let owners = vec!["redis".to_owned(), "compose".to_owned()];
        let (before, after) = (before.map(Text::new), after.map(Text::new));
        Change { path: RelPath::new(path).unwrap(), action, owners, before, after, why: None, from: None, clash: None }
    }

    fn plan() -> Plan {
        let mut plan = Plan::default();
        plan.changes = changes();
        plan
    }

    fn changes() -> Vec<Change> {
        let why = |text: &str, change: Change| Change { why: Some(text.into()), ..change };
        vec![
            why("both changed line 3", change(Action::Conflict, "nginx.conf", Some("a\n"), Some("b\n"))),
            change(Action::Update, ".env.example", Some("a\nb\n"), Some("a\nc\nd\n")),
            change(Action::Create, "compose.yaml", None, Some("a\nb\n")),
            why("was there before shipready", change(Action::Keep, "Dockerfile", Some("a\n"), Some("b\n"))),
            change(Action::Unchanged, "same", Some("a\n"), Some("a\n")),
            change(Action::Delete, "old", Some("a\n"), None),
        ]
    }

    #[test]
    fn every_file_has_a_line_and_what_needs_a_person_comes_last() {
        let expected = "  create    compose.yaml  +2     redis, compose
  update    .env.example  +2 −1  redis, compose
  delete    old           −1     redis, compose
  keep      Dockerfile           was there before shipready
  conflict  nginx.conf    +1 −1  both changed line 3

3 files to write: 1 new, 1 changed, 1 deleted · 1 kept as yours · 1 unchanged · 1 in conflict
";
        assert_eq!(summary(&plan(), Look::default()), expected);
    }

    #[test]
    fn every_file_of_theirs_is_counted_once_wherever_ours_is() {
        let mut plan = plan();
        let kept = |path: &str, ours: &str, told: bool| Kept {
            path: RelPath::new(path).unwrap(),
            ours: RelPath::new(ours).unwrap(),
            before: Some(Text::new("a\n")),
            after: Text::new("b\n"),
            without: None,
            fixed: None,
            told,
        };
        plan.kept = vec![kept("Dockerfile", "Dockerfile", false), kept("nginx.conf", "deploy/nginx.conf", false)];
        assert!(summary(&plan, Look::default()).contains(" · 2 kept as yours · "));
        plan.kept.push(kept("Procfile", "Procfile", true));
        assert!(summary(&plan, Look::default()).contains(" · 3 kept as yours (-v lists them) · "));
        let verbose = Look { verbose: true, ..Look::default() };
        assert!(summary(&plan, verbose).contains(" · 3 kept as yours · "));
    }

    #[test]
    fn verbose_also_lists_what_stays_and_for_whom() {
        let text = summary(&plan(), Look { verbose: true, ..Look::default() });
        assert!(text.contains("unchanged  same"), "{text}");
        assert!(text.contains("was there before shipready (redis, compose)"), "{text}");
    }

    #[test]
    fn a_plan_without_changes_says_so() {
        assert_eq!(summary(&Plan::default(), Look::default()), "Nothing to write\n");
    }

    #[test]
    fn a_run_bit_alone_is_a_change_that_can_be_seen() {
        let mut made_executable = change(Action::Update, "run.sh", Some("x"), Some("x"));
        made_executable.after = made_executable.after.map(|text| Text { executable: true, ..text });
        assert_eq!(numbers(&made_executable), "+x");
    }
}
