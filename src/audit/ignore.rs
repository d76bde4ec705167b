//! Findings that somebody decided to live with: by a comment beside the line, or in the manifest.

use std::collections::BTreeMap;

use crate::facts::Evidence;
use crate::finding::Finding;
use crate::tree::{RelPath, Tree};

/// What a comment begins with: `# shipready: ignore[debug-off] only for the demo`.
const MARK: &str = "shipready: ignore[";

/// One decision to live with something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    pub rule: String,
    /// Why; empty where nobody says.
    pub reason: String,
    /// Where it is decided.
    pub evidence: Evidence,
    /// It stands in a line of its own, and so is about the next one.
    pub alone: bool,
}

/// One entry of `[[audit.ignore]]` in the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub rule: String,
    /// A file or folder; everything where it is none.
    pub path: Option<RelPath>,
    pub reason: String,
    pub evidence: Evidence,
}

/// All decisions of a repository.
#[derive(Clone, Debug, Default)]
pub struct Ignores {
    /// By file and line of the comment.
    comments: BTreeMap<(RelPath, u32), Vec<Ignored>>,
    entries: Vec<Entry>,
}

impl Ignores {
    /// Those in the comments of `tree`, and `entries` of the manifest.
    pub fn of(tree: &Tree, entries: Vec<Entry>) -> Self {
        let mut comments: BTreeMap<(RelPath, u32), Vec<Ignored>> = BTreeMap::new();
        for (path, text) in tree.texts().filter(|(_, text)| text.contains(MARK)) {
            for (line, number) in text.lines().zip(1..) {
                let found = comment(path, line, number);
                if !found.is_empty() {
                    comments.insert((path.clone(), number), found);
                }
            }
        }
        Ignores { comments, entries }
    }

    /// The decision that covers `finding`: in its line, in the line before, or in the manifest.
    pub fn of_finding(&self, finding: &Finding) -> Option<Ignored> {
        // Whoever may silence without a word may silence that as well.
        if finding.rule == "ignore-reason" {
            return None;
        }
        let beside = finding.evidence.first().and_then(|evidence| {
            let line = evidence.line?;
            let at = |line: u32| self.comments.get(&(evidence.path.clone(), line));
            let before = at(line.checked_sub(1)?).into_iter().flatten().filter(|ignored| ignored.alone);
            let found = at(line).into_iter().flatten().chain(before);
            found.into_iter().find(|ignored| ignored.rule == finding.rule).cloned()
        });
        beside.or_else(|| self.entries.iter().find(|entry| entry.covers(finding)).map(Entry::ignored))
    }

    /// Every decision, in order of its place.
    pub fn all(&self) -> impl Iterator<Item = Ignored> {
        self.comments.values().flatten().cloned().chain(self.entries.iter().map(Entry::ignored))
    }
}

impl Entry {
    fn covers(&self, finding: &Finding) -> bool {
        let place = finding.evidence.first().map(|evidence| &evidence.path);
        let within = |path: &RelPath| place.is_some_and(|place| place == path || place.below(path).is_some());
        self.rule == finding.rule && self.path.as_ref().is_none_or(within)
    }

    fn ignored(&self) -> Ignored {
        Ignored {
            rule: self.rule.clone(),
            reason: self.reason.trim().to_owned(),
            evidence: self.evidence.clone(),
            alone: true,
        }
    }
}

/// What one line decides: several rules may stand in the brackets.
fn comment(path: &RelPath, line: &str, number: u32) -> Vec<Ignored> {
    let Some((before, rest)) = line.split_once(MARK) else { return Vec::new() };
    // A comment of any language, not a text that speaks of one.
    let quoted = before.matches(['"', '\'', '`']).count() % 2 == 1;
    let opens = !quoted && before.trim_end().ends_with(['#', '/', '*', '-', ';']);
    let alone = before.trim().trim_matches(['#', '/', '*', '-', ';', '<', '!']).is_empty();
    let Some((rules, reason)) = rest.split_once(']').filter(|_| opens) else { return Vec::new() };
    let reason = reason.trim().trim_end_matches("*/").trim_end_matches("-->").trim();
    let evidence = Evidence { path: path.clone(), line: Some(number), text: format!("{MARK}{rules}] {reason}") };
    let ignored = |rule: &str| Ignored {
        rule: rule.trim().to_owned(),
        reason: reason.to_owned(),
        evidence: evidence.clone(),
        alone,
    };
    rules.split(',').map(ignored).collect()
}
