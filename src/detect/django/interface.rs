//! The modules by which a server gets a Django project: WSGI and ASGI, and which of them serves all of it.

use tree_sitter::Node;

use crate::detect::django::stated::is_uwsgi;
use crate::detect::django::values::Values;
use crate::detect::entry::module_name;
use crate::detect::nodes::{assignment, shortened};
use crate::detect::places::decides;
use crate::detect::requirement::Requirement;
use crate::detect::scripts::{Line, Place, words};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::{Confidence, Entry, Evidence, Seen};
use crate::tree::{RelPath, Tree};

const WSGI: &[&str] = &["get_wsgi_application"];
const ASGI: &[&str] = &["get_asgi_application", "ProtocolTypeRouter"];
/// Servers that speak ASGI and nothing else.
const SERVERS: &[&str] = &["uvicorn", "uvicorn-worker", "daphne", "hypercorn"];

/// A module that a server can import, and the name in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    pub path: RelPath,
    pub module: String,
    pub attribute: String,
    pub evidence: Evidence,
}

impl Interface {
    pub fn target(&self) -> String {
        format!("{}:{}", self.module, self.attribute)
    }
}

/// Both interfaces, as far as the repository has them.
#[derive(Clone, Debug, Default)]
pub struct Interfaces {
    pub wsgi: Option<Interface>,
    pub asgi: Option<Interface>,
    /// WebSockets are routed, so only ASGI serves all of it.
    pub channels: bool,
    /// The server for ASGI among the dependencies, where the settings name an application for it.
    pub server: Option<Evidence>,
}

/// The interfaces among `files`, which are imported from `root`; the settings' own words first.
pub fn find(
    values: &Values<'_, '_, '_>,
    files: &[&Source<'_>],
    root: &RelPath,
    settings: &str,
    dependencies: &[Requirement],
) -> Interfaces {
    let of = |setting: &str, words: &[&str], usual: &str| {
        stated(values, files, root, setting).or_else(|| best(files, root, words, usual, settings))
    };
    let wsgi = of("WSGI_APPLICATION", WSGI, "wsgi.py");
    let asgi = of("ASGI_APPLICATION", ASGI, "asgi.py");
    let installed = values.texts("INSTALLED_APPS").iter().any(|(app, _)| matches!(app.as_str(), "channels" | "daphne"));
    let routes = |one: &Interface| {
        let file = files.iter().find(|file| *file.path == one.path);
        file.is_some_and(|file| file.mentions(&["ProtocolTypeRouter"]))
    };
    let channels = asgi.as_ref().is_some_and(|one| routes(one) || installed && values.has("ASGI_APPLICATION"));
    let server = dependencies.iter().find(|one| SERVERS.contains(&one.name.as_str()));
    let server = server.filter(|_| values.has("ASGI_APPLICATION")).map(|one| one.evidence.clone());
    Interfaces { wsgi, asgi, channels, server }
}

/// `WSGI_APPLICATION = "shop.wsgi.application"`.
fn stated(values: &Values<'_, '_, '_>, files: &[&Source<'_>], root: &RelPath, setting: &str) -> Option<Interface> {
    let (text, (module, node)) = values.text(setting)?;
    let (dotted, attribute) = text.rsplit_once('.')?;
    let file = files.iter().find(|file| module_name(file.path, root).as_deref() == Some(dotted))?;
    let own = file.module()?;
    let bound = own.definition(attribute).map(|node| own.evidence(node));
    let imported = own.imports.contains_key(attribute).then(|| module.evidence(node));
    let evidence = bound.or(imported)?;
    let (path, module) = (file.path.clone(), dotted.to_owned());
    Some(Interface { path, module, attribute: attribute.to_owned(), evidence })
}

