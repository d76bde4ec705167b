//! Which files of JavaScript and TypeScript may decide anything.

use crate::detect::node::places::is_source;
use crate::detect::places;
use crate::tree::RelPath;

/// What a build wrote, or a framework made.
const BUILT: &[&str] = &["dist", "build", "out", "coverage", ".next", ".nuxt", ".output", ".turbo", ".svelte-kit"];
const TESTS: &[&str] = &["__tests__", "__mocks__", "__fixtures__", "cypress", "playwright"];

/// Whether `path` is a file of code. The program of Express' own generator has no extension.
pub fn is_code(path: &RelPath) -> bool {
    is_source(path) || is_start(path)
}

fn is_start(path: &RelPath) -> bool {
    path.name() == "www" && path.parent().name() == "bin"
}

/// What is read beside the files of packages: settings of tools for databases, and schemas.
pub fn reads(path: &RelPath) -> bool {
    let name = path.name();
    let named = matches!(name, ".sequelizerc" | "ormconfig.json" | "custom-environment-variables.json");
    let usual = matches!(name, "default.json" | "config.json") && path.parent().name() == "config";
    let compiler = name == "jsconfig.json" || path.extension() == Some("prisma");
    (is_start(path) || named || usual || compiler) && decides(path)
}

/// False for what is installed, built or only tests.
pub fn decides(path: &RelPath) -> bool {
    let name = path.name();
    let test = [".test.", ".spec.", ".e2e-spec.", ".stories."].iter().any(|part| name.contains(part));
    let mut folders = path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder).split('/');
    let aside = folders.any(|folder| BUILT.contains(&folder) || TESTS.contains(&folder));
    places::decides(path) && !test && !aside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(path: &str) -> bool {
        RelPath::new(path).is_ok_and(|path| is_code(&path) && decides(&path))
    }

    #[test]
    fn code_is_told_from_what_is_made_of_it() {
        for path in ["src/index.ts", "server.mjs", "bin/www", "app/page.tsx", "lib/db.cjs"] {
            assert!(is(path), "{path}");
        }
        for path in [
            "node_modules/express/index.js",
            "dist/index.js",
            "src/types.d.ts",
            "public/jquery.min.js",
            "src/app.test.ts",
            "src/__tests__/app.ts",
            "package.json",
            "www",
        ] {
            assert!(!is(path), "{path}");
        }
    }
}
