//! What was found, for people: each fact with where it was seen and how sure that is.

use std::fmt::Display;

use anstyle::Style;

use super::Look;
use super::style::{CAUTION, FAINT, STRONG};
use super::table::{self, Cell};
use crate::facts::{AppFacts, Confidence, Evidence, Facts, Mode, Seen, ValueType, VariableFact};

/// Everything that was found. All evidence when verbose, the first piece of each fact otherwise.
pub fn text(facts: &Facts, look: Look) -> String {
    let Facts { apps, existing, names: _, notices } = facts;
    let mut text = match apps.as_slice() {
        [] => "No application was found here.\n".to_owned(),
        apps => apps.iter().map(|each| app(each, look)).collect::<Vec<_>>().join("\n"),
    };
    if !existing.is_empty() {
        let rows = existing.iter().map(|file| vec![Cell::plain(file.path.as_str()), Cell::new(&file.kind, FAINT)]);
        text +=
            &format!("\n{}\n{}", look.paint(STRONG, "Already there"), table::lines(&rows.collect::<Vec<_>>(), 2, look));
    }
    if !notices.is_empty() {
        text += &format!("\n{}\n", look.paint(CAUTION.bold(), "To know"));
    }
    for notice in notices {
        let path = notice.path.as_ref().map(|path| format!("{path}: ")).unwrap_or_default();
        text += &format!("  {}{}\n", look.show(&path), look.show(&notice.text));
    }
    text
}

/// The apps without their variables, for a look before questions are asked.
pub fn brief(facts: &Facts, look: Look) -> String {
    let each = |app: &AppFacts| {
        let variables = match app.variables.len() {
            0 => String::new(),
            1 => "  reads 1 environment variable\n".to_owned(),
            number => format!("  reads {number} environment variables\n"),
        };
        head(app, look) + &variables
    };
    facts.apps.iter().map(each).collect::<Vec<_>>().join("\n")
}

fn app(app: &AppFacts, look: Look) -> String {
    let mut text = head(app, look);
    if !app.variables.is_empty() {
        text += &format!("\n  {}\n", look.paint(STRONG, "Environment variables that the code reads"));
        text += &table::lines(&app.variables.iter().map(variable).collect::<Vec<_>>(), 4, look);
    }
    text
}

fn head(app: &AppFacts, look: Look) -> String {
    let place = if app.root.is_root() { String::new() } else { format!("  in {}", app.root) };
    let title = format!("{}{}\n", look.paint(STRONG, look.show(&app.name)), look.paint(FAINT, look.show(&place)));
    title + &table::lines(&Rows::of(app, look.verbose).0, 2, look)
}

/// The table of one app's facts.
struct Rows(Vec<Vec<Cell>>);

impl Rows {
    fn of(app: &AppFacts, verbose: bool) -> Self {
        let mut rows = Rows(Vec::new());
        rows.itself(app, verbose);
        rows.around(app, verbose);
        rows.repository(app, verbose);
        rows
    }

    /// What it is and what starts it.
    fn itself(&mut self, app: &AppFacts, verbose: bool) {
        let rows = self;
        rows.fact("stack", &app.stack, &app.stack.value, verbose);
        let runtime = &app.runtime.value;
        let range = runtime.requires.as_ref().map(|range| format!(" (asks for {range})")).unwrap_or_default();
        rows.fact("runtime", &app.runtime, format!("{} {}{range}", runtime.id, runtime.version), verbose);
        rows.fact("packages", &app.package_manager, &app.package_manager.value, verbose);
        if let Some(lock) = &app.lock {
            rows.fact("lock file", lock, &lock.value, verbose);
        }
        if let Some(entry) = &app.entry {
            rows.fact("entry point", entry, entry.value.target(), verbose);
        }
        if let Some(django) = &app.django {
            rows.fact("settings", django, &django.value.settings, verbose);
            if let Some(place) = &django.value.sqlite_otherwise {
                let seen = Seen { value: (), confidence: Confidence::Certain, evidence: vec![place.clone()] };
                rows.fact("falls back to", &seen, "a database in a file (SQLite)", verbose);
            }
        }
        if let Some(site) = &app.site {
            rows.fact("served files", site, format!("{}, made by `{}`", site.value.output, site.value.build), verbose);
        }
        if let Some(port) = &app.port {
            rows.fact("port", port, port.value, verbose);
        }
        if let Some(prefix) = &app.prefix {
            rows.fact("routes below", prefix, &prefix.value, verbose);
        }
    }

