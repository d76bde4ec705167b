//! Everything that is printed: `Screen` owns both streams, the other modules turn values into text.

pub mod audit;
pub mod catalog;
pub mod diff;
pub mod error;
pub mod explain;
pub mod facts;
pub mod json;
pub mod news;
pub mod notice;
mod pager;
pub mod plan;
mod screen;
pub mod secrets;
pub mod status;
pub mod style;
pub mod table;
pub mod verdicts;

pub use screen::{Captured, Level, Screen, Surface, Wishes};
pub use style::{ColorWhen, Look, visible};
