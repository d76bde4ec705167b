//! Small applications that the tests start from.

use super::Repo;

/// What uses which service.
pub const POSTGRES: &str = "asyncpg\nsqlalchemy";
pub const REDIS: &str = "redis";

/// A FastAPI application in one file, which imports `packages`, a line each, and reads `variables`.
pub fn app(packages: &str, variables: &[&str]) -> Repo {
    below("", Repo::new(), packages, variables)
}

/// The same, which also states its port and its version of Python: nothing about it is a guess.
pub fn stated(packages: &str, variables: &[&str]) -> Repo {
    let commands = "web: uvicorn main:app --port 8000\n";
    app(packages, variables).file("Procfile", commands).file(".python-version", "3.13\n")
}

/// [`app`] in the folder `root`, which is empty or ends in a slash.
pub fn below(root: &str, repo: Repo, packages: &str, variables: &[&str]) -> Repo {
    let reads: String = variables.iter().map(|name| format!("{0} = os.environ[\"{0}\"]\n", name)).collect();
    let imports: String = packages.lines().map(|line| format!("import {}\n", module(line))).collect();
    let main = format!("import os\n\n{imports}from fastapi import FastAPI\n\n{reads}app = FastAPI()\n");
    repo.file(&format!("{root}requirements.txt"), format!("fastapi==0.115.0\nuvicorn==0.30.0\n{packages}\n"))
        .file(&format!("{root}main.py"), main)
}

/// What `redis==5.2.0` is imported as.
fn module(requirement: &str) -> &str {
    requirement.split("==").next().unwrap_or(requirement)
}
