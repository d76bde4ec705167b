//! tsconfig.json with what it extends: where the compiler reads and writes.

use crate::detect::node::json::Json;
use crate::detect::node::package::joined;
use crate::tree::{RelPath, Tree};

/// How many files may extend one another.
const HOPS: u8 = 8;

/// What the compiler is told; paths count from the repository's root.
#[derive(Clone, Debug, Default)]
pub struct Compiler {
    pub out_dir: Option<RelPath>,
    pub root_dir: Option<RelPath>,
    pub no_emit: bool,
    composite: bool,
    allow_js: bool,
    json_modules: bool,
    /// Folders and files that it reads, without patterns; None where nothing says so.
    include: Option<Vec<RelPath>>,
    exclude: Vec<String>,
    folder: Option<RelPath>,
}

/// Reads the file at `path`, or the tsconfig.json in the folder at `path`.
pub fn read(tree: &Tree, path: &RelPath) -> Option<Compiler> {
    let file = if tree.contains(path.as_str()) { path.clone() } else { path.join("tsconfig.json").ok()? };
    let mut compiler = Compiler::default();
    extend(tree, &file, &mut compiler, HOPS)?;
    compiler.folder = Some(file.parent());
    Some(compiler)
}

/// Lays what the file says over what `compiler` holds, after what it extends.
fn extend(tree: &Tree, path: &RelPath, compiler: &mut Compiler, hops: u8) -> Option<()> {
    let hops = hops.checked_sub(1)?;
    let json = Json::parse(tree.paths().find(|known| *known == path)?, tree.text(path.as_str())?).ok()?;
    let folder = path.parent();
    for base in json.strings(&["extends"]) {
        let near = joined(&folder, base).filter(|_| base.starts_with('.'));
        let named = near.as_ref().map(|near| [near.clone(), with_json(near)]).into_iter().flatten();
        if let Some(base) = named.into_iter().find(|base| tree.contains(base.as_str())) {
            extend(tree, &base, compiler, hops);
        }
    }
    let option = |name: &str| json.string(&["compilerOptions", name]).map(|text| text.replace("${configDir}", "."));
    let flag = |name: &str| json.boolean(&["compilerOptions", name]);
    let folder_of = |name: &str| option(name).and_then(|written| joined(&folder, &written));
    compiler.out_dir = folder_of("outDir").or_else(|| compiler.out_dir.take());
    compiler.root_dir = folder_of("rootDir").or_else(|| compiler.root_dir.take());
    compiler.no_emit = flag("noEmit").unwrap_or(compiler.no_emit);
    compiler.composite = flag("composite").unwrap_or(compiler.composite);
    compiler.allow_js = flag("allowJs").unwrap_or(compiler.allow_js);
    compiler.json_modules = flag("resolveJsonModule").unwrap_or(compiler.json_modules);
    if json.at(&["include"]).is_some() || json.at(&["files"]).is_some() {
        let listed = json.strings(&["include"]).into_iter().chain(json.strings(&["files"]));
        compiler.include = Some(listed.filter_map(|pattern| joined(&folder, before_pattern(pattern))).collect());
    }
    if json.at(&["exclude"]).is_some() {
        compiler.exclude = json.strings(&["exclude"]).into_iter().map(str::to_owned).collect();
    }
    Some(())
}

fn with_json(path: &RelPath) -> RelPath {
    RelPath::new(&format!("{path}.json")).unwrap_or_else(|_| path.clone())
}

/// The folder at the beginning of `src/**/*`.
fn before_pattern(pattern: &str) -> &str {
    match pattern.find(['*', '?', '{']) {
        Some(at) => pattern.get(..at).map_or("", |front| front.rsplit_once('/').map_or("", |(folder, _)| folder)),
        None => pattern,
    }
}

impl Compiler {
    /// The folder that outputs keep their paths from: stated, or the one that all sources have in common.
    pub fn root(&self, tree: &Tree) -> Option<RelPath> {
        if let Some(stated) = &self.root_dir {
            return Some(stated.clone());
        }
        let own = self.folder.clone()?;
        if self.composite {
            return Some(own);
        }
        let include = self.include.clone().unwrap_or_else(|| vec![own.clone()]);
        let mut common: Option<RelPath> = None;
        for path in tree.paths().filter(|path| self.compiles(path, &include)) {
            common = Some(match common {
                None => path.parent(),
                Some(common) => shared(&common, &path.parent()),
            });
        }
        let outside = self.json_modules && self.imports_manifest(tree, &include);
        if outside { Some(own) } else { common }
    }

    fn compiles(&self, path: &RelPath, include: &[RelPath]) -> bool {
        let source = match path.extension() {
            Some("ts" | "tsx" | "mts" | "cts") => !path.name().contains(".d."),
            Some("js" | "jsx" | "mjs" | "cjs") => self.allow_js,
            _ => false,
        };
        let foreign = || path.as_str().split('/').any(|part| matches!(part, "node_modules" | "bower_components"));
        source
            && include.iter().any(|base| path == base || path.below(base).is_some())
            && !foreign()
            && self.out_dir.as_ref().is_none_or(|out| path.below(out).is_none())
            && !self.exclude.iter().any(|pattern| self.excludes(pattern, path))
    }

    fn excludes(&self, pattern: &str, path: &RelPath) -> bool {
        let Some(below) = self.folder.as_ref().and_then(|folder| path.below(folder)) else { return false };
        let pattern = pattern.trim_start_matches("./");
        match pattern.rsplit_once('*') {
            Some((_, suffix)) if suffix.starts_with('.') => below.ends_with(suffix),
            Some(_) => {
                let folder = before_pattern(pattern).trim_start_matches("./");
                let anywhere = pattern.trim_start_matches("**/").trim_end_matches("/*").trim_end_matches("/**");
                below.starts_with(&format!("{folder}/")) && !folder.is_empty()
                    || pattern.starts_with("**/") && below.split('/').any(|part| part == anywhere)
            }
            None => below == pattern || below.starts_with(&format!("{}/", pattern.trim_end_matches('/'))),
        }
    }

    /// `import … from "../package.json"` moves the common folder up to the manifest's.
    fn imports_manifest(&self, tree: &Tree, include: &[RelPath]) -> bool {
        tree.texts().filter(|(path, _)| self.compiles(path, include)).any(|(_, text)| {
            text.lines().any(|line| line.trim_start().starts_with("import") && line.contains("../package.json"))
        })
    }
}

/// The folder that holds both.
fn shared(a: &RelPath, b: &RelPath) -> RelPath {
    let mut folder = a.clone();
    while *b != folder && b.below(&folder).is_none() {
        folder = folder.parent();
    }
    folder
}
