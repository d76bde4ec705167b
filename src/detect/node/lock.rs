//! Lock files of npm, Yarn, pnpm and Bun: locked versions, and what depends on what.

mod bun;
mod npm;
mod pnpm;
mod yarn;

use std::collections::{BTreeSet, HashMap};

use crate::tree::RelPath;

/// A lock file's content.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    /// By the key under which its form finds a version.
    versions: HashMap<String, String>,
    /// By name: the names that any of its locked versions depends on.
    edges: HashMap<String, Vec<String>>,
    /// Packages that the file says run a script when they are installed.
    pub scripts: BTreeSet<String>,
    form: Form,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Npm,
    Yarn,
    Pnpm,
    Bun,
}

/// Who asks for a version.
#[derive(Clone, Copy, Debug)]
pub struct Member<'m> {
    /// Its folder, seen from the lock file's; empty beside it.
    pub folder: &'m str,
    pub name: Option<&'m str>,
}

impl Lock {
    /// Reads the file at `path`.
    pub fn read(path: &RelPath, text: &str) -> Lock {
        match path.name() {
            "yarn.lock" => yarn::read(text),
            "pnpm-lock.yaml" => pnpm::read(text),
            "bun.lock" => bun::read(text),
            _ => npm::read(text),
        }
    }

    /// The locked version of a direct dependency, which package.json lists as `range`.
    pub fn version(&self, member: Member<'_>, name: &str, range: &str) -> Option<&str> {
        let folder = member.folder;
        let keys = match self.form {
            Form::Npm if folder.is_empty() => vec![format!("node_modules/{name}")],
            Form::Npm => vec![format!("{folder}/node_modules/{name}"), format!("node_modules/{name}")],
            Form::Yarn => vec![format!("{name}@{range}"), format!("{name}@npm:{range}"), name.to_owned()],
            Form::Pnpm if folder.is_empty() => vec![pnpm::key(".", name)],
            Form::Pnpm => vec![pnpm::key(folder, name)],
            Form::Bun => vec![format!("{}/{name}", member.name.unwrap_or("")), name.to_owned()],
        };
        keys.iter().find_map(|key| self.versions.get(key)).map(String::as_str)
    }

    /// Everything that `names` bring along, themselves included.
    pub fn reached<'l>(&'l self, names: impl Iterator<Item = &'l str>) -> BTreeSet<&'l str> {
        let mut open: Vec<&str> = names.collect();
        let mut found = BTreeSet::new();
        while let Some(name) = open.pop() {
            if found.insert(name) {
                open.extend(self.edges.get(name).into_iter().flatten().map(String::as_str));
            }
        }
        found
    }

    fn link(&mut self, name: &str, to: impl Into<String>) {
        let to = to.into();
        let edges = self.edges.entry(name.to_owned()).or_default();
        if !edges.contains(&to) {
            edges.push(to);
        }
    }
}

/// `@scope/name` of `@scope/name@^1.2`, and what stands behind the second `@`.
fn split(key: &str) -> Option<(&str, &str)> {
    let at = key.char_indices().skip(1).find(|(_, c)| *c == '@')?.0;
    Some((key.get(..at)?, key.get(at + 1..)?))
}

