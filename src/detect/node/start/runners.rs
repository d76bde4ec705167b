//! Package managers and runners of several scripts: they lead to scripts of package.json.

use super::wrappers::flags_dropped;
use super::{At, Found, Resolver, Step};
use crate::detect::node::package::joined;
use crate::detect::node::shell;
use crate::tree::RelPath;

impl Resolver<'_, '_> {
    /// `npm start`, `yarn workspace api start`, `pnpm --filter api run start`, `bun src/index.ts`.
    pub(super) fn manager(&self, mut at: At, program: &str, arguments: &[String], found: &mut Found) {
        let mut rest = arguments;
        while let Some((first, after)) = rest.split_first() {
            let next = after.first().map_or("", String::as_str);
            let (flag, given) =
                first.split_once('=').map_or((first.as_str(), None), |(flag, value)| (flag, Some(value)));
            let value = given.unwrap_or(next);
            let member = matches!(flag, "-w" | "--workspace" | "--filter" | "-F") && program != "yarn"
                || program == "yarn" && flag == "workspace";
            let folder = matches!(flag, "--prefix" | "--cwd" | "-C" | "--dir");
            if member {
                at.folder = self.member(value).unwrap_or(at.folder);
            } else if folder {
                at.folder = joined(&at.folder, value).unwrap_or(at.folder);
            } else if program == "bun" && matches!(flag, "--watch" | "--hot") {
                at.development = true;
            } else if !flag.starts_with('-') {
                break;
            }
            let taken = (member || folder) && given.is_none();
            rest = after.get(usize::from(taken)..).unwrap_or_default();
        }
        let Some((verb, after)) = rest.split_first() else { return };
        match verb.as_str() {
            "run" | "run-script" => {
                at.folder = member_flag(after).and_then(|name| self.member(name)).unwrap_or(at.folder);
                let behind = flags_dropped(after, &["-w", "--workspace", "--filter", "-F"]);
                self.manager_run(at, program, behind, found);
            }
            "start" | "stop" | "restart" if program == "npm" || self.has_script(&at, verb) => {
                self.script(&at, verb, found)
            }
            "exec" | "x" | "dlx" => self.follow(&at, flags_dropped(after, &["-w"]), found),
            _ if program == "npm" => {}
            _ => self.manager_run(at, program, rest, found),
        }
    }

    /// A script by its name, else a program or a file.
    fn manager_run(&self, at: At, program: &str, words: &[String], found: &mut Found) {
        let Some(name) = words.first() else { return };
        if self.has_script(&at, name) {
            return self.script(&at, name, found);
        }
        let is_file = matches!(name.rsplit('.').next(), Some("ts" | "js" | "mjs" | "cjs" | "tsx" | "mts"));
        if program == "bun" && is_file {
            let mut start = at.start(name, found);
            start.bun = true;
            found.starts.push(start);
        } else if program != "npm" {
            self.follow(&at, words, found);
        }
    }

    fn has_script(&self, at: &At, name: &str) -> bool {
        self.package(&at.folder).is_some_and(|package| package.script(name).is_some())
    }

    /// A script of the nearest package.json, with the one that runs before it.
    pub(super) fn script(&self, at: &At, name: &str, found: &mut Found) {
        let Some(hops) = at.hops.checked_sub(1) else { return };
        let Some(package) = self.package(&at.folder) else { return };
        let Some(text) = package.script(name) else { return };
        let mut below = At { hops, folder: package.root.clone(), ..at.clone() };
        below.evidence.push(package.json.evidence(&["scripts", name]));
        below.evidence.dedup();
        below.development |= is_for_development(name);
        let mut inner = Found { starts: Vec::new(), before: found.before.clone() };
        let before = format!("pre{name}");
        if package.script(&before).is_some() {
            inner.before.push(Step::Script(before));
        }
        self.follow_all(&below, &shell::commands(text), &mut inner);
        if inner.starts.is_empty() {
            found.before.push(Step::Script(name.to_owned()));
        }
        found.starts.extend(inner.starts);
    }

    /// `concurrently "npm:server" "npm run client"`, `run-s build start`.
    pub(super) fn several(&self, at: &At, program: &str, arguments: &[String], found: &mut Found) {
        let mut words = flags_dropped(arguments, &["-n", "--names", "-c", "--prefix-colors", "--filter", "-k"]);
        if program == "turbo" && words.first().is_some_and(|word| word == "run") {
            words = words.get(1..).unwrap_or_default();
        }
        for word in words.iter().filter(|word| !word.starts_with('-')) {
            match word.strip_prefix("npm:").unwrap_or(word) {
                _ if program == "concurrently" && !word.starts_with("npm:") => {
                    self.follow_all(at, &shell::commands(word), found);
                }
                name => self.script(at, name, found),
            }
        }
    }

    /// `nx serve api` and `nx run api:serve` start what `nx build api` makes.
    pub(super) fn nx(&self, at: &At, arguments: &[String], found: &mut Found) {
        let words: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
        let project = match words.as_slice() {
            ["run", target, ..] => match target.split(':').collect::<Vec<_>>().as_slice() {
                [project, "serve" | "start", ..] => Some(*project),
                _ => return,
            },
            ["serve" | "start", project, ..] => Some(*project),
            ["serve" | "start"] => None,
            _ => return,
        };
        let Some(built) = crate::detect::node::nx::built(self.tree, &at.folder, project) else { return };
        let mut below = at.clone();
        below.evidence.push(built.evidence);
        let mut start = below.start(&built.main, found);
        start.before.push(Step::Command(built.command));
        found.starts.push(start);
    }

    /// The folder of the workspace's member `name`, or of the one that a path names.
    fn member(&self, name: &str) -> Option<RelPath> {
        let path = name.trim_start_matches("./").trim_end_matches("...").trim_matches(['{', '}']);
        let named = self.packages.values().find(|package| package.name() == Some(path));
        let at_path = || self.packages.values().find(|package| package.root.as_str() == path);
        let short = || self.packages.values().find(|package| package.root.name() == path);
        named.or_else(at_path).or_else(short).map(|package| package.root.clone())
    }
}

/// The member that a flag behind the verb names.
fn member_flag(arguments: &[String]) -> Option<&str> {
    let mut rest = arguments.iter().take_while(|word| *word != "--");
    while let Some(word) = rest.next() {
        let (flag, given) = word.split_once('=').map_or((word.as_str(), None), |(flag, value)| (flag, Some(value)));
        if matches!(flag, "-w" | "--workspace" | "--filter" | "-F") {
            return given.or_else(|| rest.next().map(String::as_str));
        }
    }
    None
}

/// Whether a script's name says that it is not for production.
pub(super) fn is_for_development(name: &str) -> bool {
    name.split([':', '-', '.', '_'])
        .any(|part| matches!(part, "dev" | "develop" | "development" | "watch" | "debug" | "local" | "test" | "hot"))
}
