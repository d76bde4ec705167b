//! The environment variables that code of JavaScript reads, from every way of reading them.

use rayon::prelude::*;

use crate::detect::js::clients::imported;
use crate::detect::js::schema::checked;
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot};
use crate::detect::js::{convict, environ, prisma, schema, sequelize};
use crate::detect::variables::{Beside, Reading, facts};
use crate::detect::version::ancestors;
use crate::facts::{Notice, VariableFact};
use crate::tree::{RelPath, Tree};

/// What bundlers build into the pages, by the beginnings of the names.
const BUILT: &[&str] =
    &["VITE_", "REACT_APP_", "NEXT_PUBLIC_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_", "VUE_APP_", "PUBLIC_"];

/// Whether a variable is read when pages are built, and seen by everybody who is served them.
pub fn is_built_in(name: &str) -> bool {
    BUILT.iter().any(|front| name.starts_with(front))
}

/// The variables of the app in `root` with the code `files`, in order of their names.
pub fn variables<'s, 't>(
    tree: &Tree,
    sources: &'s JsSources<'t>,
    files: &[&'s JsSource<'t>],
    root: &RelPath,
    notices: &mut Vec<Notice>,
) -> Vec<VariableFact> {
    let mut found: Vec<Vec<Reading>> = files.par_iter().map(|file| readings(sources, file)).collect();
    found.extend(of_prisma(tree, files, root));
    found.push(sequelize::readings(tree, files, root));
    facts(tree, root, found.into_iter().flatten(), &Beside::default(), notices)
}

/// What Prisma's schema reads, where the code uses the client that is made of it.
fn of_prisma(tree: &Tree, files: &[&JsSource<'_>], root: &RelPath) -> Option<Vec<Reading>> {
    let used = imported(files, "@prisma/client").or_else(|| imported(files, "@prisma/extension-accelerate"));
    let generated = files.iter().any(|file| file.mentions(&["generated/prisma", "PrismaClient("]));
    if used.is_none() && !generated {
        return None;
    }
    // The schema may belong to a package of the repository's own.
    let folders = files.iter().flat_map(|file| ancestors(&file.path.parent()));
    let packages = folders.filter(|folder| folder.join("package.json").is_ok_and(|path| tree.contains(path.as_str())));
    let schema = std::iter::once(root.clone()).chain(packages).find_map(|folder| prisma::schema(tree, &folder))?;
    Some(schema.readings().collect())
}

/// Every reading in one file.
pub fn readings<'s, 't>(sources: &'s JsSources<'t>, file: &'s JsSource<'t>) -> Vec<Reading> {
    let mut found = Vec::new();
    if file.mentions(schema::WORDS) {
        found.extend(of_calls(file, |call| {
            let checked = checked(&Eval::new(sources), call);
            checked.map_or_else(Vec::new, |checked| checked.readings(|| Eval::new(sources)))
        }));
    }
    if file.mentions(&["convict"]) {
        found.extend(of_calls(file, |call| {
            convict::of_schema(&Eval::new(sources), call).into_iter().map(|(_, reading)| reading).collect()
        }));
    }
    if file.mentions(&["'config'", "\"config\""]) {
        found.extend(convict::of_files(sources, file.path).into_iter().map(|(_, reading)| reading));
    }
    if file.mentions(&["env-var"]) {
        found.extend(of_calls(file, |call| {
            let last = call.callee().is_some_and(|callee| call.module.text(callee.node).contains(".as"));
            last.then(|| Eval::new(sources).environment(call)).flatten().into_iter().collect()
        }));
    }
    // What a schema says about a name stands first, so it decides over type and default.
    if file.mentions(environ::WORDS) {
        found.extend(environ::readings(sources, file));
    }
    found
}

fn of_calls<'s, 't: 's>(file: &'s JsSource<'t>, read: impl Fn(Spot<'s, 't>) -> Vec<Reading>) -> Vec<Reading> {
    let Some(module) = file.module() else { return Vec::new() };
    module.calls().flat_map(|node| read(Spot { module, node })).collect()
}

#[cfg(test)]
mod tests;
