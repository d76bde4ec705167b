//! Commands that install the project: which extras and groups they ask for.

use std::collections::BTreeSet;

use crate::detect::groups::is_development;
use crate::detect::project::Project;
use crate::detect::requirement::normalised;
use crate::detect::scripts::{self, Line, Place, words};
use crate::detect::version::ancestors;

/// What a line must hold to be looked at.
pub const WORDS: &[&str] =
    &["pip install", "uv sync", "uv export", "poetry install", "pdm install", "pdm sync", "pipenv"];

/// The extras and groups that installs name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub extras: BTreeSet<String>,
    pub groups: BTreeSet<String>,
    pub all_extras: bool,
    pub all_groups: bool,
}

/// What the loudest place that installs `project` asks for: its image, else its workflows, else the README.
pub fn asked(lines: &[Line<'_>], project: &Project<'_>) -> Asked {
    let above = ancestors(&project.root);
    let near = |line: &&Line<'_>| match line.place {
        Place::Image => project.dockerfiles.contains(line.path),
        _ => above.contains(&line.folder) || line.folder.below(&project.root).is_some(),
    };
    let installs: Vec<&Line<'_>> =
        lines.iter().filter(|line| WORDS.iter().any(|word| line.text.contains(word))).filter(near).collect();
    let loudest = installs.iter().map(|line| line.place).min();
    let mut found = Asked::default();
    for line in installs.iter().filter(|line| Some(line.place) == loudest) {
        read(&line.text, &mut found);
    }
    found.extras.retain(|name| !is_development(name));
    found.groups.retain(|name| !is_development(name));
    found
}

fn read(text: &str, found: &mut Asked) {
    let words = words(text);
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        let program = word.rsplit('/').next().unwrap_or(word);
        if matches!(program, "uv" | "poetry" | "pdm") {
            options(program, scripts::arguments(after), found);
        }
    }
    if text.contains("pip install") {
        for part in text.split(".[").skip(1) {
            let names = part.split(']').next().unwrap_or("").split(',');
            found.extras.extend(names.map(normalised).filter(|name| !name.is_empty()));
        }
    }
}

fn options(program: &str, arguments: &[String], found: &mut Asked) {
    let mut option = "";
    for word in arguments {
        if word.starts_with('-') {
            option = word;
            match option {
                "--all-extras" => found.all_extras = true,
                "--all-groups" => found.all_groups = true,
                _ => {}
            }
            continue;
        }
        let name = normalised(word);
        match (program, option) {
            (_, "--extra" | "--extras" | "-E") => drop(found.extras.insert(name)),
            ("uv", "--group" | "--only-group") | ("poetry", "--with" | "--only") => drop(found.groups.insert(name)),
            ("pdm", "-G" | "--group" | "--with") => {
                found.extras.insert(name.clone());
                found.groups.insert(name);
            }
            _ => {}
        }
        if program == "uv" {
            option = "";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extras_and_groups_are_read_from_every_installer() {
        let names = |text: &str| {
            let mut found = Asked::default();
            read(text, &mut found);
            (
                found.extras.into_iter().collect::<Vec<_>>().join(" "),
                found.groups.into_iter().collect::<Vec<_>>().join(" "),
            )
        };
        assert_eq!(
            names("RUN pip install --no-cache-dir '.[standard,postgres]'"),
            ("postgres standard".into(), "".into())
        );
        assert_eq!(names("uv sync --locked --extra web --group server"), ("web".into(), "server".into()));
        assert_eq!(
            names("poetry install --with prod,jobs -E \"redis mail\""),
            ("mail redis".into(), "jobs prod".into())
        );
        assert_eq!(names("pip install fastapi[all]"), ("".into(), "".into()));
    }
}
