//! Edits of one file, all of them or none.

use crate::finding::Edit;

/// `text` with `edits`; None where two of them touch the same place, or one lies outside.
pub fn mended(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut edits = edits.to_vec();
    edits.sort();
    edits.dedup();
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let kept = text.get(at..edit.start)?;
        text.get(edit.start..edit.end)?;
        mended.push_str(kept);
        mended.push_str(&edit.text);
        at = edit.end;
    }
    mended.push_str(text.get(at..)?);
    Some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::RelPath;

    #[test]
    fn edits_are_made_together_or_not_at_all() {
        let edit = |start, end, text: &str| Edit { path: RelPath::root(), start, end, text: text.to_owned() };
        let (one, two, over) = (edit(0, 4, "no"), edit(8, 8, "!"), edit(2, 6, "x"));
        assert_eq!(mended("True and", &[&two, &one, &one]).as_deref(), Some("no and!"));
        assert_eq!(mended("True and", &[&one, &over]), None);
        assert_eq!(mended("True", &[&two]), None);
    }
}
