//! What `init` asks: only what the repository and the command line leave open.

use anyhow::Result;

use crate::catalog::Catalog;
use crate::catalog::component::Kind as Component;
use crate::catalog::option::form::is_host;
use crate::choose::{Request, suggested};
use crate::facts::{Confidence, Facts};
use crate::wizard::ask::{Step, ask};
use crate::wizard::prompter::Prompter;
use crate::wizard::question::{Check, Choice, Kind, Prompt, Question};

/// Completes `request` by asking.
///
/// # Errors
/// [`crate::exit::Interrupted`] when the person stops.
pub fn ask_for(catalog: &Catalog, facts: &Facts, request: Request, prompter: &mut dyn Prompter) -> Result<Request> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    if facts.apps.is_empty() && request.stack.is_none() && request.preset.is_none() {
        steps.push(component(catalog, Component::Stack, "stack", "What shall the application be built with?").into());
    }
    if request.preset.is_none() {
        if request.target.is_none() && catalog.ids(Component::Target).count() > 1 {
            steps.push(component(catalog, Component::Target, "target", "Where will it run?").into());
        }
        if request.services.is_none() {
            steps.push(services(catalog, facts, &request.settled).into());
        }
    }
    if request.domain.is_none() {
        steps.push(domain().into());
    }
    let guesses: Vec<Guess> =
        guesses(catalog, facts)?.into_iter().filter(|guess| !guess.is_settled(&request)).collect();
    for guess in &guesses {
        steps.push(guess.question(catalog)?.into());
    }
    let answers = ask(prompter, steps)?;
    let settings = guesses.iter().filter_map(|guess| {
        let answer = answers.one(&guess.key()).filter(|answer| *answer != guess.value)?;
        Some((guess.key(), answer.to_owned()))
    });
    let settings = settings.collect();
    let one = |id: &str| answers.one(id).map(str::to_owned);
    let services = answers.get("services").map(|_| answers.many("services").to_vec());
    Ok(Request {
        stack: request.stack.or_else(|| one("stack")),
        target: request.target.or_else(|| one("target")),
        services: request.services.or(services),
        domain: request.domain.or_else(|| one("domain")),
        preset: request.preset,
        name: request.name,
        settled: request.settled,
        settings,
    })
}

/// What is taken for granted when nobody is asked: facts that are only guesses.
///
/// # Errors
/// A stack that the catalog does not have.
pub fn assumptions(catalog: &Catalog, facts: &Facts) -> Result<Vec<String>> {
    let tell = |guess: &Guess| {
        let Guess { app, option, value, .. } = guess;
        format!("assuming that {app} has {option} {value}\n  if not: --set {}=…", guess.key())
    };
    Ok(guesses(catalog, facts)?.iter().map(tell).collect())
}

/// A fact that no file states: an option of an app, and what it seems to be.
struct Guess {
    app: String,
    stack: String,
    option: String,
    value: String,
}

fn guesses(catalog: &Catalog, facts: &Facts) -> Result<Vec<Guess>> {
    let mut found = Vec::new();
    for app in &facts.apps {
        let specs = catalog.app_options(&app.stack.value)?;
        // What does not follow from the code is no guess about it: files are served where their stack says.
        let asks = |option: &str| specs.get(option).is_some_and(|spec| spec.detected.is_some());
        let guess = |option: &str, value: String| Guess {
            app: app.name.clone(),
            stack: app.stack.value.clone(),
            option: option.to_owned(),
            value,
        };
        if let Some(port) = app.port.as_ref().filter(|port| port.confidence == Confidence::Guess && asks("port")) {
            found.push(guess("port", port.value.to_string()));
        }
        if let Some(entry) = app.entry.as_ref().filter(|entry| entry.confidence == Confidence::Guess) {
            found.push(guess("entry", entry.value.target()));
        }
        if app.runtime.confidence == Confidence::Guess {
            found.push(guess(&app.runtime.value.id, app.runtime.value.version.clone()));
        }
    }
    Ok(found)
}

impl Guess {
    fn key(&self) -> String {
        format!("{}.{}", self.app, self.option)
    }

    /// Whether `--set` says it.
    fn is_settled(&self, request: &Request) -> bool {
        request.settled.iter().any(|(key, _)| *key == self.option || key.ends_with(&self.key()))
    }

    fn question(&self, catalog: &Catalog) -> Result<Question> {
        let specs = catalog.app_options(&self.stack)?;
        let spec = specs.get(self.option.as_str()).copied();
        let choices: Vec<&String> = spec.map(|spec| spec.choices.iter().collect()).unwrap_or_default();
        let default = Some(self.value.clone());
        let kind = match choices.contains(&&self.value) {
            true => Kind::Select {
                choices: choices.into_iter().map(|value| Choice::new(value, value, "")).collect(),
                default,
            },
            false => Kind::Text { default, check: Check::something() },
        };
        let text = format!("No file says the {} of {}. Which is it?", self.option, self.app);
        let mut question = question(&self.key(), &text, Vec::new(), kind);
        question.prompt.help = spec.map(|spec| spec.help.clone());
        Ok(question)
    }
}

fn component(catalog: &Catalog, kind: Component, id: &str, text: &str) -> Question {
    let choices = catalog.of(kind).map(|component| Choice::new(&component.id, &component.title, &component.summary));
    let recommended = catalog.of(kind).find(|component| component.recommended).map(|component| component.id.clone());
    question(id, text, Vec::new(), Kind::Select { choices: choices.collect(), default: recommended })
}

fn services(catalog: &Catalog, facts: &Facts, settled: &[(String, String)]) -> Question {
    let suggested = suggested(catalog, facts, settled);
    let of = catalog.of(Component::Service);
    let choices = of.map(|component| Choice::new(&component.id, &component.title, &component.summary)).collect();
    let evidence: Vec<String> = suggested.iter().map(|(id, reason)| format!("{id}: {reason}")).collect();
    question(
        "services",
        "Which services shall stand beside it?",
        evidence,
        Kind::Multi { choices, default: suggested.into_keys().collect() },
    )
}

fn domain() -> Question {
    let check = Check::new(|text| match is_host(text) {
        true => Ok(()),
        false => Err("a host name holds letters, digits, dots and hyphens: shop.example.com".to_owned()),
    });
    let kind = Kind::Text { default: Some("localhost".to_owned()), check };
    question("domain", "Under which domain will the world reach it?", Vec::new(), kind)
}

fn question(id: &str, text: &str, evidence: Vec<String>, kind: Kind) -> Question {
    Question { prompt: Prompt { id: id.to_owned(), text: text.to_owned(), help: None, evidence }, kind }
}
