//! Edits as people make them, remembered by the line of the base that they are at.

use crate::dice::Dice;

/// A text made from a base by edits. Because it knows which line stood where, two of them can be put together without
/// a diff: what a merge ought to give.
#[derive(Clone)]
pub struct Edited<'b> {
    base: &'b [&'b str],
    /// What was added before each line of the base, and at its end.
    added: Vec<Vec<String>>,
    /// Each line of the base as it is now.
    lines: Vec<Option<String>>,
    /// Stands in every line that an edit writes, so that no two edits write the same.
    name: &'b str,
    count: usize,
    /// Whether the text tells what was done. Of a copy or a move it does not: which of two equal lines was there first?
    plain: bool,
}

impl<'b> Edited<'b> {
    pub fn of(base: &'b [&'b str], name: &'b str) -> Self {
        let lines = base.iter().map(|line| Some((*line).to_owned())).collect();
        Edited { base, added: vec![Vec::new(); base.len() + 1], lines, name, count: 0, plain: true }
    }

    /// The same text; edits from here on write another name.
    pub fn named(self, name: &'b str) -> Self {
        Edited { name, ..self }
    }

    pub fn text(&self) -> String {
        let line = |at: usize| self.lines.get(at).into_iter().flatten();
        let all = self.added.iter().enumerate().flat_map(|(at, added)| added.iter().chain(line(at)));
        all.fold(String::new(), |text, line| text + line + "\n")
    }

    /// Both edits in one text; None where they are at the same place and not the same, or where no text could tell.
    pub fn with(&self, other: &Edited<'_>) -> Option<String> {
        if !self.plain || !other.plain {
            return None;
        }
        let mut both = self.clone();
        for (at, line) in other.lines.iter().enumerate() {
            let base = Some(self.base[at].to_owned());
            both.lines[at] = one(&base, &self.lines[at], line)?;
        }
        for (at, added) in other.added.iter().enumerate() {
            both.added[at] = one(&Vec::new(), &self.added[at], added)?;
        }
        Some(both.text())
    }

    /// One edit of any kind.
    pub fn edit(&mut self, dice: &mut Dice) {
        match dice.below(100) {
            0..30 => self.set(dice),
            30..55 => self.add(dice),
            55..65 => self.copy_block(dice),
            65..75 => self.remove(dice),
            75..80 => self.relocate(dice),
            80..86 => self.indent(dice),
            86..92 => self.comment_out(dice),
            _ => self.replace_everywhere(dice),
        }
    }

    /// A line of its own before a line of the base, indented as `like` is.
    pub fn add_before(&mut self, at: usize, like: &str) {
        let word = self.word();
        self.added[at].push(self::like(like, &word));
    }

    /// Lines as they are, before a line of the base.
    pub fn add_block(&mut self, at: usize, block: &str) {
        self.added[at].extend(block.lines().map(str::to_owned));
    }

    fn word(&mut self) -> String {
        self.count += 1;
        format!("{}{}", self.name, self.count)
    }

    /// Up to `most` lines from anywhere on.
    fn some(&self, dice: &mut Dice, most: usize) -> std::ops::Range<usize> {
        let start = dice.below(self.base.len());
        start..(start + 1 + dice.below(most)).min(self.base.len())
    }

    /// Another value behind `:`, `=` or the last space of a line.
    fn set(&mut self, dice: &mut Dice) {
        let at = dice.below(self.base.len());
        let word = self.word();
        let line = self.base[at].trim_end_matches(';');
        let head = line.rfind([':', '=', ' ']).map_or(line, |end| &line[..=end]);
        let space = if head.ends_with(':') { " " } else { "" };
        self.lines[at] = Some(format!("{head}{space}{word}{}", &self.base[at][line.len()..]));
    }

    /// One to three lines in the style of the line before them.
    fn add(&mut self, dice: &mut Dice) {
        let after = dice.below(self.base.len());
        for _ in 0..=dice.below(3) {
            let word = self.word();
            let line = like(self.base[after], &word);
            self.added[after + 1].push(line);
        }
    }

    /// A paragraph once more, with one line of its own, behind itself or another one.
    fn copy_block(&mut self, dice: &mut Dice) {
        self.plain = false;
        let paragraphs: Vec<std::ops::Range<usize>> = paragraphs(self.base);
        let (from, behind) = (dice.pick(&paragraphs).clone(), dice.pick(&paragraphs).clone());
        let behind = if dice.percent(60) { from.end } else { behind.end };
        let word = self.word();
        let own = from.start + dice.below(from.len());
        let block = from.map(|at| if at == own { like(self.base[at], &word) } else { self.base[at].to_owned() });
        self.added[behind].push(String::new());
        self.added[behind].extend(block);
    }

    fn remove(&mut self, dice: &mut Dice) {
        for at in self.some(dice, 4) {
            self.lines[at] = None;
        }
    }

    fn relocate(&mut self, dice: &mut Dice) {
        self.plain = false;
        let to = dice.below(self.base.len() + 1);
        for at in self.some(dice, 4) {
            if let Some(line) = self.lines[at].take() {
                self.added[to].push(line);
            }
        }
    }

    fn indent(&mut self, dice: &mut Dice) {
        self.change(dice, 6, |line| if line.is_empty() { String::new() } else { format!("  {line}") });
    }

    fn comment_out(&mut self, dice: &mut Dice) {
        self.change(dice, 3, |line| format!("# {line}"));
    }

    fn change(&mut self, dice: &mut Dice, most: usize, how: impl Fn(&str) -> String) {
        for at in self.some(dice, most) {
            self.lines[at] = self.lines[at].as_deref().map(&how);
        }
    }

    /// A word of the base becomes another one wherever it stands, as a new version does.
    fn replace_everywhere(&mut self, dice: &mut Dice) {
        let new = self.word();
        let line = *dice.pick(self.base);
        let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
        if words.is_empty() {
            return;
        }
        let old = *dice.pick(&words);
        for line in self.lines.iter_mut().flatten() {
            *line = line.replace(old, &new);
        }
    }
}

fn one<T: PartialEq + Clone>(base: &T, yours: &T, new: &T) -> Option<T> {
    match (yours == base, new == base) {
        (true, _) => Some(new.clone()),
        (_, true) => Some(yours.clone()),
        _ => (yours == new).then(|| yours.clone()),
    }
}

/// A line with another word, indented and separated as `line` is.
fn like(line: &str, word: &str) -> String {
    let indent = &line[..line.len() - line.trim_start().len()];
    let (dash, bare) = line.trim_start().strip_prefix("- ").map_or(("", line.trim_start()), |rest| ("- ", rest));
    match bare.find([':', '=', ' ']) {
        Some(at) if bare[at..].starts_with(':') => format!("{indent}{dash}{word}: 1"),
        Some(at) if bare[at..].starts_with('=') => format!("{indent}{dash}{word}=1"),
        Some(_) if bare.ends_with(';') => format!("{indent}{word} 1;"),
        _ => format!("{indent}{dash}{word}"),
    }
}

/// Lines between blank ones.
fn paragraphs(base: &[&str]) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in base.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}
