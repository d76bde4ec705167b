//! Django: the projects of a repository, the settings that production runs with, and what these say.

mod apps;
pub(crate) mod backing;
pub(crate) mod branch;
mod choice;
mod files;
pub(crate) mod flow;
mod include;
mod interface;
mod pattern;
mod site;
mod stated;
mod told;
pub(crate) mod values;
pub(crate) mod variant;

use std::collections::BTreeSet;

pub use self::backing::Load;
use self::choice::Choice;
use self::files::Files;
use self::flow::Flow;
use self::interface::Interfaces;
pub use self::site::{Site, sites};
use self::values::Values;
use self::variant::{Variant, of_word};
use crate::detect::entry::Start;
use crate::detect::frameworks::Framework;
use crate::detect::literal::{Literal, literal};
use crate::detect::nodes::walk;
use crate::detect::objects::Candidate;
use crate::detect::places::is_helper;
use crate::detect::requirement::Requirement;
use crate::detect::scripts::{Line, Place};
use crate::detect::sources::{Source, Sources};
use crate::facts::{Django, Entry, Evidence, Migrations, Notice, Seen, VariableFact, Write};
use crate::tree::{RelPath, Tree};

/// Words of the lines that say how a project is run.
pub const WORDS: &[&str] = &["manage.py", "wsgi", "asgi", stated::VARIABLE];

/// Django as a framework; its application is not made by a class, but named by the settings.
pub const DJANGO: Framework =
    Framework { stack: "django", package: "django", word: "get_wsgi_application", classes: &[] };

/// Whether a dependency brings Django, or makes no sense without it.
pub fn is_django(name: &str) -> bool {
    name == "django" || name.starts_with("django-") || matches!(name, "djangorestframework" | "wagtail")
}

/// One project, as production runs it.
#[derive(Debug)]
pub struct View<'s, 't> {
    sources: &'s Sources<'t>,
    manage: RelPath,
    choice: Choice<'s, 't>,
    flow: Flow<'s, 't>,
    interfaces: Interfaces,
    files: Files,
    apps: Vec<apps::Own>,
    databases: Vec<backing::Database>,
    /// Commands of manage.py that the repository runs by itself.
    commands: BTreeSet<String>,
    pub entry: Seen<Entry>,
}

