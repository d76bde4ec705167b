//! Dockerfiles: their stages and instructions, and which of them make the image that runs.

pub mod layers;
pub mod running;

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::Ground;
use crate::audit::started::is_for_production;
use crate::detect::nodes::shortened;
use crate::detect::places::is_dockerfile;
use crate::detect::scripts::is_rehearsal;
use crate::facts::Evidence;
use crate::tree::RelPath;

/// One instruction with its continuations.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// From 1.
    pub line: u32,
    /// In upper case: `COPY`.
    pub word: String,
    pub rest: String,
}

impl Instruction {
    /// The words that are no options: the sources and the target of `COPY`.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.rest.split_whitespace().filter(|word| !word.starts_with("--"))
    }

    /// The value of an option: `build` of `--from=build`.
    pub fn option(&self, name: &str) -> Option<&str> {
        let mut words = self.rest.split_whitespace().take_while(|word| word.starts_with("--"));
        words.find_map(|word| word.strip_prefix("--")?.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether it is written as a list (`["python", "app.py"]`), so that no shell stands between.
    pub fn is_exec(&self) -> bool {
        self.rest.trim_start().starts_with('[')
    }
}

/// What stands from one `FROM` to the next.
#[derive(Clone, Debug)]
pub struct Stage {
    /// As written, arguments filled in where they have defaults.
    pub base: String,
    pub name: Option<String>,
    pub line: u32,
    pub instructions: Vec<Instruction>,
}

/// A Dockerfile.
#[derive(Clone, Debug)]
pub struct Image<'t> {
    pub path: &'t RelPath,
    pub stages: Vec<Stage>,
    /// The stage that production runs.
    last: usize,
}

impl<'t> Image<'t> {
    /// None where there is no `FROM`.
    pub fn parse(path: &'t RelPath, text: &str) -> Option<Self> {
        let mut arguments: BTreeMap<String, String> = BTreeMap::new();
        let mut stages: Vec<Stage> = Vec::new();
        for instruction in instructions(text) {
            match (instruction.word.as_str(), stages.last_mut()) {
                ("FROM", _) => stages.push(stage(&instruction, &arguments)?),
                ("ARG", None) => arguments.extend(
                    instruction.rest.split_once('=').map(|(name, value)| (name.trim().to_owned(), plain(value))),
                ),
                (_, Some(stage)) => stage.instructions.push(instruction),
                (_, None) => {}
            }
        }
        let rehearsed = |stage: &&Stage| !stage.name.as_deref().is_some_and(is_rehearsal);
        let last = stages.iter().rposition(|stage| rehearsed(&stage)).or(stages.len().checked_sub(1))?;
        Some(Image { path, stages, last })
    }

    /// The stage that production runs and those that it stands on, the first of them first.
    pub fn lineage(&self) -> Vec<&Stage> {
        let mut found = Vec::new();
        let mut next = Some(self.last);
        while let Some(stage) = next.and_then(|at| self.stages.get(at)).filter(|_| found.len() < self.stages.len()) {
            found.insert(0, stage);
            next = self.named(&stage.base, stage.line);
        }
        found
    }

    /// The stage that production runs.
    pub fn last(&self) -> Option<&Stage> {
        self.stages.get(self.last)
    }

    /// The stages that the image is made of, also those that only files are copied from.
    pub fn needed(&self) -> Vec<&Stage> {
        let mut open = vec![self.last];
        let mut seen = BTreeSet::new();
        while let Some(at) = open.pop() {
            let Some(stage) = self.stages.get(at).filter(|_| seen.insert(at)) else { continue };
            let copied = stage.instructions.iter().filter_map(|one| one.option("from"));
            let sources = copied.chain([stage.base.as_str()]);
            open.extend(sources.filter_map(|name| self.named(name, stage.line)));
        }
        seen.into_iter().filter_map(|at| self.stages.get(at)).collect()
    }

