//! What rules look at: the tree, the facts, the code, and what git keeps.

use std::collections::BTreeSet;

use crate::audit::Ignores;
use crate::audit::calls::Calls;
use crate::audit::secrets::Held;
use crate::audit::settings::Settings;
use crate::detect::Code;
use crate::detect::js::JsSource;
use crate::detect::js::places::decides as decides_js;
use crate::detect::places::is_helper;
use crate::detect::sources::Source;
use crate::facts::{AppFacts, Evidence, Facts};
use crate::tree::{RelPath, Tree};

/// A repository as the audit sees it.
#[derive(Debug)]
pub struct Ground<'g, 't> {
    /// Every file that git would see, those that shipready wrote included.
    pub tree: &'t Tree,
    pub facts: &'g Facts,
    /// The code that is not shipready's: it is parsed once, whoever looks at it.
    pub code: &'g Code<'t>,
    /// The secret files that git keeps; None where git could not be asked.
    pub tracked: Option<&'g BTreeSet<RelPath>>,
    /// The rule by which git keeps a new `.env` out, as git tells it.
    pub env_ignored: Option<String>,
    /// What somebody decided to live with.
    pub ignores: &'g Ignores,
    /// The calls of its files, by their full names.
    pub(super) calls: Calls<'g, 't>,
    /// The secrets in its files.
    pub(super) secrets: Held<'g, 't>,
    /// The settings of the Django projects.
    pub settings: Vec<Settings<'g, 't>>,
}

impl<'g, 't> Ground<'g, 't> {
    pub fn new(
        (tree, facts, code): (&'t Tree, &'g Facts, &'g Code<'t>),
        tracked: Option<&'g BTreeSet<RelPath>>,
        ignores: &'g Ignores,
    ) -> Self {
        let settings = facts.apps.iter().filter_map(|app| Settings::of(code, app)).collect();
        Ground {
            tree,
            facts,
            code,
            tracked,
            env_ignored: None,
            ignores,
            calls: Calls::of(code),
            secrets: Held::of(code),
            settings,
        }
    }

    /// The Python files of the program in which one of `words` stands: no tests, migrations or scripts. They are not
    /// parsed yet.
    pub fn python<'s>(&'s self, words: &'s [&str]) -> impl Iterator<Item = &'g Source<'t>> + 's {
        let files = self.code.python.iter().filter(|file| !is_helper(file.path));
        files.filter(|file| words.iter().any(|word| file.text.contains(word)))
    }

    /// The same of JavaScript and TypeScript.
    pub fn js<'s>(&'s self, words: &'s [&str]) -> impl Iterator<Item = &'g JsSource<'t>> + 's {
        let files = self.code.js.iter().filter(|file| decides_js(file.path) && !is_helper(file.path));
        files.filter(|file| words.iter().any(|word| file.text.contains(word)))
    }

    /// The app that the file at `path` belongs to: the innermost.
    pub fn app_of(&self, path: &RelPath) -> Option<&'g AppFacts> {
        let apps = self.facts.apps.iter().filter(|app| path.below(&app.root).is_some());
        apps.max_by_key(|app| if app.root.is_root() { 0 } else { app.root.as_str().len() })
    }

    /// Whether the file at `path` is `app`'s: below its folder, or shared by all because it is in no app's.
    pub fn belongs(&self, path: &RelPath, app: &AppFacts) -> bool {
        self.app_of(path).is_none_or(|found| found.name == app.name)
    }

    /// Apps that answer requests, with code of their own.
    pub fn servers(&self) -> impl Iterator<Item = &'g AppFacts> {
        self.facts.apps.iter().filter(|app| app.port.is_some() && app.site.is_none())
    }

    /// Servers that people and their browsers reach: no bot that only a chat service speaks to.
    pub fn visited(&self) -> impl Iterator<Item = &'g AppFacts> {
        self.servers().filter(|app| !app.stack.value.contains("bot"))
    }

    /// Apps that people or programs ask and wait for; a bot that is told of its updates is told again.
    pub fn awaited(&self) -> impl Iterator<Item = &'g AppFacts> {
        self.servers().filter(|app| app.bots.is_empty() || app.bots.iter().any(|bot| bot.value.inside))
    }

    /// Apps with code of their own that runs on a server: all but sites.
    pub fn programs(&self) -> impl Iterator<Item = &'g AppFacts> {
        self.facts.apps.iter().filter(|app| app.site.is_none())
    }

    /// The settings of `app`, where it is a Django project.
    pub fn settings_of(&self, app: &AppFacts) -> Option<&Settings<'g, 't>> {
        self.settings.iter().find(|settings| settings.app == app.name)
    }
}

/// Where `app` is made: its entry, or what shows its stack.
pub fn place(app: &AppFacts) -> Evidence {
    let entry = app.entry.as_ref().and_then(|entry| entry.evidence.first());
    let shown = entry.or_else(|| app.stack.evidence.first());
    shown.cloned().unwrap_or_else(|| Evidence { path: app.root.clone(), line: None, text: app.name.clone() })
}
