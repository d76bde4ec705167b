//! Type annotations, read as text: `Annotated[list[AnyUrl] | str, ...]`.

use crate::facts::ValueType;

/// A type expression: a dotted name and its arguments, or alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    pub name: String,
    pub arguments: Vec<Annotation>,
}

/// Reads an annotation; what cannot be read is an empty name.
pub fn read(text: &str) -> Annotation {
    let text = text.trim();
    let text = text.strip_prefix(['"', '\'']).and_then(|inner| inner.strip_suffix(['"', '\''])).unwrap_or(text);
    let alternatives = split(text, '|');
    if alternatives.len() > 1 {
        return Annotation { name: "Union".into(), arguments: alternatives.into_iter().map(read).collect() };
    }
    match text.split_once('[') {
        Some((name, inside)) if text.ends_with(']') => {
            let inside = inside.strip_suffix(']').unwrap_or(inside);
            let literal = last(name.trim()) == "Literal";
            let parts = split(inside, ',').into_iter();
            let arguments = parts.map(|part| if literal { plain(part) } else { read(part) }).collect();
            Annotation { name: name.trim().to_owned(), arguments }
        }
        _ => plain(text),
    }
}

fn plain(text: &str) -> Annotation {
    Annotation { name: text.trim().to_owned(), arguments: Vec::new() }
}

/// Splits at `separator` outside brackets and quotes.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0_i32;
    let mut quote = None;
    let mut start = 0;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '[' | '(' | '{') => depth += 1,
            (None, ']' | ')' | '}') => depth -= 1,
            (None, found) if found == separator && depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..).filter(|rest| !rest.trim().is_empty()));
    parts
}

/// The last part of a dotted name.
pub fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl Annotation {
    /// Without `Annotated`, `Optional` and `None`: the type that a value has when there is one.
    pub fn inner(&self) -> &Annotation {
        match last(&self.name) {
            "Annotated" | "Optional" | "Final" | "NotRequired" => {
                self.arguments.first().map_or(self, Annotation::inner)
            }
            "Union" => self.arguments.iter().find(|one| one.name != "None").map_or(self, Annotation::inner),
            _ => self,
        }
    }

    /// Whether `None` is a value.
    pub fn optional(&self) -> bool {
        match last(&self.name) {
            "Optional" => true,
            "Annotated" | "Final" => self.arguments.first().is_some_and(Annotation::optional),
            "Union" => self.arguments.iter().any(|one| one.name == "None" || one.optional()),
            _ => false,
        }
    }

    pub fn is_class_variable(&self) -> bool {
        last(&self.name) == "ClassVar"
    }

    /// The values of a `Literal`.
    pub fn choices(&self) -> Vec<String> {
        let inner = self.inner();
        if last(&inner.name) != "Literal" {
            return Vec::new();
        }
        inner
            .arguments
            .iter()
            .map(|value| value.name.trim_matches(['"', '\'']).to_owned())
            .filter(|v| v != "None")
            .collect()
    }

    /// The type of the values.
    pub fn kind(&self) -> ValueType {
        let inner = self.inner();
        kind_of(last(inner.name.split('(').next().unwrap_or("")))
    }
}

fn kind_of(name: &str) -> ValueType {
    match name {
        "int" | "PositiveInt" | "NonNegativeInt" | "conint" | "StrictInt" | "ByteSize" => ValueType::Integer,
        "float" | "Decimal" | "PositiveFloat" | "NonNegativeFloat" | "confloat" => ValueType::Number,
        "bool" | "StrictBool" => ValueType::Boolean,
        "list"
        | "List"
        | "Sequence"
        | "tuple"
        | "Tuple"
        | "set"
        | "Set"
        | "frozenset"
        | "FrozenSet"
        | "Iterable"
        | "Collection"
        | "CommaSeparatedStrings"
        | "Csv" => ValueType::List,
        "dict" | "Dict" | "Mapping" | "Json" => ValueType::Json,
        "SecretStr" | "SecretBytes" | "Secret" => ValueType::Secret,
        "URL" | "DatabaseURL" => ValueType::Url,
        _ if name.ends_with("Url") || name.ends_with("Dsn") || name.ends_with("DSN") => ValueType::Url,
        _ => ValueType::String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_through_their_wrappers() {
        let kind = |text: &str| (read(text).kind(), read(text).optional());
        assert_eq!(kind("int"), (ValueType::Integer, false));
        assert_eq!(kind("Optional[PostgresDsn]"), (ValueType::Url, true));
        assert_eq!(kind("pydantic.SecretStr | None"), (ValueType::Secret, true));
        assert_eq!(kind("Annotated[list[AnyUrl] | str, BeforeValidator(f)]"), (ValueType::List, false));
        assert_eq!(kind("Union[None, Dict[str, int]]"), (ValueType::Json, true));
        assert_eq!(read("Literal['a', \"b|c\"] | None").choices(), ["a", "b|c"]);
    }
}
