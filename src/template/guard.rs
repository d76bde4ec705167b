//! `{% if typo %}` is silently false in Tera: before each condition, its names are asked for.

use crate::template::dialect::{Tag, TagKind};

const KEYWORDS: [&str; 14] =
    ["and", "or", "not", "in", "is", "if", "elif", "else", "true", "false", "none", "True", "False", "None"];

/// What to put before which offset: a tag that raises Tera's own error when a name is undefined.
/// The names of an `elif` are asked for before its `if`.
pub(crate) fn inserts(text: &str, tags: &[Tag]) -> Vec<(usize, String)> {
    let mut open: Vec<usize> = Vec::new();
    let mut inserts: Vec<(usize, Vec<String>)> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.kind == TagKind::Block) {
        let inside = text.get(tag.start + 2..tag.end - 2).unwrap_or_default().trim();
        let (word, expression) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        match word {
            "if" => {
                open.push(inserts.len());
                inserts.push((tag.start, names(expression)));
            }
            "elif" => {
                if let Some((_, guarded)) = open.last().and_then(|index| inserts.get_mut(*index)) {
                    guarded.extend(names(expression));
                }
            }
            "endif" => drop(open.pop()),
            _ => {}
        }
    }
    inserts.into_iter().map(|(at, names)| (at, names.iter().map(|name| guard(name)).collect())).collect()
}

fn guard(name: &str) -> String {
    format!("{{% if {name} is undefined %}}{{= {name} =}}{{% endif %}}")
}

/// The dotted names of an expression: not functions, filters, tests, arguments or keywords.
/// A name with `?.` is optional and left out.
pub(crate) fn names(expression: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = expression;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '\'' | '`' => quoted_length(rest, first),
            _ if first.is_alphabetic() || first == '_' => word_length(rest),
            _ if first.is_ascii_digit() => rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        if is_name(token, before, after) && !names.iter().any(|known| known == token) {
            names.push(token.to_owned());
        }
        before = match token {
            "is" => '|',
            "not" if before == '|' => '|',
            _ if token.trim().is_empty() => before,
            _ => token.chars().last().unwrap_or(' '),
        };
        rest = after;
    }
    names
}

fn is_name(token: &str, before: char, after: &str) -> bool {
    let starts = token.starts_with(|first: char| first.is_alphabetic() || first == '_');
    let after = after.trim_start();
    let argument = after.starts_with('=') && !after.starts_with("==");
    let asked = ["is defined", "is undefined", "is not defined"].iter().any(|test| after.starts_with(test));
    starts
        && !asked
        && !KEYWORDS.contains(&token)
        && !token.contains('?')
        && before != '|'
        // Of what stands in brackets: `files["compose.yaml"].path`.
        && before != '.'
        && !after.starts_with('(')
        && !argument
}

fn word_length(rest: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '?'))).unwrap_or(rest.len())
}

fn quoted_length(rest: &str, quote: char) -> usize {
    rest.get(1..).and_then(|inside| inside.find(quote)).map_or(rest.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn only_names_of_values_are_found() {
        assert_eq!(names(r#"a.b and not c == "d.e" and f | length > 2"#), ["a.b", "c", "f"]);
        assert_eq!(names("x is not containing(pat=y) or z in w?.v"), ["x", "y", "z"]);
        assert_eq!(names("range(end=n) and 1.5 < m"), ["n", "m"]);
        assert_eq!(names("kind is defined or other is none"), ["other"]);
        assert_eq!(names(r#"not files["a.yaml"].theirs"#), ["files"]);
    }
}
