//! What is wrong with a rendered file, in words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shipready::plan::Rendered;

use super::support::parsed::{declared, names, services, variables, yaml};

/// Whether the file parses as what its name says.
pub fn parses(path: &str, text: &str) -> Result<(), String> {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match extension {
        "yaml" | "yml" => serde_yaml::from_str::<Value>(text).map(drop).map_err(|error| error.to_string()),
        "toml" => text.parse::<toml_edit::DocumentMut>().map(drop).map_err(|error| error.to_string()),
        "json" => serde_json::from_str::<Value>(text).map(drop).map_err(|error| error.to_string()),
        "ini" => ini(text),
        _ => Ok(()),
    }
}

fn ini(text: &str) -> Result<(), String> {
    let mut section = false;
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', ';'])) {
        section |= line.starts_with('[') && line.ends_with(']');
        if !section || !(line.starts_with('[') || line.contains('=') || line.starts_with(' ')) {
            return Err(format!("`{line}` is no section, value or comment"));
        }
    }
    Ok(())
}

/// A piece of a template that was not rendered.
pub fn untouched_tags(text: &str) -> Option<&str> {
    let tag = ["{= ", " =}", "{% ", " %}", "{/ ", " /}", "@app@", "\u{1}"];
    text.lines().find(|line| tag.iter().any(|tag| line.contains(tag)))
}

/// `compose.yaml` with all that it refers to.
pub struct Compose<'a> {
    pub text: String,
    data: Value,
    rendered: &'a Rendered,
    declared: BTreeSet<String>,
}

/// The text of a file that must be there.
pub fn content(rendered: &Rendered, name: &str) -> String {
    let found = rendered.iter().find(|(path, _)| path.as_str() == name);
    found.map(|(_, file)| file.text.content.to_string()).unwrap_or_else(|| panic!("{name} is not rendered"))
}

impl<'a> Compose<'a> {
    pub fn of(rendered: &'a Rendered) -> Compose<'a> {
        let text = content(rendered, "compose.yaml");
        let data = yaml("compose.yaml", &text);
        let declared = declared(&content(rendered, ".env.example")).into_iter().collect();
        Compose { data, text, rendered, declared }
    }

    pub fn declares(&self, name: &str) -> bool {
        self.declared.contains(name)
    }

    /// Variables without a value of their own that .env.example does not name.
    pub fn undeclared(&self) -> Vec<String> {
        let used = variables(&self.text).into_iter();
        let passed = services(&self.data).into_values().flat_map(|service| {
            let environment = service["environment"].as_object().cloned().unwrap_or_default();
            environment.into_iter().filter(|(_, value)| value.is_null()).map(|(name, _)| (name, false))
        });
        let passed: Vec<(String, bool)> = passed.collect();
        used.chain(passed).filter(|(name, own)| !own && !self.declares(name)).map(|(name, _)| name).collect()
    }

    /// Whatever names something that is not there.
    pub fn unresolved(&self, secrets: &BTreeSet<String>) -> Vec<String> {
        let services = services(&self.data);
        let mut wrong = Vec::new();
        for (name, service) in &services {
            let mut need = |what: &str, wanted: Vec<String>, there: &dyn Fn(&str) -> bool| {
                let missing = wanted.into_iter().filter(|one| !there(one));
                wrong.extend(missing.map(|one| format!("{name}: there is no {what} `{one}`")));
            };
            need("service", names(&service["depends_on"]), &|one| services.contains_key(one));
            need("network", names(&service["networks"]), &|one| self.data["networks"].get(one).is_some());
            let mounted = secret_names(service);
            need("secret", mounted.clone(), &|one| self.data["secrets"].get(one).is_some() && secrets.contains(one));
            let handed = handed(&services, name);
            need("mounted secret", composed(service), &|one| mounted.iter().chain(&handed).any(|held| held == one));
            // What begins with a slash is of the machine itself.
            let own = sources(service).into_iter().filter(|source| !source.starts_with('/'));
            let (files, volumes): (Vec<String>, Vec<String>) = own.partition(|source| source.starts_with("./"));
            need("volume", volumes, &|one| self.data["volumes"].get(one).is_some());
            need("file", files, &|one| self.is_rendered(one.trim_start_matches("./")));
        }
        wrong
    }

    fn is_rendered(&self, wanted: &str) -> bool {
        self.rendered.keys().any(|path| path.as_str() == wanted || path.as_str().starts_with(&format!("{wanted}/")))
    }
}

fn secret_names(service: &Value) -> Vec<String> {
    let secrets = service["secrets"].as_array().cloned().unwrap_or_default();
    let name = |secret: &Value| secret.as_str().or_else(|| secret["source"].as_str()).map(str::to_owned);
    secrets.iter().filter_map(name).collect()
}

/// The secrets that a manager's container hands out to the service `name`: `name=SECRET,OTHER:NAME_OF_ITS_FILE`.
fn handed(services: &BTreeMap<String, Value>, name: &str) -> Vec<String> {
    let handouts = services.values().filter_map(|service| service["environment"]["HANDOUTS"].as_str());
    let lists = handouts.flat_map(str::split_whitespace).filter_map(|one| one.split_once('='));
    let own = lists.filter(|(reader, _)| *reader == name).flat_map(|(_, list)| list.split([',', ':']));
    own.map(str::to_owned).collect()
}

/// The secrets that the URLs of a service are put together from.
fn composed(service: &Value) -> Vec<String> {
    let environment = service["environment"].as_object().cloned().unwrap_or_default();
    let urls = environment.iter().filter(|(name, _)| name.starts_with("KIT_URL_"));
    let parts = urls.flat_map(|(_, url)| {
        let url = url.as_str().unwrap_or_default();
        url.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect::<Vec<_>>()
    });
    parts.collect()
}

/// What the volumes of a service come from.
fn sources(service: &Value) -> Vec<String> {
    names(&service["volumes"]).iter().filter_map(|volume| Some(volume.split_once(':')?.0.to_owned())).collect()
}

#[test]
fn a_reference_to_nothing_would_be_seen() {
    use shipready::plan::{Policy, RenderedFile};
    use shipready::tree::{RelPath, Text};
    let compose = "services:\n  web:\n    depends_on: {db: {condition: service_healthy}}\n    networks: [data]\n    \
                   secrets: [KEY]\n    volumes: [\"data:/data\", \"./x.conf:/x.conf:ro\"]\n    environment:\n      \
                   KIT_URL_A: \"a://{WORD}@b\"\n      MODE:\n      SIZE: \"${SIZE}\"\n      OWN: \"${OWN:-1}\"\n";
    let file = |text: &str| RenderedFile::new(Text::new(text), Policy::Owned, Vec::new());
    let path = |path: &str| RelPath::new(path).unwrap();
    let rendered = Rendered::from([(path("compose.yaml"), file(compose)), (path(".env.example"), file("A=\n"))]);
    let compose = Compose::of(&rendered);
    assert_eq!(compose.undeclared(), ["SIZE", "MODE"]);
    assert_eq!(compose.unresolved(&BTreeSet::new()).len(), 6, "{:?}", compose.unresolved(&BTreeSet::new()));
    assert!(untouched_tags("a\nb {= c =}\n").is_some() && untouched_tags("${{ x }} {{ y }}\n").is_none());
    assert!(ini("[a]\nb = 1\n").is_ok() && ini("b = 1\n").is_err() && ini("[a]\nb\n").is_err());
}
