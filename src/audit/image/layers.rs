//! What an image carries that it should not: secrets, compilers, and layers that are made anew for nothing.

use crate::audit::Raised;
use crate::audit::image::{Image, Instruction, Stage};
use crate::detect::secret::{name_is_secret, value_is_secret};
use crate::facts::Evidence;
use crate::finding::Severity;

/// Secrets in `ENV`, `ARG` and `COPY`: whoever has the image reads them.
pub fn secrets(image: &Image<'_>) -> Vec<Raised> {
    let stages = image.needed();
    let all = stages.iter().flat_map(|stage| &stage.instructions);
    all.flat_map(|one| match one.word.as_str() {
        "ENV" => told(image, one),
        "ARG" => asked(image, one),
        "COPY" | "ADD" => copied(image, one),
        _ => Vec::new(),
    })
    .collect()
}

fn told(image: &Image<'_>, instruction: &Instruction) -> Vec<Raised> {
    let secret = |(name, value): &(String, String)| {
        let literal = !value.is_empty() && !value.contains('$') && !is_path(value);
        literal && (name_is_secret(name) && !is_stopgap(value) || value_is_secret(value))
    };
    let found = pairs(&instruction.rest).into_iter().filter(secret);
    found
        .map(|(name, _)| {
            let message = format!("`ENV {name}` puts its value into the image, for everybody who can pull it");
            Raised::fault(message, shown(image, instruction, &name)).severity(Severity::Critical).fix(format!(
                "take `{name}` out of the Dockerfile, give it to the container when it starts, and change its value"
            ))
        })
        .collect()
}

fn asked(image: &Image<'_>, instruction: &Instruction) -> Vec<Raised> {
    let names = instruction.words().map(|word| word.split_once('=').unwrap_or((word, "")));
    let secret = names.filter(|(name, value)| name_is_secret(name) && !is_stopgap(value) && !is_path(value));
    secret
        .map(|(name, _)| {
            let message = format!("`ARG {name}` stays in the image's history, where `docker history` shows it");
            Raised::fault(message, shown(image, instruction, name)).severity(Severity::High).fix(format!(
                "use `RUN --mount=type=secret,id={}` in the step that needs it",
                name.to_ascii_lowercase()
            ))
        })
        .collect()
}

fn copied(image: &Image<'_>, instruction: &Instruction) -> Vec<Raised> {
    if instruction.option("from").is_some() {
        return Vec::new();
    }
    let words: Vec<&str> = instruction.words().collect();
    let sources = words.split_last().map_or(&[][..], |(_, sources)| sources);
    let secret = |source: &&&str| {
        let name = source.rsplit('/').next().unwrap_or(source);
        matches!(name, ".env" | ".env.production" | ".env.prod" | "id_rsa" | "id_ed25519" | ".npmrc.secret")
    };
    let found = sources.iter().find(secret).map(|source| {
        let message = format!("`{source}` is copied into the image, with every secret in it");
        Raised::fault(message, image.evidence(instruction)).severity(Severity::Critical).fix(format!(
            "leave `{source}` out of the image and give its variables to the container: `env_file` in compose"
        ))
    });
    found.into_iter().collect()
}

/// The name alone: nobody may read the value in a report.
fn shown(image: &Image<'_>, instruction: &Instruction, name: &str) -> Evidence {
    let text = format!("{} {name}", instruction.word);
    Evidence { path: image.path.clone(), line: Some(instruction.line), text }
}

/// `A=1 B="2"`, and the old `A 1`.
fn pairs(rest: &str) -> Vec<(String, String)> {
    let plain = |text: &str| text.trim_matches(['"', '\'']).to_owned();
    let first = rest.split_whitespace().next().unwrap_or("");
    if !first.contains('=') {
        return rest
            .split_once(char::is_whitespace)
            .map(|(name, value)| (name.to_owned(), plain(value)))
            .into_iter()
            .collect();
    }
    let words = rest.split_whitespace().filter_map(|word| word.split_once('='));
    words.map(|(name, value)| (name.to_owned(), plain(value))).collect()
}

/// What only lets a build go on: `dummy`, `build-only`, `changeme-in-production` is none.
fn is_stopgap(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let words = ["dummy", "placeholder", "fake", "unused", "not-used", "notused", "build", "none", "null"];
    words.iter().any(|word| lower.contains(word)) || lower == "x" || lower == "true" || lower == "false"
}

fn is_path(value: &str) -> bool {
    value.starts_with('/') || value.starts_with("./")
}

