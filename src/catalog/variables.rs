//! `variables.yaml`: what the names of variables usually stand for.

use serde::Deserialize;

use crate::catalog::contribution::Generator;

/// `variables.yaml`: what well-known variable names stand for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownVariables {
    /// Names of secrets that can be made up, by generator.
    pub generated: Vec<Generated>,
    /// Name patterns of values that must never be shown.
    pub secret: Vec<String>,
    /// Name patterns of values that look like secrets and are made to be seen.
    pub public: Vec<String>,
    /// Values for production of names that have a common meaning.
    pub production: Vec<Production>,
    /// Values that suit most, where the code asks for one and has no default. `{domain}` and `{project}` are filled in.
    pub usual: Vec<Usual>,
    /// What holds on a developer's machine alone.
    pub development: Development,
}

/// Values that hold on a developer's machine alone.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Development {
    /// The whole value, in lower case.
    pub words: Vec<String>,
    /// The whole value, or the host of an address in it.
    pub hosts: Vec<String>,
}

impl Development {
    /// Whether `value` is one of these words, or leads to the machine that the program itself runs on.
    pub fn is(&self, value: &str) -> bool {
        let value = value.trim().to_ascii_lowercase();
        self.is_word(&value) || value.split([',', ' ', '"']).any(|part| self.leads_here(part))
    }

    /// Whether `value` is one of the words.
    pub fn is_word(&self, value: &str) -> bool {
        self.words.iter().any(|word| value.eq_ignore_ascii_case(word))
    }

    /// `localhost`, `localhost:5432`, `http://localhost/x`, `postgres://user@localhost/x`.
    fn leads_here(&self, address: &str) -> bool {
        let behind_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
        let authority = behind_scheme.split(['/', '?']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        let is = |known: &String| {
            host.strip_prefix(known.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        };
        self.hosts.iter().any(is)
    }
}

/// A secret that any random value satisfies.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generated {
    pub names: Vec<String>,
    pub generator: Generator,
}

/// The production value of a well-known variable.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Production {
    pub names: Vec<String>,
    /// The first of these that the variable's type admits is taken.
    pub values: Vec<String>,
    /// Only where the code itself lists the values that it knows.
    #[serde(default)]
    pub listed: bool,
    pub description: String,
}

/// A value for a well-known variable, which `.env` may change.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usual {
    pub names: Vec<String>,
    /// The first of these that the variable's type admits is taken.
    pub values: Vec<String>,
}

impl Usual {
    /// It follows from a choice of the manifest, so it is better than any example.
    pub fn is_chosen(&self) -> bool {
        self.values.iter().any(|value| value.contains("{domain}"))
    }
}

/// Whether `name` matches `pattern`, in which one `*` stands for anything.
pub fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_on_a_developers_machine_is_told_from_what_production_may_have() {
        let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        let development =
            Development { words: list(&["development", "debug"]), hosts: list(&["localhost", "127.0.0.1"]) };
        for value in [
            "Development",
            " debug ",
            "localhost",
            "localhost:8080",
            "http://localhost:*",
            "postgres://me:pass@127.0.0.1:5432/shop",
            "https://shop.example,http://localhost:3000",
            "[\"http://localhost\"]",
        ] {
            assert!(development.is(value), "{value}");
        }
        for value in
            ["", "production", "debugger", "0.0.0.0", "localhost.example.com", "https://shop.example/localhost", "1000"]
        {
            assert!(!development.is(value), "{value}");
        }
    }
}
