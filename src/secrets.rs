//! Values that nobody may see: how `.env` gives them and what is wrong with one. They cannot be printed by mistake.

mod dotenv;
mod finding;
mod held;
mod placeholder;
mod strength;

pub use self::dotenv::{Given, assignments};
pub use self::finding::{Finding, Problem, judge};
pub use self::held::{Examples, Held, Holding};
pub use self::placeholder::is_placeholder;
