//! The road that every command walks, entered and left where the command wants.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::ManuallyDrop;

use anyhow::Result;

use crate::apply;
use crate::audit::narrowed;
use crate::blueprint::{Blueprint, resolve};
use crate::catalog::Catalog;
use crate::commands::beside::{Decisions, beside, decide};
use crate::commands::theirs::{sound, theirs};
use crate::detect::{Code, detect, detect_in, reads};
use crate::facts::{ExistingFile, Facts, Notice};
use crate::manifest::Manifest;
use crate::plan::{Known, Plan, Policy, Rendered, RenderedFile, candidates, follow, plan, renamed};
use crate::render::{is_blank, render, starter};
use crate::state::MANIFEST_PATH;
use crate::tree::{File, RelPath, Text, Tree};
use crate::workspace::{State, Workspace};

/// A repository that was read.
pub struct Road {
    pub workspace: Workspace,
    pub state: State,
    pub catalog: Catalog,
    /// What is on the disk.
    pub tree: Tree,
    /// What the repository says of itself: everything that shipready did not write.
    pub facts: Facts,
    /// Files that the user renamed: where they stand, by where they were.
    pub renamed: BTreeMap<RelPath, RelPath>,
    notices: Vec<Notice>,
}

/// Whether the content of a file of so many bytes is wanted.
pub type Wants = dyn Fn(&RelPath, u64) -> bool + Sync;

/// A repository while its code is at hand.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    pub tree: &'a Tree,
    pub facts: &'a Facts,
    pub code: &'a Code<'a>,
    /// The text of the manifest, where there is one.
    pub manifest: Option<&'a str>,
}

/// Where the road has come to before the review.
pub struct Arrival {
    pub blueprint: Blueprint,
    pub plan: Plan,
}

/// What a manifest comes to, before it is compared with the disk.
struct Drawn {
    choices: Manifest,
    blueprint: Blueprint,
    existing: Vec<ExistingFile>,
    rendered: Rendered,
}

impl Road {
    /// Reads the repository at `directory` in order to write; an apply that was interrupted is finished or rolled back
    /// first.
    ///
    /// # Errors
    /// A folder, lock or template that cannot be read.
    pub fn enter(directory: &std::path::Path) -> Result<Self> {
        apply::recover(Workspace::open(directory)?.root())?;
        Self::look(directory)
    }

    /// As [`Road::enter`], without touching anything: of an apply that was interrupted there is only a notice.
    ///
    /// # Errors
    /// As [`Road::enter`].
    pub fn look(directory: &std::path::Path) -> Result<Self> {
        let workspace = Workspace::open(directory)?;
        let state = workspace.read_state()?;
        sound(&state)?;
        Self::read(workspace, state)
    }

    /// As [`Road::enter`], where the state may be broken: then with an empty lock, and why it cannot be read.
    ///
    /// # Errors
    /// As [`Road::enter`], but for the lock and the bases.
    pub fn enter_broken(directory: &std::path::Path) -> Result<(Self, Option<anyhow::Error>)> {
        let workspace = Workspace::open(directory)?;
        apply::recover(workspace.root())?;
        let (state, broken) = workspace.read_broken_state()?;
        Ok((Self::read(workspace, state)?, broken))
    }

