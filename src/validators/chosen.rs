//! Which validator is for which file.

use anyhow::{Context as _, Result};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::catalog::validator::Validator;
use crate::tree::RelPath;

/// A file that may be judged.
#[derive(Clone, Debug)]
pub struct Subject {
    pub path: RelPath,
    /// Its first line, where it is text.
    pub first_line: String,
    /// It is the example of .env.
    pub dotenv: bool,
    /// The person asked for it, or for everything.
    pub asked: bool,
}

/// A validator and what it is given.
#[derive(Clone, Debug)]
pub struct Job<'v> {
    pub validator: &'v Validator,
    /// As the program is given them: from the repository's root, never empty.
    pub files: Vec<String>,
    /// The repository's example of .env.
    pub dotenv: Option<String>,
}

/// The validators that are for one of `subjects` or more, in their own order.
///
/// # Errors
/// A pattern that is none.
pub fn jobs<'v>(validators: &'v [Validator], subjects: &[Subject]) -> Result<Vec<Job<'v>>> {
    let dotenv = subjects.iter().find(|subject| subject.dotenv).map(|subject| word(&subject.path));
    let jobs = validators.iter().map(|validator| {
        let patterns: Vec<Gitignore> =
            validator.files.iter().map(|pattern| matcher(validator, pattern)).collect::<Result<_>>()?;
        let rank = |subject: &Subject| {
            let path = subject.path.as_str();
            let named = patterns.iter().position(|pattern| pattern.matched(path, false).is_ignore());
            named.or_else(|| interpreted(validator, &subject.first_line).then_some(patterns.len()))
        };
        let mut ranked: Vec<(usize, &Subject)> =
            subjects.iter().filter_map(|subject| Some((rank(subject)?, subject))).collect();
        ranked.sort_by(|one, other| (one.0, &one.1.path).cmp(&(other.0, &other.1.path)));
        let wanted = ranked.iter().any(|(_, subject)| subject.asked);
        let given = ranked.into_iter().filter(|(_, subject)| subject.asked || (validator.together && wanted));
        Ok(Job { validator, files: given.map(|(_, subject)| word(&subject.path)).collect(), dotenv: dotenv.clone() })
    });
    let jobs: Vec<Job<'v>> = jobs.collect::<Result<_>>()?;
    Ok(jobs.into_iter().filter(|job| !job.files.is_empty()).collect())
}

fn matcher(validator: &Validator, pattern: &str) -> Result<Gitignore> {
    let mut builder = GitignoreBuilder::new("");
    let built = builder.add_line(None, pattern).and_then(|builder| builder.build());
    built.with_context(|| format!("validator `{}`: `{pattern}` is not a pattern", validator.id))
}

/// `#!/usr/bin/env bash`, `#!/bin/sh -e`.
fn interpreted(validator: &Validator, first_line: &str) -> bool {
    let Some(line) = first_line.strip_prefix("#!") else { return false };
    let mut words = line.split_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
    let program = words.find(|word| *word != "env" && !word.starts_with('-'));
    program.is_some_and(|program| validator.interpreters.iter().any(|known| known == program))
}

/// A path that no program takes for an option.
fn word(path: &RelPath) -> String {
    if path.as_str().starts_with('-') { format!("./{path}") } else { path.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(rules: &str, asked: &[&str], others: &[&str]) -> Vec<String> {
        let text = format!("title: T\n{rules}\ncommand: [t, '{{files}}']\nversion: {{command: [t]}}\ninstall: x\n");
        let validators: Vec<Validator> = vec![serde_yaml::from_str(&text).unwrap()];
        let subject = |path: &str, asked: bool| {
            let (path, line) = path.split_once(' ').unwrap_or((path, ""));
            Subject { path: RelPath::new(path).unwrap(), first_line: line.to_owned(), dotenv: false, asked }
        };
        let subjects: Vec<Subject> = asked
            .iter()
            .map(|path| subject(path, true))
            .chain(others.iter().map(|path| subject(path, false)))
            .collect();
        jobs(&validators, &subjects).unwrap().into_iter().flat_map(|job| job.files).collect()
    }

    #[test]
    fn patterns_are_those_of_gitignore_and_their_order_is_the_order_of_the_files() {
        let rules = "files: [/compose.yaml, /compose.development.yaml]";
        let both = ["compose.development.yaml", "compose.yaml", "deploy/compose.yaml"];
        assert_eq!(given(rules, &both, &[]), ["compose.yaml", "compose.development.yaml"]);
        assert_eq!(given("files: [Dockerfile]", &["a/Dockerfile", "Dockerfile.x", "Dockerfile"], &[]).len(), 2);
    }

    #[test]
    fn scripts_are_known_by_their_first_line() {
        let rules = "interpreters: [bash, sh]";
        let scripts =
            ["a #!/usr/bin/env bash", "b #!/bin/sh -e", "c #!/usr/bin/python3", "d plain", "e #!/usr/bin/env -S bash"];
        assert_eq!(given(rules, &scripts, &[]), ["a", "b", "e"]);
    }

    #[test]
    fn files_that_belong_together_come_together() {
        let rules = "files: [/a, /b]";
        assert_eq!(given(rules, &["b"], &["a"]), ["b"]);
        assert_eq!(given(&format!("{rules}\ntogether: true"), &["b"], &["a"]), ["a", "b"]);
        assert!(given(&format!("{rules}\ntogether: true"), &[], &["a"]).is_empty());
        assert_eq!(given("files: ['*.yaml']", &["-x.yaml"], &[]), ["./-x.yaml"]);
    }
}
