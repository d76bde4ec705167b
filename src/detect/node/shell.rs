//! Commands as a shell reads them, as far as scripts of package.json and image files go.

/// The commands of a line, each as its words; `&&`, `;`, `||`, `|` and `&` stand between them.
pub fn commands(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut words = Vec::new();
    let mut reader = Reader { rest: text.trim() };
    while let Some(piece) = reader.next() {
        match piece {
            Piece::Word(word) => words.push(word),
            Piece::End => found.push(std::mem::take(&mut words)),
        }
    }
    found.push(words);
    found.retain(|words: &Vec<String>| !words.is_empty());
    found
}

/// The words of an exec form (`["node", "index.js"]`), or those of the shell form.
pub fn exec_or_shell(text: &str) -> Vec<Vec<String>> {
    let text = text.trim();
    match text.strip_prefix('[') {
        Some(list) => {
            let words: Vec<String> =
                commands(&list.trim_end_matches(']').replace(',', " ")).into_iter().flatten().collect();
            match words.as_slice() {
                [shell, flag, script] if shell.ends_with("sh") && flag.starts_with('-') => commands(script),
                _ => vec![words],
            }
        }
        None => commands(text),
    }
}

enum Piece {
    Word(String),
    End,
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<Piece> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        if is_operator(first) {
            self.rest = self.rest.trim_start_matches(is_operator);
            return Some(Piece::End);
        }
        let mut word = String::new();
        let mut quote = None;
        let mut characters = self.rest.char_indices();
        let end = loop {
            let Some((at, c)) = characters.next() else { break self.rest.len() };
            match (quote, c) {
                (None | Some('"'), '\\') => word.extend(characters.next().map(|(_, escaped)| escaped)),
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if c == open => quote = None,
                (None, c) if c.is_whitespace() || is_operator(c) => break at,
                (_, c) => word.push(c),
            }
        };
        self.rest = self.rest.get(end..).unwrap_or("");
        Some(Piece::Word(word))
    }
}

fn is_operator(c: char) -> bool {
    matches!(c, '&' | ';' | '|' | '(' | ')')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        exec_or_shell(text).into_iter().map(|words| words.join("·")).collect()
    }

    #[test]
    fn quotes_hold_together_and_operators_part() {
        assert_eq!(words("tsc && node dist/x.js"), ["tsc", "node·dist/x.js"]);
        assert_eq!(words("nodemon --exec \"ts-node -T\" src/x.ts"), ["nodemon·--exec·ts-node -T·src/x.ts"]);
        assert_eq!(words("A='b c' node x; echo"), ["A=b c·node·x", "echo"]);
        assert_eq!(words("[\"node\", \"dist/main.js\"]"), ["node·dist/main.js"]);
        assert_eq!(words("[\"sh\", \"-c\", \"migrate && npm start\"]"), ["migrate", "npm·start"]);
        assert_eq!(words("husky || true"), ["husky", "true"]);
    }
}
