//! Whether the services of a stack keep running: images that stay, limits, restarts, and the order of starting.

use crate::audit::image::running::floats;
use crate::audit::stack::{Service, Stack, filled, says};
use crate::audit::{Ground, Raised};
use crate::detect::stores::of_image;
use crate::facts::Evidence;
use crate::finding::Severity;

/// An image of others that is another one tomorrow.
pub fn image(service: Service<'_>) -> Option<Raised> {
    let written = service.image().filter(|image| !service.is_built() && !image.contains('$'))?;
    if !floats(written) {
        return None;
    }
    let line = service.yaml.get("image").map_or(service.line, |image| image.line);
    let keeps = of_image(written).is_some();
    let (message, severity) = match keeps {
        true => (
            format!("`{written}` names no version: a new one may refuse the data that the old one wrote"),
            Severity::Medium,
        ),
        false => {
            (format!("`{written}` names no version, so nobody knows what runs after the next pull"), Severity::Low)
        }
    };
    let name = written.split(':').next().unwrap_or(written);
    let fix = format!("name the version that runs: `{name}:<version>`");
    Some(Raised::fault(message, service.at(line, format!("image: {written}"))).severity(severity).fix(fix))
}

/// What runs all the time: not what ends by itself, nor what only a profile starts.
fn stays(stacks: &[Stack<'_>], service: Service<'_>) -> bool {
    let ends = |other: Service<'_>| {
        let depends = other.yaml.get("depends_on").and_then(|depends| depends.get(service.name));
        let condition = depends.and_then(|one| one.get("condition")).and_then(|condition| condition.text());
        condition == Some("service_completed_successfully")
    };
    let once = service.yaml.get("restart").and_then(|restart| restart.text()).is_some_and(|text| text == "no");
    let runs = service.yaml.get("image").is_some() || service.is_built() || service.yaml.get("extends").is_some();
    let works =
        !matches!(service.name, "migrate" | "migrations" | "init" | "setup" | "prestart" | "seed" | "test" | "tests");
    runs && !once
        && works
        && service.yaml.get("profiles").is_none()
        && !stacks.iter().flat_map(Stack::services).any(ends)
}

/// The services of one file of which no stack says one of `keys`, as one finding.
fn lacking(
    stacks: &[Stack<'_>],
    stack: &Stack<'_>,
    keys: &[&[&str]],
    say: &dyn Fn(&str) -> (String, Severity, String),
) -> Option<Raised> {
    let says = |service: Service<'_>| keys.iter().any(|keys| says(stacks, service, keys));
    let without: Vec<Service<'_>> = stack.services().filter(|one| stays(stacks, *one) && !says(*one)).collect();
    let first = without.first()?;
    let names: Vec<String> = without.iter().map(|service| format!("`{}`", service.name)).collect();
    let (message, severity, fix) = say(&listed(&names));
    let others: Vec<Evidence> = without.iter().skip(1).map(|service| service.evidence()).collect();
    Some(Raised::fault(message, first.evidence()).also(others).severity(severity).fix(fix))
}

/// `a`, `b` and 2 more.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// Services that may take all memory of the machine.
pub fn limits(stacks: &[Stack<'_>], stack: &Stack<'_>) -> Option<Raised> {
    let keys: &[&[&str]] = &[&["mem_limit"], &["deploy", "resources", "limits", "memory"], &["extends"]];
    lacking(stacks, stack, keys, &|names| {
        let message = format!("nothing limits the memory of {names}: one that grows takes the others down with it");
        (message, Severity::Medium, "add `deploy: {resources: {limits: {memory: 512M}}}` to each".to_owned())
    })
}

/// Services that stay down after a crash or a reboot.
pub fn restarts(stacks: &[Stack<'_>], stack: &Stack<'_>) -> Option<Raised> {
    let keys: &[&[&str]] = &[&["restart"], &["deploy", "restart_policy"], &["extends"]];
    lacking(stacks, stack, keys, &|names| {
        let message = format!("nothing starts {names} again after a crash or when the machine boots");
        (message, Severity::Medium, "add `restart: unless-stopped` to each".to_owned())
    })
}

/// Words by which a program waits for its database itself.
const WAITS: &[&str] = &["wait-for", "wait_for", "waitfor", "pg_isready", "dockerize", "nc -z", "until ", "db_ready"];

/// Services that start before their database takes connections.
pub fn order(ground: &Ground<'_, '_>, stacks: &[Stack<'_>], stack: &Stack<'_>) -> Option<Raised> {
    let keeps = |name: &str| {
        let named = stacks.iter().flat_map(Stack::services).find(|other| other.name == name && other.image().is_some());
        named.and_then(|other| of_image(&filled(other.image()?))).is_some()
    };
    let waits = |text: &str| WAITS.iter().any(|word| text.contains(word));
    let script = || {
        let files = ground.tree.texts();
        files
            .filter(|(path, _)| path.extension() == Some("sh") || path.name().contains("entrypoint"))
            .any(|(_, text)| waits(text))
    };
    let early = |service: Service<'_>| {
        let depends = service.yaml.get("depends_on")?;
        let listed = depends.items().find(|name| name.text().is_some_and(keeps)).map(|name| name.line);
        let mapped = depends.entries().find(|(_, name, value)| {
            let condition = value.get("condition").and_then(|condition| condition.text());
            keeps(name) && condition.is_none_or(|condition| condition == "service_started")
        });
        let line = listed.or(mapped.map(|(line, ..)| line))?;
        (!waits(&service.command())).then(|| service.at(line, "depends_on"))
    };
    // Tools beside the application connect when somebody uses them.
    let own = |service: &Service<'_>| says(stacks, *service, &["build"]);
    let places: Vec<Evidence> = stack.services().filter(own).filter_map(early).collect();
    let (first, others) = places.split_first().filter(|_| !script())?;
    let message = "what uses a database starts before that takes connections, and fails now and then";
    let fix = "give the database a `healthcheck`, and depend on it with `condition: service_healthy`";
    Some(Raised::fault(message, first.clone()).also(others.to_vec()).severity(Severity::Low).fix(fix))
}
