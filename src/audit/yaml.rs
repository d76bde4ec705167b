//! YAML with the line of everything in it, whatever its shape.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

/// A value and the line, from 1, on which it is written.
#[derive(Clone, Debug)]
pub struct Yaml {
    pub line: u32,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub enum Value {
    Nothing,
    /// Numbers and switches as they are written, too.
    Text(String),
    List(Vec<Yaml>),
    /// In order; the line is the key's.
    Map(Vec<(u32, String, Yaml)>),
}

impl Yaml {
    /// None where it is not YAML, or nested deeper than anybody writes it.
    pub fn parse(text: &str) -> Option<Self> {
        if is_deep(text) {
            return None;
        }
        serde_yaml::from_str::<Spanned<Value>>(text).ok().map(Yaml::from)
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Yaml> {
        self.entries().find_map(|(_, name, value)| (name == key).then_some(value))
    }

    /// The value below a path of keys.
    pub fn at(&self, keys: &[&str]) -> Option<&Yaml> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn items(&self) -> impl Iterator<Item = &Yaml> {
        let items: &[Yaml] = if let Value::List(items) = &self.value { items } else { &[] };
        items.iter()
    }

    /// Line of the key, key and value.
    pub fn entries(&self) -> impl Iterator<Item = (u32, &str, &Yaml)> {
        let entries: &[(u32, String, Yaml)] = if let Value::Map(entries) = &self.value { entries } else { &[] };
        entries.iter().map(|(line, name, value)| (*line, name.as_str(), value))
    }

    /// A command as one text, whether it is written as one or as a list.
    pub fn words(&self) -> String {
        let items: Vec<&str> = self.items().filter_map(Yaml::text).collect();
        self.text().map_or_else(|| items.join(" "), str::to_owned)
    }
}

/// Whether brackets or indentation go deeper than a person's.
fn is_deep(text: &str) -> bool {
    const DEEPEST: usize = 40;
    let mut depth = 0_usize;
    let brackets = text.bytes().any(|byte| {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    });
    brackets || text.lines().any(|line| line.len() - line.trim_start_matches([' ', '-']).len() > 2 * DEEPEST)
}

impl From<Spanned<Value>> for Yaml {
    fn from(spanned: Spanned<Value>) -> Self {
        Yaml { line: line(&spanned), value: spanned.value }
    }
}

fn line<T>(spanned: &Spanned<T>) -> u32 {
    u32::try_from(spanned.defined.line()).unwrap_or(u32::MAX)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Shape)
    }
}

/// Takes whatever comes.
struct Shape;

impl<'de> Visitor<'de> for Shape {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element::<Spanned<Value>>()? {
            found.push(Yaml::from(item));
        }
        Ok(Value::List(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut found = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Spanned<String>, Spanned<Value>>()? {
            found.push((line(&key), key.value, Yaml::from(value)));
        }
        Ok(Value::Map(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_its_line() {
        let yaml = Yaml::parse("x: &x\n  a: 1\nb:\n  <<: *x\n  c: [no, \"5432:5432\"]\n").unwrap();
        let c = yaml.at(&["b", "c"]).unwrap();
        assert_eq!((c.line, c.items().nth(1).and_then(Yaml::text)), (5, Some("5432:5432")));
        assert_eq!(yaml.at(&["b", "a"]).map(|a| (a.line, a.text())), Some((2, Some("1"))));
        assert!(Yaml::parse("a: [1\n").is_none());
    }
}
