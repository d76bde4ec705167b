//! Which files of packages on Node are read, and up to which size.

use crate::tree::RelPath;

/// Folders that builds write, or that hold what browsers are sent.
const BUILT: &[&str] = &[
    "dist",
    "build",
    "out",
    ".next",
    ".nuxt",
    ".output",
    ".svelte-kit",
    ".angular",
    ".turbo",
    ".nx",
    ".yarn",
    ".pnpm-store",
    "coverage",
    "public",
    "static",
    "staticfiles",
    "assets",
    "wwwroot",
    "bower_components",
    "jspm_packages",
    "storybook-static",
    "__tests__",
    "__mocks__",
    "__fixtures__",
    "cypress",
];
const SETTINGS_LIMIT: u64 = 1 << 20;
const SOURCE_LIMIT: u64 = 512 << 10;
const LOCK_LIMIT: u64 = 32 << 20;

/// How long the file at `path` may be to be read; None for one that says nothing about a package on Node.
pub fn limit(path: &RelPath) -> Option<u64> {
    let name = path.name();
    match name {
        "package-lock.json" | "npm-shrinkwrap.json" | "yarn.lock" | "pnpm-lock.yaml" | "bun.lock" => Some(LOCK_LIMIT),
        "package.json"
        | "project.json"
        | "angular.json"
        | "nodemon.json"
        | "pnpm-workspace.yaml"
        | ".nvmrc"
        | ".node-version"
        | "pm2.json"
        | "process.json"
        | "schema.prisma" => Some(SETTINGS_LIMIT),
        _ if name.ends_with(".json") && (name.starts_with("tsconfig") || name.contains(".config")) => {
            Some(SETTINGS_LIMIT)
        }
        _ if is_source(path) => Some(SOURCE_LIMIT),
        _ => None,
    }
}

/// A source in JavaScript or TypeScript that may run in production.
pub fn is_source(path: &RelPath) -> bool {
    let name = path.name();
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let kind = stem.rsplit_once('.').map_or("", |(_, kind)| kind);
    matches!(ending, "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx")
        && !matches!(kind, "min" | "d" | "test" | "spec" | "stories" | "story" | "bundle")
        && !path.parent().as_str().split('/').any(|folder| BUILT.contains(&folder))
}

#[cfg(test)]
mod tests {
    use crate::detect::places::reads;
    use crate::tree::RelPath;

    fn wants(path: &str) -> bool {
        RelPath::new(path).is_ok_and(|path| reads(&path, 1000))
    }

    #[test]
    fn what_decides_is_read() {
        for path in [
            "package.json",
            "apps/api/package.json",
            "yarn.lock",
            "pnpm-lock.yaml",
            "bun.lock",
            "tsconfig.build.json",
            "src/index.ts",
            "server.mjs",
            "web/src/App.tsx",
            "ecosystem.config.json",
            "ecosystem.config.cjs",
            "apps/api/project.json",
            ".nvmrc",
            "prisma/schema.prisma",
        ] {
            assert!(wants(path), "{path} is not read");
        }
    }

    #[test]
    fn what_others_wrote_is_not_read() {
        for path in [
            "node_modules/express/package.json",
            "node_modules/express/index.js",
            "dist/index.js",
            "build/main.js",
            "public/jquery.js",
            "src/index.test.ts",
            "src/types.d.ts",
            "static/js/app.min.js",
            "tests/app.js",
            "examples/hello/package.json",
            ".npmrc",
            ".yarn/releases/yarn-4.1.0.cjs",
        ] {
            assert!(!wants(path), "{path} is read");
        }
    }
}
