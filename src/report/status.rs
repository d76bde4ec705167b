//! How the generated files stand, file by file and by component.

use std::collections::BTreeMap;

use anstyle::Style;
use anyhow::Result;
use serde::Serialize;

use super::style::{ADDED, CAUTION, FAINT, Look, REMOVED, STRONG};
use super::table::{self, Cell};
use crate::plan::{Plan, Standing, State};

/// Every file that is not as it was written (all of them when verbose), then a line per component, then the totals.
pub fn text(standings: &[Standing], look: Look) -> String {
    let shown = standings.iter().filter(|standing| look.verbose || standing.state != State::Clean);
    let files: Vec<Vec<Cell>> = shown.map(|standing| row(standing, look)).collect();
    let components: Vec<Vec<Cell>> = Plan::components(standings)
        .into_iter()
        .map(|(id, counts)| vec![Cell::new(id, STRONG), Cell::plain(counted(&counts))])
        .collect();
    let mut totals: BTreeMap<State, usize> = BTreeMap::new();
    for standing in standings {
        *totals.entry(standing.state).or_default() += 1;
    }
    let gap = if files.is_empty() { "" } else { "\n" };
    let total = look.paint(STRONG, format!("{} files: {}", standings.len(), counted(&totals))).into_owned();
    let hints: String = hints(standings).iter().map(|hint| format!("{hint}\n")).collect();
    format!("{}{gap}{}\n{total}\n{hints}", table::lines(&files, 2, look), table::lines(&components, 2, look))
}

/// The next command for what is not as it should be.
fn hints(standings: &[Standing]) -> Vec<String> {
    let first = |state: State| standings.iter().find(|standing| standing.state == state).map(|standing| &standing.path);
    let stale = first(State::Stale).map(|_| "`shipready update` brings the stale ones up to date".to_owned());
    let missing =
        first(State::Missing).map(|path| format!("`shipready update --restore {path}` brings a missing one back"));
    let clash = first(State::Conflicted).map(|path| format!("`shipready diff {path}` shows what is in conflict"));
    [stale, missing, clash].into_iter().flatten().collect()
}

fn row(standing: &Standing, look: Look) -> Vec<Cell> {
    let (word, style) = word(standing.state);
    let why = standing.why.as_deref().map(ToOwned::to_owned);
    let why = why.unwrap_or_else(|| if look.verbose { standing.owners.join(", ") } else { String::new() });
    vec![Cell::new(word, style), Cell::plain(standing.path.as_str()), Cell::new(why, FAINT)]
}

fn word(state: State) -> (&'static str, Style) {
    match state {
        State::Clean => ("clean", FAINT),
        State::Edited => ("edited", ADDED),
        State::Stale => ("stale", CAUTION),
        State::Missing => ("missing", REMOVED),
        State::Conflicted => ("conflicted", CAUTION.bold()),
        State::NotOurs => ("not ours", Style::new()),
    }
}

/// The word for a state.
pub fn named(state: State) -> &'static str {
    word(state).0
}

/// `12 clean, 1 edited`.
fn counted(counts: &BTreeMap<State, usize>) -> String {
    let parts: Vec<String> = counts.iter().map(|(state, number)| format!("{number} {}", word(*state).0)).collect();
    parts.join(", ")
}

#[derive(Serialize)]
struct View<'a> {
    files: &'a [Standing],
    /// Files by state, by component.
    components: BTreeMap<&'a str, BTreeMap<State, usize>>,
}

/// The same for programs.
///
/// # Errors
/// As [`super::json::pretty`].
pub fn json(standings: &[Standing]) -> Result<String> {
    super::json::pretty(&View { files: standings, components: Plan::components(standings) })
}
