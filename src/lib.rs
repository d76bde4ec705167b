//! shipready takes a repository from "runs on my machine" to "runs in production".

pub mod detect;
pub mod facts;
pub mod plan;
pub mod state;
pub mod tree;
