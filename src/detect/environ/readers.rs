//! Calls that read a variable: of the standard library, Starlette, decouple, environs, django-environ, and the
//! libraries that make settings of a URL.

use tree_sitter::Node;

use crate::detect::annotation;
use crate::detect::literal::{Literal, literal};
use crate::detect::locality::{local, parameter};
use crate::detect::nodes::{assignment, keyword};
use crate::detect::sources::Sources;
use crate::detect::syntax::Module;
use crate::facts::ValueType;

/// How one call reads.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// Missing variables raise an error.
    pub required: bool,
    /// The argument that holds the default.
    pub default_at: usize,
    /// The argument that holds the type, where one does.
    pub cast_at: Option<usize>,
    pub kind: Option<ValueType>,
    /// The variable that is read where the call names none.
    pub usual: Option<&'static str>,
    /// What stands before every name.
    pub prefix: String,
    /// The only texts that it takes.
    pub choices: Vec<String>,
    /// What the object was told of this variable when it was made: its type, and its default.
    pub scheme: Option<Scheme>,
}

/// `DEBUG=(bool, False)` of `environ.Env(DEBUG=(bool, False))`.
#[derive(Clone, Debug)]
pub struct Scheme {
    pub kind: ValueType,
    pub default: Option<Literal>,
}

const DJANGO_ENVIRON: &[&str] = &["environ.Env", "environ.FileAwareEnv", "environ.environ.Env"];
const ENVIRONS: &[&str] = &["environs.Env", "environs.FileAwareEnv"];

/// Libraries that make settings of a URL: the call, the variable that it reads unasked, and whether Django does
/// without what it says.
const URLS: &[(&str, &str, bool)] = &[
    ("dj_database_url.config", "DATABASE_URL", false),
    ("dj_email_url.config", "EMAIL_URL", true),
    ("django_cache_url.config", "CACHE_URL", true),
    ("dj_search_url.config", "SEARCH_URL", true),
];

/// How `call` reads a variable, if it does; `name` is the one that it names.
pub fn reader(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>, name: Option<&str>) -> Option<Reader> {
    let callee = module.callee(call)?;
    let plain = |required| Reader { required, default_at: 1, ..Reader::default() };
    match callee.as_str() {
        "os.getenv" | "os.environ.get" | "os.environ.setdefault" | "os.environ.pop" => return Some(plain(false)),
        "decouple.config" => return Some(Reader { cast_at: Some(2), ..plain(true) }),
        _ => {}
    }
    if let Some((_, usual, optional)) = URLS.iter().find(|(function, ..)| *function == callee) {
        return Some(Reader { kind: Some(ValueType::Url), usual: Some(usual), ..plain(!optional) });
    }
    let method = callee.rsplit_once('.').map(|(_, method)| method);
    let asks = method.is_none_or(|method| matches!(method, "get" | "get_value") || kind(method).is_some());
    let here = if asks { Maker::here(module, call) } else { None };
    let made = match (here, Maker::of(sources, module, &callee)) {
        (Some(maker), _) => method.map_or_else(|| maker.called(name), |method| maker.asked(method, name)),
        (None, Some(maker)) => maker.called(name),
        (None, None) => {
            let (object, method) = callee.rsplit_once('.').filter(|_| asks)?;
            Maker::of(sources, module, object)?.asked(method, name)
        }
    };
    Some(Reader { prefix: prefix(module, call), ..made? })
}

/// What made the object that a name stands for.
struct Maker<'s, 't> {
    class: String,
    /// The call, where one is seen.
    made: Option<(&'s Module<'t>, Node<'s>)>,
}

impl<'s, 't> Maker<'s, 't> {
    /// `config = Config(".env")` → `starlette.config.Config`.
    fn of(sources: &'s Sources<'t>, module: &Module<'_>, name: &str) -> Option<Self> {
        if name == "environs.env" {
            return Some(Maker { class: "environs.Env".into(), made: None });
        }
        let definition = sources.definition(module, name)?;
        let (_, right) = assignment(definition.node)?;
        if right.kind() != "call" {
            return None;
        }
        Some(Maker { class: definition.module.callee(right)?, made: Some((definition.module, right)) })
    }

    /// An object that the function around the call makes, or is given: `env = Env()`, `env: Env`.
    fn here(module: &Module<'_>, call: Node<'_>) -> Option<Self> {
        let function = call.child_by_field_name("function")?;
        let object = function.child_by_field_name("object").unwrap_or(function);
        let object = Some(object).filter(|object| object.kind() == "identifier")?;
        let made = local(module, object).and_then(|value| module.callee(value));
        let class = made.or_else(|| parameter(module, object))?;
        Some(Maker { class, made: None })
    }

