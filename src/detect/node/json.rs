//! A JSON file (package.json, tsconfig.json) with the places of what it says; comments and loose commas are let pass.

use jsonc_parser::ast::{ObjectProp, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::detect::nodes::shortened;
use crate::detect::toml::position;
use crate::facts::{Evidence, Notice};
use crate::tree::RelPath;

/// A parsed file.
#[derive(Debug)]
pub struct Json<'t> {
    pub path: &'t RelPath,
    text: &'t str,
    value: Option<Value<'t>>,
}

impl<'t> Json<'t> {
    /// Parses `text`.
    ///
    /// # Errors
    /// A notice with the place of the mistake.
    pub fn parse(path: &'t RelPath, text: &'t str) -> Result<Self, Notice> {
        // npm takes the mark that some editors put in front.
        let text = text.trim_start_matches('\u{feff}');
        let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
        let parsed = parsed.map_err(|error| {
            let (line, column) = position(text, error.range().start);
            let text = format!("not valid JSON at line {line}, column {column}");
            Notice { path: Some(path.clone()), text }
        })?;
        Ok(Json { path, text, value: parsed.value })
    }

    /// What stands behind a chain of keys.
    pub fn at(&self, keys: &[&str]) -> Option<&Value<'t>> {
        keys.iter().try_fold(self.value.as_ref()?, |value, key| Some(&value.as_object()?.get(key)?.value))
    }

    pub fn string(&self, keys: &[&str]) -> Option<&str> {
        self.at(keys).and_then(string)
    }

    pub fn boolean(&self, keys: &[&str]) -> Option<bool> {
        Some(self.at(keys)?.as_boolean_lit()?.value)
    }

    /// The strings of a list; one string alone counts as a list of it.
    pub fn strings(&self, keys: &[&str]) -> Vec<&str> {
        self.at(keys).map(strings).unwrap_or_default()
    }

    /// The keys of an object with their values, in the file's order.
    pub fn entries(&self, keys: &[&str]) -> impl Iterator<Item = (&str, &Value<'t>)> {
        let object = self.at(keys).and_then(Value::as_object);
        object.into_iter().flat_map(|object| object.properties.iter()).map(|one| (one.name.as_str(), &one.value))
    }

    /// Where a key stands: `"start": "node index.js"`.
    pub fn evidence(&self, keys: &[&str]) -> Evidence {
        let whole = || Evidence { path: self.path.clone(), line: None, text: self.path.name().to_owned() };
        self.property(keys).map_or_else(whole, |property| {
            let range = property.range();
            let written = self.text.get(range.start..range.end).unwrap_or("");
            let line = position(self.text, range.start).0;
            Evidence { path: self.path.clone(), line: Some(line), text: shortened(written) }
        })
    }

    fn property(&self, keys: &[&str]) -> Option<&ObjectProp<'t>> {
        let (last, above) = keys.split_last()?;
        self.at(above)?.as_object()?.get(last)
    }
}

/// A string's content.
pub fn string<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    Some(value.as_string_lit()?.value.as_ref())
}

/// The strings of a list; one string alone counts as a list of it.
pub fn strings<'v>(value: &'v Value<'_>) -> Vec<&'v str> {
    match value {
        Value::Array(array) => array.elements.iter().filter_map(string).collect(),
        _ => string(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_places() {
        let path = RelPath::new("package.json").unwrap();
        let json = Json::parse(&path, "{\n  // why\n  \"scripts\": {\n    \"start\": \"node x.js\",\n  },\n}").unwrap();
        assert_eq!(json.string(&["scripts", "start"]), Some("node x.js"));
        let evidence = json.evidence(&["scripts", "start"]);
        assert_eq!((evidence.line, evidence.text.as_str()), (Some(4), "\"start\": \"node x.js\""));
        assert!(Json::parse(&path, "{\n  \"a\": [\n").is_err());
    }
}
