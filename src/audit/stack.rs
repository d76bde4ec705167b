//! Compose files for production: their services, what these publish and what they are told.

pub mod access;
pub mod steady;

use crate::audit::Ground;
use crate::audit::started::is_for_production;
use crate::audit::yaml::Yaml;
use crate::detect::places::is_compose;
use crate::detect::requirements::beside;
use crate::facts::Evidence;
use crate::tree::{RelPath, Tree};

/// One compose file.
#[derive(Clone, Debug)]
pub struct Stack<'t> {
    pub path: &'t RelPath,
    yaml: Yaml,
}

/// A service of one compose file.
#[derive(Clone, Copy, Debug)]
pub struct Service<'y> {
    pub path: &'y RelPath,
    pub name: &'y str,
    pub line: u32,
    pub yaml: &'y Yaml,
}

/// A port that is reached from outside of the stack.
#[derive(Clone, Debug)]
pub struct Port {
    pub line: u32,
    /// The address of the machine; empty where all are meant, None where nobody knows.
    pub address: Option<String>,
    pub text: String,
}

/// A variable that a service is told.
#[derive(Clone, Debug)]
pub struct Told {
    pub line: u32,
    pub name: String,
    /// As written.
    pub value: String,
}

/// The compose files that may be for production.
pub fn stacks<'t>(ground: &Ground<'_, 't>) -> Vec<Stack<'t>> {
    let files = ground.tree.texts().filter(|(path, _)| is_compose(&path.name().to_ascii_lowercase()));
    let wanted = files.filter(|(path, _)| is_for_production(path));
    wanted.filter_map(|(path, text)| Some(Stack { path, yaml: Yaml::parse(text)? })).collect()
}

impl Stack<'_> {
    pub fn services(&self) -> impl Iterator<Item = Service<'_>> {
        let entries = self.yaml.get("services").into_iter().flat_map(Yaml::entries);
        entries.map(|(line, name, yaml)| Service { path: self.path, name, line, yaml })
    }
}

/// Whether a stack runs the code of the disk in the place of its image's, as developers do.
pub fn is_for_developers(stack: &Stack<'_>, tree: &Tree) -> bool {
    let code = |folder: &RelPath| {
        let is = |path: &RelPath| matches!(path.extension(), Some("py" | "js" | "ts" | "tsx"));
        folder.is_root() || tree.below(folder).any(|(path, _)| is(path))
    };
    let mounted = |volume: &Yaml| {
        let source = volume.text().and_then(|text| text.split(':').next()).or_else(|| volume.get("source")?.text());
        let folder = source.filter(|source| source.starts_with('.')).and_then(|source| beside(stack.path, source));
        let read_only = volume.text().is_some_and(|text| text.ends_with(":ro"));
        !read_only && folder.is_some_and(|folder| code(&folder))
    };
    let built = stack.services().filter(|service| service.is_built());
    built.flat_map(|service| service.yaml.get("volumes").into_iter().flat_map(Yaml::items)).any(mounted)
}

/// Whether one of the stacks beside `service`, itself among them, says of that service what stands at `keys`.
pub fn says(stacks: &[Stack<'_>], service: Service<'_>, keys: &[&str]) -> bool {
    let beside = stacks.iter().filter(|stack| stack.path.parent() == service.path.parent());
    beside.flat_map(Stack::services).any(|other| other.name == service.name && other.yaml.at(keys).is_some())
}

impl<'y> Service<'y> {
    pub fn image(self) -> Option<&'y str> {
        self.yaml.get("image").and_then(Yaml::text)
    }

    /// Its image is made from the repository.
    pub fn is_built(self) -> bool {
        self.yaml.get("build").is_some()
    }

    /// The Dockerfile that it is built from.
    pub fn dockerfile(self) -> Option<RelPath> {
        let build = self.yaml.get("build")?;
        let context = build.text().or_else(|| build.get("context").and_then(Yaml::text)).unwrap_or(".");
        let name = build.get("dockerfile").and_then(Yaml::text).unwrap_or("Dockerfile");
        beside(self.path, context)?.join(name).ok()
    }

    pub fn evidence(self) -> Evidence {
        self.at(self.line, format!("{}:", self.name))
    }

    /// A place in its file.
    pub fn at(self, line: u32, text: impl Into<String>) -> Evidence {
        Evidence { path: self.path.clone(), line: Some(line), text: text.into() }
    }

    pub fn ports(self) -> Vec<Port> {
        self.yaml.get("ports").into_iter().flat_map(Yaml::items).filter_map(port).collect()
    }

    pub fn environment(self) -> Vec<Told> {
        let Some(environment) = self.yaml.get("environment") else { return Vec::new() };
        let listed = environment.items().filter_map(|item| {
            let (name, value) = item.text()?.split_once('=')?;
            Some(Told { line: item.line, name: name.trim().to_owned(), value: value.to_owned() })
        });
        let mapped = environment.entries().filter_map(|(line, name, value)| {
            Some(Told { line, name: name.to_owned(), value: value.text()?.to_owned() })
        });
        listed.chain(mapped).collect()
    }

    /// What it is started with.
    pub fn command(self) -> String {
        let part = |key| self.yaml.get(key).map(Yaml::words).unwrap_or_default();
        format!("{} {}", part("entrypoint"), part("command"))
    }
}

fn port(item: &Yaml) -> Option<Port> {
    let Some(text) = item.text() else {
        item.get("target")?;
        let address = item.get("host_ip").and_then(Yaml::text).unwrap_or("").to_owned();
        let published = item.get("published").and_then(Yaml::text).unwrap_or("");
        return Some(Port { line: item.line, address: known(&address), text: published.to_owned() });
    };
    let filled = filled(text);
    let parts: Vec<&str> = filled.rsplitn(3, ':').collect();
    let address = match parts.as_slice() {
        [_, _, address] => known(address.trim_matches(['[', ']'])).filter(|address| !address.is_empty()),
        _ => Some(String::new()),
    };
    Some(Port { line: item.line, address, text: text.to_owned() })
}

fn known(address: &str) -> Option<String> {
    (!address.contains('$')).then(|| address.to_owned())
}

/// The text with the defaults of its variables; one without a default counts for nothing.
pub fn filled(text: &str) -> String {
    let mut found = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        found.push_str(before);
        let mut depth = 1_u32;
        let end = after.char_indices().find(|(_, c)| {
            match c {
                '{' => depth = depth.saturating_add(1),
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        });
        let Some((end, _)) = end else { return found };
        let (inside, tail) = after.split_at(end);
        let operator = inside.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if let Some(default) = operator.strip_prefix(":-").or_else(|| operator.strip_prefix('-')) {
            found.push_str(&filled(default));
        }
        rest = tail.get(1..).unwrap_or("");
    }
    found + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_count_by_their_defaults() {
        assert_eq!(filled("${A:-127.0.0.1:${B:-80}}:80"), "127.0.0.1:80:80");
        assert_eq!(filled("x${A:?well-known}${B-z}y"), "xzy");
    }
}
