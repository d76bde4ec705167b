//! Applications that are objects of a module: what a server imports, and the factories of such.

use std::collections::BTreeSet;

use rayon::prelude::*;
use tree_sitter::Node;

use crate::detect::frameworks::{FRAMEWORKS, Framework};
use crate::detect::makes::{HOPS, derives, makes, returns};
use crate::detect::nodes::{argument, assignment, keyword};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::facts::Evidence;
use crate::tree::RelPath;

/// Something that a server could be pointed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The stack that it belongs to: `fastapi`.
    pub stack: &'static str,
    pub path: RelPath,
    pub attribute: String,
    pub factory: bool,
    /// A factory that wants arguments, or a class: no entry point, but what calls it may be one.
    helper: bool,
    /// Defined in another file and only imported here.
    pub reexport: bool,
    /// It is a part of another application.
    pub mounted: bool,
    pub evidence: Evidence,
}

/// File names that hold an application's entry point by convention, best first.
pub const CONVENTIONAL: &[&str] =
    &["main.py", "app.py", "asgi.py", "wsgi.py", "autoapp.py", "server.py", "application.py", "api.py", "__init__.py"];

/// Every application, factory and re-export of every framework, in path order.
pub fn candidates(sources: &Sources<'_>) -> Vec<Candidate> {
    FRAMEWORKS.iter().flat_map(|framework| of_framework(sources, framework)).collect()
}

fn of_framework(sources: &Sources<'_>, framework: &'static Framework) -> Vec<Candidate> {
    let files: Vec<&Source<'_>> = sources.iter().collect();
    let scene = Scene { sources, framework };
    let mut found: Vec<Candidate> = files
        .par_iter()
        .filter(|file| file.mentions(&[framework.word]))
        .flat_map_iter(|file| file.module().map_or_else(Vec::new, |module| scene.defined(module)))
        .collect();
    if found.is_empty() {
        return found;
    }
    let names: BTreeSet<String> = found.iter().map(|candidate| candidate.attribute.clone()).collect();
    let further: Vec<Candidate> = files
        .par_iter()
        .filter(|file| takes_one_of(file, &names))
        .flat_map_iter(|file| file.module().map_or_else(Vec::new, |module| scene.imported(module, &found)))
        .collect();
    found.extend(further);
    found.retain(|candidate| !candidate.helper);
    let mounted = mounted(sources, &files, &found);
    for candidate in &mut found {
        candidate.mounted = mounted.contains(&(candidate.path.clone(), candidate.attribute.clone()));
    }
    found.sort_by(|a, b| (&a.path, &a.attribute, a.factory).cmp(&(&b.path, &b.attribute, b.factory)));
    found.dedup_by(|a, b| (&a.path, &a.attribute) == (&b.path, &b.attribute));
    found
}

fn takes_one_of(file: &Source<'_>, names: &BTreeSet<String>) -> bool {
    file.imports.iter().any(|import| import.names().any(|name| names.contains(name)))
}

/// The code of the repository, looked at for one framework.
#[derive(Clone, Copy)]
struct Scene<'a, 't> {
    sources: &'a Sources<'t>,
    framework: &'static Framework,
}

impl Scene<'_, '_> {
    fn candidate(&self, module: &Module<'_>, attribute: &str, node: Node<'_>, factory: bool) -> Candidate {
        Candidate {
            stack: self.framework.stack,
            path: module.path.clone(),
            attribute: attribute.to_owned(),
            factory,
            helper: false,
            reexport: false,
            mounted: false,
            evidence: module.evidence(node),
        }
    }

    fn defined(&self, module: &Module<'_>) -> Vec<Candidate> {
        let is = &|dotted: &str| self.framework.is_class(dotted);
        let name = |node: Node<'_>| node.child_by_field_name("name").map_or("", |name| module.text(name)).to_owned();
        let mut found = Vec::new();
        for statement in module.statements() {
            match statement.kind() {
                "function_definition" if returns(self.sources, module, statement, is, HOPS) => {
                    let helper = !callable_bare(module, statement);
                    found.push(Candidate { helper, ..self.candidate(module, &name(statement), statement, true) });
                }
                "class_definition" if derives(module, statement, is) => {
                    let class = self.candidate(module, &name(statement), statement, true);
                    found.push(Candidate { helper: true, ..class });
                }
                _ => {}
            }
            found.extend(self.assigned(module, statement));
        }
        found
    }

    /// `app = FastAPI()`, `app = create_app()`, `app = api = FastAPI()`.
    fn assigned(&self, module: &Module<'_>, statement: Node<'_>) -> Vec<Candidate> {
        let mut names = Vec::new();
        let mut current = statement;
        while let Some((left, right)) = assignment(current) {
            if left.kind() == "identifier" {
                names.push(module.text(left));
            }
            current = right;
        }
        let is = &|dotted: &str| self.framework.is_class(dotted);
        if names.is_empty() || !makes(self.sources, module, current, is, HOPS) {
            return Vec::new();
        }
        names.into_iter().map(|name| self.candidate(module, name, statement, false)).collect()
    }

    /// What a file does with applications and factories of other files.
    fn imported(&self, module: &Module<'_>, known: &[Candidate]) -> Vec<Candidate> {
        let mut found: Vec<Candidate> =
            module.statements().into_iter().flat_map(|statement| self.assigned(module, statement)).collect();
        for statement in module.statements().into_iter().filter(|statement| statement.kind() == "import_from_statement")
        {
            for (name, meaning) in &module.imports {
                let stands_here = module.text(statement).contains(name);
                let Some(definition) = stands_here.then(|| self.sources.definition(module, meaning)).flatten() else {
                    continue;
                };
                let origin = known.iter().find(|candidate| {
                    !candidate.factory
                        && candidate.path == *definition.source.path
                        && definition.module.text(definition.node).starts_with(candidate.attribute.as_str())
                });
                if origin.is_some() {
                    found.push(Candidate { reexport: true, ..self.candidate(module, name, statement, false) });
                }
            }
        }
        found
    }
}

fn callable_bare(module: &Module<'_>, function: Node<'_>) -> bool {
    let Some(parameters) = function.child_by_field_name("parameters") else { return false };
    let mut cursor = parameters.walk();
    let bare = parameters.named_children(&mut cursor).all(|parameter| {
        let text = module.text(parameter);
        parameter.kind().contains("default")
            || text.starts_with('*')
            || matches!(parameter.kind(), "comment" | "keyword_separator")
    });
    bare && !module.text(function).starts_with("async")
}

/// The applications that others mount: `app.mount("/v2", v2)`.
fn mounted(sources: &Sources<'_>, files: &[&Source<'_>], known: &[Candidate]) -> BTreeSet<(RelPath, String)> {
    if known.len() < 2 {
        return BTreeSet::new();
    }
    let mut found = BTreeSet::new();
    for file in files.iter().filter(|file| file.mentions(&[".mount("])) {
        let Some(module) = file.module() else { continue };
        for call in module.calls() {
            let is_mount = module.callee(call).is_some_and(|callee| callee.ends_with(".mount"));
            let Some(part) = is_mount.then(|| argument(call, 1).or_else(|| keyword(module, call, "app"))).flatten()
            else {
                continue;
            };
            let name = module.text(part).to_owned();
            found.insert((module.path.clone(), name));
            let origin = module.dotted(part).and_then(|dotted| sources.definition(module, &dotted));
            if let Some(origin) = origin {
                let attribute = assignment(origin.node).map(|(left, _)| origin.module.text(left).to_owned());
                found.extend(attribute.map(|attribute| (origin.source.path.clone(), attribute)));
            }
        }
    }
    found
}
