//! Tools that change the database's schema: their settings, the folder of their scripts, and how many there are.

use std::collections::BTreeMap;

use tree_sitter::Node;

use crate::detect::js::aliases::joined;
use crate::detect::js::literal::{key_text, text};
use crate::detect::js::nodes::arguments;
use crate::detect::js::places::decides;
use crate::detect::js::prisma;
use crate::detect::js::sources::JsSources;
use crate::detect::js::syntax::Module;
use crate::facts::{Confidence, Evidence, Migrations, Seen};
use crate::tree::{RelPath, Tree};

/// A tool whose settings are a file with a name of its own.
struct Tool {
    name: &'static str,
    /// The package of its command.
    package: &'static str,
    /// What its settings are called, up to the extension.
    files: &'static [&'static str],
    /// The keys of the settings that name the folder.
    keys: &'static [&'static str],
    /// The folder where nothing is said, from that of the settings.
    usual: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool { name: "knex", package: "knex", files: &["knexfile"], keys: &["directory"], usual: "migrations" },
    Tool {
        name: "sequelize",
        package: "sequelize-cli",
        files: &[".sequelizerc"],
        keys: &["migrations-path"],
        usual: "migrations",
    },
    Tool { name: "drizzle", package: "drizzle-kit", files: &["drizzle.config"], keys: &["out"], usual: "drizzle" },
    Tool {
        name: "migrate-mongo",
        package: "migrate-mongo",
        files: &["migrate-mongo-config"],
        keys: &["migrationsDir"],
        usual: "migrations",
    },
];
/// Tools that need no settings of their own, and the folder that they then use.
const PLAIN: &[(&str, &str, &str)] =
    &[("sequelize", "sequelize-cli", "migrations"), ("node-pg-migrate", "node-pg-migrate", "migrations")];

/// The migration tool of the app in `root`; `packages` are all that it lists, those for development too.
/// `others` are the folders of all apps.
pub fn migrations(
    sources: &JsSources<'_>,
    root: &RelPath,
    others: &[RelPath],
    packages: &BTreeMap<String, Evidence>,
) -> Option<Seen<Migrations>> {
    let ground = Ground { sources, root, others };
    let lists = |package: &str| packages.contains_key(package);
    let prisma = || ground.prisma().filter(|_| lists("prisma") || lists("@prisma/client"));
    let configured = || TOOLS.iter().filter(|tool| lists(tool.package)).find_map(|tool| ground.configured(tool));
    let typeorm = || ground.typeorm().filter(|_| lists("typeorm"));
    let plain = || {
        let listed = PLAIN.iter().filter(|(_, package, _)| lists(package));
        listed.into_iter().find_map(|(name, package, folder)| ground.plain(name, folder, packages.get(*package)?))
    };
    prisma().or_else(configured).or_else(typeorm).or_else(plain)
}

struct Ground<'a, 't> {
    sources: &'a JsSources<'t>,
    root: &'a RelPath,
    others: &'a [RelPath],
}

impl Ground<'_, '_> {
    fn tree(&self) -> &Tree {
        self.sources.tree
    }

    fn own(&self, path: &RelPath) -> bool {
        let foreign =
            |other: &RelPath| other != self.root && other.below(self.root).is_some() && path.below(other).is_some();
        path.below(self.root).is_some() && decides(path) && !self.others.iter().any(foreign)
    }

    fn prisma(&self) -> Option<Seen<Migrations>> {
        let schema = prisma::schema(self.tree(), self.root)?;
        let (provider, evidence) = schema.provider?;
        // MongoDB has no schema that could be changed.
        if provider == "mongodb" {
            return None;
        }
        let holder = schema.path.parent();
        let beside = holder.join("migrations").ok()?;
        let above = if holder.name() == "schema" { holder.parent().join("migrations").ok() } else { None };
        let scripts = above.filter(|above| holds(self.tree(), above)).unwrap_or(beside);
        Some(self.found("prisma", schema.path, scripts, self.root.clone(), evidence))
    }

    fn configured(&self, tool: &Tool) -> Option<Seen<Migrations>> {
        let mut files: Vec<(&RelPath, &str)> =
            self.tree().texts().filter(|(path, _)| self.own(path) && tool.files.contains(&stem(path))).collect();
        files.sort_by_key(|(path, _)| (path.as_str().matches('/').count(), path.as_str()));
        let (path, source) = files.first()?;
        let module = Module::parse(path, source)?;
        let stated = setting(&module, tool.keys);
        let folder = path.parent();
        let written =
            stated.map_or_else(|| (tool.usual.to_owned(), None), |(folder, evidence)| (folder, Some(evidence)));
        let scripts = RelPath::new(&joined(&folder, &written.0)?).ok()?;
        let evidence = written.1.unwrap_or_else(|| module.evidence(module.root()));
        Some(self.found(tool.name, (*path).clone(), scripts, folder, evidence))
    }