    /// The object is called itself: `env("X")`.
    fn called(&self, name: Option<&str>) -> Option<Reader> {
        let plain = Reader { required: true, default_at: 1, ..Reader::default() };
        match self.class.as_str() {
            "starlette.config.Config" => Some(Reader { cast_at: Some(1), default_at: 2, ..plain }),
            "decouple.Config" | "decouple.AutoConfig" => Some(Reader { cast_at: Some(2), ..plain }),
            class if ENVIRONS.contains(&class) => Some(plain),
            class if DJANGO_ENVIRON.contains(&class) => {
                let scheme = self.scheme(name);
                Some(Reader { cast_at: Some(1), default_at: 2, scheme, ..plain })
            }
            _ => None,
        }
    }

    /// One of its methods is called: `env.bool("X")`.
    fn asked(&self, method: &str, name: Option<&str>) -> Option<Reader> {
        let plain = Reader { required: true, default_at: 1, ..Reader::default() };
        let class = self.class.as_str();
        if method == "get" && class == "starlette.config.Config" {
            return Some(Reader { cast_at: Some(1), default_at: 2, ..plain });
        }
        if method == "get_value" && DJANGO_ENVIRON.contains(&class) {
            return self.called(name);
        }
        if !ENVIRONS.contains(&class) && !DJANGO_ENVIRON.contains(&class) {
            return None;
        }
        let kind = kind(method)?;
        let usual = usual(method).filter(|_| DJANGO_ENVIRON.contains(&class));
        // Of django-environ's text, the second argument asks for line breaks.
        let scheme = self.scheme(name).map(|scheme| Scheme { kind, ..scheme });
        Some(Reader { kind: Some(kind), usual, scheme, ..plain })
    }

    /// What the constructor of django-environ says of a variable.
    fn scheme(&self, name: Option<&str>) -> Option<Scheme> {
        let (module, call) = self.made.filter(|_| DJANGO_ENVIRON.contains(&self.class.as_str()))?;
        let value = keyword(module, call, name?)?;
        let kind = |node: Node<'_>| annotation::read(module.text(node)).kind();
        if value.kind() != "tuple" {
            return Some(Scheme { kind: kind(value), default: None });
        }
        let default = value.named_child(1).and_then(|default| literal(module, default));
        Some(Scheme { kind: kind(value.named_child(0)?), default })
    }
}

/// The variable that a method of django-environ reads unasked.
fn usual(method: &str) -> Option<&'static str> {
    match method {
        "db" | "db_url" => Some("DATABASE_URL"),
        "cache" | "cache_url" => Some("CACHE_URL"),
        "email" | "email_url" => Some("EMAIL_URL"),
        "search_url" => Some("SEARCH_URL"),
        "channels" | "channels_url" => Some("CHANNELS_URL"),
        _ => None,
    }
}

/// Whether a call may read a variable that it does not name.
pub fn reads_unasked(module: &Module<'_>, call: Node<'_>) -> bool {
    let callee = module.callee(call).unwrap_or_default();
    let method = callee.rsplit('.').next().unwrap_or(&callee);
    usual(method).is_some() || URLS.iter().any(|(function, ..)| *function == callee)
}

/// The type that a method of environs or django-environ answers with.
fn kind(method: &str) -> Option<ValueType> {
    Some(match method {
        "str" | "path" | "enum" | "date" | "datetime" | "time" | "timedelta" | "uuid" | "log_level" | "unicode"
        | "bytes" => ValueType::String,
        "int" => ValueType::Integer,
        "float" | "decimal" => ValueType::Number,
        "bool" => ValueType::Boolean,
        "list" | "tuple" => ValueType::List,
        "dict" | "json" => ValueType::Json,
        "url" | "db_url" | "db" | "cache" | "cache_url" | "email" | "email_url" | "search_url" | "channels"
        | "channels_url" | "dj_db_url" | "dj_email_url" | "dj_cache_url" => ValueType::Url,
        _ => return None,
    })
}

/// `with env.prefixed("SHOP_"):` around a call, the outermost first.
fn prefix(module: &Module<'_>, call: Node<'_>) -> String {
    let mut found = String::new();
    for outer in module.around(call) {
        if outer.kind() == "with_statement" {
            let clause = outer.named_child(0).map_or("", |clause| module.text(clause));
            let named = clause.split_once(".prefixed(").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
            found.insert_str(0, named.unwrap_or(""));
        }
    }
    found
}

/// Whether a call makes a database's settings of a URL.
pub fn is_database_url(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>) -> bool {
    let Some(callee) = module.callee(call) else { return false };
    if matches!(callee.as_str(), "dj_database_url.config" | "dj_database_url.parse" | "django_heroku.settings") {
        return true;
    }
    let method = callee.rsplit_once('.').map(|(_, method)| method);
    let reads = || reader(sources, module, call, None).is_some_and(|reader| reader.kind == Some(ValueType::Url));
    matches!(method, Some("db" | "db_url" | "dj_db_url")) && reads()
}
