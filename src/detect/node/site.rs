//! Front ends that a build turns into files, which are then only served.

use crate::detect::node::build::{self, HOPS};
use crate::detect::node::literal::Literal;
use crate::detect::node::package::Package;
use crate::facts::{Confidence, Evidence, Seen, Site};
use crate::tree::{RelPath, Tree};

/// A program that builds a front end.
struct Bundler {
    program: &'static str,
    /// The first argument by which it builds; empty where it needs none.
    verb: &'static str,
    /// A package that must be listed for the result to be files alone.
    needs: Option<&'static str>,
    /// Without one of these pages, the build makes parts of something else.
    pages: &'static [&'static str],
    /// Its configuration, and the keys that name the folder that it writes.
    config: &'static str,
    keys: &'static [&'static str],
    output: &'static str,
    /// The argument by which a script names that folder.
    flag: &'static str,
    fallback: bool,
}

const VITE: Bundler = Bundler {
    program: "vite",
    verb: "build",
    needs: None,
    pages: &["index.html"],
    config: "vite.config",
    keys: &["build", "outDir"],
    output: "dist",
    flag: "--outDir",
    fallback: true,
};
const REACT: Bundler = Bundler {
    program: "react-scripts",
    pages: &["public/index.html"],
    config: "",
    keys: &[],
    output: "build",
    flag: "",
    ..VITE
};
const BUNDLERS: &[Bundler] = &[
    Bundler {
        program: "vite",
        needs: Some("@sveltejs/adapter-static"),
        pages: &[],
        config: "",
        output: "build",
        flag: "",
        ..VITE
    },
    VITE,
    REACT,
    Bundler { program: "craco", ..REACT },
    Bundler { program: "react-app-rewired", ..REACT },
    Bundler {
        program: "vue-cli-service",
        config: "vue.config",
        keys: &["outputDir"],
        output: "dist",
        flag: "--dest",
        ..REACT
    },
    Bundler {
        program: "next",
        pages: &[],
        config: "next.config",
        keys: &["distDir"],
        output: "out",
        flag: "",
        fallback: false,
        ..VITE
    },
    Bundler { program: "astro", pages: &[], config: "astro.config", keys: &["outDir"], fallback: false, ..VITE },
    Bundler { program: "ng", pages: &["src/index.html"], config: "", flag: "--output-path", ..VITE },
    Bundler {
        program: "rsbuild",
        pages: &[],
        config: "rsbuild.config",
        keys: &["output", "distPath", "root"],
        flag: "",
        ..VITE
    },
    Bundler { program: "parcel", pages: &[], config: "", flag: "--dist-dir", ..VITE },
    Bundler {
        program: "webpack",
        verb: "",
        needs: Some("html-webpack-plugin"),
        pages: &[],
        config: "webpack.config",
        keys: &["output", "path"],
        flag: "--output-path",
        ..VITE
    },
    Bundler { program: "gatsby", pages: &[], config: "", output: "public", flag: "", fallback: false, ..VITE },
    Bundler {
        program: "nuxt",
        verb: "generate",
        pages: &[],
        config: "",
        output: ".output/public",
        flag: "",
        fallback: false,
        ..VITE
    },
    Bundler {
        program: "nuxi",
        verb: "generate",
        pages: &[],
        config: "",
        output: ".output/public",
        flag: "",
        fallback: false,
        ..VITE
    },
    Bundler {
        program: "eleventy",
        verb: "",
        pages: &[],
        config: "",
        output: "_site",
        flag: "--output",
        fallback: false,
        ..VITE
    },
];
const SCRIPTS: &[&str] =
    &["build", "build:prod", "build:production", "build:client", "build:web", "export", "generate"];
const ENDINGS: &[&str] = &["ts", "js", "mjs", "mts", "cjs", "cts"];

/// The files that the package's build makes, if they are all that there is to serve.
pub fn site(tree: &Tree, package: &Package<'_>) -> Option<Seen<Site>> {
    let scripts = SCRIPTS.iter().filter(|name| package.script(name).is_some());
    let mut found = scripts.flat_map(|name| {
        let commands = build::Site { tree, package }.commands(name, HOPS);
        let last = commands.len().saturating_sub(1);
        commands
            .into_iter()
            .enumerate()
            .filter_map(move |(index, words)| built(tree, package, name, &words, index == last))
    });
    found.next()
}

