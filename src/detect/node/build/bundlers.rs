//! Bundlers: the files that tsup, esbuild, swc, babel, ncc, webpack and rollup write.

use super::{Rule, Site, stem, valued, within};
use crate::detect::node::literal::{Literal, from_json};
use crate::detect::node::package::joined;
use crate::tree::RelPath;

const ENDINGS: &[&str] = &["ts", "mts", "cts", "js", "mjs", "cjs", "json"];

impl Site<'_, '_> {
    /// What a bundler or another compiler than tsc makes.
    pub(super) fn bundled(self, program: &str, arguments: &[&str]) -> Option<Rule> {
        let entries: Vec<&str> = arguments.iter().copied().filter(|word| is_source(word)).collect();
        match program {
            "tsup" | "tsup-node" => self.tsup("tsup", "cjs", arguments, &entries),
            "tsdown" => self.tsup("tsdown", "esm", arguments, &entries),
            "esbuild" => written(plain(entries.first()?), arguments),
            "bun" if arguments.first() == Some(&"build") => written(plain(entries.first()?), arguments),
            "ncc" => {
                let folder = plain(valued(arguments, &["-o", "--out"]).unwrap_or("dist"));
                files([(plain(entries.first()?), within(folder, "index.js"))])
            }
            "swc" | "babel" => {
                let from = plain(arguments.iter().find(|word| !word.starts_with('-'))?);
                let to = plain(valued(arguments, &["-d", "--out-dir"])?);
                // Newer releases of swc's command keep the name of the folder.
                let kept = program == "swc" && self.keeps_folder() && !arguments.contains(&"--strip-leading-paths");
                let to = if kept { within(to, from) } else { to.to_owned() };
                Some(Rule::Folder { from: from.to_owned(), to })
            }
            "webpack" | "webpack-cli" => self.webpack(arguments),
            "rollup" => self.rollup(arguments),
            "vite" if arguments.contains(&"build") => {
                let entry = plain(valued(arguments, &["--ssr"])?);
                let folder = plain(valued(arguments, &["--outDir"]).unwrap_or("dist"));
                files([(entry, into(folder, base(entry), ".js"))])
            }
            "node" | "tsx" | "ts-node" => self.program(entries.first()?),
            _ => None,
        }
    }

    /// From release 0.3 on.
    fn keeps_folder(self) -> bool {
        let range = self
            .package
            .development()
            .get("@swc/cli")
            .copied()
            .or_else(|| self.package.dependencies().get("@swc/cli").copied());
        let numbers = range.unwrap_or("").trim_start_matches(['^', '~', '>', '=', 'v', ' ']);
        let mut numbers = numbers.split('.').map_while(|part| part.parse::<u32>().ok());
        match (numbers.next(), numbers.next()) {
            (Some(0), Some(minor)) => minor >= 3,
            _ => true,
        }
    }

    /// tsup and tsdown: package.json, then the configuration file, then the command line.
    fn tsup(self, name: &str, usual: &str, arguments: &[&str], given: &[&str]) -> Option<Rule> {
        let config = valued(arguments, &["-c", "--config"]);
        let told = self.config(config, &format!("{name}.config"));
        let told = told.or_else(|| self.package.json.at(&[name]).map(from_json));
        let told = match told {
            Some(Literal::List(each)) => each.into_iter().next(),
            told => told,
        };
        let at = |key: &str| told.as_ref().and_then(|told| told.get(key));
        let folder = valued(arguments, &["-d", "--out-dir"]).or_else(|| at("outDir").and_then(Literal::text));
        let folder = plain(folder.unwrap_or("dist"));
        let formats = valued(arguments, &["--format", "-f"]).map(|text| text.split(',').collect::<Vec<_>>());
        let formats = formats.unwrap_or_else(|| at("format").map(Literal::texts).unwrap_or_default());
        let own = if self.package.is_esm() { "esm" } else { "cjs" };
        let format = formats.iter().copied().find(|format| *format == own).or_else(|| formats.first().copied());
        let ending = match (format.unwrap_or(usual), own) {
            ("cjs", "esm") => ".cjs",
            ("esm", "cjs") => ".mjs",
            _ => ".js",
        };
        let mut entries: Vec<(String, String)> = Vec::new();
        match at("entry").or_else(|| at("entryPoints")) {
            _ if !given.is_empty() => entries.extend(self.named_apart(given)),
            Some(Literal::Object(named)) => {
                entries.extend(
                    named.iter().filter_map(|(name, path)| Some((plain(path.text()?).to_owned(), name.clone()))),
                );
            }
            Some(listed) => entries.extend(self.named_apart(&listed.texts())),
            None => entries.extend(self.named_apart(&["src/index.ts"])),
        }
        files(entries.into_iter().map(|(from, name)| (from, into(folder, &name, ending))))
    }

