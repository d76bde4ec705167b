//! Why a file, or a line of it, is there.

use std::collections::BTreeMap;

use serde::Serialize;

use super::style::{FAINT, Look, STRONG};
use super::table::{self, Cell};
use crate::plan::State;
use crate::render::Origin;

/// A file and who gave it how many lines.
#[derive(Serialize)]
pub struct FileView<'a> {
    pub path: &'a str,
    /// How it stands, where that is known.
    pub state: Option<State>,
    /// Lines by component, then by template.
    pub components: BTreeMap<&'a str, BTreeMap<&'a str, usize>>,
}

impl<'a> FileView<'a> {
    pub fn of(path: &'a str, state: Option<State>, origins: &'a [Origin]) -> Self {
        let mut components: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for origin in origins {
            *components.entry(&origin.component).or_default().entry(&origin.template).or_default() += 1;
        }
        FileView { path, state, components }
    }
}

/// An option that has a part in a line.
#[derive(Serialize)]
pub struct Reason {
    /// As the manifest calls it: `services.redis.memory_mb`.
    pub option: String,
    pub value: String,
    /// Where it is set; null where it has its default, or what was detected.
    pub place: Option<String>,
}

/// A variable or secret that a line names.
#[derive(Serialize)]
pub struct VariableReason {
    pub name: String,
    pub description: String,
}

/// What stands behind a line besides its template.
#[derive(Serialize)]
pub struct Reasons {
    pub options: Vec<Reason>,
    pub variables: Vec<VariableReason>,
}

/// One line of a file on the disk.
#[derive(Serialize)]
pub struct LineView<'a> {
    pub path: &'a str,
    /// From 1.
    pub line: usize,
    pub text: &'a str,
    /// Null where the user wrote the line.
    #[serde(serialize_with = "origin")]
    pub origin: Option<&'a Origin>,
    #[serde(flatten)]
    pub reasons: Option<Reasons>,
}

fn origin<S: serde::Serializer>(origin: &Option<&Origin>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct View<'a> {
        component: &'a str,
        template: &'a str,
        line: usize,
        depends: &'a [String],
    }
    let view = |origin: &'_ Origin| {
        let Origin { component, template, line, items: _, depends } = origin;
        serde_json::json!(View { component, template, line: *line, depends })
    };
    origin.map(view).serialize(serializer)
}

/// The file with its components.
pub fn file(view: &FileView<'_>, look: Look) -> String {
    let state = view.state.map(|state| format!(" ({})", super::status::named(state))).unwrap_or_default();
    let mut rows = Vec::new();
    for (component, templates) in &view.components {
        for (template, lines) in templates {
            let number = if *lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") };
            rows.push(vec![Cell::new(*component, STRONG), Cell::plain(number), Cell::new(*template, FAINT)]);
        }
    }
    let hint = format!("`shipready explain {}:LINE` explains one line", view.path);
    format!("{}{state}\n{}{}\n", look.paint(STRONG, view.path), table::lines(&rows, 2, look), look.paint(FAINT, hint))
}

/// The line with everything that put it there.
pub fn line(view: &LineView<'_>, look: Look) -> String {
    let head = look.paint(STRONG, format!("{}:{}", view.path, view.line)).into_owned();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut row = |name: &str, text: String| rows.push(vec![Cell::new(name, FAINT), Cell::plain(text)]);
    match view.origin {
        None => row("yours", "the line is in no template: you wrote it".to_owned()),
        Some(origin) => {
            row("component", origin.component.clone());
            row("template", format!("{}:{}", origin.template, origin.line));
            for (name, item) in origin.items.iter().filter(|(_, item)| !item.is_empty()) {
                row("for", format!("{name} {item}"));
            }
        }
    }
    for reason in view.reasons.iter().flat_map(|reasons| &reasons.options) {
        let place = reason.place.as_deref().unwrap_or("default, or detected");
        row("option", format!("{} = {} ({place})", reason.option, reason.value));
    }
    for variable in view.reasons.iter().flat_map(|reasons| &reasons.variables) {
        row("variable", format!("{}: {}", variable.name, variable.description));
    }
    format!("{head}  {}\n{}", look.show(view.text.trim_end()), table::lines(&rows, 2, look))
}
