//! The questions: what to ask is data, how it is asked is behind a trait.

mod ask;
pub mod prompter;
pub mod question;
pub mod review;
pub mod setup;

pub use ask::{Step, ask};
