//! A pydantic field as an environment variable: its name, type, default and choices.

use tree_sitter::Node;

use crate::detect::annotation::{self, Annotation};
use crate::detect::enumeration::{choices, is_enumeration, members};
use crate::detect::environ;
use crate::detect::fields::{Field, Naming, fields, naming};
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::{argument, calls, keyword};
use crate::detect::sources::{Definition, Sources};
use crate::detect::syntax::Module;
use crate::detect::variables::Reading;
use crate::facts::ValueType;

/// How deep models in models are followed.
const DEPTH: usize = 4;

/// Names of the class that reads the environment.
pub fn is_base_settings(dotted: &str) -> bool {
    dotted == "pydantic_settings.BaseSettings" || is_first_generation(dotted)
}

fn is_first_generation(dotted: &str) -> bool {
    matches!(dotted, "pydantic.BaseSettings" | "pydantic.v1.BaseSettings" | "pydantic.env_settings.BaseSettings")
}

/// The base classes of a class, by what their names stand for.
pub fn bases(module: &Module<'_>, class: Node<'_>) -> Vec<String> {
    let Some(superclasses) = class.child_by_field_name("superclasses") else { return Vec::new() };
    let mut cursor = superclasses.walk();
    superclasses.named_children(&mut cursor).filter_map(|base| module.dotted(base)).collect()
}

/// Whether one of the ancestors of `class` satisfies `is`.
pub fn has_base(sources: &Sources<'_>, class: &Definition<'_, '_>, is: &dyn Fn(&str) -> bool, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    bases(class.module, class.node).iter().any(|base| {
        let parent = || sources.definition(class.module, base).filter(|parent| parent.node != class.node);
        is(base) || parent().is_some_and(|parent| has_base(sources, &parent, is, depth))
    })
}

/// What the settings class reads from the environment.
pub fn readings<'s, 't>(sources: &'s Sources<'t>, class: &Definition<'s, 't>) -> Vec<Reading> {
    let reader = Reader {
        sources,
        naming: naming(sources, class),
        first_generation: has_base(sources, class, &is_first_generation, 12),
    };
    let prefix = reader.naming.prefix.clone();
    fields(sources, class).iter().flat_map(|field| reader.field(field, &prefix, true, DEPTH)).collect()
}

struct Reader<'s, 't> {
    sources: &'s Sources<'t>,
    naming: Naming,
    first_generation: bool,
}

/// How a field's default is written.
struct Stated<'s> {
    /// The default itself; None when there is none.
    value: Option<Node<'s>>,
    has_default: bool,
    /// A name of its own, which takes no prefix.
    name: Option<String>,
}

impl<'s, 't> Reader<'s, 't> {
    fn field(&self, field: &Field<'s, 't>, prefix: &str, needed: bool, depth: usize) -> Vec<Reading> {
        let module = field.module;
        let annotation = match field.annotation {
            Some(node) => annotation::read(module.text(node)),
            None if self.first_generation => annotation::read(""),
            None => return Vec::new(),
        };
        let stated = self.stated(field);
        if annotation.is_class_variable() || stated.value.is_some_and(is_computed) {
            return Vec::new();
        }
        if let Some(call) = stated.value.filter(|value| value.kind() == "call")
            && let Some(reading) = environ::reading(self.sources, module, call)
        {
            let class = self.class_of(module, &annotation).filter(|class| is_enumeration(self.sources, class));
            let choices = class.map_or_else(|| annotation.choices(), |class| choices(&class));
            return vec![Reading { kind: specific(annotation.kind(), reading.kind), choices, ..reading }];
        }
        let name = stated.name.clone().unwrap_or_else(|| format!("{prefix}{}", field.name));
        let required = needed && !stated.has_default && !(self.first_generation && annotation.optional());
        let class = self.class_of(module, &annotation);
        match class {
            Some(class) if has_base(self.sources, &class, &is_base_settings, 12) => Vec::new(),
            Some(class) if is_enumeration(self.sources, &class) => {
                vec![self.reading(field, &name, &annotation, &stated, required, choices(&class))]
            }
            Some(class) if has_base(self.sources, &class, &is_model, 12) => {
                self.model(field, &class, &name, required, depth)
            }
            _ => vec![self.reading(field, &name, &annotation, &stated, required, annotation.choices())],
        }
    }

    fn reading(
        &self,
        field: &Field<'s, 't>,
        name: &str,
        annotation: &Annotation,
        stated: &Stated<'s>,
        required: bool,
        choices: Vec<String>,
    ) -> Reading {
        let value = stated.value.and_then(|value| self.value(field.module, value));
        let kind = if field.annotation.is_some() { annotation.kind() } else { kind_of(value.as_ref()) };
        let default = value.and_then(|value| value.shown()).filter(|text| !text.is_empty());
        Reading {
            name: self.spelt(name),
            kind,
            required,
            default,
            choices,
            evidence: field.module.evidence(field.node),
        }
    }