/// How far a line is indented.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Lock {
        Lock::read(&RelPath::new(name).unwrap(), text)
    }

    const ROOT: Member<'_> = Member { folder: "", name: None };

    #[test]
    fn npm_files_are_read_in_every_version() {
        let new = "{\"lockfileVersion\": 3, \"packages\": {\"\": {}, \"node_modules/express\": {\"version\": \"4.18.2\", \
                   \"dependencies\": {\"accepts\": \"~1.3.8\"}}, \"node_modules/accepts\": {\"version\": \"1.3.8\", \
                   \"hasInstallScript\": true}, \"api/node_modules/express\": {\"version\": \"5.0.0\"}}}";
        let lock = read("package-lock.json", new);
        assert_eq!(lock.version(ROOT, "express", "^4"), Some("4.18.2"));
        assert_eq!(lock.version(Member { folder: "api", name: None }, "express", "^5"), Some("5.0.0"));
        assert!(lock.reached(["express"].into_iter()).contains("accepts") && lock.scripts.contains("accepts"));
        let old = "{\"dependencies\": {\"express\": {\"version\": \"4.0.0\", \"requires\": {\"qs\": \"1\"}}}}";
        let lock = read("npm-shrinkwrap.json", old);
        assert_eq!(lock.version(ROOT, "express", "*"), Some("4.0.0"));
        assert!(lock.reached(["express"].into_iter()).contains("qs"));
    }

    #[test]
    fn yarn_files_are_read_in_both_forms() {
        let classic = "# yarn lockfile v1\n\n\"@a/b@^1.0.0\", \"@a/b@^1.1.0\":\n  version \"1.2.0\"\n  dependencies:\n    qs \"^6\"\n\nexpress@^4.17.1:\n  version \"4.18.1\"\n";
        let lock = read("yarn.lock", classic);
        assert_eq!(lock.version(ROOT, "@a/b", "^1.1.0"), Some("1.2.0"));
        assert_eq!(lock.version(ROOT, "express", "^4.17.1"), Some("4.18.1"));
        assert!(lock.reached(["@a/b"].into_iter()).contains("qs"));
        let berry = "__metadata:\n  version: 8\n\n\"@a/b@npm:^1.0.0, @a/b@npm:^1.1.0\":\n  version: 1.2.0\n  resolution: \"@a/b@npm:1.2.0\"\n  dependencies:\n    \"@c/d\": \"npm:^2\"\n    qs: \"npm:^6\"\n  checksum: x\n";
        let lock = read("yarn.lock", berry);
        assert_eq!(lock.version(ROOT, "@a/b", "^1.0.0"), Some("1.2.0"));
        assert!(lock.reached(["@a/b"].into_iter()).contains("@c/d"));
    }

    #[test]
    fn pnpm_files_are_read_in_every_version() {
        let nine = "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      express:\n        specifier: ^5.1.0\n        version: 5.1.0(supports-color@8)\n\n  apps/api:\n    dependencies:\n      '@a/b':\n        specifier: 1.0.0\n        version: 1.0.0\n\npackages:\n\n  '@a/b@1.0.0':\n    resolution: {integrity: x}\n\nsnapshots:\n\n  '@a/b@1.0.0':\n    dependencies:\n      qs: 6.0.0\n";
        let lock = read("pnpm-lock.yaml", nine);
        assert_eq!(lock.version(ROOT, "express", "^5.1.0"), Some("5.1.0"));
        assert_eq!(lock.version(Member { folder: "apps/api", name: None }, "@a/b", "1"), Some("1.0.0"));
        assert!(lock.reached(["@a/b"].into_iter()).contains("qs"));
        let five = "lockfileVersion: 5.4\n\nspecifiers:\n  express: ^4\n\ndependencies:\n  express: 4.18.2_x@1\n\npackages:\n\n  /express/4.18.2_x@1:\n    requiresBuild: true\n    dependencies:\n      qs: 6.0.0\n";
        let lock = read("pnpm-lock.yaml", five);
        assert_eq!(lock.version(ROOT, "express", "^4"), Some("4.18.2"));
        assert!(lock.reached(["express"].into_iter()).contains("qs") && lock.scripts.contains("express"));
        let six = "lockfileVersion: '6.0'\n\ndependencies:\n  express:\n    specifier: ^4\n    version: 4.18.2\n\npackages:\n\n  /@a/b@1.0.0(x@1):\n    dependencies:\n      qs: 6.0.0\n";
        let lock = read("pnpm-lock.yaml", six);
        assert_eq!(lock.version(ROOT, "express", "^4"), Some("4.18.2"));
        assert!(lock.reached(["@a/b"].into_iter()).contains("qs"));
    }

    #[test]
    fn bun_files_are_read() {
        let text = "{\n  \"lockfileVersion\": 1,\n  \"packages\": {\n    \"express\": [\"express@5.1.0\", \"\", { \"dependencies\": { \"qs\": \"^6\" } }, \"sha\"],\n\n    \"qs\": [\"qs@6.14.0\", \"\", {}, \"sha\"],\n\n    \"web/qs\": [\"qs@5.0.0\", \"\", {}, \"sha\"],\n  }\n}\n";
        let lock = read("bun.lock", text);
        assert_eq!(lock.version(ROOT, "express", "^5"), Some("5.1.0"));
        assert_eq!(lock.version(Member { folder: "apps/web", name: Some("web") }, "qs", "^5"), Some("5.0.0"));
        assert!(lock.reached(["express"].into_iter()).contains("qs"));
    }
}
