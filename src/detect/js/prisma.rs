//! Prisma: its schema, the database that this names, and the variable that holds the database's URL.

use crate::detect::js::nodes::shortened;
use crate::detect::js::places::decides;
use crate::detect::variables::Reading;
use crate::facts::{Evidence, ValueType};
use crate::tree::{RelPath, Tree};

/// What a schema says about where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    pub path: RelPath,
    /// `postgresql`, and where it stands.
    pub provider: Option<(String, Evidence)>,
    /// The variables of `url` and `directUrl`.
    pub variables: Vec<(String, Evidence)>,
}

impl Schema {
    /// The variables as the code reads them: the client does not connect without.
    pub fn readings(&self) -> impl Iterator<Item = Reading> {
        self.variables.iter().map(|(name, evidence)| Reading {
            name: name.clone(),
            kind: ValueType::Url,
            required: true,
            default: None,
            choices: Vec::new(),
            evidence: evidence.clone(),
        })
    }
}

/// The schema with a `datasource` that is nearest to the app in `root`.
pub fn schema(tree: &Tree, root: &RelPath) -> Option<Schema> {
    let mut files: Vec<_> = tree
        .texts()
        .filter(|(path, text)| {
            path.extension() == Some("prisma")
                && path.below(root).is_some()
                && decides(path)
                && text.contains("datasource")
        })
        .collect();
    files.sort_by_key(|(path, _)| (path.as_str().matches('/').count(), path.as_str()));
    files.into_iter().find_map(|(path, text)| read(path, text))
}

fn read(path: &RelPath, text: &str) -> Option<Schema> {
    let mut schema = Schema { path: path.clone(), provider: None, variables: Vec::new() };
    let mut inside = false;
    let mut number = 0_u32;
    for line in text.lines() {
        number = number.saturating_add(1);
        let code = line.split("//").next().unwrap_or("").trim();
        // A URL holds two slashes as well, so what is quoted is looked for in the whole line.
        if code.starts_with("datasource") {
            inside = true;
        } else if code == "}" {
            inside = false;
        }
        let Some((key, value)) = line.trim().split_once('=').filter(|_| inside) else { continue };
        let evidence = Evidence { path: path.clone(), line: Some(number), text: shortened(line) };
        match key.trim() {
            "provider" => {
                let name = value.trim().trim_matches('"').to_owned();
                schema.provider = Some((name, evidence));
            }
            "url" | "directUrl" => {
                let name = value.trim().strip_prefix("env(").and_then(|rest| rest.split(['"', '\'']).nth(1));
                schema.variables.extend(name.map(|name| (name.to_owned(), evidence)));
            }
            _ => {}
        }
    }
    schema.provider.is_some().then_some(schema)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::js::testing::tree;

    #[test]
    fn the_database_and_its_variable_are_read() {
        let tree = tree(&[(
            "prisma/schema.prisma",
            "generator client {\n  provider = \"prisma-client-js\"\n}\n\ndatasource db {\n  provider = \"postgresql\"\n\
               url      = env(\"DATABASE_URL\") // where\n}\n",
        )]);
        let schema = schema(&tree, &RelPath::root()).unwrap();
        assert_eq!(schema.provider.unwrap().0, "postgresql");
        assert_eq!(schema.variables[0].0, "DATABASE_URL");
    }
}
