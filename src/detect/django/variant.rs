//! What a name says of the place that settings are for: production, a rehearsal of it, or neither.

/// In order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    Production,
    Neutral,
    /// What the others build upon; rarely complete by itself.
    Base,
    /// For development, tests and the like: never what production runs with.
    Rehearsal,
}

const PRODUCTION: &[&str] = &["production", "prod", "prd", "live", "deploy", "deployment", "heroku"];
const BASE: &[&str] = &["base", "common", "default", "defaults", "shared", "core"];
const REHEARSALS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "pytest",
    "unittest",
    "local",
    "dev",
    "devel",
    "develop",
    "development",
    "ci",
    "staging",
    "stage",
    "stg",
    "qa",
    "uat",
    "debug",
    "docs",
    "example",
    "sample",
    "sandbox",
    "demo",
    "e2e",
    "travis",
];

/// Of a dotted module: its package's own name does not count.
pub fn of_module(dotted: &str) -> Variant {
    let inner = dotted.split_once('.').map_or(dotted, |(_, inner)| inner);
    // The last names speak first: `config.production.settings`, `config.settings.production`.
    let mut said = inner.rsplit('.').map(of_word);
    said.find(|variant| *variant != Variant::Neutral).unwrap_or(Variant::Neutral)
}

/// Of one name or value: `settings_prod`, `PRODUCTION`, `is_dev`.
pub fn of_word(word: &str) -> Variant {
    let lower = word.to_ascii_lowercase();
    let has = |known: &[&str]| lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| known.contains(&part));
    match () {
        () if has(REHEARSALS) => Variant::Rehearsal,
        () if has(PRODUCTION) => Variant::Production,
        () if has(BASE) => Variant::Base,
        () => Variant::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_settings_are_for() {
        for name in ["shop.settings.production", "shop.prod_settings", "config.live.settings", "settings_heroku"] {
            assert_eq!(of_module(name), Variant::Production, "{name}");
        }
        for name in ["shop.settings.dev", "shop.settings_test", "config.settings.local", "a.staging", "a.prod_test"] {
            assert_eq!(of_module(name), Variant::Rehearsal, "{name}");
        }
        for name in ["shop.settings", "live.settings", "deploy.settings", "settings"] {
            assert_eq!(of_module(name), Variant::Neutral, "{name}");
        }
        assert_eq!(of_module("shop.settings.base"), Variant::Base);
    }
}
