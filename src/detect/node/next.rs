//! Applications with Next: a server of its own, as `next start` or the build's standalone output runs it.

use crate::detect::node::build::{Build, HOPS, Site as Place};
use crate::detect::node::entry::Program;
use crate::detect::node::literal::Literal;
use crate::detect::node::package::Package;
use crate::detect::node::site;
use crate::facts::{Confidence, Entry, Evidence, Next, Seen, Write};
use crate::tree::{RelPath, Tree};

/// The package that brings it, and its stack.
pub const NEXT: &str = "next";
/// Where its pages are, from the package's root.
const PAGES: &[&str] = &["app/", "pages/", "src/app/", "src/pages/"];
/// What the build writes into.
const OUTPUT: &str = ".next";
const PORT: u16 = 3000;

/// The application that the package is, and how it is started; None where another program serves its pages, or where
/// its settings do not say what the build makes.
pub fn program(tree: &Tree, package: &Package<'_>) -> Option<(Program, Next)> {
    let pages = || tree.paths().filter_map(|path| path.below(&package.root)).any(is_page);
    if !package.depends_on(NEXT) || !pages() {
        return None;
    }
    let place = Place { tree, package };
    let builds = |words: &Vec<String>| is_next(words, "build");
    let build = ["build", "build:prod", "build:production"]
        .into_iter()
        .find(|name| package.script(name).is_some() && place.commands(name, HOPS).iter().any(builds))?;
    let port = started(place, package)?;
    let config = site::config(tree, package, "next.config");
    let told = |key: &str| config.as_ref().and_then(|(_, told)| told.get(key));
    // A value that is computed may be any.
    let text = |key: &str| match told(key) {
        None => Some(None),
        Some(Literal::Text(text)) => Some(Some(text.as_str())),
        Some(_) => None,
    };
    let standalone = match text("output") {
        Some(None) => false,
        Some(Some("standalone")) => true,
        _ => return None,
    };
    let folder = RelPath::new(text("distDir")?.unwrap_or(OUTPUT)).ok()?;
    let mut evidence = vec![package.json.evidence(&["scripts", build])];
    let configured = config.as_ref().filter(|_| standalone);
    evidence.extend(configured.map(|(path, _)| Evidence { path: path.clone(), line: None, text: "output".into() }));
    let module = if standalone { "server.js" } else { NEXT };
    let program = Program {
        entry: Seen { value: entry(package, module), confidence: Confidence::Certain, evidence: evidence.clone() },
        source: None,
        loader: None,
        options: Vec::new(),
        build: Some(Build::unseen(build, folder.clone())),
        port: Some(Seen { value: port, confidence: Confidence::Certain, evidence }),
        bun: false,
    };
    Some((program, Next { standalone, public: is_public(tree, package), output: folder }))
}

/// Whether it has files that are served as they are.
fn is_public(tree: &Tree, package: &Package<'_>) -> bool {
    tree.paths().any(|path| path.below(&package.root).is_some_and(|path| path.starts_with("public/")))
}

fn entry(package: &Package<'_>, module: &str) -> Entry {
    let (attribute, import_root) = (String::new(), package.root.clone());
    Entry { module: module.to_owned(), attribute, factory: false, import_root }
}

/// Where it keeps pictures that were resized and answers of other servers, and pages that were made anew.
pub fn writes(next: &Next) -> Vec<Seen<Write>> {
    let folders = ["cache", "server/route-cache"].into_iter().filter_map(|folder| next.output.join(folder).ok());
    let write = |path| Seen {
        value: Write { path, folder: true, at_import: false },
        confidence: Confidence::Certain,
        evidence: Vec::new(),
    };
    folders.map(write).collect()
}

fn is_page(path: &str) -> bool {
    let code = [".tsx", ".jsx", ".ts", ".js", ".mdx"].iter().any(|ending| path.ends_with(ending));
    code && PAGES.iter().any(|folder| path.starts_with(folder))
}

/// The port that the start script names, or the usual one; None where it starts something else.
fn started(place: Place<'_, '_>, package: &Package<'_>) -> Option<u16> {
    if package.script("start").is_none() {
        return Some(PORT);
    }
    let commands = place.commands("start", HOPS);
    let words = commands.last()?;
    let own = is_next(words, "start");
    let built = words.iter().any(|word| word.ends_with("server.js") && word.contains("standalone/"));
    let flag = words.iter().position(|word| matches!(word.as_str(), "-p" | "--port"));
    let port = flag.and_then(|at| words.get(at + 1)?.parse().ok());
    (own || built).then(|| port.unwrap_or(PORT))
}

fn is_next(words: &[String], verb: &str) -> bool {
    let Some((program, arguments)) = words.split_first() else { return false };
    let first = arguments.iter().find(|word| !word.starts_with('-')).map(String::as_str);
    program.rsplit('/').next() == Some(NEXT) && (first == Some(verb))
}
