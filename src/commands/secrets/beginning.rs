//! What a new `.env` begins with: the repository's example, as far as production has a use for it.

use crate::blueprint::Blueprint;
use crate::commands::road::Road;
use crate::detect::is_env_example;
use crate::edit::dotenv::{self, Fate};
use crate::facts::VariableFact;
use crate::report::Screen;
use crate::state::{LockedFile, Policy};

/// The text, and what in it sets nothing.
pub struct Beginning {
    pub text: String,
    /// Names that the example gives a value and nothing was seen to read.
    unread: Vec<String>,
    /// Names whose value there holds on a developer's machine alone.
    development: Vec<String>,
}

impl Beginning {
    /// The repository's example of `.env`, with the values of production in place of those that its authors develop with.
    /// What the stack sets itself is left out: a value there would have no effect.
    pub fn of(road: &Road, blueprint: &Blueprint) -> Self {
        let mut files = road.state.lock.files.iter();
        let example = files.find(|(_, locked)| locked.policy == Policy::Dotenv);
        let text = example.and_then(|(path, _)| road.tree.text(path.as_str())).unwrap_or_default();
        let lines = Lines { road, blueprint, ours: example.map(|(_, locked)| locked) };
        let given = dotenv::given(text);
        let names = |is: &dyn Fn(&str, &str) -> bool| {
            let found = given.iter().filter(|(name, value)| is(name, value));
            found.map(|(name, _)| name.clone()).collect::<Vec<_>>()
        };
        let unread = names(&|name, _| lines.are_free(name) && !lines.is_read(name));
        let suits = |value: &str| {
            let bare = value.split(" #").next().unwrap_or_default().trim_matches(['"', '\'']);
            road.catalog.variables.development.is(bare)
        };
        let development = names(&|name, value| lines.are_free(name) && lines.is_read(name) && suits(value));
        let aside = |name: &str| unread.iter().chain(&development).any(|known| known == name);
        let text = dotenv::with_values(text, &|name| if aside(name) { Fate::Comment } else { lines.fate(name) });
        Beginning { text, unread, development }
    }

    /// Says which of the names that were `added` to `.env` set nothing there.
    pub fn tell(&self, added: &[String], screen: &Screen) {
        for (names, why) in [
            (&self.unread, "nothing was seen to read them, or the image sets them itself"),
            (&self.development, "their values suit a developer's machine alone"),
        ] {
            let names: Vec<&str> = names.iter().filter(|name| added.contains(name)).map(String::as_str).collect();
            if !names.is_empty() {
                screen.say(&format!("Commented out in .env, for {why}: {}", names.join(", ")));
            }
        }
    }
}

/// What becomes of the lines of the example.
struct Lines<'a> {
    road: &'a Road,
    blueprint: &'a Blueprint,
    ours: Option<&'a LockedFile>,
}

impl<'a> Lines<'a> {
    fn facts<'n>(&self, name: &'n str) -> impl Iterator<Item = &'a VariableFact> + use<'a, 'n> {
        let all = self.road.facts.apps.iter().flat_map(|app| &app.variables);
        all.filter(move |fact| fact.name.eq_ignore_ascii_case(name))
    }

    /// Whether the value is the authors' own: neither the stack nor this tool says it.
    fn are_free(&self, name: &str) -> bool {
        let ours = self.ours.is_some_and(|file| file.entries.iter().any(|entry| entry == name));
        !ours && matches!(self.fate(name), Fate::Stays)
    }

    fn is_read(&self, name: &str) -> bool {
        let code = |fact: &VariableFact| {
            fact.evidence.iter().any(|seen| !is_env_example(&seen.path.name().to_ascii_lowercase()))
        };
        self.facts(name).any(code)
    }

    /// What the stack makes of it.
    fn fate(&self, name: &str) -> Fate<'a> {
        let known = self.blueprint.variables.iter().find(|item| item.variable.name.eq_ignore_ascii_case(name));
        let Some(item) = known else { return Fate::Stays };
        let theirs = self.facts(name).any(|fact| fact.example.is_some());
        let wanted = self.blueprint.wanted.settings.contains(&item.variable.name).then_some("");
        match (&item.bound, item.variable.value.as_deref().or(wanted)) {
            (Some(_), _) => Fate::Goes,
            (None, Some(value)) if theirs => Fate::Value(value),
            _ => Fate::Stays,
        }
    }
}
