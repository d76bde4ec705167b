//! `node`, and the programs that run TypeScript in its place.

use super::{At, Found, Resolver};

/// Flags of Node that take the next word as their value.
const VALUED: &[&str] = &[
    "-r",
    "--require",
    "--import",
    "--loader",
    "--experimental-loader",
    "--env-file",
    "--env-file-if-exists",
    "-C",
    "--conditions",
    "--watch-path",
    "--title",
];
/// Flags that say nothing about what the program needs: the image, its environment and its limits see to these.
const LEFT_OUT: &[&str] = &[
    "--env-file",
    "--env-file-if-exists",
    "--watch",
    "--watch-path",
    "--watch-preserve-output",
    "--inspect",
    "--inspect-brk",
    "--max-old-space-size",
    "--max_old_space_size",
    "--trace-warnings",
    "--trace-deprecation",
    "--no-warnings",
    "--no-deprecation",
    "--title",
    "--expose-gc",
];
/// Programs that run TypeScript, and what Node is given to do the same.
const RUNNERS: &[(&str, &str)] = &[
    ("tsx", "tsx"),
    ("esno", "tsx"),
    ("esr", "tsx"),
    ("ts-node", "ts-node/register"),
    ("ts-node-script", "ts-node/register"),
    ("ts-node-transpile-only", "ts-node/register/transpile-only"),
    ("ts-node-esm", "ts-node/esm"),
    ("ts-node-dev", "ts-node/register"),
    ("tsnd", "ts-node/register"),
    ("swc-node", "@swc-node/register"),
    ("babel-node", "@babel/register"),
];
const RUNNER_VALUED: &[&str] = &[
    "-r",
    "--require",
    "-P",
    "--project",
    "-C",
    "--compiler",
    "-O",
    "--compilerOptions",
    "-I",
    "--ignore",
    "--cwd",
    "--tsconfig",
    "--import",
    "--env-file",
    "--ignore-watch",
    "--watch",
    "--config-file",
    "--presets",
    "-x",
    "--extensions",
];

impl Resolver<'_, '_> {
    /// `node [options] file`.
    pub(super) fn node(&self, mut at: At, arguments: &[String], found: &mut Found) {
        let mut rest = arguments;
        while let Some((flag, after)) = rest.split_first().filter(|(flag, _)| flag.starts_with('-')) {
            rest = after;
            let (name, given) = flag.split_once('=').map_or((flag.as_str(), None), |(name, value)| (name, Some(value)));
            let value = given.or_else(|| {
                let (next, after) = rest.split_first().filter(|_| VALUED.contains(&name))?;
                rest = after;
                Some(next)
            });
            match (name, value) {
                ("-e" | "--eval" | "-p" | "--print" | "--test" | "--check" | "-c" | "-v" | "--version", _) => return,
                ("--run", script) => {
                    let script = script.map(str::to_owned).or_else(|| rest.first().cloned());
                    return self.script(&at, &script.unwrap_or_default(), found);
                }
                ("--watch", _) => at.development = true,
                _ => at.take_option(name, value),
            }
        }
        let Some(file) = rest.first() else { return };
        if at.loader.as_deref() == Some("ts-node/register") && self.package(&at.folder).is_some_and(|p| p.is_esm()) {
            at.loader = Some("ts-node/esm".to_owned());
        }
        if let Some(program) = file.strip_prefix("node_modules/").or_else(|| file.strip_prefix("./node_modules/")) {
            let program = program.trim_start_matches(".bin/").split('/').next().unwrap_or("");
            return self.follow(&at, &[&[program.to_owned()], rest.get(1..).unwrap_or_default()].concat(), found);
        }
        if !file.contains(['*', '$']) {
            let start = at.start(file, found);
            found.starts.push(start);
        }
    }

    /// `tsx src/main.ts`, `ts-node -r tsconfig-paths/register src/index.ts`.
    pub(super) fn loaded(&self, mut at: At, program: &str, arguments: &[String], found: &mut Found) {
        let Some((_, loader)) = RUNNERS.iter().find(|(name, _)| *name == program) else { return };
        let esm = self.package(&at.folder).is_some_and(|package| package.is_esm());
        let esm = *loader == "ts-node/register" && (esm || arguments.iter().any(|flag| flag == "--esm"));
        at.loader = Some(if esm { "ts-node/esm" } else { loader }.to_owned());
        at.development |= matches!(program, "ts-node-dev" | "tsnd");
        let mut rest = arguments;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match first.as_str() {
                "watch" => at.development = true,
                "--watch" if program == "tsx" => at.development = true,
                "-e" | "-p" | "--test" => return,
                flag if flag.starts_with('-') => {
                    let value = rest.first().filter(|_| RUNNER_VALUED.contains(&flag));
                    if matches!(flag, "-r" | "--require" | "--import") {
                        at.take_option(flag, value.map(String::as_str));
                    }
                    rest = rest.get(usize::from(value.is_some())..).unwrap_or_default();
                }
                file => {
                    let start = at.start(file, found);
                    return found.starts.push(start);
                }
            }
        }
    }
}

impl At {
    /// Keeps an option that the program needs, and knows a loader when it sees one.
    pub(super) fn take_option(&mut self, name: &str, value: Option<&str>) {
        let loading = matches!(name, "-r" | "--require" | "--import" | "--loader" | "--experimental-loader");
        let value = value.unwrap_or("");
        if loading && let Some(loader) = loader(value) {
            self.loader = Some(loader);
            return;
        }
        let environment = loading && (value.starts_with("dotenv") || value.starts_with("@dotenvx"));
        if environment || LEFT_OUT.contains(&name) {
            return;
        }
        let name = if name == "-r" { "--require" } else { name };
        match (loading || VALUED.contains(&name), value) {
            (true, value) => self.options.extend([name.to_owned(), value.to_owned()]),
            (false, "") => self.options.push(name.to_owned()),
            (false, value) => self.options.push(format!("{name}={value}")),
        }
    }
}

/// The loader that a preloaded module is.
fn loader(module: &str) -> Option<String> {
    let package = match module {
        _ if module == "tsx" || module.starts_with("tsx/") || module.starts_with("@esbuild-kit/") => "tsx",
        "ts-node/esm/transpile-only" => "ts-node/esm",
        "ts-node/register" | "ts-node/register/transpile-only" | "ts-node/esm" => module,
        "@swc-node/register" | "@swc-node/register/esm" | "@swc-node/register/esm-register" => module,
        "@babel/register" | "esbuild-register" | "esbuild-runner/register" | "sucrase/register" => module,
        _ => return None,
    };
    Some(package.to_owned())
}