    /// Entries with their names below the folder that all have in common; patterns become the files that they name.
    fn named_apart(self, entries: &[&str]) -> Vec<(String, String)> {
        let mut found: Vec<String> = Vec::new();
        for entry in entries.iter().filter(|entry| !entry.starts_with('!')) {
            let entry = plain(entry);
            match entry.find('*') {
                None => found.push(entry.to_owned()),
                Some(at) => {
                    let folder = entry.get(..at).unwrap_or("").trim_end_matches('/');
                    let Some(folder) = joined(&self.package.root, folder) else { continue };
                    let paths = self.tree.below(&folder).filter_map(|(path, _)| path.below(&self.package.root));
                    found.extend(paths.filter(|path| is_source(path) && !path.contains(".d.")).map(str::to_owned));
                }
            }
        }
        let parent = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let mut common = found.first().map(|first| parent(first)).unwrap_or_default();
        while !common.is_empty() && !found.iter().all(|path| path.starts_with(&format!("{common}/"))) {
            common = parent(&common);
        }
        let named = |path: String| {
            let name = stem(path.strip_prefix(&common).unwrap_or(&path).trim_start_matches('/')).to_owned();
            (path, name)
        };
        found.into_iter().map(named).collect()
    }

    /// webpack for Node: `entry` and `output` of its configuration.
    fn webpack(self, arguments: &[&str]) -> Option<Rule> {
        let told = self.config(valued(arguments, &["-c", "--config"]), "webpack.config")?;
        if !told.get("target").and_then(Literal::text).is_some_and(|target| target.contains("node")) {
            return None;
        }
        let (name, entry) = match told.get("entry")? {
            Literal::Object(entries) => entries.first().and_then(|(name, path)| Some((name.as_str(), path.text()?)))?,
            entry => ("main", *entry.texts().last()?),
        };
        let folder = told.at(&["output", "path"]).and_then(Literal::text).unwrap_or("dist");
        let file = told.at(&["output", "filename"]).and_then(Literal::text).unwrap_or("[name].js");
        files([(plain(entry), within(plain(folder), &file.replace("[name]", name)))])
    }

    fn rollup(self, arguments: &[&str]) -> Option<Rule> {
        let told = self.config(valued(arguments, &["-c", "--config"]), "rollup.config");
        let told = match told {
            Some(Literal::List(each)) => each.into_iter().next(),
            told => told,
        };
        let told = told.unwrap_or(Literal::Unknown);
        let entry = valued(arguments, &["-i", "--input"]).or_else(|| told.get("input")?.texts().first().copied())?;
        let output = match told.get("output") {
            Some(Literal::List(each)) => each.first(),
            output => output,
        };
        let of = |key: &str| output.and_then(|output| output.get(key)).and_then(Literal::text);
        match valued(arguments, &["-o", "--file"]).or_else(|| of("file")) {
            Some(file) => files([(plain(entry), plain(file))]),
            None => {
                let folder = valued(arguments, &["-d", "--dir"]).or_else(|| of("dir"))?;
                files([(plain(entry), into(plain(folder), base(entry), ".js"))])
            }
        }
    }

    /// A build program of the repository's own that calls esbuild.
    fn program(self, file: &str) -> Option<Rule> {
        let path = joined(&self.package.root, file)?;
        let text = self.tree.text(path.as_str()).filter(|text| text.contains("esbuild"))?;
        let told = Literal::called(&path, text, &["entryPoints"])?;
        let entry = match told.get("entryPoints")? {
            Literal::Object(entries) => entries.first()?.1.text()?,
            entries => *entries.texts().first()?,
        };
        let of = |key: &str| told.get(key).and_then(Literal::text);
        match of("outfile") {
            Some(file) => files([(plain(entry), plain(file))]),
            None => files([(plain(entry), into(plain(of("outdir")?), base(entry), ".js"))]),
        }
    }

    /// The configuration file that is named, or the usual one.
    fn config(self, named: Option<&str>, usual: &str) -> Option<Literal> {
        let usual = ENDINGS.iter().filter_map(|ending| self.package.path(&format!("{usual}.{ending}")));
        let mut paths = named.and_then(|named| self.package.path(named)).into_iter().chain(usual);
        let path: RelPath = paths.find(|path| self.tree.contains(path.as_str()))?;
        Literal::of(&path, self.tree.text(path.as_str())?)
    }
}

fn files<F: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (F, T)>) -> Option<Rule> {
    let files: Vec<(String, String)> = files.into_iter().map(|(from, to)| (from.into(), to.into())).collect();
    (!files.is_empty()).then_some(Rule::Files(files))
}

fn is_source(word: &str) -> bool {
    let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
    !word.starts_with('-') && matches!(ending, "ts" | "tsx" | "mts" | "cts" | "js" | "mjs" | "cjs" | "jsx")
}

fn plain(path: &str) -> &str {
    path.trim_start_matches("./").trim_end_matches('/')
}

/// The file's name without its ending.
fn base(path: &str) -> &str {
    stem(path.rsplit('/').next().unwrap_or(path))
}

fn into(folder: &str, name: &str, ending: &str) -> String {
    within(folder, &format!("{name}{ending}"))
}

/// The file that comes of `entry` where the command names one, or a folder for all.
fn written(entry: &str, arguments: &[&str]) -> Option<Rule> {
    match valued(arguments, &["--outfile"]) {
        Some(file) => files([(entry, plain(file))]),
        None => files([(entry, into(plain(valued(arguments, &["--outdir"])?), base(entry), ".js"))]),
    }
}
