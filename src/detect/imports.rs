//! The import statements of a file, read line by line: enough to follow imports without parsing every file.

/// One import statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import<'t> {
    /// Line, from 1.
    pub line: u32,
    /// `a.b` of `import a.b` and of `from a.b import c`; leading dots stay.
    pub module: &'t str,
    /// What follows `import` in `from a.b import c, d as e`, up to the closing parenthesis; else empty.
    names: &'t str,
}

impl<'t> Import<'t> {
    /// The first part of the module's name; empty for a relative import.
    pub fn head(&self) -> &'t str {
        self.module.split('.').next().unwrap_or("")
    }

    /// The names taken out of the module.
    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        self.names
            .split([',', '\n'])
            .map(|name| name.split('#').next().unwrap_or("").trim())
            .filter_map(|name| name.split_whitespace().next())
            .filter(|name| *name != "*")
    }
}

/// The imports of `source`, where `import` stands at the offsets `at`.
/// A line of a string that reads like an import is taken for one.
pub fn imports<'t>(source: &'t str, at: &[usize]) -> Vec<Import<'t>> {
    let mut found = Vec::new();
    let mut line = 1_u32;
    let mut counted = 0;
    for offset in at {
        let before = source.get(..*offset).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let between = source.get(counted..start).unwrap_or("");
        let breaks = between.bytes().filter(|byte| *byte == b'\n').count();
        line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        counted = counted.max(start);
        let statement = source.get(start..).unwrap_or("").trim_start_matches([' ', '\t']);
        if statement.starts_with("from ") {
            found.extend(import_from(statement, line));
        } else if let Some(modules) = statement.strip_prefix("import ") {
            found.extend(import(modules, line));
        }
    }
    found
}

fn import(modules: &str, line: u32) -> impl Iterator<Item = Import<'_>> {
    let modules = modules.lines().next().unwrap_or("").split(['#', ';']).next().unwrap_or("");
    let modules = modules.split(',').filter_map(|module| module.split_whitespace().next());
    modules.map(move |module| Import { line, module, names: "" })
}

fn import_from(statement: &str, line: u32) -> Option<Import<'_>> {
    let first = statement.lines().next().unwrap_or("");
    let (module, _) = first.strip_prefix("from ")?.split_once(" import")?;
    let names = statement.split_once(" import")?.1;
    let inside = names.trim_start_matches([' ', '\t']);
    let names = match inside.strip_prefix('(') {
        Some(open) => open.split(')').next().unwrap_or(""),
        None => inside.lines().next().unwrap_or(""),
    };
    let module = module.trim();
    (!module.is_empty() && !module.contains(' ')).then_some(Import { line, module, names })
}

/// Names of the standard library and of common packages that a module inside a package may share.
pub const STANDARD: &[&str] = &[
    "abc",
    "alembic",
    "array",
    "ast",
    "asyncio",
    "base64",
    "calendar",
    "code",
    "collections",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "email",
    "enum",
    "fastapi",
    "functools",
    "glob",
    "hashlib",
    "html",
    "http",
    "io",
    "json",
    "logging",
    "math",
    "os",
    "pathlib",
    "platform",
    "profile",
    "pydantic",
    "queue",
    "random",
    "re",
    "redis",
    "sched",
    "secrets",
    "select",
    "shutil",
    "signal",
    "socket",
    "sqlalchemy",
    "ssl",
    "starlette",
    "string",
    "struct",
    "subprocess",
    "sys",
    "tempfile",
    "test",
    "threading",
    "time",
    "token",
    "types",
    "typing",
    "uuid",
    "warnings",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::words::Words;

    #[test]
    fn every_form_of_import_is_read() {
        let source =
            "import os, sys as system\nfrom .core import (\n    a,  # why\n    b as c,\n)\n    from x.y import z\n";
        let found = imports(source, &Words::of(source).imports);
        let modules: Vec<_> = found.iter().map(|import| (import.line, import.module)).collect();
        assert_eq!(modules, [(1, "os"), (1, "sys"), (2, ".core"), (6, "x.y")]);
        assert_eq!(found[2].names().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(found[3].names().collect::<Vec<_>>(), ["z"]);
    }
}
