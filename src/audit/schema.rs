//! How the schema of a database changes: by the program while it starts, or by a step of its own.

pub mod code;
pub mod commands;
