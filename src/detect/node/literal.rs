//! The values that a configuration file states in JSON, or in the object that a JavaScript file exports.

mod reader;

use jsonc_parser::ast::Value;

use crate::detect::node::json::Json;
use crate::tree::RelPath;

/// A value as far as it stands there; what is computed is `Unknown`.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Text(String),
    Flag(bool),
    List(Vec<Literal>),
    Object(Vec<(String, Literal)>),
    Unknown,
}

impl Literal {
    /// What the file at `path` states as a whole.
    pub fn of(path: &RelPath, text: &str) -> Option<Literal> {
        if path.extension().is_some_and(|extension| matches!(extension, "json" | "json5"))
            || path.name().ends_with("rc")
        {
            return Json::parse(path, text).ok()?.at(&[]).map(from_json);
        }
        reader::exported(path, text)
    }

    /// The first object with one of `keys` that a call of the file is given.
    pub fn called(path: &RelPath, text: &str, keys: &[&str]) -> Option<Literal> {
        reader::called(path, text, keys)
    }

    pub fn get(&self, key: &str) -> Option<&Literal> {
        match self {
            Literal::Object(entries) => entries.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// What stands behind a chain of keys.
    pub fn at(&self, keys: &[&str]) -> Option<&Literal> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Literal::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The texts of a list; one text alone counts as a list of it.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Literal::Text(text) => vec![text],
            Literal::List(items) => items.iter().filter_map(Literal::text).collect(),
            _ => Vec::new(),
        }
    }
}

pub fn from_json(value: &Value<'_>) -> Literal {
    match value {
        Value::StringLit(text) => Literal::Text(text.value.to_string()),
        Value::NumberLit(number) => Literal::Text(number.value.to_owned()),
        Value::BooleanLit(flag) => Literal::Flag(flag.value),
        Value::Array(array) => Literal::List(array.elements.iter().map(from_json).collect()),
        Value::Object(object) => {
            let entries = object.properties.iter();
            Literal::Object(entries.map(|one| (one.name.as_str().to_owned(), from_json(&one.value))).collect())
        }
        Value::NullKeyword(_) => Literal::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, text: &str) -> Literal {
        Literal::of(&RelPath::new(name).unwrap(), text).unwrap()
    }

    #[test]
    fn every_way_to_export_settings_is_read() {
        let told = |literal: Literal| literal.at(&["build", "outDir"]).and_then(Literal::text).map(str::to_owned);
        let built = Some("out".to_owned());
        assert_eq!(told(of("a.mjs", "export default { build: { outDir: 'out' } }")), built);
        assert_eq!(told(of("a.js", "module.exports = { build: { \"outDir\": `out` } };")), built);
        assert_eq!(
            told(of("a.ts", "export default defineConfig(({ mode }) => ({ build: { outDir: 'out' } }))")),
            built
        );
        assert_eq!(
            told(of("a.ts", "const c: X = { build: { outDir: path.resolve(__dirname, 'out') } };\nexport default c;")),
            built
        );
        let function =
            "export default defineConfig(async () => {\n  const x = 1;\n  return { build: { outDir: 'out' } };\n})";
        assert_eq!(told(of("a.mts", function)), built);
        assert_eq!(told(of("a.ts", "export default { build: { outDir: 'out' } } satisfies X")), built);
        assert_eq!(told(of("a.json", "{\"build\": {\"outDir\": \"out\"}}")), built);
    }
}
