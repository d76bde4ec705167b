//! Each service, added to each preset and removed again.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

use proptest::prelude::*;
use proptest::sample::select;

use shipready::catalog::component::Kind;

use super::rendered::CATALOG;
use super::support::{Files, Repo, differences};

/// Each preset as it comes, made once.
static MADE: LazyLock<Mutex<BTreeMap<String, Repo>>> = LazyLock::new(Mutex::default);

fn made(preset: &str) -> Repo {
    let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let first = || Repo::new().run(&format!("init --preset {preset} --yes")).code(0).then();
    Repo::new().copied(made.entry(preset.to_owned()).or_insert_with(first).root())
}

/// All but what `undo` keeps of the last command.
fn lasting(repo: &Repo) -> Files {
    repo.snapshot().into_iter().filter(|(path, _)| !path.starts_with(".shipready/undo")).collect()
}

/// Every service beside every preset that does not have it.
fn pairs() -> Vec<(String, String)> {
    let beside = |preset: &String| {
        let chosen = &CATALOG.presets[preset].services;
        let others = CATALOG.of(Kind::Service).filter(|service| !chosen.contains_key(&service.id));
        others.map(|service| (preset.clone(), service.id.clone())).collect::<Vec<_>>()
    };
    CATALOG.presets.keys().flat_map(beside).collect()
}

proptest! {
    #![proptest_config(super::cases(12))]

    #[test]
    fn removing_a_service_of_a_preset_undoes_adding_it((preset, id) in select(pairs())) {
        let repo = made(&preset);
        let before = lasting(&repo);
        let added = repo.run(&format!("add {id} --yes"));
        // What lacks a service that it needs, or does the work of another, is refused, and nothing is written.
        if added.exit() == Some(2) {
            added.wrote_nothing();
            return Ok(());
        }
        let after = added.code(0).run(&format!("remove {id} --yes")).code(0).then();
        prop_assert_eq!(differences(&before, &lasting(&after)), "", "{} in {}", id, preset);
    }
}
