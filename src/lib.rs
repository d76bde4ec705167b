//! shipready takes a repository from "runs on my machine" to "runs in production".

pub mod apply;
pub mod edit;
pub mod facts;
pub mod blueprint;
pub mod catalog;
pub mod choose;
pub mod manifest;
pub mod plan;
pub mod render;
pub mod state;
pub mod template;
pub mod tree;
pub mod workspace;
