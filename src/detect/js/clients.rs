//! Drivers and client libraries: direct dependencies that the code loads, or that its settings name.

use std::collections::BTreeMap;

use crate::detect::js::dialects::{Dialect, dialects};
use crate::detect::js::nodes::shortened;
use crate::detect::js::sources::{JsSource, JsSources};
use crate::facts::{Client, Confidence, Evidence, Seen};
use crate::tree::RelPath;

/// Parts of libraries that load a driver themselves, and that driver.
const LOADS: &[(&str, &str)] = &[
    ("drizzle-orm/node-postgres", "pg"),
    ("drizzle-orm/postgres-js", "postgres"),
    ("drizzle-orm/mysql2", "mysql2"),
    ("@prisma/adapter-pg", "pg"),
    ("@prisma/adapter-mariadb", "mariadb"),
    ("@mikro-orm/postgresql", "pg"),
    ("@mikro-orm/mysql", "mysql2"),
    ("@mikro-orm/mongodb", "mongodb"),
    ("@telegraf/session/redis", "redis"),
    ("@telegraf/session/pg", "pg"),
    ("@telegraf/session/mongodb", "mongodb"),
    ("connect-pg-simple", "pg"),
];

/// The clients among `dependencies`, in order of their names; `known` is package → service.
pub fn clients<'s, 't>(
    sources: &'s JsSources<'t>,
    root: &RelPath,
    dependencies: &BTreeMap<String, Evidence>,
    files: &[&'s JsSource<'t>],
    known: &BTreeMap<String, String>,
) -> Vec<Seen<Client>> {
    let dialects = dialects(sources, root, dependencies, files);
    let mut found: Vec<Seen<Client>> = Vec::new();
    for (package, stated) in dependencies {
        let Some(service) = known.get(package) else { continue };
        let named = dialects.iter().find(|dialect| dialect.drivers.contains(&package.as_str()));
        let used = imported(files, package).or_else(|| loaded(files, package));
        let used = used.or_else(|| named.map(|dialect| dialect.evidence.clone()));
        if let Some(evidence) = used {
            let value = Client { package: package.clone(), service: service.clone() };
            found.push(Seen { value, confidence: Confidence::Certain, evidence: vec![stated.clone(), evidence] });
        }
    }
    for dialect in &dialects {
        found.extend(by_dialect(dialect, dependencies, known, &found));
    }
    found.sort_by(|a, b| a.value.package.cmp(&b.value.package));
    found
}

/// A mapper that brings the driver with it: `@prisma/client`, for the database that its schema names.
fn by_dialect(
    dialect: &Dialect,
    dependencies: &BTreeMap<String, Evidence>,
    known: &BTreeMap<String, String>,
    found: &[Seen<Client>],
) -> Option<Seen<Client>> {
    let service = dialect.drivers.iter().find_map(|driver| known.get(*driver))?;
    let covered = found.iter().any(|client| client.value.service == *service);
    let stated = dependencies.get(dialect.package).filter(|_| !covered)?;
    let value = Client { package: dialect.package.to_owned(), service: service.clone() };
    let evidence = vec![stated.clone(), dialect.evidence.clone()];
    Some(Seen { value, confidence: Confidence::Certain, evidence })
}

fn loaded(files: &[&JsSource<'_>], package: &str) -> Option<Evidence> {
    LOADS.iter().filter(|(_, driver)| *driver == package).find_map(|(part, _)| imported(files, part))
}

/// Where the code loads `package`, or a part of it.
pub fn imported(files: &[&JsSource<'_>], package: &str) -> Option<Evidence> {
    files.iter().filter(|file| file.text.contains(package)).find_map(|file| {
        let is = |specifier: &str| {
            specifier.strip_prefix(package).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let (_, line) = file.module()?.requests.iter().find(|(specifier, _)| is(specifier))?;
        let index = usize::try_from(*line).ok()?.checked_sub(1)?;
        let text = shortened(file.text.lines().nth(index).unwrap_or(""));
        Some(Evidence { path: file.path.clone(), line: Some(*line), text })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::js::testing::tree;

    fn seen(files: &[(&str, &str)], listed: &[&str]) -> Vec<String> {
        let tree = tree(files);
        let sources = JsSources::of(&tree);
        let reached = sources.reach(&[sources.get("index.ts").unwrap()]);
        let evidence = Evidence { path: RelPath::root(), line: None, text: String::new() };
        let dependencies = listed.iter().map(|name| ((*name).to_owned(), evidence.clone())).collect();
        let known = [("pg", "postgres"), ("mysql2", "mysql"), ("ioredis", "redis"), ("mongoose", "mongodb")];
        let known = known.iter().map(|(package, service)| ((*package).to_owned(), (*service).to_owned())).collect();
        let found = clients(&sources, &RelPath::root(), &dependencies, &reached, &known);
        found.into_iter().map(|client| format!("{} {}", client.value.package, client.value.service)).collect()
    }

    #[test]
    fn a_package_counts_where_the_program_loads_it() {
        let files = [("index.ts", "import Redis from 'ioredis';\n"), ("seed.ts", "import mongoose from 'mongoose';\n")];
        assert_eq!(seen(&files, &["ioredis", "mongoose"]), ["ioredis redis"]);
    }

    #[test]
    fn a_mapper_loads_the_driver_that_its_settings_name() {
        let sequelize = "import { Sequelize } from 'sequelize';\n\
                         new Sequelize(process.env.URL, { dialect: process.env.DIALECT || 'postgres' });\n";
        assert_eq!(seen(&[("index.ts", sequelize)], &["sequelize", "pg", "mysql2"]), ["pg postgres"]);
        let typeorm =
            "import { DataSource } from 'typeorm';\nnew DataSource({ type: 'mysql', url: process.env.URL });\n";
        assert_eq!(seen(&[("index.ts", typeorm)], &["typeorm", "pg", "mysql2"]), ["mysql2 mysql"]);
        let drizzle = "import { drizzle } from 'drizzle-orm/node-postgres';\ndrizzle(process.env.URL!);\n";
        assert_eq!(seen(&[("index.ts", drizzle)], &["drizzle-orm", "pg"]), ["pg postgres"]);
    }

    #[test]
    fn prisma_brings_its_driver_with_it() {
        let files = [
            ("index.ts", "import { PrismaClient } from '@prisma/client';\n"),
            (
                "prisma/schema.prisma",
                "datasource db {\n  provider = \"postgresql\"\n  url = env(\"DATABASE_URL\")\n}\n",
            ),
        ];
        assert_eq!(seen(&files, &["@prisma/client"]), ["@prisma/client postgres"]);
    }
}
