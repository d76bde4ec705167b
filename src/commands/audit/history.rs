//! Secrets that once were committed: git's history keeps them for whoever clones it.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, anyhow};

use crate::audit::secrets::{formats, history, key};
use crate::audit::{RULES, Rule, Verdict};
use crate::state::hash;
use crate::tree::Tree;
use crate::validators::git;

/// The rule that they are findings of.
const POINT: &str = "secret-hardcoded";

/// Adds what the history holds and the work tree does not.
///
/// # Errors
/// git is not there, or cannot read its history.
pub fn look(root: &Path, tree: &Tree, raised: &mut Vec<(&'static Rule, Verdict)>) -> Result<()> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (_, text) in tree.texts() {
        for hit in formats::hits(text) {
            known.insert(hash(&key::identity(text, &hit)));
        }
    }
    let (mut found, mut reader) = (Vec::new(), history::Reader::default());
    let mut keep = |one: history::Found| {
        if known.insert(hash(&one.identity)) {
            found.push(one.raised);
        }
    };
    let read = git::changed_lines(root, &mut |line| reader.secrets(line).into_iter().for_each(&mut keep));
    reader.closed().into_iter().for_each(keep);
    read.map_err(|why| anyhow!("git's history cannot be read: {why}\nnext: run it where git has the repository"))?;
    let Some((_, verdict)) = raised.iter_mut().find(|(rule, _)| rule.id == POINT) else {
        let rule = RULES.iter().find(|rule| rule.id == POINT).ok_or_else(|| anyhow!("there is no rule `{POINT}`"))?;
        raised.push((rule, Verdict { findings: found, ..Verdict::default() }));
        return Ok(());
    };
    verdict.findings.extend(found);
    Ok(())
}
