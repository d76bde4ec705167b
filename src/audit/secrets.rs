//! Secrets in text: formats that give themselves away, and names whose values are nobody's business.

pub mod formats;
pub mod history;
pub mod js;
pub mod key;
pub mod literal;
pub mod python;

use rayon::prelude::*;
use tree_sitter::Node;

use crate::audit::secrets::literal::Kind;
use crate::detect::syntax::Module;
use crate::detect::{Code, js as code_js};

/// Parts of names without one of which no name holds a secret; either case.
pub const WORDS: &[&str] = &[
    "ecret",
    "ECRET",
    "assw",
    "ASSW",
    "oken",
    "OKEN",
    "_key",
    "_KEY",
    "Key",
    "_PASS",
    "_PWD",
    "OTP",
    "MFA",
    "PIN",
    "jwt",
    "SALT",
    "ookieParser",
    "REDENTIALS",
    "Fernet",
];

/// A secret in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Bytes of the secret itself, from the beginning of the text.
    pub start: usize,
    pub end: usize,
    /// What it is: `a live key of Stripe`.
    pub what: &'static str,
}

/// A secret in code.
#[derive(Clone, Debug)]
pub struct Place<'n> {
    /// What it is called.
    pub name: String,
    /// The text itself.
    pub node: Node<'n>,
    pub kind: Kind,
    /// It counts only where the environment does not say otherwise.
    pub fallback: bool,
}

/// The secrets in the code of a repository, scripts and migrations included, in the order of its files.
#[derive(Debug)]
pub struct Held<'g, 't> {
    pub python: Vec<(&'g Module<'t>, Vec<Place<'g>>)>,
    pub js: Vec<(&'g code_js::Module<'t>, Vec<Place<'g>>)>,
}

impl<'g, 't> Held<'g, 't> {
    pub fn of(code: &'g Code<'t>) -> Self {
        let worth = |text: &str| WORDS.iter().any(|word| text.contains(word));
        let files: Vec<_> = code.python.iter().filter(|file| worth(file.text)).collect();
        let files = files.into_par_iter().filter_map(|file| file.module());
        let python = files.map(|module| (module, python::places(&code.python, module))).collect();
        let files: Vec<_> = code.js.iter().filter(|file| worth(file.text)).collect();
        let files = files.into_par_iter().filter_map(|file| file.module());
        Held { python, js: files.map(|module| (module, js::places(module))).collect() }
    }
}

/// How much is shown of a secret whose form is known: enough to find it, too little to use it.
const SHOWN: usize = 4;

/// The line of `text` around a secret of a known form, which is cut off after its first letters; its number, from 1.
pub fn shown(text: &str, start: usize, end: usize) -> (u32, String) {
    let secret = text.get(start..end).unwrap_or_default();
    let kept: String = if secret.len() > SHOWN * 4 { secret.chars().take(SHOWN).collect() } else { String::new() };
    cut(text, start, &kept)
}

/// The line of `text` up to `start`, behind which something secret stands; its number, from 1.
pub fn hidden(text: &str, start: usize) -> (u32, String) {
    cut(text, start, "")
}

/// What follows a secret in its line may hold another one, so nothing of that is shown.
fn cut(text: &str, start: usize, kept: &str) -> (u32, String) {
    let before = text.get(..start).unwrap_or_default();
    let number = before.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = format!("{}{kept}…", before.get(line_start..).unwrap_or_default().trim_start());
    let line: String = line.chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
    (u32::try_from(number).unwrap_or(u32::MAX), crate::detect::nodes::shortened(&line))
}
