//! The grammars of JavaScript and TypeScript, and which of them a file is written in.

use std::cell::RefCell;
use std::collections::HashMap;

use tree_sitter::{Language, Parser, Tree};

use crate::tree::RelPath;

thread_local! {
    static PARSERS: RefCell<HashMap<Grammar, Parser>> = RefCell::new(HashMap::new());
}

/// The grammar that a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grammar {
    JavaScript,
    TypeScript,
    Tsx,
}

impl Grammar {
    pub fn of(path: &RelPath) -> Self {
        match path.extension() {
            Some("ts" | "mts" | "cts") => Grammar::TypeScript,
            Some("tsx") => Grammar::Tsx,
            _ => Grammar::JavaScript,
        }
    }

    fn language(self) -> Language {
        match self {
            Grammar::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
            Grammar::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
            Grammar::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        }
    }

    /// The tree of `source`; broken syntax leaves holes in it.
    pub fn parse(self, source: &str) -> Option<Tree> {
        PARSERS.with_borrow_mut(|parsers| {
            let parser = parsers.entry(self).or_default();
            parser.set_language(&self.language()).ok()?;
            parser.parse(source, None)
        })
    }
}
