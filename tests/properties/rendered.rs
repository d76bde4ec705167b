//! Every rendered tree: files parse, references resolve, everything that is used is declared.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;

use shipready::catalog::Catalog;
use shipready::plan::{Known, plan};
use shipready::state::Lock;
use shipready::tree::{File, Tree};

use super::blueprint;
use super::checks::{Compose, content, parses, untouched_tags};
use super::choices::choices;
use super::support::parsed::declared;

pub static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::load(&Tree::default()).unwrap());

/// The content of every template that is no template: it may hold what looks like a tag.
static VERBATIM: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let kinds = ["bases", "runtimes", "services", "stacks", "targets"];
    let texts = kinds.iter().flat_map(|kind| CATALOG.source.below(kind));
    texts.map(|(_, text)| text.to_owned()).filter(|text| !shipready::template::is_template(text)).collect()
});

proptest! {
    #![proptest_config(super::cases(48))]

    #[test]
    fn every_file_parses_and_ends_in_one_newline(chosen in choices()) {
        let (_, rendered) = chosen.render(&CATALOG);
        for (path, file) in &rendered {
            let text = &*file.text.content;
            parses(path.as_str(), text).map_err(|wrong| TestCaseError::fail(format!("{path}: {wrong}\n{text}")))?;
            prop_assert!(text.is_empty() || text.ends_with('\n') && !text.ends_with("\n\n"), "the end of {path}");
            prop_assert!(VERBATIM.contains(text) || untouched_tags(text).is_none(), "{path}: {:?}", untouched_tags(text));
            let python = [".py", ".mako"].iter().any(|end| path.as_str().ends_with(end));
            let spaced = python || !text.contains("\n\n\n");
            prop_assert!(spaced, "{path} has two blank lines in a row:\n{text}");
        }
    }

    #[test]
    fn every_reference_resolves(chosen in choices()) {
        let (blueprint, rendered) = chosen.render(&CATALOG);
        if chosen.target == "render" {
            let text = content(&rendered, "render.yaml");
            let wrong = blueprint::wrong(&text);
            prop_assert!(wrong.is_empty(), "{wrong:?}\n{text}");
            return Ok(());
        }
        let compose = Compose::of(&rendered);
        let secrets: BTreeSet<String> = blueprint.secrets.iter().map(|secret| secret.name.clone()).collect();
        for wrong in compose.unresolved(&secrets) {
            prop_assert!(false, "{wrong}\n{}", compose.text);
        }
    }

    #[test]
    fn every_variable_that_is_used_is_declared(chosen in choices()) {
        let (blueprint, rendered) = chosen.render(&CATALOG);
        if chosen.target == "compose" {
            let compose = Compose::of(&rendered);
            let wrong = compose.undeclared();
            prop_assert!(wrong.is_empty(), "{wrong:?} in\n{}", compose.text);
        }
        let example = declared(&content(&rendered, ".env.example"));
        for app in &blueprint.apps {
            let names: Vec<&String> = app.environment.iter().map(|entry| &entry.name).collect();
            for name in names {
                prop_assert!(example.contains(name), "{name}, which the code reads, is not in .env.example");
            }
        }
    }

    #[test]
    fn the_same_choices_give_the_same_files_and_nothing_is_left_to_do(chosen in choices()) {
        let (_, rendered) = chosen.render(&CATALOG);
        prop_assert_eq!(&rendered, &chosen.render(&CATALOG).1);
        let yours = chosen.tree();
        let first = plan(Known::new(&Lock::default(), &Tree::default(), 1), &yours, &rendered);
        let new: Tree = rendered.iter().map(|(path, file)| (path.clone(), File::Text(file.text.clone()))).collect();
        let second = plan(Known::new(&first.lock, &first.base, 1), &new.overlaid(&yours), &rendered);
        prop_assert!(second.is_empty(), "{:?}", second.counts());
    }
}
