//! How an image runs: as whom, from what, whether anybody sees that it fails, and whether it hears that it must stop.

use crate::audit::Raised;
use crate::audit::image::{Image, Instruction};
use crate::facts::Evidence;
use crate::finding::Severity;
use crate::tree::Tree;

/// Images of languages and distributions, which run as root unless told otherwise.
const ROOTS: &[&str] = &[
    "python",
    "node",
    "alpine",
    "debian",
    "ubuntu",
    "golang",
    "rust",
    "ruby",
    "php",
    "amazonlinux",
    "fedora",
    "oven/bun",
    "denoland/deno",
    "astral-sh/uv",
    "tiangolo/uvicorn-gunicorn-fastapi",
    "tiangolo/uvicorn-gunicorn",
    "continuumio/miniconda3",
    "eclipse-temurin",
];
/// Programs by which a script that starts as root becomes somebody else.
const DROPS: &[&str] = &["gosu ", "su-exec ", "setpriv ", "runuser ", "chroot --userspec", "su -", "--uid", "--user"];

/// The program runs as root.
pub fn user(image: &Image<'_>, tree: &Tree) -> Option<Raised> {
    let fix = "end with a user of its own: `RUN useradd --uid 10001 app` and `USER 10001`";
    let message = "the program runs as root: whoever breaks into it owns the container, and is a step from the machine";
    let first = *image.lineage().first()?;
    let found = match image.holds("USER") {
        Some(user) => {
            let name = user.rest.split(':').next().unwrap_or("").trim();
            matches!(name, "root" | "0").then(|| image.evidence(user))
        }
        None => runs_as_root(&first.base).then(|| image.last().map(|stage| image.start(stage))).flatten(),
    };
    let place = found.filter(|_| !drops(image, tree))?;
    Some(Raised::fault(message, place).severity(Severity::High).fix(fix))
}

fn runs_as_root(base: &str) -> bool {
    let name = base.split(['@', ':']).next().unwrap_or(base);
    let unprivileged = base.contains("nonroot") || base.contains("unprivileged") || base.contains("rootless");
    let own = |root: &str| name == root || name.ends_with(&format!("/{root}")) && is_public(name);
    !unprivileged && ROOTS.iter().any(|root| own(root))
}

/// Whether the image comes from a registry whose official images are meant.
fn is_public(name: &str) -> bool {
    ["docker.io/", "library/", "public.ecr.aws/", "ghcr.io/astral-sh/", "mirror.gcr.io/"]
        .iter()
        .any(|registry| name.starts_with(registry))
}

/// Whether what the image starts gives root up by itself.
fn drops(image: &Image<'_>, tree: &Tree) -> bool {
    let says = |text: &str| {
        // uWSGI gives root up where its settings name another user.
        let named = |line: &str| line.strip_prefix("uid").is_some_and(|rest| rest.trim_start().starts_with('='));
        DROPS.iter().any(|word| text.contains(word)) || text.lines().any(|line| named(line.trim_start()))
    };
    let started: Vec<&Instruction> = ["ENTRYPOINT", "CMD"].iter().filter_map(|word| image.holds(word)).collect();
    let scripts = || {
        let named = |text: &str| started.iter().any(|one| one.rest.contains(text));
        tree.texts().filter(|(path, _)| path.name().len() > 3 && named(path.name())).any(|(_, text)| says(text))
    };
    started.iter().any(|one| says(&one.rest)) || !started.is_empty() && scripts()
}

/// Bases that are another image tomorrow.
pub fn tags(image: &Image<'_>) -> Vec<Raised> {
    let mut found = Vec::new();
    for stage in image.needed() {
        if image.named(&stage.base, stage.line).is_none() && floats(&stage.base) {
            found.push(floating(&stage.base, image.start(stage)));
        }
        for copy in stage.instructions.iter().filter(|one| one.word == "COPY") {
            let from = copy.option("from").filter(|from| image.named(from, copy.line).is_none());
            if let Some(from) = from.filter(|from| from.contains(['/', ':']) && floats(from)) {
                found.push(floating(from, image.evidence(copy)).severity(Severity::Low));
            }
        }
    }
    found
}

fn floating(base: &str, place: Evidence) -> Raised {
    let message = format!("`{base}` names no version, so the same commit builds another image tomorrow");
    let name = base.split(':').next().unwrap_or(base);
    Raised::fault(message, place)
        .severity(Severity::Medium)
        .fix(format!("name the version, down to the patch: `{name}:<version>`"))
}

/// Whether a reference names no version: without a tag, or with one that moves on (`latest`, `alpine`, `lts`).
pub fn floats(reference: &str) -> bool {
    const MOVING: &[&str] = &[
        "latest",
        "lts",
        "current",
        "stable",
        "mainline",
        "alpine",
        "slim",
        "edge",
        "rolling",
        "main",
        "master",
        "nightly",
        "dev",
        "devel",
        "production",
        "prod",
    ];
    if reference.contains(['@', '$']) || reference == "scratch" {
        return false;
    }
    let last = reference.rsplit('/').next().unwrap_or(reference);
    let Some((_, tag)) = last.split_once(':') else { return true };
    let digits = tag.chars().any(|c| c.is_ascii_digit());
    let first = tag.split('-').next().unwrap_or(tag);
    MOVING.contains(&first) && !digits
}

/// `CMD python app.py`: a shell stands between the program and the signal to stop.
pub fn shell(image: &Image<'_>) -> Option<Raised> {
    let started = image.holds("CMD").or_else(|| image.holds("ENTRYPOINT"))?;
    let entry = image.holds("ENTRYPOINT").filter(|entry| !entry.is_exec());
    let one = entry.unwrap_or(started);
    let hands_over =
        one.rest.trim_start().starts_with("exec ") || one.rest.contains("&& exec ") || one.rest.contains("; exec ");
    if one.is_exec() || hands_over || one.rest.is_empty() {
        return None;
    }
    let message = format!("`{}` is started by a shell, which may keep the signal to stop to itself", one.word);
    let fix = match one.rest.contains("&&") || one.rest.contains('$') {
        true => format!(
            "write `{} [\"sh\", \"-c\", \"exec …\"]`, and let what runs before have a step of its own",
            one.word
        ),
        false => {
            let words: Vec<String> = one.rest.split_whitespace().map(|word| format!("\"{word}\"")).collect();
            format!("write `{} [{}]`", one.word, words.join(", "))
        }
    };
    Some(Raised::fault(message, image.evidence(one)).severity(Severity::Low).fix(fix))
}

/// Nothing asks whether the program still answers.
pub fn health(image: &Image<'_>) -> Option<Raised> {
    let serves = image.holds("EXPOSE").is_some();
    let started = image.holds("CMD").or_else(|| image.holds("ENTRYPOINT"))?;
    if !serves || image.holds("HEALTHCHECK").is_some() {
        return None;
    }
    let message = "nothing asks the container whether it still answers, so one that hangs goes on getting requests";
    let fix = "add `HEALTHCHECK` with a program that the image has, or `healthcheck` to the service in compose";
    Some(Raised::fault(message, image.evidence(started)).severity(Severity::Medium).fix(fix))
}