    /// Whom it talks to, and what runs beside its server.
    fn around(&mut self, app: &AppFacts, verbose: bool) {
        let rows = self;
        for client in &app.clients {
            rows.fact("talks to", client, format!("{} ({})", client.value.service, client.value.package), verbose);
        }
        for host in &app.hosts {
            rows.fact("fixed host", host, format!("{} ({})", host.value.name, host.value.service), verbose);
        }
        if let Some(migrations) = &app.migrations {
            let value = &migrations.value;
            let none = if app.revisions.as_ref().is_some_and(|seen| seen.value == 0) { ", none yet" } else { "" };
            rows.fact("migrations", migrations, format!("{} ({}){none}", value.tool, value.scripts), verbose);
        }
        for listener in &app.listeners {
            rows.fact("own port", listener, &listener.value, verbose);
        }
        for worker in &app.workers {
            let value = &worker.value;
            let when = if value.schedules { ", on a schedule too" } else { "" };
            rows.fact("worker", worker, format!("{} {}{when}", value.tool, value.target), verbose);
        }
        for bot in &app.bots {
            let mode = match bot.value.mode {
                Mode::Polling => "polling",
                Mode::Webhook => "webhook",
                Mode::Both => "polling or webhook",
            };
            let place = if bot.value.inside { "inside of the web application" } else { &bot.value.target };
            rows.fact("bot", bot, format!("{} {place}, {mode}", bot.value.library), verbose);
        }
        for program in &app.programs {
            rows.fact("runs", program, &program.value, verbose);
        }
    }

    /// What else the repository says of it.
    fn repository(&mut self, app: &AppFacts, verbose: bool) {
        let rows = self;
        for file in &app.owned {
            let text = format!("{}, begun from {}", file.value.path, file.value.example);
            rows.fact("its owner's", file, text, verbose);
        }
        for linter in &app.linters {
            rows.fact("linter", linter, &linter.value.name, verbose);
        }
        if let Some(tests) = &app.tests {
            rows.fact("tests", tests, &tests.value, verbose);
        }
        for write in &app.writes {
            let when = if write.value.at_import { " (at start)" } else { "" };
            rows.fact("writes to", write, format!("{}{when}", write.value.path), verbose);
        }
    }

    fn fact<T>(&mut self, label: &str, seen: &Seen<T>, value: impl Display, verbose: bool) {
        let (sure, style) = words(seen.confidence);
        let shown = if verbose { seen.evidence.len() } else { 1 };
        let mut evidence = seen.evidence.iter().map(place);
        let first = evidence.next().unwrap_or_default();
        self.0.push(vec![
            Cell::new(label, FAINT),
            Cell::new(value.to_string(), STRONG),
            Cell::new(sure, style),
            Cell::new(first, FAINT),
        ]);
        let more = evidence.take(shown.saturating_sub(1));
        self.0
            .extend(more.map(|place| vec![Cell::plain(""), Cell::plain(""), Cell::plain(""), Cell::new(place, FAINT)]));
    }
}

fn words(confidence: Confidence) -> (&'static str, Style) {
    match confidence {
        Confidence::Certain => ("certain", Style::new()),
        Confidence::Likely => ("likely", Style::new()),
        Confidence::Guess => ("a guess", CAUTION),
    }
}

/// ``app/main.py:12 `app = FastAPI(` ``.
pub fn place(evidence: &Evidence) -> String {
    let Evidence { path, line, text } = evidence;
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    if text.is_empty() { format!("{path}{line}") } else { format!("{path}{line} `{text}`") }
}

fn variable(variable: &VariableFact) -> Vec<Cell> {
    let VariableFact { name, kind, required, default, example, choices, evidence } = variable;
    let kind = if choices.is_empty() { type_word(*kind).to_owned() } else { choices.join(" | ") };
    let need = match (required, default, example) {
        (true, _, Some(example)) => format!("required, such as {example}"),
        (true, _, None) => "required".to_owned(),
        (false, Some(default), _) if default.is_empty() => "default: empty".to_owned(),
        (false, Some(default), _) => format!("default: {default}"),
        (false, None, _) => "optional".to_owned(),
    };
    vec![
        Cell::new(name, STRONG),
        Cell::plain(kind),
        Cell::new(need, if *required { CAUTION } else { Style::new() }),
        Cell::new(evidence.first().map(place).unwrap_or_default(), FAINT),
    ]
}

fn type_word(kind: ValueType) -> &'static str {
    match kind {
        ValueType::String => "text",
        ValueType::Integer => "whole number",
        ValueType::Number => "number",
        ValueType::Boolean => "true or false",
        ValueType::Url => "URL",
        ValueType::List => "list",
        ValueType::Json => "JSON",
        ValueType::Secret => "secret",
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub use tests::sample;
