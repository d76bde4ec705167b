//! Dotenv text to values, as Docker Compose and python-dotenv both read it; what they read differently has no value.

use secrecy::SecretString;

/// One `NAME=value`.
pub struct Given {
    pub name: String,
    /// In the file, from 1.
    pub line: usize,
    /// None where it is not certain what it means: it refers to another variable, or its quotes do not end.
    pub value: Option<SecretString>,
}

/// Every assignment of a dotenv file, in order. Comments, blank lines and what is no assignment are passed over.
pub fn assignments(text: &str) -> Vec<Given> {
    let (mut found, mut line) = (Vec::new(), 1);
    let mut rest = text.trim_start_matches('\u{feff}');
    while !rest.is_empty() {
        let (value, after) = match assignment(rest) {
            Some((name, value)) => {
                let (value, after) = read(value);
                let value = value.map(SecretString::from);
                found.push(Given { name: name.to_owned(), line, value });
                (true, after)
            }
            None => (false, ""),
        };
        let after = if value { after } else { next_line(rest) };
        let taken = rest.get(..rest.len() - after.len()).unwrap_or(rest);
        line += taken.matches('\n').count();
        rest = after;
    }
    found
}

/// The name, and everything behind `=`.
fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let name = name.trim_start_matches([' ', '\t']);
    let name = name.strip_prefix("export ").unwrap_or(name).trim_matches([' ', '\t']);
    let starts = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let plain = |each: char| each.is_ascii_alphanumeric() || matches!(each, '_' | '.' | '-');
    (starts && name.chars().all(plain)).then_some((name, value))
}

/// The value at the start of `text`, and what is left from the next line on.
fn read(text: &str) -> (Option<String>, &str) {
    let start = text.trim_start_matches([' ', '\t']);
    let quote = start.chars().next().filter(|first| matches!(first, '"' | '\''));
    let Some(quote) = quote else {
        let blank_before = start.len() < text.len();
        return (unquoted(first_line(start), blank_before), next_line(text));
    };
    match quoted(start.get(1..).unwrap_or_default(), quote) {
        Some((Some(value), after)) if is_end(first_line(after)) => (Some(value), next_line(after)),
        // Where it ends is not certain either: what follows is read line by line, so that no name is missed.
        _ => (None, next_line(text)),
    }
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

fn next_line(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, after)| after)
}

/// Whether nothing but a comment stands behind a closing quote.
fn is_end(rest: &str) -> bool {
    let trimmed = rest.trim();
    trimmed.is_empty() || (trimmed.starts_with('#') && rest.starts_with([' ', '\t']))
}

fn unquoted(line: &str, blank_before: bool) -> Option<String> {
    let comment = |at: &usize| line.get(..*at).is_some_and(|before| before.ends_with([' ', '\t']));
    let end = line.match_indices('#').map(|(at, _)| at).find(comment);
    let value = line.get(..end.unwrap_or(line.len())).unwrap_or(line).trim();
    match value.chars().next() {
        Some('#') if blank_before => Some(String::new()),
        Some('#' | '`') => None,
        _ => (!value.contains('$')).then(|| value.to_owned()),
    }
}

/// What stands before the closing `quote`, and what stands behind it. None when it does not close.
fn quoted(text: &str, quote: char) -> Option<(Option<String>, &str)> {
    let (mut value, mut certain) = (String::new(), true);
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            _ if sign == quote => {
                return Some((certain.then_some(value), text.get(at + sign.len_utf8()..).unwrap_or_default()));
            }
            '\\' => match (quote, signs.next()?.1) {
                ('"', next @ ('"' | '\\')) => value.push(next),
                ('"', 'n') => value.push('\n'),
                ('\'', next) if !matches!(next, '\'' | '\\') => value.extend(['\\', next]),
                _ => certain = false,
            },
            '$' if quote == '"' => certain = false,
            _ => value.push(sign),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn values(text: &str) -> Vec<(String, usize, Option<String>)> {
        let plain = |given: Given| {
            let value = given.value.map(|value| value.expose_secret().to_owned());
            (given.name, given.line, value)
        };
        assignments(text).into_iter().map(plain).collect()
    }

    #[track_caller]
    fn reads(line: &str, wanted: Option<&str>) {
        let found = values(&format!("FIRST=1\n{line}\nLAST=2\n"));
        assert_eq!(found.first().map(|first| first.0.as_str()), Some("FIRST"), "{line}");
        assert_eq!(found.last().map(|last| last.0.as_str()), Some("LAST"), "{line}");
        assert_eq!(found.get(1).map(|middle| middle.2.as_deref()), Some(wanted), "{line}");
    }

    #[test]
    fn what_every_reader_reads_alike_is_a_value() {
        for (line, value) in [
            ("A=plain", "plain"),
            ("export A = spaced out # why", "spaced out"),
            ("A=a#b=c", "a#b=c"),
            ("A=", ""),
            ("A= # nothing", ""),
            ("A='it costs $5 # really'", "it costs $5 # really"),
            ("A=\"say \\\"hi\\\" \\\\ there\" # why", "say \"hi\" \\ there"),
            ("A=\"one\\ntwo\"", "one\ntwo"),
            ("A=\"one\ntwo\n\"", "one\ntwo\n"),
            ("A='back\\slash'", "back\\slash"),
            ("A=back\\slash", "back\\slash"),
            ("A=crlf\r", "crlf"),
            ("A=\"crlf\"\r", "crlf"),
            ("A=größe", "größe"),
        ] {
            reads(line, Some(value));
        }
    }

    #[test]
    fn what_is_read_differently_has_no_value_and_hides_no_later_name() {
        for line in [
            "A=$HOME/x",
            "A=pa$word",
            "A=\"${OTHER}\"",
            "A=\"never closed",
            "A='never closed",
            "A='don\\'t'",
            "A=\"bell\\a\"",
            "A=#odd",
            "A=`date`",
            "A='one' two",
        ] {
            reads(line, None);
        }
    }

    #[test]
    fn places_count_lines_and_everything_else_is_passed_over() {
        let text = "\u{feff}# A=0\n\nnot an assignment\nB=\"one\ntwo\"\n1C=3\nD:4\nE=5";
        let found: Vec<(String, usize)> = values(text).into_iter().map(|(name, line, _)| (name, line)).collect();
        assert_eq!(found, [("B".to_owned(), 4), ("E".to_owned(), 8)]);
    }
}
