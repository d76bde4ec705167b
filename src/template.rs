//! The template engine: Tera with our delimiters, slots, and undefined names as errors everywhere.

mod dialect;
mod fault;
mod filters;
mod guard;
mod trace;

pub(crate) use self::filters::{dotenv_value, word as shell_word};
pub use self::trace::{Trace, depends, traced, traces, without_marks};
use std::borrow::Cow;
use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use tera::{Context, Delimiters, Kwargs, State, Tera};

/// Marks a slot in rendered text; no template may hold this character.
const MARK: char = '\u{1}';

/// Templates that were loaded and checked, ready to render.
pub struct Engine {
    tera: Tera,
    /// The texts as they were written, by name: what Tera reads has guards in it.
    written: BTreeMap<String, String>,
}

impl Engine {
    /// Loads `templates`, pairs of a name (its path, for errors) and a text.
    ///
    /// # Errors
    /// What Tera does not parse, or what the dialect forbids; with file, line and column.
    pub fn load<'a>(templates: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self> {
        Engine::load_from(Vec::new(), templates)
    }

    /// The same for templates that include one another by their names in one of `folders`, each with a `/` behind it.
    ///
    /// # Errors
    /// As [`Engine::load`], and an include that is not there.
    pub fn load_from<'a>(
        folders: Vec<String>,
        templates: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self> {
        let templates: Vec<(&str, &str)> = templates.into_iter().collect();
        let written = templates.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let mut tera = Tera::default();
        tera.autoescape_on(Vec::<&str>::new());
        tera.set_delimiters(delimiters()).map_err(|error| anyhow!("{error}"))?;
        tera.set_fallback_prefixes(folders).map_err(|error| anyhow!("{error}"))?;
        tera.register_function("slot", mark);
        filters::register(&mut tera);
        let translated: Result<Vec<(&str, String)>> =
            templates.into_iter().map(|(name, text)| Ok((name, dialect::translate(name, text)?))).collect();
        tera.add_raw_templates(translated?).map_err(|error| fault::located(&error, &written))?;
        Ok(Engine { tera, written })
    }

    /// Renders the template `name`.
    ///
    /// # Errors
    /// An undefined name or a wrong type, with file, line and column.
    pub fn render(&self, name: &str, context: &Context) -> Result<String> {
        self.tera.render(name, context).map_err(|error| fault::located(&error, &self.written))
    }
}

/// Renders one text that no other refers to.
///
/// # Errors
/// As [`Engine::load`] and [`Engine::render`].
pub fn render_one(name: &str, text: &str, context: &Context) -> Result<String> {
    Engine::load([(name, text)])?.render(name, context)
}

/// Whether the expression `when` holds.
///
/// # Errors
/// As [`render_one`].
pub fn holds(name: &str, when: &str, context: &Context) -> Result<bool> {
    let text = format!("{{% if {when} %}}yes{{% endif %}}");
    Ok(render_one(name, &text, context)? == "yes")
}

/// Whether `text` has anything to render.
pub fn is_template(text: &str) -> bool {
    dialect::has_tags(text)
}

/// The names of the slots that `text` has, in order.
pub fn slots(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let call = line.trim().strip_prefix("{= slot(name=\"")?;
        call.strip_suffix("\") =}")
    })
}

/// Puts `fragment(name)` in the place of every slot of `rendered`, with the slot's indentation.
/// The line of a slot without a fragment vanishes.
pub fn fill<'a>(rendered: &'a str, fragment: impl Fn(&str) -> Option<String>) -> Cow<'a, str> {
    if !rendered.contains(MARK) {
        return Cow::Borrowed(rendered);
    }
    let mut filled = String::with_capacity(rendered.len());
    for line in rendered.split_inclusive('\n') {
        let Some((indentation, rest)) = line.split_once(MARK) else {
            filled.push_str(line);
            continue;
        };
        let name = rest.split(MARK).next().unwrap_or(rest);
        for below in fragment(name).iter().flat_map(|text| text.lines()) {
            if !below.is_empty() {
                filled.push_str(indentation);
                filled.push_str(below);
            }
            filled.push('\n');
        }
    }
    Cow::Owned(filled)
}

fn delimiters() -> Delimiters {
    Delimiters {
        block_start: "{%".into(),
        block_end: "%}".into(),
        variable_start: "{=".into(),
        variable_end: "=}".into(),
        comment_start: "{/".into(),
        comment_end: "/}".into(),
    }
}

fn mark(arguments: Kwargs, _: &State) -> tera::TeraResult<String> {
    Ok(format!("{MARK}{}{MARK}", arguments.must_get::<String>("name")?))
}
