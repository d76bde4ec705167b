//! Migration tools, in small.

use super::*;
use crate::detect::js::testing::tree;

fn seen(files: &[(&str, &str)], package: &str) -> Option<String> {
    let tree = tree(files);
    let sources = JsSources::of(&tree);
    let evidence = Evidence { path: RelPath::new("package.json").unwrap(), line: None, text: String::new() };
    let packages = BTreeMap::from([(package.to_owned(), evidence)]);
    let found = migrations(&sources, &RelPath::root(), &[], &packages)?;
    let number = revisions(&tree, &found).value;
    let Migrations { tool, config, scripts, folder } = found.value;
    Some(format!("{tool} {config} {scripts} {folder} {number}"))
}

#[test]
fn each_tool_is_known_by_its_settings() {
    let schema = "datasource db {\n  provider = \"postgresql\"\n}\n";
    let prisma = [("prisma/schema.prisma", schema), ("prisma/migrations/1_a/migration.sql", "")];
    assert_eq!(seen(&prisma, "prisma").unwrap(), "prisma prisma/schema.prisma prisma/migrations . 1");
    let mongo = [("prisma/schema.prisma", "datasource db {\n  provider = \"mongodb\"\n}\n")];
    assert_eq!(seen(&mongo, "prisma"), None);
    let knexfile = "module.exports = { client: 'pg', migrations: { directory: './db/migrations' } };\n";
    let knex = [("knexfile.js", knexfile), ("db/migrations/1_a.js", ""), ("db/migrations/2_b.js", "")];
    assert_eq!(seen(&knex, "knex").unwrap(), "knex knexfile.js db/migrations . 2");
    let settings =
        "const path = require('path');\nmodule.exports = { 'migrations-path': path.resolve('src', 'migrations') };\n";
    let sequelize = [(".sequelizerc", settings), ("src/migrations/1.js", "")];
    assert_eq!(seen(&sequelize, "sequelize-cli").unwrap(), "sequelize .sequelizerc src/migrations . 1");
    let drizzle = [("drizzle.config.ts", "export default defineConfig({ out: './drizzle' });\n")];
    assert_eq!(seen(&drizzle, "drizzle-kit").unwrap(), "drizzle drizzle.config.ts drizzle . 0");
    let source = "import { DataSource } from 'typeorm';\n\
                  export default new DataSource({ type: 'postgres', migrations: ['src/db/migrations/*.ts'] });\n";
    let typeorm = [("src/db/data-source.ts", source), ("src/db/migrations/1-a.ts", "")];
    assert_eq!(seen(&typeorm, "typeorm").unwrap(), "typeorm src/db/data-source.ts src/db/migrations . 1");
    let plain = [("migrations/1_a.sql", "")];
    assert_eq!(seen(&plain, "node-pg-migrate").unwrap(), "node-pg-migrate package.json migrations . 1");
    assert_eq!(seen(&plain, "express"), None);
}
