//! The port that the application listens on.

use crate::detect::commands::Command;
use crate::detect::dockerfile::exposed;
use crate::detect::nodes::shortened;
use crate::facts::{Confidence, Evidence, Seen, ValueType, VariableFact};
use crate::tree::{RelPath, Tree};

/// What uvicorn and gunicorn listen on when nobody says otherwise.
const USUAL: u16 = 8000;

/// By the commands that start the app, then its settings, then its image's `EXPOSE`, else the usual one.
pub fn port(tree: &Tree, commands: &[&Command], variables: &[VariableFact], dockerfiles: &[RelPath]) -> Seen<u16> {
    let seen = |value, confidence, evidence| Seen { value, confidence, evidence: vec![evidence] };
    if let Some((port, command)) = commands.iter().find_map(|command| Some((command.port?, command))) {
        return seen(port, Confidence::Certain, command.evidence.clone());
    }
    if let Some((port, evidence)) = dockerfiles.iter().find_map(|path| expose(tree, path)) {
        return seen(port, Confidence::Likely, evidence);
    }
    if let Some((port, evidence)) = variables.iter().find_map(setting) {
        return seen(port, Confidence::Likely, evidence);
    }
    let evidence = commands.first().map(|command| command.evidence.clone());
    let confidence = if evidence.is_some() { Confidence::Likely } else { Confidence::Guess };
    Seen { value: USUAL, confidence, evidence: evidence.into_iter().collect() }
}

fn setting(variable: &VariableFact) -> Option<(u16, Evidence)> {
    let named = matches!(
        variable.name.as_str(),
        "PORT" | "APP_PORT" | "SERVER_PORT" | "HTTP_PORT" | "API_PORT" | "UVICORN_PORT" | "WEB_PORT" | "BACKEND_PORT"
    );
    let number = matches!(variable.kind, ValueType::Integer | ValueType::String);
    let port = variable.default.as_deref().filter(|_| named && number)?.parse().ok()?;
    Some((port, variable.evidence.first()?.clone()))
}

fn expose(tree: &Tree, path: &RelPath) -> Option<(u16, Evidence)> {
    let text = tree.text(path.as_str())?;
    let (number, port) = *exposed(text).first()?;
    let line = u32::try_from(number + 1).ok();
    Some((port, Evidence { path: path.clone(), line, text: shortened(text.lines().nth(number).unwrap_or("")) }))
}
