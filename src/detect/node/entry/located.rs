//! The file that a command names: one that is there, or one that the build makes.

use super::Ground;
use crate::detect::node::build::{self, Build};
use crate::detect::node::package::joined;
use crate::detect::node::start::Start;
use crate::tree::RelPath;

const ENDINGS: &[&str] = &["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", "/index.js", "/index.mjs", "/index.ts"];
/// Folders that builds usually write.
const OUTPUTS: &[&str] = &["dist", "build", "lib", "out", "output", ".build"];

/// A file that is started.
pub(super) struct Located {
    /// From the app's root.
    pub(super) module: String,
    pub(super) source: Option<RelPath>,
    pub(super) build: Option<Build>,
    pub(super) sure: bool,
}

impl Ground<'_, '_> {
    /// The file of a command: one that is there, or one that the build makes.
    pub(super) fn located(self, start: &Start, build: Option<&Build>) -> Option<Located> {
        let root = &self.package.root;
        if start.file == "." {
            let main = self.package.json.string(&["main"]).unwrap_or("index.js");
            return self.made_or_there(&joined(root, main)?, build);
        }
        let absolute = start.file.strip_prefix('/');
        let written = absolute.unwrap_or(&start.file);
        let mut folders = vec![start.folder.clone()];
        // What another package is started with does not speak for this one.
        let other = self.resolver.packages.get(&start.folder).filter(|other| other.workspaces().is_empty());
        folders.extend(Some(root.clone()).filter(|_| other.is_none() && start.folder != *root));
        let mut rest = Some(written);
        while let Some(path) = rest {
            let paths = folders.iter().filter_map(|folder| joined(folder, path));
            if let Some(found) = paths.into_iter().find_map(|path| self.made_or_there(&path, build)) {
                return Some(found);
            }
            // Images hold the files below a folder of their own: `/app/dist/index.js`.
            rest = absolute.and(path.split_once('/').map(|(_, rest)| rest));
        }
        None
    }

    /// The file at `path` of the repository, as written or with an ending.
    pub(super) fn made_or_there(self, path: &RelPath, build: Option<&Build>) -> Option<Located> {
        let root = &self.package.root;
        let files = ENDINGS.iter().filter_map(|ending| RelPath::new(&format!("{path}{ending}")).ok());
        let files: Vec<RelPath> = files.filter(|file| file.below(root).is_some()).collect();
        for file in &files {
            let module = file.below(root)?;
            if let Some((build, source)) = build.and_then(|build| Some((build, build.source(self.tree, root, module)?)))
            {
                let made = source != *file;
                return Some(Located {
                    module: module.to_owned(),
                    source: Some(source),
                    build: made.then(|| build.clone()),
                    sure: true,
                });
            }
        }
        if let Some(file) = files.iter().find(|file| self.tree.contains(file.as_str())) {
            let module = file.below(root)?.to_owned();
            return Some(Located { module, source: Some(file.clone()), build: None, sure: true });
        }
        self.assumed(
            files.iter().find(|file| file.extension().is_some_and(|e| matches!(e, "js" | "mjs" | "cjs")))?,
            build,
        )
    }

    /// A file in the folder of a build whose rules are not known: it is believed, with the source of the same name.
    fn assumed(self, file: &RelPath, build: Option<&Build>) -> Option<Located> {
        let root = &self.package.root;
        let module = file.below(root)?;
        let (folder, rest) = module.split_once('/')?;
        let own = build.and_then(|build| build.output.as_ref());
        if own.is_none_or(|output| output.as_str() != folder) && !OUTPUTS.contains(&folder) {
            return None;
        }
        let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
        let sources = ["src/", ""].iter().flat_map(|at| {
            ["ts", "js", "mts", "tsx"].iter().filter_map(move |ending| joined(root, &format!("{at}{stem}.{ending}")))
        });
        let source = sources.into_iter().find(|path| self.tree.contains(path.as_str()));
        let build = build.cloned().or_else(|| build::Site { tree: self.tree, package: self.package }.opaque(folder));
        (build.is_some() || source.is_some()).then(|| Located { module: module.to_owned(), source, build, sure: false })
    }
}
