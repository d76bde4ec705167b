//! `validators/<id>.yaml`: a program of somebody else's that judges generated files, and how it is run.

use anyhow::{Result, bail};
use serde::Deserialize;

use crate::catalog::source::{Source, parse};

/// The folder of the catalog that holds one file for each.
const FOLDER: &str = "validators";
/// Stands for the file, or for each of the files, in a command.
pub const FILE: &str = "{file}";
pub const FILES: &str = "{files}";
/// Stands for the repository's example of .env; a word that holds it is left out where there is none.
pub const DOTENV: &str = "{dotenv}";

/// One validator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validator {
    /// The name of its file.
    #[serde(skip)]
    pub id: String,
    /// It comes with the repository, not with shipready.
    #[serde(skip)]
    pub own: bool,
    pub title: String,
    /// What it judges, in patterns as in .gitignore. Where all files go into one run, this is also their order.
    #[serde(default)]
    pub files: Vec<String>,
    /// Scripts that these interpreters run, whatever their name: `bash`.
    #[serde(default)]
    pub interpreters: Vec<String>,
    /// The program and its arguments, without a shell. With `{file}` it runs once for each file; a word that holds
    /// `{files}` is repeated for every file of one run. `{dotenv}` is the repository's example of .env.
    pub command: Vec<String>,
    /// All its files belong together: when one is asked for, all are given.
    #[serde(default)]
    pub together: bool,
    /// How it says that it is there, and its version.
    pub version: Version,
    /// Exit codes that mean findings; 0 means none, every other that it could not do its work.
    #[serde(default = "one")]
    pub findings: Vec<i32>,
    /// Words in its output that mean findings although it exits with 0.
    #[serde(default)]
    pub complaints: Vec<String>,
    /// How long one run may take.
    #[serde(default = "minute")]
    pub seconds: u64,
    /// Where its own project says how to install it.
    pub install: String,
}

/// The question for the version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Ends with 0 when the program is there.
    pub command: Vec<String>,
    /// The oldest that understands the command: `2.24`.
    #[serde(default)]
    pub at_least: Option<String>,
}

fn one() -> Vec<i32> {
    vec![1]
}

fn minute() -> u64 {
    60
}

impl Validator {
    /// Every validator of the catalog, in order of their ids.
    ///
    /// # Errors
    /// A file that does not parse, or whose commands name no program.
    pub fn all(source: &Source) -> Result<Vec<Validator>> {
        let ids = source.below(FOLDER).filter_map(|(path, _)| path.strip_suffix(".yaml")).map(ToOwned::to_owned);
        ids.collect::<Vec<_>>().into_iter().map(|id| Self::load(source, id)).collect()
    }

    fn load(source: &Source, id: String) -> Result<Validator> {
        let path = format!("{FOLDER}/{id}.yaml");
        let mut validator: Validator = parse(source, &path)?;
        for command in [&validator.command, &validator.version.command] {
            // A path would run a file of the repository, or of wherever the person happens to be.
            if command.first().is_none_or(|program| program.is_empty() || program.contains('/')) {
                bail!("{}: a command begins with the plain name of a program", source.name(&path));
            }
        }
        if validator.files.is_empty() && validator.interpreters.is_empty() {
            bail!("{}: neither `files` nor `interpreters` says what it judges", source.name(&path));
        }
        validator.own = source.is_own(&path);
        validator.id = id;
        Ok(validator)
    }

    /// The command for each run over `files`, beside the example of .env.
    pub fn runs(&self, files: &[String], dotenv: Option<&str>) -> Vec<Vec<String>> {
        let each = self.command.iter().any(|word| word.contains(FILE));
        match each {
            true => files.iter().map(|file| self.words(std::slice::from_ref(file), dotenv)).collect(),
            false => vec![self.words(files, dotenv)],
        }
    }

    fn words(&self, files: &[String], dotenv: Option<&str>) -> Vec<String> {
        let word = |word: &String| match (word.contains(FILE), word.contains(FILES)) {
            (true, _) => files.iter().map(|file| word.replace(FILE, file)).collect(),
            (_, true) => files.iter().map(|file| word.replace(FILES, file)).collect(),
            _ if word.contains(DOTENV) => dotenv.into_iter().map(|name| word.replace(DOTENV, name)).collect(),
            _ => vec![word.clone()],
        };
        self.command.iter().flat_map(word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validator(command: &[&str]) -> Validator {
        let text = format!(
            "title: T\nfiles: [x]\ncommand: {}\nversion: {{command: [t, --version]}}\ninstall: https://t.example\n",
            serde_json::to_string(command).unwrap()
        );
        serde_yaml::from_str(&text).unwrap()
    }

    #[test]
    fn a_command_runs_once_or_once_for_each_file() {
        let files = ["a".to_owned(), "b".to_owned()];
        assert_eq!(validator(&["t", "{file}"]).runs(&files, None), [["t", "a"], ["t", "b"]]);
        assert_eq!(validator(&["t", "{files}"]).runs(&files, None), [["t", "a", "b"]]);
        assert_eq!(validator(&["t", "--file={files}", "go"]).runs(&files, None), [["t", "--file=a", "--file=b", "go"]]);
        let beside = validator(&["t", "--env-file={dotenv}", "{files}"]);
        assert_eq!(beside.runs(&files, Some("x.env")), [["t", "--env-file=x.env", "a", "b"]]);
        assert_eq!(beside.runs(&files, None), [["t", "a", "b"]]);
    }

    #[test]
    fn every_validator_of_ours_is_sound() {
        let all = Validator::all(&Source::embedded()).unwrap();
        assert!(all.len() > 5 && all.iter().all(|validator| !validator.own));
        for validator in all {
            assert!(validator.install.contains("https://"), "{}: where is it to be had?", validator.id);
            let names = |word: &String| word.contains(FILE) || word.contains(FILES);
            assert!(validator.command.iter().any(names), "{} is given no file", validator.id);
        }
    }
}
