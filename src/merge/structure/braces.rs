//! Settings with blocks in braces, as nginx has them: each that opens closes again. Comments and quoted words hold none.

use crate::manifest::line_column;
use crate::merge::structure::Broken;

pub fn check(text: &str) -> Result<(), Broken> {
    let mut open = Vec::new();
    let mut characters = text.char_indices();
    // Whether a word is being read: `#` and quotes mean something only where one starts.
    let mut inside = false;
    while let Some((at, character)) = characters.next() {
        match character {
            '#' if !inside => {
                characters.by_ref().find(|(_, character)| *character == '\n');
            }
            '\'' | '"' if !inside => {
                let closed = quoted(&mut characters, character);
                closed.then_some(()).ok_or_else(|| broken(text, at, "a quote does not end"))?;
            }
            '\\' => {
                characters.next();
            }
            '{' => open.push(at),
            '}' => {
                open.pop().ok_or_else(|| broken(text, at, "a brace closes that was not opened"))?;
            }
            _ => {}
        }
        inside = !character.is_whitespace() && !"#'\"{};".contains(character);
    }
    open.pop().map_or(Ok(()), |at| Err(broken(text, at, "a brace is not closed")))
}

/// Reads to the end of a quoted word; false when the text ends before it.
fn quoted(characters: &mut impl Iterator<Item = (usize, char)>, quote: char) -> bool {
    while let Some((_, character)) = characters.next() {
        if character == quote {
            return true;
        }
        if character == '\\' {
            characters.next();
        }
    }
    false
}

fn broken(text: &str, at: usize, message: &str) -> Broken {
    let (line, column) = line_column(text, at);
    Broken { line, column, message: message.to_owned() }
}
