//! Secrets in lines that a commit added.

use crate::audit::Raised;
use crate::audit::secrets::literal::is_value;
use crate::audit::secrets::{formats, hidden, shown};
use crate::detect::places::is_test;
use crate::detect::secret::name_is_secret;
use crate::facts::Evidence;
use crate::finding::Severity;
use crate::state::is_secret;
use crate::tree::RelPath;

/// A line that a commit added.
#[derive(Clone, Copy, Debug)]
pub struct Added<'a> {
    /// The commit's hash, shortened.
    pub commit: &'a str,
    pub path: &'a RelPath,
    /// Line in the file as the commit left it, from 1.
    pub line: u32,
    pub text: &'a str,
}

/// One of them: the secret, to know it again, and what is said of it.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    pub secret: &'a str,
    pub raised: Raised,
}

/// Reads the lines that commits added, in their order: a private key takes more than one.
#[derive(Debug, Default)]
pub struct Reader {
    /// The line before, where it begins such a key: its file, the number of the next line, and its text.
    head: Option<(RelPath, u32, String)>,
}

impl Reader {
    /// The secrets that end in this line.
    pub fn secrets<'a>(&mut self, added: Added<'a>) -> Vec<Found<'a>> {
        let mut found = secrets(added);
        let next = |(path, line, _): &(RelPath, u32, String)| path == added.path && *line == added.line;
        if let Some((_, line, head)) = self.head.take().filter(next) {
            let whole = format!("{head}\n{}", added.text);
            let is_key = formats::hits(&whole).iter().any(|hit| hit.what == formats::PRIVATE_KEY);
            let first = Added { line: line.saturating_sub(1), ..added };
            found.extend(
                is_key.then(|| one(first, format!("{}…", head.trim()), added.text.trim(), formats::PRIVATE_KEY)),
            );
        }
        let line = added.line.saturating_add(1);
        self.head = formats::begins_key(added.text).then(|| (added.path.clone(), line, added.text.to_owned()));
        found
    }
}

/// The secrets of a line: of a known form, and in a file of variables every value of a secret's name.
fn secrets(added: Added<'_>) -> Vec<Found<'_>> {
    let text = added.text;
    let mut found: Vec<Found<'_>> = formats::hits(text)
        .into_iter()
        .filter_map(|hit| {
            let (_, shown) = shown(text, hit.start, hit.end);
            Some(one(added, shown, text.get(hit.start..hit.end)?, hit.what))
        })
        .collect();
    if found.is_empty() && is_secret(added.path) {
        found.extend(assigned(added));
    }
    found
}

fn assigned(added: Added<'_>) -> Option<Found<'_>> {
    let (name, value) = added.text.split_once('=')?;
    let name = name.trim().trim_start_matches("export ").trim();
    let value = value.trim().trim_matches(['"', '\'']);
    let start = added.text.find(value).filter(|_| !value.is_empty())?;
    let real = name_is_secret(name) && is_value(&name.to_ascii_uppercase(), value);
    real.then(|| one(added, hidden(added.text, start).1, value, "a secret"))
}

fn one<'a>(added: Added<'_>, text: String, secret: &'a str, what: &str) -> Found<'a> {
    let evidence = Evidence { path: added.path.clone(), line: Some(added.line), text };
    let message = format!("{what} stands in git's history, in commit {}", added.commit);
    let raised = Raised::fault(message, evidence)
        .fix("change it where it is used; rewriting the history does not reach those who have cloned it");
    Found { secret, raised: if is_test(added.path) { raised.likely().severity(Severity::High) } else { raised } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_committed_file_of_variables_tells_its_secrets() {
        let path = RelPath::new(".env").unwrap();
        let line = |text| Added { commit: "1a2b3c4", path: &path, line: 2, text };
        let found = secrets(line("RAZORPAY_SECRET=\"x7Kq2mZ9\""));
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.secret, one.raised.evidence[0].text.as_str()), ("x7Kq2mZ9", "RAZORPAY_SECRET=\"…"));
        assert!(secrets(line("PORT=8000")).is_empty() && secrets(line("SECRET_KEY=")).is_empty());
    }
    #[test]
    fn a_private_key_is_known_by_its_second_line() {
        let (path, other) = (RelPath::new("key.pem").unwrap(), RelPath::new("notes.md").unwrap());
        let head = concat!("-----BEGIN RSA ", "PRIVATE KEY-----");
        let body = "MIIEpAIBAAKCAQEAq7Wx2Vb9TzK4mL8pQ3rN6sD1fG5hJ0kZcXyUtRwEoIaSdFgH";
        let line = |path, line, text| Added { commit: "1a2b3c4", path, line, text };
        let mut reader = Reader::default();
        assert!(reader.secrets(line(&path, 1, head)).is_empty());
        let found = reader.secrets(line(&path, 2, body));
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.secret, one.raised.evidence[0].line), (body, Some(1)));
        assert!(!one.raised.evidence[0].text.contains(body));
        reader.secrets(line(&path, 8, head));
        assert!(reader.secrets(line(&other, 9, body)).is_empty(), "another file");
        reader.secrets(line(&other, 1, head));
        assert!(reader.secrets(line(&other, 2, "begins every key")).is_empty(), "a text that speaks of keys");
    }
}
