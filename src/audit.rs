//! The audit: what still stands between a repository and production. Pure: trees in, findings out.

mod answered;
mod baseline;
mod calls;
mod closing;
mod conceal;
mod fingerprint;
mod given;
mod ground;
mod hosting;
mod ignore;
mod image;
mod installs;
mod kept;
mod leaks;
mod lifetime;
mod log_files;
mod logged;
mod mend;
mod mounts;
mod origins;
mod outcome;
mod pipeline;
mod presence;
mod production;
mod proxy;
mod raised;
mod readiness;
mod routes;
mod rule;
mod rules;
mod schema;
pub mod secrets;
mod seen;
mod settings;
mod shown;
mod signs;
mod stack;
mod started;
mod stores;
mod terms;
mod unset;
mod yaml;

use rayon::prelude::*;

pub use self::baseline::Baseline;
pub use self::conceal::Secrets;
pub use self::given::{Given, Offers};
pub use self::ground::{Ground, place};
pub use self::ignore::{Entry, Ignored, Ignores};
pub use self::mend::mended;
pub use self::outcome::{Context, Outcome, Point, Standing, judge};
pub use self::raised::{Raised, Verdict};
pub use self::readiness::{Readiness, readiness};
pub use self::rule::Rule;
pub use self::rules::RULES;
pub use self::seen::{narrowed, reads};

/// Asks every rule, in no order of time.
pub fn look(ground: &Ground<'_, '_>) -> Vec<(&'static Rule, Verdict)> {
    RULES
        .par_iter()
        .map(|rule| {
            let mut verdict = Verdict::default();
            (rule.check)(ground, &mut verdict);
            (rule, verdict)
        })
        .collect()
}

/// The rule called `id`.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}
