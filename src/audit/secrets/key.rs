//! Private keys, as PEM writes them: a first line that says so, and the key in lines of base64.

use super::Hit;

/// The end of the first line.
pub const HEAD: &str = "PRIVATE KEY-----";
const BEGIN: &str = "-----BEGIN ";
/// Bytes from the beginning of a first line to its last words, at most: `-----BEGIN ENCRYPTED `.
const NAMED: usize = 40;
/// Letters of a key, at least.
const LEAST: usize = 40;
/// How many of them a hit takes up.
const KEPT: usize = 64;
pub const WHAT: &str = "a private key";

/// The key whose first line has `HEAD` at `start`, and ends at `end`. The rest follows in lines, or with `\n` between
/// them: a text that speaks of keys has none.
pub fn hit(text: &str, start: usize, end: usize) -> Option<Hit> {
    let begin = begin(text, start)?;
    let whole = text.get(end..)?;
    let rest = whole.trim_start_matches("\\n").trim_start();
    let from = end + (whole.len() - rest.len());
    let length = rest.bytes().take_while(|byte| is_base64(*byte)).count();
    (length >= LEAST).then_some(Hit { start: begin, end: from + length.min(KEPT), what: WHAT })
}

/// The first line of a key, where `line` ends with one.
pub fn first_line(line: &str) -> Option<&str> {
    let line = line.trim_end();
    line.get(begin(line, line.len() - line.strip_suffix(HEAD).map(|_| HEAD.len())?)?..)
}

fn begin(text: &str, head: usize) -> Option<usize> {
    let from = text.floor_char_boundary(head.saturating_sub(NAMED));
    Some(from + text.get(from..head)?.rfind(BEGIN)?)
}

/// What a line adds to a key: its letters, without what a language puts around them.
pub fn part(line: &str) -> Option<&str> {
    let bare = line.trim().trim_matches(['"', '\'', ',', '\\', '+', ' ']);
    (!bare.is_empty() && bare.bytes().all(is_base64)).then_some(bare)
}

/// By what a secret is told from others: of a key in lines all its letters, because the first lines of many are alike.
pub fn identity(text: &str, hit: &Hit) -> String {
    let shown = text.get(hit.start..hit.end).unwrap_or_default();
    if !shown.contains('\n') {
        return shown.to_owned();
    }
    text.get(hit.start..).unwrap_or_default().lines().skip(1).map_while(part).collect()
}

/// Whether so many letters are a key.
pub fn is_whole(letters: &str) -> bool {
    letters.len() >= LEAST
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}
