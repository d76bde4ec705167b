//! What a Dockerfile says: its Python base image, the ports that it exposes, the folder that it is for.

use crate::detect::version::minor;
use crate::tree::RelPath;

/// Line index, line and minor of the last `FROM` (or the `ARG` that it uses) that names a Python version.
pub fn python_tag(text: &str) -> Option<(usize, &str, u32)> {
    base_image(text, &image_minor, &|value| minor(value).or_else(|| image_minor(value.trim_matches('"'))))
}

/// Line index, line and version of the last `FROM` (or the `ARG` that it uses) that names one: `of_image` reads an
/// image, `of_value` the value of an argument.
pub fn base_image<'t>(
    text: &'t str,
    of_image: &dyn Fn(&str) -> Option<u32>,
    of_value: &dyn Fn(&str) -> Option<u32>,
) -> Option<(usize, &'t str, u32)> {
    let mut arguments: Vec<(&str, usize, &str, &str)> = Vec::new();
    let mut found = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if word.eq_ignore_ascii_case("ARG") {
            if let Some((name, value)) = rest.trim().split_once('=') {
                arguments.push((name, number, line, value));
            }
        } else if word.eq_ignore_ascii_case("FROM") {
            let Some(image) = rest.split_whitespace().find(|part| !part.starts_with("--")) else { continue };
            let direct = of_image(image).map(|version| (number, line, version));
            let argued = || from_argument(image, &arguments, of_image, of_value);
            found = direct.or_else(argued).or(found);
        }
    }
    found
}

fn image_minor(image: &str) -> Option<u32> {
    if !image.to_ascii_lowercase().contains("python") {
        return None;
    }
    let tag = image.rsplit_once(':')?.1;
    minor(tag.strip_prefix("python").unwrap_or(tag))
}

fn from_argument<'t>(
    image: &str,
    arguments: &[(&str, usize, &'t str, &str)],
    of_image: &dyn Fn(&str) -> Option<u32>,
    of_value: &dyn Fn(&str) -> Option<u32>,
) -> Option<(usize, &'t str, u32)> {
    let (before, used) = image.split_once('$')?;
    let used = used.trim_start_matches('{');
    let end = used.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(used.len());
    let name = used.get(..end)?;
    let (_, number, line, value) = arguments.iter().rev().find(|(found, ..)| *found == name)?;
    let value = value.trim_matches(['"', '\'']);
    // The argument may be any other program's version: its image says whose.
    let whole = if before.is_empty() { value.to_owned() } else { format!("{before}{value}") };
    let version = of_image(&whole).or_else(|| of_value(value).filter(|_| before.is_empty()));
    version.map(|version| (*number, *line, version))
}

/// The ports of `EXPOSE`, with their line index; of a base image that serves, its own.
pub fn exposed(text: &str) -> Vec<(usize, u16)> {
    let mut found = Vec::new();
    let mut base = None;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("FROM ") && line.contains("tiangolo/uvicorn-gunicorn") {
            // That image serves on port 80 and does not say so.
            base = Some((number, 80));
        }
        let Some(rest) = line.trim().strip_prefix("EXPOSE ") else { continue };
        let ports = rest.split_whitespace().filter_map(|port| port.split('/').next()?.parse().ok());
        found.extend(ports.map(|port| (number, port)));
    }
    found.extend(base);
    found
}

/// The folder that a Dockerfile or compose file speaks for: the one that holds it, or that holds `docker/…` around it.
pub fn site(path: &RelPath) -> RelPath {
    const HOLDERS: &[&str] = &["docker", ".docker", "dockerfiles", "containers", "build", "infra", "ci", "compose"];
    let mut folder = path.parent();
    let mut site = folder.clone();
    while !folder.is_root() {
        if HOLDERS.contains(&folder.name()) {
            site = folder.parent();
        }
        folder = folder.parent();
    }
    site
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Option<u32> {
        python_tag(text).map(|(_, _, minor)| minor)
    }

    #[test]
    fn the_base_image_says_the_version() {
        assert_eq!(version("FROM python:3.9.10-slim\n"), Some(9));
        assert_eq!(version("FROM --platform=linux/amd64 docker.io/library/python:3.12 AS base\nFROM base\n"), Some(12));
        assert_eq!(version("ARG PYTHON_VERSION=3.11\nFROM python:${PYTHON_VERSION}-slim\n"), Some(11));
        assert_eq!(version("FROM ghcr.io/astral-sh/uv:python3.13-bookworm\n"), Some(13));
        assert_eq!(version("FROM tiangolo/uvicorn-gunicorn-fastapi:python3.10\n"), Some(10));
        assert_eq!(version("FROM node:20\nFROM python:3\n"), None);
    }
}