    /// The stage before `line` that is called `name`, or has that number.
    pub fn named(&self, name: &str, line: u32) -> Option<usize> {
        let is = |stage: &Stage| stage.name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name));
        let found = self.stages.iter().rposition(|stage| stage.line < line && is(stage));
        found.or_else(|| name.parse().ok().filter(|at| *at < self.stages.len()))
    }

    /// The last instruction `word` that holds for what runs.
    pub fn holds(&self, word: &str) -> Option<&Instruction> {
        let stages = self.lineage();
        stages.into_iter().rev().flat_map(|stage| stage.instructions.iter().rev()).find(|one| one.word == word)
    }

    pub fn evidence(&self, instruction: &Instruction) -> Evidence {
        let text = shortened(&format!("{} {}", instruction.word, instruction.rest));
        Evidence { path: self.path.clone(), line: Some(instruction.line), text }
    }

    /// Where a stage begins.
    pub fn start(&self, stage: &Stage) -> Evidence {
        let text = format!("FROM {}", stage.base);
        Evidence { path: self.path.clone(), line: Some(stage.line), text }
    }
}

/// The Dockerfiles that may be for production.
pub fn images<'t>(ground: &Ground<'_, 't>) -> Vec<Image<'t>> {
    let files = ground.tree.texts().filter(|(path, _)| is_dockerfile(&path.name().to_ascii_lowercase()));
    files.filter(|(path, _)| is_for_production(path)).filter_map(|(path, text)| Image::parse(path, text)).collect()
}

fn stage(from: &Instruction, arguments: &BTreeMap<String, String>) -> Option<Stage> {
    let mut words = from.words();
    let base = words.next()?;
    let name = words.next().filter(|word| word.eq_ignore_ascii_case("as")).and_then(|_| words.next());
    let mut base = base.to_owned();
    for (argument, value) in arguments {
        base = base.replace(&format!("${{{argument}}}"), value);
        if base.ends_with(&format!("${argument}")) || base.contains(&format!("${argument}-")) {
            base = base.replace(&format!("${argument}"), value);
        }
    }
    Some(Stage { base, name: name.map(str::to_owned), line: from.line, instructions: Vec::new() })
}

fn plain(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).to_owned()
}

/// Every instruction, with the lines that it goes on in, but not their comments.
fn instructions(text: &str) -> Vec<Instruction> {
    let mut found: Vec<Instruction> = Vec::new();
    let mut open = false;
    let mut document: Option<String> = None;
    for (line, number) in text.lines().zip(1_u32..) {
        let bare = line.trim();
        if let Some(end) = &document {
            if bare == end {
                document = None;
            } else if let Some(last) = found.last_mut() {
                last.rest = format!("{}\n{bare}", last.rest);
            }
            continue;
        }
        if bare.starts_with('#') || bare.is_empty() {
            continue;
        }
        let content = bare.trim_end_matches('\\').trim_end();
        match found.last_mut().filter(|_| open) {
            Some(last) => last.rest = format!("{} {content}", last.rest),
            None => {
                let (word, rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
                let word = word.to_ascii_uppercase();
                found.push(Instruction { line: number, word, rest: rest.trim().to_owned() });
            }
        }
        open = bare.ends_with('\\');
        document = if open { None } else { here_document(content) };
    }
    found
}

/// The word that ends the text which begins in the next line: `EOF` of `RUN <<EOF`.
fn here_document(line: &str) -> Option<String> {
    let after = line.split_once("<<")?.1.trim_start_matches('-').trim_start_matches(['"', '\'']);
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
    after.get(..end).filter(|word| !word.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_know_what_they_stand_on() {
        let path = RelPath::new("Dockerfile").unwrap();
        let text = "ARG V=3.13\nFROM python:${V}-slim AS base\nUSER app\nFROM base AS build\nRUN <<EOF\nFROM x\nEOF\n\
                    FROM base\nCOPY --from=build /app /app\nCMD [\"a\"]\nFROM base AS dev\nUSER root\n";
        let image = Image::parse(&path, text).unwrap();
        let bases: Vec<_> = image.lineage().iter().map(|stage| stage.base.as_str()).collect();
        assert_eq!(bases, ["python:3.13-slim", "base"]);
        assert_eq!((image.needed().len(), image.stages.len()), (3, 4));
        assert_eq!(image.holds("USER").map(|user| user.rest.as_str()), Some("app"));
    }
}