    /// As [`Road::look`], with all that `wants` wants to read besides, and with what `see` makes of it: the tree, the
    /// facts, and the code that they were seen in. What is at `more` is read although git ignores it.
    ///
    /// # Errors
    /// As [`Road::look`].
    pub fn look_into<T>(
        directory: &std::path::Path,
        (wants, more): (&Wants, &BTreeSet<RelPath>),
        see: impl FnOnce(Sight<'_>) -> T,
    ) -> Result<(Self, T)> {
        let workspace = Workspace::open(directory)?;
        let state = workspace.read_state()?;
        sound(&state)?;
        Self::read_with(workspace, state, (wants, more), see)
    }

    fn read(workspace: Workspace, state: State) -> Result<Self> {
        Ok(Self::read_with(workspace, state, (&reads, &BTreeSet::new()), |_| ())?.0)
    }

    fn read_with<T>(
        workspace: Workspace,
        state: State,
        (wants, more): (&Wants, &BTreeSet<RelPath>),
        see: impl FnOnce(Sight<'_>) -> T,
    ) -> Result<(Self, T)> {
        let catalog = Catalog::load(&state.templates)?;
        let ours: BTreeSet<RelPath> = state.lock.files.keys().chain(more).cloned().collect();
        let (mut tree, mut notices) = workspace.read(wants, &ours)?;
        let likely = candidates(&state.lock, &tree);
        if !likely.is_empty() {
            tree = tree.overlaid(&workspace.look(&likely));
        }
        let renamed = renamed(&state.lock, &state.base, &tree, &likely);
        notices.extend(apply::left(workspace.root()).map(|text| Notice { path: None, text }));
        let theirs = narrowed(&theirs(&tree, &state, &renamed));
        // Giving the syntax trees of thousands of files back one by one takes long, and the program ends soon.
        let code = ManuallyDrop::new(Code::of(&theirs));
        let mut facts = detect_in(&code, &catalog.known());
        facts.notices.extend_from_slice(&notices);
        let seen = see(Sight { tree: &tree, facts: &facts, code: &code, manifest: state.manifest.as_deref() });
        Ok((Road { workspace, state, catalog, tree, facts, renamed, notices }, seen))
    }

    /// From the text of a manifest to a plan.
    ///
    /// # Errors
    /// Choices that are wrong or contradict each other, or a template that is wrong.
    pub fn walk(&self, manifest: &str) -> Result<Arrival> {
        self.walk_deciding(manifest, &Decisions::default())
    }

    /// As [`Road::walk`], with what was decided about single files.
    ///
    /// # Errors
    /// As [`Road::walk`]; a decision that cannot be carried out.
    pub fn walk_deciding(&self, manifest: &str, decisions: &Decisions) -> Result<Arrival> {
        let Drawn { choices, blueprint, existing, rendered } = self.draw(manifest, decisions)?;
        let beside = beside(&existing, &blueprint, &rendered);
        let yours = self.yours(rendered.keys().chain(beside.iter().map(|pair| &pair.path)));
        let mut plan = plan(self.known(&choices.keep), &yours, &rendered);
        decide(&mut plan, &beside, decisions)?;
        plan.keep(&beside, &rendered, &yours);
        plan.beside(&decisions.edits);
        Ok(Arrival { blueprint, plan })
    }

    /// Everything that the manifest renders, and what is on the disk at its paths.
    ///
    /// # Errors
    /// As [`Road::walk`].
    pub fn render(&self, manifest: &str) -> Result<(Rendered, Tree)> {
        let rendered = self.draw(manifest, &Decisions::default())?.rendered;
        let yours = self.yours(rendered.keys().chain(self.state.base.paths()));
        Ok((rendered, yours))
    }

    fn draw(&self, manifest: &str, decisions: &Decisions) -> Result<Drawn> {
        let choices = Manifest::parse(manifest)?;
        let (starter, facts) = self.start(&choices)?;
        let mut facts = facts.into_owned();
        let existing = facts.existing.clone();
        facts.existing.retain(|file| !decisions.replaced().any(|path| *path == file.path));
        let known = self.state.lock.files.keys().chain(self.renamed.values());
        facts.names = known.chain(decisions.replaced()).cloned().collect();
        let blueprint = resolve(&self.catalog, &facts, &choices)?;
        let mut rendered = render(&self.catalog, &blueprint)?;
        rendered.extend(starter_files(&starter));
        rendered.insert(RelPath::new(MANIFEST_PATH)?, manifest_file(manifest));
        let rendered = follow(rendered, &self.state.lock, &self.renamed);
        Ok(Drawn { choices, blueprint, existing, rendered })
    }

    /// What is on the disk, with the contents of `paths`.
    fn yours<'a>(&self, paths: impl Iterator<Item = &'a RelPath>) -> Tree {
        let missing = paths.filter(|path| self.tree.text(path.as_str()).is_none()).cloned().collect();
        self.tree.overlaid(&self.workspace.look(&missing))
    }

    fn known<'a>(&'a self, untouched: &'a [RelPath]) -> Known<'a> {
        let State { lock, base, .. } = &self.state;
        Known { lock, base, renamed: &self.renamed, untouched, templates: self.catalog.changelog.version }
    }

    /// The beginning of an application where there is none, and the facts with it.
    fn start(&self, choices: &Manifest) -> Result<(Tree, Cow<'_, Facts>)> {
        if !is_blank(&self.tree) {
            return Ok((Tree::default(), Cow::Borrowed(&self.facts)));
        }
        let starter = starter(&self.catalog, choices)?;
        let tree = theirs(&self.tree.overlaid(&starter), &self.state, &self.renamed);
        let facts = facts(&tree, &self.catalog, &self.notices);
        Ok((starter, Cow::Owned(facts)))
    }
}

fn facts(theirs: &Tree, catalog: &Catalog, notices: &[Notice]) -> Facts {
    let mut facts = detect(theirs, &catalog.known());
    facts.notices.extend_from_slice(notices);
    facts
}

fn starter_files(starter: &Tree) -> Rendered {
    let file = |text: &Text| RenderedFile::new(text.clone(), Policy::Starter, vec!["starter".into()]);
    let texts = starter.iter().filter_map(|(path, found)| match found {
        File::Text(text) => Some((path.clone(), file(text))),
        File::Opaque { .. } => None,
    });
    texts.collect()
}

fn manifest_file(text: &str) -> RenderedFile {
    RenderedFile::new(Text::new(text), Policy::Manifest, Vec::new())
}
