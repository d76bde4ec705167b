//! env-separation: development, staging and production differ by their settings, not by their code.

use crate::audit::{Ground, Raised, Rule, Verdict, ground};
use crate::facts::AppFacts;
use crate::finding::{Area, Severity};

pub const RULE: Rule = Rule {
    id: "env-separation",
    title: "Development, staging and production have settings of their own",
    area: Area::Secrets,
    severity: Severity::High,
    meaning: "With one configuration for all, a developer's machine works on the data of production, or production on a developer's. \
              What differs between places belongs into variables, so that the same image runs in each of them.",
    fix: "read what differs (addresses, keys, origins, debug) from the environment, and keep a set of values for each place",
    check,
};

fn check(ground: &Ground<'_, '_>, verdict: &mut Verdict) {
    let apps: Vec<&AppFacts> =
        ground.facts.apps.iter().filter(|app| app.site.is_none() && app.entry.is_some()).collect();
    if apps.is_empty() {
        verdict.aside("no program was found here");
    }
    for app in apps {
        let fixed =
            app.hosts.iter().filter_map(|host| host.evidence.first().map(|evidence| (&host.value.name, evidence)));
        for (name, evidence) in fixed {
            let message = format!("the code looks for a server under the fixed name `{name}`");
            verdict.raise(Raised::fault(message, evidence.clone()).of(&app.name).severity(Severity::Medium));
        }
        let read = app.variables.iter().flat_map(|variable| &variable.evidence);
        let mut in_code = read.filter(|evidence| {
            ground.code.python.get(evidence.path.as_str()).is_some()
                || ground.code.js.get(evidence.path.as_str()).is_some()
        });
        match in_code.next() {
            Some(evidence) => verdict.met(evidence.clone()),
            // A file of settings that only its owner has is as good.
            None if !app.owned.is_empty() || !app.insists.is_empty() => {}
            None if app.clients.is_empty() && app.bots.is_empty() => {}
            None => {
                let message = "the code reads nothing from its environment, so that every place has the same settings";
                verdict.raise(Raised::fault(message, ground::place(app)).of(&app.name));
            }
        }
    }
}