fn built(tree: &Tree, package: &Package<'_>, script: &str, words: &[String], last: bool) -> Option<Seen<Site>> {
    let (program, arguments) = words.split_first()?;
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let bundler = bundler(package, program.rsplit('/').next()?, &arguments)?;
    let config = config(tree, package, bundler.config);
    let told = |keys: &[&str]| config.as_ref().and_then(|(_, told)| told.at(keys));
    let text = |keys: &[&str]| told(keys).and_then(Literal::text);
    let serves = arguments.iter().any(|word| word.starts_with("--ssr")) || told(&["build", "lib"]).is_some();
    let exported = bundler.program != "next" || text(&["output"]) == Some("export");
    let rendered = bundler.program == "astro" && matches!(text(&["output"]), Some("server" | "hybrid"));
    let base = text(&["root"]).filter(|_| bundler.program == "vite").unwrap_or(".");
    let there = |page: &str| package.path(&format!("{base}/{page}")).is_some_and(|path| tree.contains(path.as_str()));
    let paged = bundler.pages.is_empty() || bundler.pages.iter().any(|page| there(page));
    if serves || !exported || rendered || !paged {
        return None;
    }
    let flagged = arguments.iter().position(|word| *word == bundler.flag).and_then(|at| arguments.get(at + 1)).copied();
    let keyed = text(bundler.keys).filter(|_| !bundler.keys.is_empty());
    let below = |folder: &str| format!("{base}/{folder}");
    let angular = || (bundler.program == "ng").then(|| angular(tree, package)).flatten();
    let written = flagged.map(below).or_else(angular).or_else(|| keyed.map(below));
    let written = written.unwrap_or_else(|| below(bundler.output));
    let inside = package.path(&written).and_then(|path| RelPath::new(path.below(&package.root)?).ok());
    let redirected = inside.is_none().then(|| redirected(bundler, last)).flatten();
    let (output, arguments) = match (inside, redirected) {
        (Some(output), _) => (output, Vec::new()),
        (None, Some(found)) => found,
        (None, None) => return None,
    };
    let configured = config.as_ref().filter(|_| !bundler.keys.is_empty() && told(bundler.keys).is_some());
    let setting = |path: &RelPath| Evidence { path: path.clone(), line: None, text: bundler.keys.join(".") };
    let settings = configured.map(|(path, _)| setting(path));
    let evidence = [package.json.evidence(&["scripts", script])].into_iter().chain(settings).collect();
    let fallback = bundler.fallback;
    let value = Site { output, build: script.to_owned(), arguments, fallback };
    Some(Seen { value, confidence: Confidence::Certain, evidence })
}

/// The bundler that a command starts.
fn bundler(package: &Package<'_>, program: &str, arguments: &[&str]) -> Option<&'static Bundler> {
    let verb = arguments.iter().find(|word| !word.starts_with('-')).copied().unwrap_or("");
    BUNDLERS.iter().find(|bundler| {
        bundler.program == program
            && (bundler.verb.is_empty() || verb == bundler.verb)
            && bundler.needs.is_none_or(|name| package.lists(name))
    })
}

/// A build that writes outside of the package is told to write inside, where its command is the script's last.
fn redirected(bundler: &Bundler, last: bool) -> Option<(RelPath, Vec<String>)> {
    let output = RelPath::new(bundler.output).ok().filter(|_| last && !bundler.flag.is_empty())?;
    let arguments = vec![bundler.flag.to_owned(), bundler.output.to_owned()];
    Some((output, arguments))
}

/// The configuration file and what it states.
pub fn config(tree: &Tree, package: &Package<'_>, name: &str) -> Option<(RelPath, Literal)> {
    let paths =
        ENDINGS.iter().filter(|_| !name.is_empty()).filter_map(|ending| package.path(&format!("{name}.{ending}")));
    paths.into_iter().find_map(|path| {
        let told = Literal::of(&path, tree.text(path.as_str())?)?;
        Some((path, told))
    })
}

/// The folder that Angular's builder writes for the first project of the workspace.
fn angular(tree: &Tree, package: &Package<'_>) -> Option<String> {
    let path = package.path("angular.json")?;
    let told = Literal::of(&path, tree.text(path.as_str())?)?;
    let Literal::Object(projects) = told.get("projects")? else { return None };
    let (name, project) = projects.iter().find(|(_, project)| project.at(&["architect", "build"]).is_some())?;
    let build = project.at(&["architect", "build"])?;
    // Only the newer builder parts the browser's files from the server's.
    let below = build.get("builder").and_then(Literal::text).is_some_and(|name| name.ends_with(":application"));
    let output = build.at(&["options", "outputPath"]);
    let base = output.and_then(|output| output.text().or_else(|| output.get("base")?.text()));
    let base = base.map_or_else(|| format!("dist/{name}"), str::to_owned);
    let browser = output.and_then(|output| output.get("browser")?.text()).unwrap_or("browser");
    Some(if below { format!("{base}/{browser}") } else { base })
}
