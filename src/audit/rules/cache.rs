//! cache: the store in memory has a password, a limit, and a rule for what goes when it is full.

use crate::audit::signs::mention;
use crate::audit::stack::{Service, Stack, filled, stacks};
use crate::audit::started::is_operations;
use crate::audit::stores::uses;
use crate::audit::{Ground, Raised, Rule, Verdict, hosting};
use crate::detect::stores::{Store, of_image};
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "cache",
    title: "The store in memory has a password, a limit, and a rule for what goes when it is full",
    area: Area::Data,
    severity: Severity::Medium,
    meaning: "Without a limit it grows until the machine kills it, and everybody's sessions and queues with it. \
              Without a password whoever reaches its port reads and writes all of it.",
    fix: "give it `--requirepass`, `--maxmemory 256mb` and `--maxmemory-policy` that fits its use",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let memory = |store| store == Store::Memory;
    let Some(client) = ground.facts.apps.iter().find_map(|app| uses(app, memory)) else {
        return verdict.aside("no application uses a store in memory");
    };
    let stacks = stacks(ground);
    let is = |service: &Service<'_>| service.image().is_some_and(|image| of_image(&filled(image)).is_some_and(memory));
    let own = stacks.iter().flat_map(Stack::services).find(is);
    match own {
        None => verdict.met_or(hosting::platform(ground).map(|platform| platform.evidence), || {
            Raised::absence("nothing runs the store in memory that the code uses, with a password and limits", [client])
        }),
        Some(service) => {
            let told = service.command();
            let said = |word: &str| told.contains(word) || mention(ground.tree, is_operations, &[word]).is_some();
            let any = |words: &[&str]| words.iter().any(|word| said(word));
            let points: [(&str, &[&str]); 2] =
                [("requirepass", &["requirepass", "aclfile", "REDIS_PASSWORD"]), ("maxmemory", &["maxmemory"])];
            let missing: Vec<&str> =
                points.into_iter().filter(|(_, words)| !any(words)).map(|(name, _)| name).collect();
            let message = match missing.as_slice() {
                [] => return verdict.met(service.evidence()),
                ["requirepass"] => format!("`{}` asks nobody for a password", service.name),
                ["maxmemory"] => format!("`{}` has no limit, and no rule for what goes when it is full", service.name),
                _ => format!("`{}` has no password, no limit, and no rule for what goes when it is full", service.name),
            };
            verdict.raise(Raised::absence(message, [service.evidence(), client]));
        }
    }
}
