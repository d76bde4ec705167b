//! bun.lock: JSON with loose commas, a package to a line.

use jsonc_parser::ast::Value;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Form, Lock, split};

pub(super) fn read(text: &str) -> Lock {
    let mut lock = Lock { form: Form::Bun, ..Lock::default() };
    let packages = text.split_once("\"packages\": {").map_or("", |(_, packages)| packages);
    for line in packages.lines() {
        let line = line.trim().trim_end_matches(',');
        if line.contains("\": [") {
            package(&mut lock, &format!("{{{line}}}"));
        }
    }
    lock
}

fn package(lock: &mut Lock, line: &str) -> Option<()> {
    let parsed = parse_to_ast(line, &CollectOptions::default(), &ParseOptions::default()).ok()?.value?;
    let property = parsed.as_object()?.properties.first()?;
    let elements = &property.value.as_array()?.elements;
    let (name, version) = split(elements.first()?.as_string_lit()?.value.as_ref())?;
    let details = elements.iter().find_map(Value::as_object);
    for group in ["dependencies", "optionalDependencies"] {
        let names = details.and_then(|details| details.get_object(group));
        for entry in names.into_iter().flat_map(|names| &names.properties) {
            lock.link(name, entry.name.as_str());
        }
    }
    lock.versions.insert(property.name.as_str().to_owned(), version.to_owned());
    Some(())
}
