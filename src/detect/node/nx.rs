//! Nx: what the build target of a project writes.

use crate::detect::node::json::Json;
use crate::detect::places::decides;
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

/// What a project's build makes.
#[derive(Clone, Debug)]
pub struct Built {
    /// The file to start, from the folder of the workspace: `dist/apps/api/main.js`.
    pub main: String,
    /// The source that it is made of: `apps/api/src/main.ts`.
    pub source: Option<String>,
    /// `nx build api`.
    pub command: Vec<String>,
    pub evidence: Evidence,
}

/// What the project `name` of the workspace in `folder` is built into; without a name, the only one that builds a program.
pub fn built(tree: &Tree, folder: &RelPath, name: Option<&str>) -> Option<Built> {
    let files = tree.texts().filter(|(path, _)| path.name() == "project.json" && decides(path));
    let mut found = files.filter(|(path, _)| path.below(folder).is_some()).filter_map(|(path, text)| {
        let json = Json::parse(path, text).ok()?;
        let parent = path.parent();
        let own = json.string(&["name"]).unwrap_or_else(|| parent.name());
        name.is_none_or(|name| own == name).then(|| project(&json, own)).flatten()
    });
    let first = found.next()?;
    (name.is_some() || found.next().is_none()).then_some(first)
}

fn project(json: &Json<'_>, name: &str) -> Option<Built> {
    let options = ["targets", "build", "options"];
    let told = |key: &str| json.string(&[options.as_slice(), &[key]].concat());
    let output = told("outputPath")?.trim_end_matches('/').to_owned();
    let source = told("main").map(str::to_owned);
    let stem = told("outputFileName").map(str::to_owned).or_else(|| {
        let name = source.as_deref()?.rsplit('/').next()?;
        Some(format!("{}.js", name.rsplit_once('.')?.0))
    });
    Some(Built {
        main: format!("{output}/{}", stem.unwrap_or_else(|| "main.js".to_owned())),
        source,
        command: vec!["nx".to_owned(), "build".to_owned(), name.to_owned()],
        evidence: json.evidence(&["targets", "build"]),
    })
}