    /// A model: one variable with JSON, or one for each of its fields where a delimiter is set.
    fn model(
        &self,
        field: &Field<'s, 't>,
        class: &Definition<'s, 't>,
        name: &str,
        required: bool,
        depth: usize,
    ) -> Vec<Reading> {
        if let Some((delimiter, depth)) = self.naming.delimiter.as_ref().zip(depth.checked_sub(1)) {
            let prefix = format!("{name}{delimiter}");
            let inner = fields(self.sources, class);
            return inner.iter().flat_map(|inner| self.field(inner, &prefix, required, depth)).collect();
        }
        let evidence = field.module.evidence(field.node);
        let name = self.spelt(name);
        vec![Reading { name, kind: ValueType::Json, required, default: None, choices: Vec::new(), evidence }]
    }

    fn spelt(&self, name: &str) -> String {
        if self.naming.case_sensitive { name.to_owned() } else { name.to_ascii_uppercase() }
    }

    fn class_of(&self, module: &'s Module<'t>, annotation: &Annotation) -> Option<Definition<'s, 't>> {
        let inner = &annotation.inner().name;
        let (head, rest) = inner.split_once('.').map_or((inner.as_str(), None), |(head, rest)| (head, Some(rest)));
        let meaning = module.imports.get(head).map_or(head, String::as_str);
        let dotted = rest.map_or_else(|| meaning.to_owned(), |rest| format!("{meaning}.{rest}"));
        self.sources.definition(module, &dotted).filter(|found| found.node.kind() == "class_definition")
    }

    /// Reads `= 5`, `= Field(5, env="X")` and `Annotated[int, Field(alias="X")]`.
    fn stated(&self, field: &Field<'s, 't>) -> Stated<'s> {
        let module = field.module;
        let marked = field.annotation.map_or_else(Vec::new, calls);
        let mut stated = Stated { value: field.default, has_default: field.default.is_some(), name: None };
        let is_field = |call: &Node<'_>| {
            call.kind() == "call" && module.callee(*call).is_some_and(|callee| annotation::last(&callee) == "Field")
        };
        if let Some(call) = marked.into_iter().find(is_field) {
            stated.name = self.own_name(module, call);
            stated.has_default |=
                keyword(module, call, "default").is_some() || keyword(module, call, "default_factory").is_some();
        }
        if let Some(call) = field.default.filter(is_field) {
            stated.name = self.own_name(module, call).or(stated.name);
            stated.value = keyword(module, call, "default").or_else(|| argument(call, 0));
            stated.has_default = stated.value.is_some() || keyword(module, call, "default_factory").is_some();
        }
        if stated.value.is_some_and(|value| value.kind() == "ellipsis") {
            stated.value = None;
            stated.has_default = false;
        }
        stated
    }

    fn own_name(&self, module: &Module<'_>, call: Node<'_>) -> Option<String> {
        let names: &[&str] = if self.first_generation { &["env"] } else { &["validation_alias", "alias"] };
        let node = names.iter().find_map(|name| keyword(module, call, name))?;
        let first = if node.kind() == "call" { argument(node, 0)? } else { node };
        match literal(module, first)? {
            Literal::Text(name) => Some(name),
            Literal::List(names) => names.first().and_then(Literal::shown),
            _ => None,
        }
    }

    /// A literal, a member of an enumeration, or what a wrapper such as `SecretStr("x")` wraps.
    fn value(&self, module: &Module<'t>, node: Node<'_>) -> Option<Literal> {
        if let Some(value) = literal(module, node) {
            return Some(value);
        }
        match node.kind() {
            "call" => {
                literal(module, argument(node, 0)?).filter(|_| module.callee(node).is_some_and(|name| wraps(&name)))
            }
            "attribute" => {
                let member = module.text(node.child_by_field_name("attribute")?);
                let object = module.dotted(node.child_by_field_name("object")?)?;
                let module = self.sources.get(module.path.as_str())?.module()?;
                let class = self.sources.definition(module, &object)?;
                members(&class).into_iter().find(|(name, _)| *name == member)?.1
            }
            _ => None,
        }
    }
}

fn wraps(callee: &str) -> bool {
    let name = annotation::last(callee);
    matches!(name, "SecretStr" | "Path") || name.ends_with("Url") || name.ends_with("Dsn")
}

fn specific(stated: ValueType, read: ValueType) -> ValueType {
    if stated == ValueType::String { read } else { stated }
}

fn kind_of(value: Option<&Literal>) -> ValueType {
    match value {
        Some(Literal::Integer(_)) => ValueType::Integer,
        Some(Literal::Number(_)) => ValueType::Number,
        Some(Literal::Boolean(_)) => ValueType::Boolean,
        Some(Literal::List(_)) => ValueType::List,
        Some(Literal::Mapping(_)) => ValueType::Json,
        Some(Literal::Text(_) | Literal::Nothing) | None => ValueType::String,
    }
}

/// A string made of other values: the program composes it, nobody sets it.
fn is_computed(value: Node<'_>) -> bool {
    let mut cursor = value.walk();
    matches!(value.kind(), "string" | "concatenated_string")
        && value.named_children(&mut cursor).any(|part| part.kind() == "interpolation" || is_computed(part))
}

fn is_model(dotted: &str) -> bool {
    matches!(dotted, "pydantic.BaseModel" | "pydantic.v1.BaseModel" | "pydantic.main.BaseModel" | "sqlmodel.SQLModel")
}
