//! One example of a rule: a small repository in one file, and what is found in it.
//!
//! ```text
//! A sentence that says what it is about.
//!
//! -- shop/settings.py --
//! DEBUG = True
//! -- findings --
//! shop/settings.py:1 debug is on
//! ```
//!
//! `-- tracked --` lists secret files that git keeps. A bad example lists every finding of its rule, each with words of
//! its message; a good one has none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use shipready::audit::{Context, Given, Ground, Ignores, Offers, Outcome, Secrets, judge, look, narrowed, reads};
use shipready::detect::{Code, detect_in};
use shipready::facts::Known;
use shipready::state::is_secret;
use shipready::tree::{File, Opaque, RelPath, Text, Tree};

pub struct Example {
    pub name: String,
    pub title: String,
    /// In the order of the file.
    pub files: Vec<(String, String)>,
    pub findings: Vec<String>,
    pub tracked: Option<BTreeSet<RelPath>>,
}

impl Example {
    pub fn read(path: &Path) -> Example {
        let text = fs::read_to_string(path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut example =
            Example { name, title: String::new(), files: Vec::new(), findings: Vec::new(), tracked: None };
        let mut section: Option<String> = None;
        for line in text.lines() {
            if let Some(head) = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
                section = Some(head.to_owned());
                match head {
                    "findings" => {}
                    "tracked" => example.tracked = Some(BTreeSet::new()),
                    path => example.files.push((path.to_owned(), String::new())),
                }
                continue;
            }
            match section.as_deref() {
                None if example.title.is_empty() => line.clone_into(&mut example.title),
                None => {}
                Some("findings") if line.is_empty() => {}
                Some("findings") => example.findings.push(line.to_owned()),
                Some("tracked") => {
                    example.tracked.as_mut().unwrap().extend(RelPath::new(line));
                }
                Some(_) => {
                    let (_, content) = example.files.last_mut().unwrap();
                    content.push_str(line);
                    content.push('\n');
                }
            }
        }
        assert!(!example.title.is_empty(), "{}: its first line says what it is about", path.display());
        example
    }

    pub fn tree(&self) -> Tree {
        tree(self.files.iter().map(|(path, content)| (path.as_str(), content.as_str())))
    }
}

/// A tree as the audit reads it from the disk.
pub fn tree<'f>(files: impl Iterator<Item = (&'f str, &'f str)>) -> Tree {
    let file = |(path, content): (&str, &str)| {
        let path = RelPath::new(path).unwrap();
        let size = u64::try_from(content.len()).unwrap();
        let file = match () {
            () if is_secret(&path) => File::Opaque { why: Opaque::Secret },
            () if reads(&path, size) => File::Text(Text::new(content)),
            () => File::Opaque { why: Opaque::Unread },
        };
        (path, file)
    };
    files.map(file).collect()
}

/// The whole audit of a tree.
pub fn audit(tree: &Tree, known: &Known, tracked: Option<&BTreeSet<RelPath>>, given: &[Given]) -> Outcome {
    let narrow = narrowed(tree);
    let code = Code::of(&narrow);
    let facts = detect_in(&code, known);
    let (offers, ignores) = (Offers::new(), Ignores::of(tree, Vec::new()));
    let ground = Ground::new((tree, &facts, &code), tracked, &ignores);
    let (raised, secrets) = (look(&ground), Secrets::of(&ground));
    judge(raised, Context { given, offers: &offers, ignores: &ignores, secrets: &secrets, known: &BTreeSet::new() })
}
