//! What to do next: one command for all that commands can do, and how the rest is gone about.

use std::collections::BTreeSet;

use crate::audit::Outcome;

const INIT: &str = "shipready init";
const ADD: &str = "shipready add ";

/// The steps, each a command and what it is for; none where nothing is found.
pub fn steps(outcome: &Outcome) -> Vec<(String, String)> {
    let mut steps = Vec::new();
    let commands: Vec<&str> = outcome.findings().filter_map(|finding| finding.command.as_deref()).collect();
    if let Some(command) = combined(&commands) {
        steps.push((command, format!("settles {} of these", commands.len())));
    }
    let mended = outcome.findings().filter(|finding| !finding.edits.is_empty()).count();
    if mended > 0 {
        steps.push(("shipready audit --fix".to_owned(), format!("mends {mended}, after a look at what changes")));
    }
    if let Some(first) = outcome.findings().max_by_key(|finding| finding.severity) {
        steps.push((format!("shipready audit --explain {}", first.rule), "says more, with examples".to_owned()));
    }
    steps
}

/// One command for all of them: they add up.
fn combined(commands: &[&str]) -> Option<String> {
    let added: BTreeSet<&str> =
        commands.iter().filter_map(|command| command.strip_prefix(ADD)).flat_map(str::split_whitespace).collect();
    if !added.is_empty() {
        return Some(format!("{ADD}{}", added.into_iter().collect::<Vec<_>>().join(" ")));
    }
    let begun: Vec<&str> = commands.iter().copied().filter(|command| command.starts_with(INIT)).collect();
    let after = |flag: &str| -> BTreeSet<&str> {
        let words = begun.iter().filter_map(|command| command.split_once(flag)).map(|(_, rest)| rest);
        words.filter_map(|rest| rest.split_whitespace().next()).collect()
    };
    let with: BTreeSet<&str> = after(" --with ").into_iter().flat_map(|list| list.split(',')).collect();
    let mut command = INIT.to_owned();
    if !with.is_empty() {
        command.push_str(&format!(" --with {}", with.into_iter().collect::<Vec<_>>().join(",")));
    }
    for path in after(" --take ") {
        command.push_str(&format!(" --take {path}"));
    }
    (!begun.is_empty()).then_some(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_add_up_to_one() {
        let one = |commands: &[&str]| combined(commands).unwrap_or_default();
        assert_eq!(one(&["shipready add b a", "shipready add c b"]), "shipready add a b c");
        let begun =
            ["shipready init", "shipready init --with nginx,tls --take compose.yaml", "shipready init --with a"];
        assert_eq!(one(&begun), "shipready init --with a,nginx,tls --take compose.yaml");
        assert_eq!(combined(&[]), None);
    }
}
