//! The files of the person's own that stay, each with ours beside it.

use super::super::Look;
use super::super::diff::{Counts, between};
use super::super::style::{CAUTION, FAINT, STRONG};
use super::super::table::{self, Cell};
use crate::plan::Kept;

/// The section; nothing where nothing is to be said.
pub fn section(kept: &[Kept], look: Look) -> String {
    let shown: Vec<&Kept> = kept.iter().filter(|kept| look.verbose || !kept.told).collect();
    if shown.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<Cell>> = shown.iter().map(|kept| row(kept)).collect();
    let mut text = format!("{}\n{}", look.paint(STRONG, "Yours, kept:"), table::lines(&rows, 2, look));
    for kept in &shown {
        if let Some(without) = &kept.without {
            let note = look.paint(CAUTION, format!("while {} is yours:", kept.path)).into_owned();
            text.push_str(&format!("\n  {note} {without}\n"));
        }
    }
    text.push_str(&format!("\n{}\n", commands(&shown, look)));
    text
}

fn row(kept: &Kept) -> Vec<Cell> {
    let place = match kept.path == kept.ours {
        true => "ours is not written".to_owned(),
        false => format!("ours: {}", kept.ours),
    };
    let unread = kept.fixed.as_deref().filter(|_| kept.before.is_none());
    vec![
        Cell::new(kept.path.as_str(), STRONG),
        Cell::plain(place),
        Cell::new(unread.map_or_else(|| against(kept), ToOwned::to_owned), FAINT),
    ]
}

/// What ours has that theirs lacks, in lines.
pub fn against(kept: &Kept) -> String {
    let Counts { added, removed } = between(kept.before.as_ref(), Some(&kept.after));
    format!("ours has {added} other lines, and lacks {removed}")
}

fn commands(kept: &[&Kept], look: Look) -> String {
    let mut lines = Vec::new();
    // Those that matter most are the better examples.
    let mut kept = kept.to_vec();
    kept.sort_by_key(|kept| kept.without.is_none());
    if let Some(first) = kept.iter().find(|kept| kept.before.is_some()) {
        lines.push((format!("shipready diff {}", first.path), "yours against ours, line by line"));
    }
    if let Some(first) = kept.iter().find(|kept| kept.fixed.is_none()) {
        lines.push((format!("shipready init --take {}", first.path), "ours in its place"));
    }
    let rows: Vec<Vec<Cell>> =
        lines.into_iter().map(|(line, what)| vec![Cell::plain(line), Cell::new(what, FAINT)]).collect();
    table::lines(&rows, 2, look)
}
