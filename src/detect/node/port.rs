//! The port that a program on Node listens on.

use crate::detect::dockerfile::{exposed, site};
use crate::detect::node::entry::Program;
use crate::detect::places::{decides, is_dockerfile};
use crate::detect::version::at_line;
use crate::facts::{Confidence, Seen};
use crate::tree::{RelPath, Tree};

/// What examples of Express listen on.
const USUAL: u16 = 3000;
/// What a proxy that needs no rights listens on.
const STATIC: u16 = 8080;

/// By the command that starts it, then `code`, then its image's `EXPOSE`, else the usual one.
pub fn port(tree: &Tree, root: &RelPath, program: Option<&Program>, code: Option<Seen<u16>>) -> Seen<u16> {
    let told = program.and_then(|program| program.port.clone());
    told.or(code).or_else(|| expose(tree, root)).unwrap_or_else(|| guessed(USUAL))
}

/// The port of files that are only served.
pub fn of_site() -> Seen<u16> {
    guessed(STATIC)
}

fn guessed(value: u16) -> Seen<u16> {
    Seen { value, confidence: Confidence::Guess, evidence: Vec::new() }
}

fn expose(tree: &Tree, root: &RelPath) -> Option<Seen<u16>> {
    let mut files = tree.texts().filter(|(path, _)| is_dockerfile(&path.name().to_ascii_lowercase()) && decides(path));
    files.find_map(|(path, text)| {
        let (number, port) = *exposed(text).first().filter(|_| site(path) == *root)?;
        let evidence = vec![at_line(path, number, text.lines().nth(number).unwrap_or(""))];
        Some(Seen { value: port, confidence: Confidence::Likely, evidence })
    })
}
