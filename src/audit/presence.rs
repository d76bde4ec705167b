//! Rules of presence: where an application needs something, the repository shows it, or it is missing.

use crate::audit::{Ground, Raised, Verdict, place, stores};
use crate::facts::{AppFacts, Confidence, Evidence};

/// What shows that something is needed; otherwise why it is not: a sentence without its full stop.
pub type Need = Result<Evidence, &'static str>;

/// What such a rule asks.
#[derive(Clone, Copy, Debug)]
pub struct Presence {
    pub needed: fn(&Ground<'_, '_>) -> Need,
    pub seen: fn(&Ground<'_, '_>) -> Option<Evidence>,
    /// What the finding says where nothing is seen.
    pub missing: &'static str,
    /// How sure it is then: what is kept outside of the repository is not to be seen.
    pub confidence: Confidence,
}

impl Presence {
    pub fn check(&self, ground: &Ground<'_, '_>, verdict: &mut Verdict) {
        match (self.needed)(ground) {
            Err(why) => verdict.aside(why),
            Ok(needs) => verdict.met_or((self.seen)(ground), || Raised {
                confidence: self.confidence,
                ..Raised::absence(self.missing, [needs])
            }),
        }
    }
}

/// Whatever runs on a server.
pub fn programs(ground: &Ground<'_, '_>) -> Need {
    first(ground.programs(), "nothing here runs on a server")
}

/// Whatever answers requests.
pub fn servers(ground: &Ground<'_, '_>) -> Need {
    first(ground.servers(), "nothing here answers requests")
}

/// Whatever somebody waits for.
pub fn awaited(ground: &Ground<'_, '_>) -> Need {
    first(ground.awaited(), "nothing here answers requests")
}

/// Whatever people and their browsers reach.
pub fn visited(ground: &Ground<'_, '_>) -> Need {
    first(ground.visited(), "nothing here answers requests")
}

/// Whatever is asked from outside: a bot with a program of its own may as well fetch its updates.
pub fn reached(ground: &Ground<'_, '_>) -> Need {
    let servers = ground.servers().filter(|app| app.bots.iter().all(|bot| bot.value.inside));
    first(servers, "nothing here answers requests from outside")
}

/// Whatever keeps its data in a database.
pub fn clients(ground: &Ground<'_, '_>) -> Need {
    stores::database(ground).ok_or("no application is a client of a database")
}

/// The first of `apps` needs it.
pub fn first<'g>(mut apps: impl Iterator<Item = &'g AppFacts>, otherwise: &'static str) -> Need {
    apps.next().map(place).ok_or(otherwise)
}
