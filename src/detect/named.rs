//! Modules that the code names in texts instead of importing them: `app.config.from_object("config.settings")`.

use crate::detect::nodes::argument;
use crate::detect::sources::{Source, Sources};
use crate::detect::value::text;
use crate::detect::version::ancestors;

/// What stands in every file that does so.
const WORDS: &[&str] = &["from_object", "from_pyfile"];

/// The files that `file` names so.
pub fn named<'s, 't>(sources: &'s Sources<'t>, file: &Source<'t>) -> Vec<&'s Source<'t>> {
    if !file.mentions(WORDS) {
        return Vec::new();
    }
    let Some(module) = file.module() else { return Vec::new() };
    let mut found = Vec::new();
    for call in module.calls() {
        let function = call.child_by_field_name("function").map_or("", |function| module.text(function));
        let Some(written) = argument(call, 0).and_then(|first| text(sources, module, first)) else { continue };
        if function.ends_with("from_object") {
            found.extend(sources.find(file.path, &written).map(|found| found.source));
        } else if function.ends_with("from_pyfile") {
            let beside = ancestors(&file.path.parent()).into_iter().filter_map(|folder| folder.join(&written).ok());
            found.extend(beside.filter_map(|path| sources.get(path.as_str())).next());
        }
    }
    found
}
