//! The road that every command walks, entered and left where the command wants.

use std::borrow::Cow;
use std::collections::BTreeSet;

use anyhow::Result;

use crate::apply;
use crate::blueprint::{Blueprint, resolve};
use crate::catalog::Catalog;
use crate::commands::beside::{beside, take};
use crate::detect::{detect, reads};
use crate::edit::{Earlier, editor};
use crate::facts::{Facts, Notice};
use crate::manifest::Manifest;
use crate::plan::{Plan, Policy, Rendered, RenderedFile, plan};
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
    notices: Vec<Notice>,
}

/// Where the road has come to before the review.
pub struct Arrival {
    pub blueprint: Blueprint,
    pub plan: Plan,
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
        let catalog = Catalog::load(&state.templates)?;
        let ours: BTreeSet<RelPath> = state.lock.files.keys().cloned().collect();
        let (tree, mut notices) = workspace.read(&reads, &ours)?;
        notices.extend(apply::left(workspace.root()).map(|text| Notice { path: None, text }));
        let facts = facts(&tree, &state, &catalog, &notices);
        Ok(Road { workspace, state, catalog, tree, facts, notices })
    }

    /// From the text of a manifest to a plan.
    ///
    /// # Errors
    /// Choices that are wrong or contradict each other, or a template that is wrong.
    pub fn walk(&self, manifest: &str) -> Result<Arrival> {
        self.walk_taking(manifest, &BTreeSet::new())
    }

    /// As [`Road::walk`], with ours in the place of the files `taken`.
    ///
    /// # Errors
    /// As [`Road::walk`]; a file that cannot be replaced.
    pub fn walk_taking(&self, manifest: &str, taken: &BTreeSet<RelPath>) -> Result<Arrival> {
        let choices = Manifest::parse(manifest)?;
        let (starter, facts) = self.start(&choices)?;
        let mut facts = facts.into_owned();
        let existing = facts.existing.clone();
        facts.existing.retain(|file| !taken.contains(&file.path));
        facts.names = self.state.lock.files.keys().chain(taken).cloned().collect();
        let blueprint = resolve(&self.catalog, &facts, &choices)?;
        let mut rendered = render(&self.catalog, &blueprint)?;
        rendered.extend(starter_files(&starter));
        rendered.insert(RelPath::new(MANIFEST_PATH)?, manifest_file(manifest));
        let beside = beside(&existing, &blueprint, &rendered);
        let compared = rendered.keys().chain(beside.iter().map(|pair| &pair.path));
        let missing = compared.filter(|path| self.tree.text(path.as_str()).is_none()).cloned().collect();
        let yours = self.tree.overlaid(&self.workspace.look(&missing));
        let mut plan = plan(&self.state.lock, &self.state.base, &yours, &rendered);
        take(&mut plan, &beside, taken)?;
        plan.keep(&beside, &rendered, &yours);
        Ok(Arrival { blueprint, plan })
    }

    /// The beginning of an application where there is none, and the facts with it.
    fn start(&self, choices: &Manifest) -> Result<(Tree, Cow<'_, Facts>)> {
        if !is_blank(&self.tree) {
            return Ok((Tree::default(), Cow::Borrowed(&self.facts)));
        }
        let starter = starter(&self.catalog, choices)?;
        let facts = facts(&self.tree.overlaid(&starter), &self.state, &self.catalog, &self.notices);
        Ok((starter, Cow::Owned(facts)))
    }
}

fn facts(tree: &Tree, state: &State, catalog: &Catalog, notices: &[Notice]) -> Facts {
    let mut facts = detect(&theirs(tree, state), &catalog.known());
    facts.notices.extend_from_slice(notices);
    facts
}

/// The repository without what shipready wrote: detection must not hear its own words.
fn theirs(tree: &Tree, state: &State) -> Tree {
    let own = tree.iter().filter_map(|(path, file)| {
        let base = state.base.text(path.as_str());
        let Some(locked) = state.lock.files.get(path) else {
            return base.is_none().then(|| (path.clone(), file.clone()));
        };
        let editor = editor(locked.policy)?;
        let File::Text(text) = file else { return Some((path.clone(), file.clone())) };
        let earlier = Earlier { wanted: base.unwrap_or_default(), entries: &locked.entries };
        let content = (editor.own)(&text.content, earlier).into();
        Some((path.clone(), File::Text(Text { content, executable: text.executable })))
    });
    own.collect()
}

fn starter_files(starter: &Tree) -> Rendered {
    let file = |text: &Text| RenderedFile {
        text: text.clone(),
        policy: Policy::Starter,
        owners: vec!["starter".into()],
        without: None,
        gave_way: None,
    };
    let texts = starter.iter().filter_map(|(path, found)| match found {
        File::Text(text) => Some((path.clone(), file(text))),
        File::Opaque { .. } => None,
    });
    texts.collect()
}

fn manifest_file(text: &str) -> RenderedFile {
    RenderedFile { text: Text::new(text), policy: Policy::Manifest, owners: Vec::new(), without: None, gave_way: None }
}
