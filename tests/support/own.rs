//! A service of the repository's own, whose templates a test changes as a newer shipready would.

use super::{Ran, Repo, samples};

const FOLDER: &str = ".shipready/templates/services/own";
const COMPONENT: &str = "kind: service\ntitle: Own\nsummary: Files of our own.\n";

/// An application with the service `own`, which renders `files`; set up, with nothing left to write.
pub fn with(files: &[(&str, &str)]) -> Repo {
    set_up(samples::stated("", &[]), files)
}

pub fn set_up(repo: Repo, files: &[(&str, &str)]) -> Repo {
    let repo = newer(repo.file(&format!("{FOLDER}/component.yaml"), COMPONENT), files);
    repo.run("init --yes --with own").code(0).run("init --yes").code(0).wrote_nothing().then()
}

/// The same repository with newer templates: `files` are what `own` renders now.
pub fn newer(repo: Repo, files: &[(&str, &str)]) -> Repo {
    let old = format!("{FOLDER}/repo");
    let repo = if repo.exists(&old) { repo.without(&old) } else { repo };
    files.iter().fold(repo, |repo, (path, text)| repo.file(&format!("{old}/{path}"), text))
}

/// `more` lines of the component's description.
pub fn says(repo: Repo, more: &str) -> Repo {
    repo.file(&format!("{FOLDER}/component.yaml"), format!("{COMPONENT}{more}"))
}

/// `update --yes`, after which a second one has nothing to do.
pub fn updated(repo: Repo) -> Ran {
    let ran = repo.run("update --yes").code(0);
    let (out, err) = (ran.out().to_owned(), ran.err().to_owned());
    let again = ran.run("update --yes").code(0).wrote_nothing();
    assert!(again.err().contains("Nothing to write"), "{out}{err}{}", again.err());
    again
}
