//! From the dialect to Tera: a line that holds only a tag vanishes; conditions are guarded.

use anyhow::{Result, bail};

use crate::template::guard;

/// One tag of a template, as byte offsets into it.
pub(crate) struct Tag {
    pub start: usize,
    /// After the closing delimiter.
    pub end: usize,
    pub kind: TagKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagKind {
    Block,
    Value,
    Note,
}

/// Rewrites `text` so that Tera gives the dialect's output, with line numbers unchanged.
///
/// # Errors
/// An unclosed tag, `{/*`, or a slot that shares its line; with file and line.
pub(crate) fn translate(name: &str, text: &str) -> Result<String> {
    let tags = tags(name, text)?;
    let mut inserts = guard::inserts(text, &tags);
    inserts.reverse();
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut copied = 0;
    for tag in &tags {
        let bare = tag.kind != TagKind::Value && is_alone(text, tag);
        let start = if bare { line_start(text, tag.start) } else { tag.start };
        out.push_str(text.get(copied..start).unwrap_or_default());
        while inserts.last().is_some_and(|(at, _)| *at == tag.start) {
            out.extend(inserts.pop().map(|(_, guard)| guard));
        }
        let end = tag.end - 2;
        out.push_str(text.get(tag.start..end).unwrap_or_default());
        copied = tag.end;
        if bare && text.get(tag.end..).is_some_and(|rest| !rest.is_empty()) {
            let newline = line_end(text, tag.end);
            out.push_str(text.get(tag.end..newline).unwrap_or_default());
            copied = newline;
        }
        out.push_str(text.get(end..tag.end).unwrap_or_default());
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Ok(out)
}

/// The tags of a template, in order.
///
/// # Errors
/// As [`translate`].
pub(crate) fn tags(name: &str, text: &str) -> Result<Vec<Tag>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some((start, kind)) = next_tag(text, at) {
        let rest = text.get(start..).unwrap_or_default();
        if rest.starts_with("{/*") {
            bail!("{name}:{}: `{{/*` would be swallowed as a note; write it as {{= \"{{/*\" =}}", line(text, start));
        }
        let close = match kind {
            TagKind::Block => "%}",
            TagKind::Value => "=}",
            TagKind::Note => "/}",
        };
        let Some(length) = rest.get(2..).and_then(|inside| inside.find(close)) else {
            bail!("{name}:{}: this tag is not closed with `{close}`", line(text, start));
        };
        let tag = Tag { start, end: start + length + 4, kind };
        if kind == TagKind::Value && rest.starts_with("{= slot(") && !is_alone(text, &tag) {
            bail!("{name}:{}: a slot stands alone on its line", line(text, start));
        }
        at = tag.end;
        tags.push(tag);
    }
    Ok(tags)
}

/// Whether `text` has any tag.
pub(crate) fn has_tags(text: &str) -> bool {
    next_tag(text, 0).is_some()
}

fn next_tag(text: &str, from: usize) -> Option<(usize, TagKind)> {
    text.get(from..)?.match_indices('{').find_map(|(offset, _)| {
        let kind = match text.as_bytes().get(from + offset + 1)? {
            b'%' => TagKind::Block,
            b'=' => TagKind::Value,
            b'/' => TagKind::Note,
            _ => return None,
        };
        Some((from + offset, kind))
    })
}

/// Whether nothing else stands on the lines of `tag`.
pub(crate) fn is_alone(text: &str, tag: &Tag) -> bool {
    let before = text.get(line_start(text, tag.start)..tag.start).unwrap_or_default();
    let after = text.get(tag.end..line_end(text, tag.end)).unwrap_or_default();
    before.trim().is_empty() && after.trim().is_empty()
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// After the newline that ends the line of `at`, or the end of the text.
fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline + 1)
}

fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}
