//! Secrets in the lines that commits added.

use crate::audit::Raised;
use crate::audit::secrets::literal::is_value;
use crate::audit::secrets::{formats, hidden, key, shown};
use crate::detect::places::is_test;
use crate::detect::secret::name_is_secret;
use crate::facts::Evidence;
use crate::finding::Severity;
use crate::state::is_secret;
use crate::tree::RelPath;

/// A line of what a commit changed.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The commit's hash, shortened.
    pub commit: &'a str,
    pub path: &'a RelPath,
    /// Line in the file as the commit left it, from 1.
    pub line: u32,
    pub text: &'a str,
    /// The commit added it; else it stands beside what it changed.
    pub added: bool,
}

/// One of them: what tells the secret from others, and what is said of it.
#[derive(Clone, Debug)]
pub struct Found {
    pub identity: String,
    pub raised: Raised,
}

/// Reads the lines in their order: a private key takes many.
#[derive(Debug, Default)]
pub struct Reader(Option<Key>);

/// A private key of which the first line was read.
#[derive(Debug)]
struct Key {
    commit: String,
    path: RelPath,
    /// Line of the first, from 1, and its text.
    line: u32,
    head: String,
    /// Line of the next.
    next: u32,
    letters: String,
    /// The commit added some of them.
    added: bool,
}

impl Reader {
    /// The secrets in this line, and the key that ended before it.
    pub fn secrets(&mut self, line: Line<'_>) -> Vec<Found> {
        if let Some(key) = &mut self.0
            && (key.commit.as_str(), &key.path, key.next) == (line.commit, line.path, line.line)
            && let Some(part) = key::part(line.text)
        {
            key.letters.push_str(part);
            key.next = key.next.saturating_add(1);
            key.added |= line.added;
            return Vec::new();
        }
        let mut found: Vec<Found> = self.closed().into_iter().collect();
        self.0 = key::first_line(line.text).map(|head| Key {
            commit: line.commit.to_owned(),
            path: line.path.clone(),
            line: line.line,
            head: head.to_owned(),
            next: line.line.saturating_add(1),
            letters: String::new(),
            added: false,
        });
        if line.added {
            found.extend(secrets(line));
        }
        found
    }

    /// The key that the last line belonged to.
    pub fn closed(&mut self) -> Option<Found> {
        let Key { commit, path, line, head, letters, added, .. } = self.0.take()?;
        let first = Line { commit: &commit, path: &path, line, text: &head, added };
        (added && key::is_whole(&letters)).then(|| one(first, format!("{head}…"), &letters, key::WHAT))
    }
}

/// The secrets of a line: of a known form, and in a file of variables every value of a secret's name.
fn secrets(line: Line<'_>) -> Vec<Found> {
    let text = line.text;
    let mut found: Vec<Found> = formats::hits(text)
        .into_iter()
        .filter_map(|hit| {
            let (_, shown) = shown(text, hit.start, hit.end);
            Some(one(line, shown, text.get(hit.start..hit.end)?, hit.what))
        })
        .collect();
    if found.is_empty() && is_secret(line.path) {
        found.extend(assigned(line));
    }
    found
}

fn assigned(line: Line<'_>) -> Option<Found> {
    let (name, value) = line.text.split_once('=')?;
    let name = name.trim().trim_start_matches("export ").trim();
    let value = value.trim().trim_matches(['"', '\'']);
    let start = line.text.find(value).filter(|_| !value.is_empty())?;
    let real = name_is_secret(name) && is_value(&name.to_ascii_uppercase(), value);
    real.then(|| one(line, hidden(line.text, start).1, value, "a secret"))
}

fn one(line: Line<'_>, text: String, identity: &str, what: &str) -> Found {
    let evidence = Evidence { path: line.path.clone(), line: Some(line.line), text };
    let message = format!("{what} stands in git's history, in commit {}", line.commit);
    let raised = Raised::fault(message, evidence)
        .fix("change it where it is used; rewriting the history does not reach those who have cloned it");
    let identity = identity.to_owned();
    Found { identity, raised: if is_test(line.path) { raised.likely().severity(Severity::High) } else { raised } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[(&str, u32, &str, bool)]) -> Vec<Found> {
        let mut reader = Reader::default();
        let path = |path| RelPath::new(path).unwrap();
        let mut found = Vec::new();
        for (name, line, text, added) in lines.iter().copied() {
            found.extend(reader.secrets(Line { commit: "1a2b3c4", path: &path(name), line, text, added }));
        }
        found.extend(reader.closed());
        found
    }

    #[test]
    fn a_committed_file_of_variables_tells_its_secrets() {
        let found = read(&[(".env", 2, "RAZORPAY_SECRET=\"x7Kq2mZ9\"", true)]);
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.identity.as_str(), one.raised.evidence[0].text.as_str()), ("x7Kq2mZ9", "RAZORPAY_SECRET=\"…"));
        assert!(read(&[(".env", 1, "PORT=8000", true), (".env", 2, "SECRET_KEY=", true)]).is_empty());
    }

    #[test]
    fn a_private_key_of_several_lines_is_told_from_others() {
        let head = concat!("-----BEGIN RSA ", "PRIVATE KEY-----");
        let same = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW";
        let (one, other) = ("QyNTUxOQAAACBq7Wx2Vb9TzK4mL8pQ3rN6sD1fG5hJ0kZcXyUtRwEoIa", "QyNTUxOQAAACAx9Kd3Fb7Rw");
        let end = concat!("-----END RSA ", "PRIVATE KEY-----");
        let key =
            |name, body, new| [(name, 1, head, new), (name, 2, same, new), (name, 3, body, true), (name, 4, end, new)];
        let found = read(&[key("a.pem", one, true), key("b.pem", other, false)].concat());
        let [first, second] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(first.raised.evidence[0].line, Some(1));
        assert!(!first.raised.evidence[0].text.contains("b3Blb"), "{first:?}");
        assert_ne!(first.identity, second.identity, "the first line of both is the same");
        assert_eq!(first.identity, key_of(&format!("{head}\n{same}\n{one}\n{end}\n")));
    }

    fn key_of(text: &str) -> String {
        formats::hits(text).iter().map(|hit| key::identity(text, hit)).collect()
    }

    #[test]
    fn what_only_looks_like_a_key_is_none() {
        let head = concat!("SMTP_PASSWORD=hunter2 KEY=\"-----BEGIN ", "PRIVATE KEY-----");
        let body = "MIIEpAIBAAKCAQEAq7Wx2Vb9TzK4mL8pQ3rN6sD1fG5hJ0kZcXyUtRwEoIaSdFgH";
        let found = read(&[("notes.md", 1, head, true), ("notes.md", 2, body, true)]);
        assert!(!found[0].raised.evidence[0].text.contains("hunter2"), "{found:?}");
        assert!(read(&[("a.md", 1, head, true), ("b.md", 2, body, true)]).is_empty(), "another file");
        assert!(read(&[("a.md", 1, head, true), ("a.md", 7, body, true)]).is_empty(), "another place");
        assert!(read(&[("a.md", 1, head, true), ("a.md", 2, "begins every key", true)]).is_empty(), "a text");
        assert!(read(&[("a.md", 1, head, false), ("a.md", 2, body, false)]).is_empty(), "it was there before");
    }
}