/// Commands that install what a lock or a list of packages names.
const INSTALLS: &[&str] = &[
    "pip install -r",
    "pip3 install -r",
    "pip install --no-cache-dir -r",
    "pip3 install --no-cache-dir -r",
    "poetry install",
    "uv sync",
    "uv pip install -r",
    "pipenv install",
    "pdm install",
    "npm ci",
    "npm install",
    "npm i ",
    "yarn install",
    "yarn --frozen-lockfile",
    "pnpm install",
    "pnpm i ",
    "bun install",
];

/// The whole source copied before the packages are installed: each change of a line installs them all again.
pub fn order(image: &Image<'_>) -> Option<Raised> {
    image.needed().into_iter().find_map(|stage| {
        let installs = |one: &Instruction| {
            let lists = INSTALLS.iter().any(|words| one.rest.contains(words));
            one.word == "RUN" && lists && !one.rest.contains("npm install -g") && !one.rest.contains("npm i -g")
        };
        let first = stage.instructions.iter().position(installs)?;
        let before = stage.instructions.get(..first)?;
        let copy = before.iter().find(|one| is_whole(one))?;
        let install = stage.instructions.get(first)?;
        let message =
            "the whole source is copied before its packages are installed, so each change installs them all again";
        Some(
            Raised::fault(message, image.evidence(copy))
                .also([image.evidence(install)])
                .severity(Severity::Low)
                .fix("copy the lock file and the manifest alone, install, and copy the rest after that"),
        )
    })
}

fn is_whole(instruction: &Instruction) -> bool {
    let first = instruction.words().next().unwrap_or("");
    let copies = matches!(instruction.word.as_str(), "COPY" | "ADD") && instruction.option("from").is_none();
    copies && matches!(first, "." | "./")
}

/// Packages of distributions that bring a compiler.
const COMPILERS: &[&str] = &["build-essential", "gcc", "g++", "build-base", "clang", "cargo", "rustc", "make"];

/// A compiler in the image that runs.
pub fn compiler(image: &Image<'_>) -> Option<Raised> {
    let stages = image.lineage();
    let fix = "compile in a stage of its own and copy what it made: `COPY --from=build /opt/venv /opt/venv`";
    let installed = stages.iter().flat_map(|stage| &stage.instructions).filter(|one| one.word == "RUN");
    let found = installed.filter_map(|one| Some((one, installs(&one.rest)?))).find(|(_, package)| *package != "make");
    if let Some((one, package)) = found {
        let message =
            format!("`{package}` stays in the image that runs: more to break into, and more to send at each deploy");
        return Some(Raised::fault(message, image.evidence(one)).severity(Severity::Low).fix(fix));
    }
    let first = stages.first().filter(|stage| is_full(stage))?;
    let message = format!("`{}` brings compilers and headers that only a build needs", first.base);
    let slim = format!("run on `{}`, and compile in a stage of its own where that is needed", slim_of(&first.base));
    Some(Raised::fault(message, image.start(first)).severity(Severity::Low).fix(slim))
}

/// The compiler that a command installs and does not take away again.
fn installs(command: &str) -> Option<&'static str> {
    let adds = ["apt-get install", "apt install", "apk add", "apt-get -y install", "yum install", "dnf install"];
    let gone = ["purge", "apt-get remove", "apk del", "--virtual", "apt-get autoremove"];
    if !adds.iter().any(|words| command.contains(words)) || gone.iter().any(|word| command.contains(word)) {
        return None;
    }
    let words = command.split(|c: char| c.is_whitespace() || c == ';');
    words.filter_map(|word| COMPILERS.iter().find(|package| **package == word)).next().copied()
}

/// An official image of a language on a whole distribution: `python:3.13`, `node:22-bookworm`.
fn is_full(stage: &Stage) -> bool {
    let base = stage.base.trim_start_matches("docker.io/").trim_start_matches("library/");
    let (name, tag) = base.split('@').next().and_then(|plain| plain.split_once(':')).unwrap_or((base, ""));
    matches!(name, "python" | "node") && !tag.contains("slim") && !tag.contains("alpine")
}

/// The small variant of an image: `python:3.13-slim`, `python:slim`.
fn slim_of(base: &str) -> String {
    match base.strip_suffix(":latest").or_else(|| (!base.contains(':')).then_some(base)) {
        Some(name) => format!("{name}:slim"),
        None => format!("{base}-slim"),
    }
}
