//! How a repository shows, beside its code, that it has something: files, packages, and words of settings and documents.

use std::borrow::Cow;

use crate::audit::Ground;
use crate::detect::nodes::shortened;
use crate::detect::places::{is_compose, is_dockerfile, is_vendored};
use crate::facts::{AppFacts, Evidence};
use crate::tree::{RelPath, Tree};

/// What gives something away. The first that is seen is the evidence.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Files in lower case: a name (`fly.toml`), an ending (`*.tf`), or a folder (`k8s/`).
    pub files: &'static [&'static str],
    /// Packages that an app lists, those for its development included.
    pub packages: &'static [&'static str],
    /// Words of settings and scripts: compose files, workflows, Terraform, Makefiles.
    pub settings: &'static [&'static str],
    /// Words of documents, in lower case.
    pub documents: &'static [&'static str],
}

/// Nothing at all, to begin with.
pub const NONE: Signs = Signs { files: &[], packages: &[], settings: &[], documents: &[] };

impl Signs {
    /// Where it is seen.
    pub fn seen(&self, ground: &Ground<'_, '_>) -> Option<Evidence> {
        let file = || {
            let path = ground.tree.paths().find(|path| !is_foreign(path) && self.names(path))?;
            Some(Evidence { path: path.clone(), line: None, text: path.name().to_owned() })
        };
        let package = || ground.facts.apps.iter().find_map(|app| listed(ground, app, self.packages));
        let setting = || stands(ground, Kind::Setting, self.settings);
        let document = || stands(ground, Kind::Document, self.documents);
        file().or_else(package).or_else(setting).or_else(document)
    }

    fn names(&self, path: &RelPath) -> bool {
        let lower = path.as_str().to_ascii_lowercase();
        self.files.iter().any(|sign| match sign.strip_prefix('*') {
            Some(ending) => lower.ends_with(ending),
            None if sign.ends_with('/') => lower.starts_with(sign) || lower.contains(&format!("/{sign}")),
            None => lower == *sign || lower.strip_suffix(sign).is_some_and(|before| before.ends_with('/')),
        })
    }
}

/// Where `app` lists one of `packages`.
pub fn listed(ground: &Ground<'_, '_>, app: &AppFacts, packages: &[&str]) -> Option<Evidence> {
    let has = |name: &str| app.dependencies.contains_key(name) || app.development.contains_key(name);
    let package = packages.iter().find(|package| has(package))?;
    let manifests = ["package.json", "pyproject.toml"].into_iter().filter_map(|name| app.root.join(name).ok());
    let files = app.requirements.iter().cloned().chain(app.listing.iter().map(|listing| listing.path.clone()));
    let mut paths: Vec<RelPath> = files.chain(manifests).filter(|path| ground.tree.contains(path.as_str())).collect();
    paths.dedup();
    let at = |path: &RelPath| {
        let plain = |line: &str| line.to_ascii_lowercase().replace(['_', '.'], "-");
        let package = plain(package);
        first(path, ground.tree.text(path.as_str())?, |line| holds(&plain(line), &package))
    };
    let whole = || Evidence { path: app.root.clone(), line: None, text: (*package).to_owned() };
    Some(paths.iter().find_map(at).unwrap_or_else(whole))
}

/// Which files are searched for words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Settings of containers, servers and pipelines, and scripts.
    Setting,
    /// What a person wrote for others who run the program; in any case of letters.
    Document,
}

impl Kind {
    fn wants(self, path: &RelPath) -> bool {
        match self {
            Kind::Setting => is_setting(path),
            Kind::Document => is_document(path),
        }
    }

    /// A line as words are looked for in it.
    fn line(self, line: &str) -> Cow<'_, str> {
        match self {
            Kind::Setting if line.trim_start().starts_with(['#', ';']) || line.trim_start().starts_with("//") => {
                "".into()
            }
            Kind::Setting => line.split(" #").next().unwrap_or(line).into(),
            // What a list has not ticked yet is not done.
            Kind::Document if line.trim_start().starts_with("- [ ]") => "".into(),
            Kind::Document => line.to_ascii_lowercase().into(),
        }
    }
}

/// The first line of such files in which one of `words` stands, comments aside.
pub fn stands(ground: &Ground<'_, '_>, kind: Kind, words: &[&str]) -> Option<Evidence> {
    let is = |text: &str| words.iter().any(|word| text.contains(word) && holds(text, word));
    let wanted = |path: &RelPath| !words.is_empty() && !is_foreign(path) && kind.wants(path);
    let whole = |text: &str| kind == Kind::Document || is(text);
    search(ground.tree, |path, text| wanted(path) && whole(text), |line| is(&kind.line(line)))
}