    /// `new DataSource({migrations: ["src/migrations/*.ts"]})`.
    fn typeorm(&self) -> Option<Seen<Migrations>> {
        let files = self.sources.iter().filter(|file| self.own(file.path));
        files.filter(|file| file.mentions(&["DataSource("]) && file.mentions(&["migrations"])).find_map(|file| {
            let module = file.module()?;
            let (written, evidence) = setting(module, &["migrations"])?;
            let folder = written.split('*').next().unwrap_or("").trim_end_matches('/').to_owned();
            let folder = folder.replace("dist/", "src/");
            let beside = joined(&file.path.parent(), &folder).and_then(|path| RelPath::new(&path).ok());
            let below = joined(self.root, &folder).and_then(|path| RelPath::new(&path).ok());
            let there = [below, beside.clone()].into_iter().flatten().find(|path| holds(self.tree(), path));
            let scripts = there.or(beside)?;
            Some(self.found("typeorm", file.path.clone(), scripts, self.root.clone(), evidence))
        })
    }

    fn plain(&self, tool: &str, folder: &str, listed: &Evidence) -> Option<Seen<Migrations>> {
        let scripts = [folder.to_owned(), format!("src/{folder}"), format!("db/{folder}")]
            .iter()
            .filter_map(|folder| self.root.join(folder).ok())
            .find(|folder| holds(self.tree(), folder))?;
        Some(self.found(tool, listed.path.clone(), scripts, self.root.clone(), listed.clone()))
    }

    fn found(
        &self,
        tool: &str,
        config: RelPath,
        scripts: RelPath,
        folder: RelPath,
        evidence: Evidence,
    ) -> Seen<Migrations> {
        let there = holds(self.tree(), &scripts);
        let confidence = if there { Confidence::Certain } else { Confidence::Likely };
        let value = Migrations { tool: tool.to_owned(), config, scripts, folder };
        Seen { value, confidence, evidence: vec![evidence] }
    }
}

fn stem(path: &RelPath) -> &str {
    let name = path.name();
    match name.rsplit_once('.') {
        Some((stem, "js" | "cjs" | "mjs" | "ts" | "mts" | "cts")) => stem,
        _ => name,
    }
}

fn holds(tree: &Tree, folder: &RelPath) -> bool {
    tree.below(folder).next().is_some()
}

/// The path that one of `keys` is given in the settings.
fn setting(module: &Module<'_>, keys: &[&str]) -> Option<(String, Evidence)> {
    let mut found = None;
    module.walk(&mut |node| {
        if found.is_none() && node.kind() == "pair" {
            let key = node.child_by_field_name("key").and_then(|key| key_text(module.source, key));
            let value =
                node.child_by_field_name("value").filter(|_| key.is_some_and(|key| keys.contains(&key.as_str())));
            let path = value.and_then(|value| path(module, value));
            found = path.map(|path| (path, module.evidence(node)));
        }
        found.is_none()
    });
    found
}

/// `"./migrations"`, `path.resolve("db", "migrations")`, `__dirname + "/migrations"`, the first of a list.
fn path(module: &Module<'_>, node: Node<'_>) -> Option<String> {
    match node.kind() {
        "string" => text(module.source, node),
        "template_string" => {
            let whole = module.text(node);
            Some(whole.get(1..whole.len().checked_sub(1)?)?.replace("${__dirname}/", ""))
        }
        "array" => path(module, node.named_child(0)?),
        "binary_expression" => {
            Some(path(module, node.child_by_field_name("right")?)?.trim_start_matches('/').to_owned())
        }
        "call_expression" => {
            let parts: Vec<String> = arguments(node).into_iter().filter_map(|part| text(module.source, part)).collect();
            (!parts.is_empty()).then(|| parts.join("/"))
        }
        _ => None,
    }
}

/// How many scripts there are to apply, where a tool is set up.
pub fn revisions(tree: &Tree, migrations: &Seen<Migrations>) -> Seen<usize> {
    let Migrations { tool, scripts, .. } = &migrations.value;
    let is_script = |path: &RelPath| {
        let name = path.name();
        match tool.as_str() {
            "prisma" => name == "migration.sql",
            "drizzle" => name.ends_with(".sql"),
            _ => {
                matches!(path.extension(), Some("js" | "ts" | "cjs" | "mjs" | "sql"))
                    && !name.ends_with(".d.ts")
                    && !name.starts_with("index.")
            }
        }
    };
    let found: Vec<&RelPath> = tree.below(scripts).map(|(path, _)| path).filter(|path| is_script(path)).collect();
    let (path, text) = match found.first() {
        Some(first) => ((*first).clone(), first.name().to_owned()),
        None => (scripts.clone(), "no migration".to_owned()),
    };
    let evidence = Evidence { path, line: None, text };
    Seen { value: found.len(), confidence: Confidence::Certain, evidence: vec![evidence] }
}

#[cfg(test)]
mod tests;
