//! The audit's report, in each of its forms.

mod json;
mod text;

pub use self::json::{json, schema};
pub use self::text::text;
