//! Who gets into the services of a stack: published databases, passwords in the file, the machine's own door.

use crate::audit::Raised;
use crate::audit::stack::{Service, Told, filled};
use crate::detect::secret::name_is_secret;
use crate::detect::stores::of_image;
use crate::facts::Evidence;
use crate::finding::Severity;

/// Ports of databases, caches and queues that the whole internet reaches.
pub fn published(service: Service<'_>) -> Option<Raised> {
    service.image().and_then(|image| of_image(&filled(image)))?;
    let open = |address: &str| !address.starts_with("127.") && !matches!(address, "::1" | "localhost");
    let ports = service.ports();
    let port = ports.iter().find(|port| port.address.as_deref().is_some_and(open))?;
    let message = format!("`{}` is published on every address of the machine, past its firewall", service.name);
    let container = filled(&port.text).rsplit(':').next().unwrap_or("").to_owned();
    let fix = format!(
        "take `ports` out: the other services reach it as `{}`; for a tunnel, `\"127.0.0.1:{container}:{container}\"`",
        service.name
    );
    Some(Raised::fault(message, service.at(port.line, port.text.clone())).severity(Severity::High).fix(fix))
}

/// Passwords that stand in the file, or that a variable falls back to.
pub fn passwords(service: Service<'_>) -> Vec<Raised> {
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for told in service.environment() {
        let Some((secret, falls_back)) = password(&told) else { continue };
        if seen.contains(&secret) {
            continue;
        }
        let name = &told.name;
        let message = match falls_back {
            true => format!("`{name}` of `{}` falls back to a password that everybody can read here", service.name),
            false => format!("the password of `{name}` stands in the file, so everybody with the repository has it"),
        };
        let fix =
            format!("write `${{{name}:?}}`, put a value of its own into `.env`, and change the one that stands here");
        found.push(
            Raised::fault(message, service.at(told.line, format!("{name}: …"))).severity(Severity::High).fix(fix),
        );
        seen.push(secret);
    }
    found.extend(trusting(service));
    found
}

/// The password in a variable's value, and whether it is only what holds otherwise.
pub fn password(told: &Told) -> Option<(String, bool)> {
    let value = told.value.trim();
    let falls_back = value.contains("${");
    let worth = filled(value);
    let in_url = || {
        let authority = worth.split_once("://")?.1.split(['/', '?']).next()?;
        let (_, password) = authority.rsplit_once('@')?.0.split_once(':')?;
        Some(password.to_owned())
    };
    let plain = name_is_secret(&told.name) && !told.name.ends_with("_FILE") && !worth.contains("://");
    let secret = if plain { Some(worth.clone()) } else { in_url() };
    let written =
        secret.filter(|secret| !secret.is_empty() && !secret.contains(['$', '{', '<']) && !secret.starts_with('/'));
    // A switch that is called after a password is none.
    let secret = written.filter(|secret| !matches!(secret.as_str(), "true" | "false" | "yes" | "no" | "1" | "0"));
    secret.map(|secret| (secret, falls_back))
}

/// A database that lets everybody in.
fn trusting(service: Service<'_>) -> Option<Raised> {
    let told = service.environment();
    let one = told.iter().find(|told| match told.name.as_str() {
        "POSTGRES_HOST_AUTH_METHOD" => told.value == "trust",
        "MYSQL_ALLOW_EMPTY_PASSWORD" | "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD" | "ALLOW_EMPTY_PASSWORD" => {
            !matches!(told.value.as_str(), "no" | "false" | "0" | "")
        }
        _ => false,
    })?;
    let message = format!("`{}` asks nobody for a password", service.name);
    let evidence = service.at(one.line, format!("{}: {}", one.name, one.value));
    let fix = format!("take `{}` out and give it a password", one.name);
    Some(Raised::fault(message, evidence).severity(Severity::High).fix(fix))
}

/// Doors to the machine itself.
pub fn machine(service: Service<'_>) -> Vec<Raised> {
    let mut found = Vec::new();
    if let Some((line, ..)) =
        service.yaml.entries().find(|(_, key, value)| *key == "privileged" && value.text() == Some("true"))
    {
        let message = format!("`{}` is privileged: whoever breaks into it is root on the machine", service.name);
        let fix = "take `privileged` out, and add the one capability that it needs with `cap_add`";
        found.push(Raised::fault(message, service.at(line, "privileged: true")).severity(Severity::High).fix(fix));
    }
    if let Some(evidence) = socket(service) {
        let message = format!(
            "`{}` holds Docker's socket: whoever breaks into it starts what they like on the machine",
            service.name
        );
        let fix = "put a proxy between that lets only the questions through which it asks (docker-socket-proxy); `:ro` does not";
        found.push(Raised::fault(message, evidence).severity(Severity::Medium).fix(fix));
    }
    found
}

fn socket(service: Service<'_>) -> Option<Evidence> {
    let volumes = service.yaml.get("volumes")?;
    volumes.items().find_map(|volume| {
        let source = volume.text().or_else(|| volume.get("source")?.text())?;
        source.contains("docker.sock").then(|| service.at(volume.line, source))
    })
}
