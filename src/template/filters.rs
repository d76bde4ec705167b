//! Values as the languages of the generated files write them.

use tera::{Kwargs, State, Tera, Value};

/// Makes the filters known by their names.
pub(crate) fn register(tera: &mut Tera) {
    tera.register_filter("quoted", quoted);
    tera.register_filter("scalar", scalar);
    tera.register_filter("dotenv", dotenv);
    tera.register_filter("shell", shell);
    tera.register_filter("command", command);
    tera.register_filter("code", code);
    tera.register_filter("cell", cell);
    tera.register_filter("origin", origin);
}

/// What a traced line says of a loop's item: the service and the name that it has, or the text that it is.
fn origin(value: &Value, _: Kwargs, _: &State) -> String {
    let keys = ["service", "app", "name", "id", "title"];
    let said: Vec<&str> = match value.as_str() {
        Some(text) => vec![text],
        None => keys.iter().filter_map(|key| value.get_from_path(key)?.as_str()).take(2).collect(),
    };
    said.join(" ").chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A double-quoted string that YAML, JSON, TOML and Python read alike.
fn quoted(value: &Value, _: Kwargs, _: &State) -> String {
    double(&value.to_string())
}

/// A YAML string, quoted only where YAML would read something else.
fn scalar(value: &Value, _: Kwargs, _: &State) -> String {
    let text = value.to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '-' | '=' | ',');
    let starts_well = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '/' | '.'));
    let word = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    if starts_well && !word && text.chars().all(plain) { text } else { double(&text) }
}

/// A value behind `NAME=`, quoted only where the line would end early or say something else.
fn dotenv(value: &Value, _: Kwargs, _: &State) -> String {
    dotenv_value(&value.to_string())
}

/// As the filter `dotenv`.
pub(crate) fn dotenv_value(text: &str) -> String {
    let odd = text.contains(['$', '\\', '\n', '\r']) || text.contains(" #") || text.trim() != text;
    match (odd || text.starts_with(['"', '\'', '#', '`']), text.contains(['\'', '\n', '\r'])) {
        (false, _) => text.to_owned(),
        (true, false) => format!("'{text}'"),
        (true, true) => double(text).replace('$', "\\$"),
    }
}

/// One word of a command line, quoted only where a shell would read something else.
fn shell(value: &Value, _: Kwargs, _: &State) -> String {
    word(&value.to_string())
}

/// A command line of a list of words.
fn command(value: &Value, _: Kwargs, _: &State) -> String {
    let words = value.as_array().into_iter().flatten();
    words.map(|value| word(&value.to_string())).collect::<Vec<_>>().join(" ")
}

/// As the filter `shell`.
pub(crate) fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@,+%".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

/// A code span of Markdown, in a table as well; nothing for an empty text.
fn code(value: &Value, _: Kwargs, _: &State) -> String {
    let text = in_table(&value.to_string());
    match (text.is_empty(), text.contains('`')) {
        (true, _) => String::new(),
        (false, false) => format!("`{text}`"),
        (false, true) => format!("`` {text} ``"),
    }
}

/// Words of a Markdown table's cell.
fn cell(value: &Value, _: Kwargs, _: &State) -> String {
    in_table(&value.to_string().replace('<', "\\<").replace('*', "\\*"))
}

fn in_table(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ").trim().to_owned()
}

fn double(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::template::render_one;

    fn rendered(template: &str, value: &str) -> String {
        let mut values = tera::Context::new();
        values.insert("v", value);
        render_one("t", template, &values).unwrap()
    }

    #[test]
    fn a_scalar_is_quoted_only_where_it_must_be() {
        for plain in ["app/Dockerfile", "DEBUG", "/tmp"] {
            assert_eq!(rendered("{= v | scalar =}", plain), plain);
        }
        for (text, quoted) in [("NULL", "\"NULL\""), ("2024", "\"2024\""), ("lo gs: x", "\"lo gs: x\"")] {
            assert_eq!(rendered("{= v | scalar =}", text), quoted);
        }
    }

    #[test]
    fn a_word_of_a_command_line_stays_one_word() {
        for plain in ["app.main:app", "--port=8000", "a@b"] {
            assert_eq!(rendered("{= v | shell =}", plain), plain);
        }
        assert_eq!(rendered("{= [v, \"x\"] | command =}", "a b"), "'a b' x");
        for (text, quoted) in [("", "''"), ("a b", "'a b'"), ("it's $5", "'it'\\''s $5'")] {
            assert_eq!(rendered("{= v | shell =}", text), quoted);
        }
    }

    #[test]
    fn a_dotenv_value_stays_one_line_and_literal() {
        for plain in ["[\"a\",\"b\"]", "https://x/?a=b", ""] {
            assert_eq!(rendered("{= v | dotenv =}", plain), plain);
        }
        assert_eq!(rendered("{= v | dotenv =}", "a $HOME #x"), "'a $HOME #x'");
        assert_eq!(rendered("{= v | dotenv =}", "line1\nEVIL=1"), "\"line1\\nEVIL=1\"");
        assert_eq!(rendered("{= v | dotenv =}", "it's $5"), "\"it's \\$5\"");
    }
}
