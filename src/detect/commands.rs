//! The commands by which the repository starts its servers: image files, Procfile, compose, scripts, README.

use crate::detect::nodes::shortened;
use crate::detect::scripts::{self, Line, Place, words};
use crate::facts::Evidence;
use crate::tree::RelPath;

/// One server started by hand or by a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub place: Place,
    /// `app.main` and `app` of `app.main:app`.
    pub target: Option<(String, String)>,
    /// The file of `fastapi run app/main.py`.
    pub file: Option<String>,
    pub factory: bool,
    pub port: Option<u16>,
    pub app_dir: Option<String>,
    /// The folder that it speaks for.
    pub folder: RelPath,
    pub evidence: Evidence,
}

/// Programs that serve an application.
pub const SERVERS: &[&str] = &["uvicorn", "gunicorn", "hypercorn", "granian", "daphne", "fastapi"];

/// Every command of the repository, the loudest first, then in path order.
pub fn commands(lines: &[Line<'_>]) -> Vec<Command> {
    lines.iter().flat_map(read).collect()
}

fn read(line: &Line<'_>) -> Vec<Command> {
    let words = words(&line.text);
    let mut found = Vec::new();
    let mut rest = words.as_slice();
    while let Some((word, after)) = rest.split_first() {
        rest = after;
        let program = word.rsplit('/').next().unwrap_or(word);
        if SERVERS.contains(&program) {
            let arguments: Vec<&str> = scripts::arguments(after).iter().map(String::as_str).collect();
            let text = shortened(&format!("{word} {}", arguments.join(" ")));
            let evidence = Evidence { path: line.path.clone(), line: Some(line.number), text };
            let command = command(line.place, program, &arguments, evidence);
            found.extend(command.map(|command| Command { folder: line.folder.clone(), ..command }));
        }
    }
    found
}

fn command(place: Place, program: &str, arguments: &[&str], evidence: Evidence) -> Option<Command> {
    let verb = arguments.first().copied().unwrap_or("");
    if program == "fastapi" && !matches!(verb, "run" | "dev") {
        return None;
    }
    let after = |names: &[&str]| {
        let at = arguments.iter().position(|argument| names.contains(argument))?;
        arguments.get(at + 1).copied()
    };
    let target = without_settings(arguments).find_map(target);
    let prose =
        place == Place::Readme && target.is_none() && !arguments.iter().any(|argument| argument.ends_with(".py"));
    if prose {
        return None;
    }
    let port = after(&["--port", "-p"]).and_then(port).or_else(|| {
        after(&["--bind", "-b"]).and_then(|address| port(address.split_once(':').map_or("", |(_, port)| port)))
    });
    let file = arguments.iter().find(|argument| argument.ends_with(".py") && program == "fastapi");
    if target.is_none() && port.is_none() && program != "fastapi" {
        return None;
    }
    let called = arguments.iter().any(|argument| argument.ends_with("()"));
    Some(Command {
        place,
        target,
        file: file.map(|file| file.trim_start_matches("./").to_owned()),
        factory: called || arguments.contains(&"--factory"),
        port,
        app_dir: after(&["--app-dir", "--chdir"]).map(|folder| folder.trim_start_matches("./").to_owned()),
        folder: evidence.path.parent(),
        evidence,
    })
}

/// The arguments but for the file of settings, which may look like a target: `-c python:config.gunicorn`.
fn without_settings<'w>(arguments: &[&'w str]) -> impl Iterator<Item = &'w str> {
    let mut settings = false;
    arguments.iter().copied().filter(move |word| {
        let skipped = std::mem::replace(&mut settings, matches!(*word, "-c" | "--config"));
        !skipped
    })
}

/// `app.main` and `app` of `app.main:app`; addresses are not targets.
pub fn target(word: &str) -> Option<(String, String)> {
    let (module, attribute) = word.trim_end_matches("()").split_once(':')?;
    let identifier = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let valid = module.split('.').all(identifier) && attribute.split('.').all(identifier);
    (valid && module != "localhost").then(|| (module.to_owned(), attribute.to_owned()))
}

/// `8000`, and the default of `${PORT:-8000}`.
fn port(word: &str) -> Option<u16> {
    let word = word.rsplit_once(":-").map_or(word, |(_, default)| default.trim_end_matches('}'));
    word.parse().ok().filter(|port| *port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{File, Text, Tree};

    fn all(path: &str, text: &str) -> Vec<Command> {
        let mut tree = Tree::default();
        tree.insert(RelPath::new(path).unwrap(), File::Text(Text::new(text)));
        commands(&scripts::lines(&tree, SERVERS, &mut Vec::new()))
    }

    #[test]
    fn commands_are_found_wherever_they_stand() {
        let found =
            all("Dockerfile", "CMD [\"uvicorn\", \"app.main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"80\"]\n");
        assert_eq!(found[0].target, Some(("app.main".into(), "app".into())));
        assert_eq!(found[0].port, Some(80));
        let found = all(
            "Dockerfile",
            "CMD alembic upgrade head && \\\n  gunicorn -b 0.0.0.0:${PORT:-9000} -k x.Y svc:create_app\\(\\)\n",
        );
        assert_eq!(found[0].port, Some(9000));
        let found = all(
            "compose.yaml",
            "services:\n  web:\n    command:\n      - uvicorn\n      - api:app\n      - --app-dir=src\n    ports: []\n",
        );
        assert_eq!(found[0].app_dir.as_deref(), Some("src"));
        let found = all("README.md", "Run `uvicorn main:create_app --factory`.\n");
        assert!(found[0].factory);
        let found = all("Procfile", "web: fastapi run svc/main.py --port 5000");
        assert_eq!(found[0].file.as_deref(), Some("svc/main.py"));
        assert!(all("README.md", "We use uvicorn on localhost:8000.\n").is_empty());
    }
}
