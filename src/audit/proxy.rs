//! The configuration of nginx: directives and their blocks, with their lines.

pub mod faults;

use crate::audit::Ground;
use crate::audit::started::is_for_production;
use crate::detect::existing::is_proxy;
use crate::detect::nodes::shortened;
use crate::facts::Evidence;
use crate::tree::RelPath;

/// One directive, and what stands in its block where it has one.
#[derive(Clone, Debug)]
pub struct Directive {
    pub name: String,
    pub arguments: Vec<String>,
    /// From 1.
    pub line: u32,
    pub block: Option<Vec<Directive>>,
}

impl Directive {
    pub fn children(&self) -> &[Directive] {
        self.block.as_deref().unwrap_or_default()
    }

    /// The directives called `name` right inside of it.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Directive> {
        self.children().iter().filter(move |child| child.name == name)
    }

    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    pub fn first(&self) -> &str {
        self.arguments.first().map_or("", String::as_str)
    }
}

/// One file.
#[derive(Clone, Debug)]
pub struct Config<'t> {
    pub path: &'t RelPath,
    pub directives: Vec<Directive>,
}

impl Config<'_> {
    /// Every directive, each with the blocks that it stands in, the outermost first.
    pub fn visit<'c>(&'c self, see: &mut dyn FnMut(&[&'c Directive], &'c Directive)) {
        descend(&self.directives, &mut Vec::new(), see);
    }

    pub fn evidence(&self, directive: &Directive) -> Evidence {
        let text = shortened(&format!("{} {}", directive.name, directive.arguments.join(" ")));
        Evidence { path: self.path.clone(), line: Some(directive.line), text: text.trim().to_owned() }
    }
}

fn descend<'c>(
    directives: &'c [Directive],
    around: &mut Vec<&'c Directive>,
    see: &mut dyn FnMut(&[&'c Directive], &'c Directive),
) {
    for directive in directives {
        see(around, directive);
        around.push(directive);
        descend(directive.children(), around, see);
        around.pop();
    }
}

/// The files that may be for production; those that are not whole are left out.
pub fn configs<'t>(ground: &Ground<'_, 't>) -> Vec<Config<'t>> {
    let files = ground.tree.texts().filter(|(path, text)| is_proxy(path, text) && is_for_production(path));
    files.filter_map(|(path, text)| Some(Config { path, directives: parse(text)? })).collect()
}

/// The directives of a text; None where its blocks do not close.
pub fn parse(text: &str) -> Option<Vec<Directive>> {
    let mut blocks: Vec<Vec<Directive>> = vec![Vec::new()];
    let mut heads: Vec<(u32, Vec<String>)> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut start = 0;
    for (line, token) in tokens(text) {
        match token.as_str() {
            ";" => blocks.last_mut()?.extend(directive(start, std::mem::take(&mut words), None)),
            "{" => {
                heads.push((start, std::mem::take(&mut words)));
                blocks.push(Vec::new());
            }
            "}" => {
                let (block, (line, head)) = (blocks.pop()?, heads.pop()?);
                words.clear();
                blocks.last_mut()?.extend(directive(line, head, Some(block)));
            }
            _ => {
                if words.is_empty() {
                    start = line;
                }
                words.push(token);
            }
        }
    }
    (blocks.len() == 1).then(|| blocks.pop()).flatten()
}

fn directive(line: u32, words: Vec<String>, block: Option<Vec<Directive>>) -> Option<Directive> {
    let mut words = words.into_iter();
    Some(Directive { name: words.next()?, arguments: words.collect(), line, block })
}

/// Words with their lines; `;`, `{` and `}` stand alone, quotes are taken off, comments are gone.
fn tokens(text: &str) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut line = 1_u32;
    let mut quote: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let plain = quote.is_none();
        match character {
            '\\' => {
                word.push(character);
                word.extend(characters.next());
            }
            _ if quote == Some(character) => quote = None,
            '"' | '\'' if plain && word.is_empty() => quote = Some(character),
            '#' if plain && word.is_empty() => while characters.next_if(|c| *c != '\n').is_some() {},
            '$' if plain && characters.peek() == Some(&'{') => {
                word.push(character);
                word.extend(std::iter::from_fn(|| characters.next_if(|c| *c != '}' && *c != '\n')));
                word.extend(characters.next_if_eq(&'}'));
            }
            ';' | '{' | '}' if plain => {
                flush(&mut found, line, &mut word);
                found.push((line, character.to_string()));
            }
            _ if plain && character.is_whitespace() => flush(&mut found, line, &mut word),
            _ => word.push(character),
        }
        if character == '\n' {
            line = line.saturating_add(1);
        }
    }
    flush(&mut found, line, &mut word);
    found
}

fn flush(found: &mut Vec<(u32, String)>, line: u32, word: &mut String) {
    if !word.is_empty() {
        found.push((line, std::mem::take(word)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_hold_their_directives() {
        let text = "# a\nserver {\n  listen 80; # b\n  location ~ \"^/x{2}\" { return 301 https://$host${uri}; }\n}\n";
        let found = parse(text).unwrap();
        let server = &found[0];
        assert_eq!((server.line, server.children().len()), (2, 2));
        let location = server.all("location").next().unwrap();
        assert_eq!((location.line, location.arguments.join(" ").as_str()), (4, "~ ^/x{2}"));
        assert!(parse("server {").is_none());
    }
}
