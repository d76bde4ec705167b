//! The code of a repository: every file is parsed at most once, whoever looks at it.

use crate::detect::js::JsSources;
use crate::detect::project::{self, Manifests};
use crate::detect::sources::Sources;
use crate::facts::Notice;
use crate::tree::Tree;

/// The files that may decide something, by language, not yet parsed.
#[derive(Debug)]
pub struct Code<'t> {
    pub tree: &'t Tree,
    pub python: Sources<'t>,
    pub js: JsSources<'t>,
    /// The folders of Python projects.
    pub(super) manifests: Manifests,
    /// What is wrong with their manifests.
    pub(super) notices: Vec<Notice>,
}

impl<'t> Code<'t> {
    pub fn of(tree: &'t Tree) -> Self {
        let mut notices = Vec::new();
        let manifests = project::folders(tree, &mut notices);
        let python = Sources::of(tree, manifests.keys());
        Code { tree, python, js: JsSources::of(tree), manifests, notices }
    }
}