/// The file by which the framework's own name for it is bound, beside the settings first.
fn best(files: &[&Source<'_>], root: &RelPath, words: &[&str], usual: &str, settings: &str) -> Option<Interface> {
    let head = settings.split('.').next().unwrap_or("");
    let found = files.iter().filter(|file| file.mentions(words)).filter_map(|file| {
        let (attribute, evidence) = application(file.module()?, words)?;
        let module = module_name(file.path, root)?;
        let depth = module.matches('.').count();
        let aside = module.split('.').next() != Some(head);
        let unusual = file.path.name() != usual;
        Some(((unusual, aside, depth, file.path.clone()), module, attribute, evidence))
    });
    let ((.., path), module, attribute, evidence) = found.min_by(|one, other| one.0.cmp(&other.0))?;
    Some(Interface { path, module, attribute, evidence })
}

/// The name that holds the application in a module: the usual one, else the last that it is given to.
fn application(module: &Module<'_>, words: &[&str]) -> Option<(String, Evidence)> {
    let statements = module.statements();
    let named = statements.iter().rev().filter_map(|node| Some((*node, assignment(*node)?)));
    let named: Vec<(Node<'_>, &str, &str)> = named
        .filter(|(_, (left, _))| left.kind() == "identifier")
        .map(|(node, (left, right))| (node, module.text(left), module.text(right)))
        .collect();
    let makes = |value: &str| words.iter().any(|word| value.contains(word));
    let usual = named.iter().find(|(_, name, _)| *name == "application");
    let (node, name, _) = usual.or_else(|| named.iter().find(|(_, _, value)| makes(value)))?;
    Some(((*name).to_owned(), module.evidence(*node)))
}

/// A command that starts one of them.
struct Started {
    asgi: bool,
    attribute: Option<String>,
    evidence: Evidence,
}

/// The entry point: ASGI where only that serves all of it, where the repository starts it so, or, where it starts
/// neither, where it brings a server for that alone.
pub fn entry(
    tree: &Tree,
    sources: &Sources<'_>,
    found: &Interfaces,
    lines: &[Line<'_>],
    roots: (&RelPath, &RelPath),
) -> Seen<Entry> {
    let (root, import_root) = roots;
    let started = started(tree, found, lines, root);
    let brought = found.server.clone().filter(|_| started.is_none() && !found.channels && found.wsgi.is_some());
    let asgi =
        found.channels || started.as_ref().map_or(found.wsgi.is_none() || brought.is_some(), |started| started.asgi);
    let chosen = if asgi { found.asgi.as_ref().or(found.wsgi.as_ref()) } else { found.wsgi.as_ref() };
    let Some(chosen) = chosen else { return bare(import_root) };
    let mut evidence = vec![chosen.evidence.clone()];
    let started = started.filter(|started| started.asgi == asgi);
    evidence.extend(started.as_ref().map(|started| started.evidence.clone()));
    let confidence = if brought.is_some() { Confidence::Likely } else { Confidence::Certain };
    evidence.extend(brought);
    let binds = |name: &String| {
        let module = sources.get(chosen.path.as_str()).and_then(|file| file.module());
        module.is_some_and(|module| module.definition(name).is_some() || module.imports.contains_key(name.as_str()))
    };
    let attribute = started.and_then(|started| started.attribute).filter(binds);
    let value = Entry {
        module: chosen.module.clone(),
        attribute: attribute.unwrap_or_else(|| chosen.attribute.clone()),
        factory: false,
        import_root: import_root.clone(),
    };
    Seen { value, confidence, evidence }
}

/// Where the repository has no such module, Django's own function makes the application from the settings.
fn bare(import_root: &RelPath) -> Seen<Entry> {
    let value = Entry {
        module: "django.core.wsgi".to_owned(),
        attribute: "get_wsgi_application".to_owned(),
        factory: true,
        import_root: import_root.clone(),
    };
    Seen { value, confidence: Confidence::Likely, evidence: Vec::new() }
}

/// The loudest command that names one of the modules.
fn started(tree: &Tree, found: &Interfaces, lines: &[Line<'_>], root: &RelPath) -> Option<Started> {
    let near = |folder: &RelPath| folder.below(root).is_some() || root.below(folder).is_some();
    let loud = |line: &&Line<'_>| near(&line.folder) && !matches!(line.place, Place::Readme | Place::Workflow);
    let in_lines = lines.iter().filter(loud).find_map(|line| {
        let (asgi, attribute) = named(found, &line.text)?;
        let evidence = Evidence { path: line.path.clone(), line: Some(line.number), text: shortened(&line.text) };
        Some(Started { asgi, attribute, evidence })
    });
    in_lines.or_else(|| in_uwsgi(tree, found, root))
}

/// Which of the modules a command names, and the attribute that it asks for.
fn named(found: &Interfaces, text: &str) -> Option<(bool, Option<String>)> {
    let words = words(text);
    let has = |one: Option<&Interface>| {
        let one = one?;
        let file = format!("{}.py", one.module.replace('.', "/"));
        words.iter().find_map(|word| {
            let (module, attribute) = word.split_once(':').map_or((word.as_str(), None), |(m, a)| (m, Some(a)));
            let is = module == one.module || module == file || module.ends_with(&format!("/{file}"));
            is.then(|| attribute.map(|name| name.trim_end_matches("()").to_owned()))
        })
    };
    match (has(found.asgi.as_ref()), has(found.wsgi.as_ref())) {
        (Some(attribute), _) => Some((true, attribute)),
        (None, Some(attribute)) => Some((false, attribute)),
        (None, None) => None,
    }
}

/// `module = shop.wsgi:application` and `wsgi-file = shop/wsgi.py` of uWSGI's configuration.
fn in_uwsgi(tree: &Tree, found: &Interfaces, root: &RelPath) -> Option<Started> {
    let near = |path: &RelPath| path.below(root).is_some() || root.below(&path.parent()).is_some();
    let files = tree.texts().filter(|(path, text)| near(path) && decides(path) && is_uwsgi(path.name(), text));
    files.into_iter().find_map(|(path, text)| {
        text.lines().zip(1_u32..).find_map(|(line, number)| {
            let key = line.split('=').next().unwrap_or("").trim();
            let (asgi, attribute) = matches!(key, "module" | "wsgi" | "wsgi-file").then(|| named(found, line))??;
            let evidence = Evidence { path: path.clone(), line: Some(number), text: shortened(line) };
            Some(Started { asgi, attribute, evidence })
        })
    })
}