/// The first line outside of comments with one of `words`, in the files that `wanted` accepts.
pub fn mention(tree: &Tree, wanted: impl Fn(&RelPath) -> bool, words: &[&str]) -> Option<Evidence> {
    let whole = |text: &str| words.iter().any(|word| text.contains(word));
    search(tree, |path, text| wanted(path) && whole(text), |line| says(line, words))
}

/// The first line of `text` outside of comments that holds one of `words`.
pub fn said(path: &RelPath, text: &str, words: &[&str]) -> Option<Evidence> {
    first(path, text, |line| says(line, words))
}

/// Whether `line` is no comment and holds one of `words`, be it in a longer one.
fn says(line: &str, words: &[&str]) -> bool {
    let bare = line.trim_start();
    let comment = ["#", ";", "//", "*", "/*"].iter().any(|mark| bare.starts_with(mark));
    !comment && words.iter().any(|word| bare.contains(word))
}

/// The first line that `is` looked for, in the files that are `wanted`: by their paths first, which is cheaper, then by
/// their texts.
fn search(tree: &Tree, wanted: impl Fn(&RelPath, &str) -> bool, is: impl Fn(&str) -> bool) -> Option<Evidence> {
    let files = tree.texts().filter(|(path, text)| wanted(path, text) && !is_report(path, text));
    files.into_iter().find_map(|(path, text)| first(path, text, &is))
}

/// The first line of `text` that `is` looked for.
fn first(path: &RelPath, text: &str, is: impl Fn(&str) -> bool) -> Option<Evidence> {
    let (line, number) = text.lines().zip(1_u32..).find(|(line, _)| is(line))?;
    Some(Evidence { path: path.clone(), line: Some(number), text: shortened(line) })
}

/// What an audit wrote: it speaks of everything, and shows nothing.
pub fn is_report(path: &RelPath, text: &str) -> bool {
    let json = || text.trim_start().starts_with('{') && text.contains("\"fingerprint\": ");
    path.extension() == Some("sarif") || json() || text.starts_with("# Ready for production: ")
}

/// Whether `word` stands in `text` and is no part of a longer one.
pub fn holds(text: &str, word: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric();
    let (begins, ends) = (word.starts_with(letter), word.ends_with(letter));
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at.saturating_add(found.len())..).and_then(|after| after.chars().next());
        !(begins && before.is_some_and(letter) || ends && after.is_some_and(letter))
    })
}

/// Installed or copied code; what stands in a folder `deploy` is somebody's own.
fn is_foreign(path: &RelPath) -> bool {
    is_vendored(path) && !path.as_str().starts_with("deploy/")
}

/// Settings of containers, servers and pipelines, and scripts.
pub fn is_setting(path: &RelPath) -> bool {
    let name = path.name().to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let usual = ["yml", "yaml", "tf", "hcl", "bicep", "sh", "conf", "service", "nomad", "tmpl", "j2"];
    let named = ["makefile", "justfile", "procfile", "jenkinsfile", "taskfile", "app.json", "fly.toml", "railway.toml"];
    let made = name.contains("lock") || path.as_str().contains("locales/");
    !made && (usual.contains(&extension) || named.contains(&name.as_str()) || is_dockerfile(&name) || is_compose(&name))
}

/// No history, no licence, no template of the repository's host.
fn is_document(path: &RelPath) -> bool {
    let name = path.name().to_ascii_lowercase();
    let other = ["change", "license", "licence", "contributing", "code_of", "release", "agents", "claude", "skill"];
    let kind = [".md", ".mdx", ".rst", ".adoc", ".txt", ".org"].iter().any(|ending| name.ends_with(ending));
    let hidden = path.as_str().split('/').any(|part| part.starts_with('.'));
    kind && !hidden && !name.starts_with("requirements") && !other.iter().any(|word| name.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_no_part_of_another() {
        assert!(holds("image: grafana/loki:3", "loki"));
        assert!(holds("uses: a/loki-action", "loki"));
        assert!(!holds("lokio", "loki"));
        assert!(!holds("a vectorised loop", "vector"));
    }

    #[test]
    fn documents_are_told_from_what_else_is_written() {
        let is = |path: &str| is_document(&RelPath::new(path).unwrap());
        assert!(is("docs/deploy.md") && is("README.md"));
        assert!(!is("CHANGELOG.md") && !is(".github/pull_request_template.md") && !is("requirements-dev.txt"));
    }
}
