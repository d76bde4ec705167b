//! What the applications keep elsewhere: the databases and caches that they are clients of.

use crate::audit::Ground;
use crate::detect::stores::{Store, of_service};
use crate::facts::{AppFacts, Evidence};

/// Where `app` uses a store that `is` accepts.
pub fn uses(app: &AppFacts, is: impl Fn(Store) -> bool) -> Option<Evidence> {
    let client = app.clients.iter().find(|client| of_service(&client.value.service).is_some_and(&is))?;
    client.evidence.last().cloned()
}

/// The first use of a database of any application: what is lost when its disk is.
pub fn database(ground: &Ground<'_, '_>) -> Option<Evidence> {
    ground.facts.apps.iter().find_map(|app| uses(app, Store::is_database))
}

/// Whether `app` keeps tables on a server.
pub fn has_tables(app: &AppFacts) -> bool {
    uses(app, |store| store == Store::Tables).is_some()
}