/// The project of `site`; `files` are those of the app.
pub fn read<'s, 't>(
    tree: &Tree,
    sources: &'s Sources<'t>,
    lines: &[Line<'_>],
    site: &Site,
    files: &[&'s Source<'t>],
    dependencies: &[Requirement],
) -> Option<View<'s, 't>> {
    let choice = site.choose(tree, sources, lines)?;
    let flow = Flow::of(sources, choice.source);
    let values = Values { sources, flow: &flow };
    let root = choice.import_root.clone();
    let candidates: Vec<&Source<'_>> = files.iter().copied().filter(|file| !is_helper(file.path)).collect();
    let interfaces = interface::find(&values, &candidates, &root, &choice.module, dependencies);
    let entry = interface::entry(tree, sources, &interfaces, lines, (&site.root, &root));
    let (apps, databases) = (apps::own(tree, &values, &site.manage), backing::databases(&values));
    let seen = files::read(&values, &root);
    let commands = site::commands(lines);
    let manage = site.manage.clone();
    Some(View { sources, manage, interfaces, files: seen, apps, databases, commands, entry, choice, flow })
}

impl<'s, 't> View<'s, 't> {
    fn values(&self) -> Values<'_, 's, 't> {
        Values { sources: self.sources, flow: &self.flow }
    }

    /// What its package is called, where that says more than a convention does.
    pub fn name(&self) -> Option<&str> {
        const USUAL: &[&str] = &["config", "conf", "core", "project", "app", "src", "settings", "backend", "server"];
        let head = self.choice.module.split('.').next()?;
        (!USUAL.contains(&head)).then_some(head)
    }

    pub fn manage(&self) -> &RelPath {
        &self.manage
    }

    /// The expressions that a setting may get.
    pub fn setting(&self, name: &str) -> Vec<values::Value<'s, 't>> {
        self.values().of(name)
    }

    /// The fact that the stack is told.
    pub fn fact(&self, dependencies: &[Requirement]) -> Seen<Django> {
        let Choice { module, default, confidence, evidence, .. } = &self.choice;
        let Files { installed, static_root, static_url, whitenoise, media_root, media_url, evidence: places, .. } =
            self.files.clone();
        let value = Django {
            settings: module.clone(),
            default_settings: default.clone().filter(|default| default != module),
            manage: self.manage.clone(),
            wsgi: self.interfaces.wsgi.as_ref().map(interface::Interface::target),
            asgi: self.interfaces.asgi.as_ref().map(interface::Interface::target),
            channels: self.interfaces.channels,
            static_root,
            static_url,
            has_static: installed,
            whitenoise,
            media_root,
            media_url,
            unmigrated: apps::unmigrated(&self.apps).map(apps::Own::label).map(str::to_owned).collect(),
            compress: self.installs("compressor").is_some() && told::is_on(&self.values(), "COMPRESS_OFFLINE"),
            key_in_code: told::key_in_code(&self.values()).is_some(),
            sqlite: backing::in_file(&self.databases, dependencies).is_some(),
            sqlite_otherwise: backing::otherwise_in_file(&self.databases, dependencies).cloned(),
        };
        Seen { value, confidence: *confidence, evidence: [evidence.clone(), places].concat() }
    }

    pub fn migrations(&self) -> Option<Seen<Migrations>> {
        apps::migrations(&self.values(), &self.apps, &self.manage)
    }

    pub fn revisions(&self) -> Option<Seen<usize>> {
        apps::revisions(&self.apps)
    }

    /// The drivers that the settings make Django load.
    pub fn loads(&self) -> Vec<Load> {
        backing::loads(&self.values(), &self.databases)
    }

    /// The files that the settings lead to: those that they stand in, own apps, and all that they name.
    pub fn starts(&self) -> Vec<&'s Source<'t>> {
        let mut found = self.flow.files.clone();
        let within = |file: &Source<'_>| self.apps.iter().any(|app| file.path.below(&app.folder).is_some());
        found.extend(self.sources.iter().filter(|file| within(file) && !is_helper(file.path) && !self.is_aside(file)));
        for step in &self.flow.steps {
            walk(step.node, &mut |node| {
                if let Some(Literal::Text(text)) =
                    (node.kind() == "string").then(|| literal(step.module, node)).flatten()
                    && text.contains('.')
                {
                    found.extend(self.sources.find(&self.manage, &text).map(|found| found.source));
                }
                true
            });
        }
        found
    }

    /// Files that production does not run: settings of other places, and commands that nobody starts.
    pub fn is_aside(&self, file: &Source<'_>) -> bool {
        let stem = file.path.name().trim_end_matches(".py");
        let folder = file.path.parent();
        if folder.as_str().ends_with("management/commands") {
            return !self.commands.contains(stem);
        }
        let beside = self.flow.files.iter().any(|own| own.path.parent() == folder);
        let special = matches!(of_word(stem), Variant::Rehearsal | Variant::Production);
        beside && special && !self.flow.files.iter().any(|own| own.path == file.path)
    }

    /// Adds what the program writes by its settings alone: uploads.
    pub fn add_writes(&self, writes: &mut Vec<Seen<Write>>) {
        let mut found = self.files.writes.clone();
        found.retain(|one| !writes.iter().any(|known| known.value.path == one.value.path));
        writes.extend(found);
        writes.sort_by(|one, other| one.value.path.cmp(&other.value.path));
    }

    /// Whether it is what is served: not where only an application of another framework beside it is started.
    pub fn serves(&self, others: &[&Candidate], starts: &[&Start<'_, '_>]) -> bool {
        let started = |other: &&&Candidate| {
            starts.iter().any(|start| *start.file.path == other.path && start.command.place < Place::Code)
        };
        self.entry.evidence.len() > 1 || !others.iter().any(|other| started(&other))
    }

    /// Completes the variables by what the settings do with them.
    pub fn tell(&self, variables: &mut Vec<VariableFact>, dependencies: &[Requirement]) {
        told::selectors(variables, self.choice.selectors.iter().chain(&self.flow.selectors), dependencies);
        told::engines(variables, &self.databases, dependencies);
        told::configurations(variables, &self.flow.classes);
        told::secret_key(variables, &self.values());
    }

    /// What a person should know.
    pub fn notices(&self, dependencies: &[Requirement]) -> Vec<Notice> {
        let mut found = self.files.notices.clone();
        found.extend(apps::unmigrated(&self.apps).filter_map(apps::notice));
        found.extend(backing::notices(&self.databases, dependencies));
        let notice = |evidence: &Evidence, text: String| Notice { path: Some(evidence.path.clone()), text };
        if variant::of_module(&self.choice.module) == Variant::Rehearsal {
            let first = self.choice.evidence.first();
            let text = format!("the only settings, {}, are made for another place than production", self.choice.module);
            found.extend(first.map(|evidence| notice(evidence, text)));
        }
        if let Some((_, evidence)) = self.flow.classes.first() {
            let names: Vec<&str> = self.flow.classes.iter().map(|(name, _)| *name).collect();
            let text = format!(
                "settings are classes here (django-configurations: {}), chosen by DJANGO_CONFIGURATION; what they hold is not read",
                names.join(", ")
            );
            found.push(notice(evidence, text));
        }
        found
    }

    /// Whether an app is installed.
    pub fn installs(&self, name: &str) -> Option<Evidence> {
        let texts = self.values().texts("INSTALLED_APPS");
        let found = texts.into_iter().find(|(app, _)| app == name || app.starts_with(&format!("{name}.apps.")));
        found.map(|(_, (module, node))| module.evidence(node))
    }
}
