//! shipready takes a repository from "runs on my machine" to "runs in production".

pub mod cli;
pub mod exit;
pub mod facts;
pub mod plan;
pub mod report;
pub mod state;
pub mod tree;
pub mod wizard;
