//! Secrets: what `.env` holds is taken over, nothing that is there is touched, and no value is ever shown.

// Tests may stop where they stand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stderr)]

#[path = "../support/mod.rs"]
mod support;

mod adds;
mod check;
mod development;
mod leaks;
mod takeover;

use support::{Repo, samples};

const VALUES: &str = "deploy/secrets/values";

/// An application with a key, an API's key and a database, set up; `env` is its `.env`.
fn shop(env: &str) -> Repo {
    let variables = ["SECRET_KEY", "STRIPE_API_KEY", "DB_PASSWORD", "DB_HOST", "REGION"];
    let repo = samples::stated(samples::POSTGRES, &variables);
    let repo = if env.is_empty() { repo } else { repo.file(".env", env) };
    repo.run("init --yes --with nginx,postgres").code(0).then()
}

fn value(name: &str) -> String {
    format!("{VALUES}/{name}")
}
