//! Process managers and watchers: pm2 with its process file, forever, nodemon.

use super::{At, Found, Resolver};
use crate::detect::node::literal::Literal;
use crate::detect::node::package::joined;
use crate::detect::node::shell;
use crate::facts::Evidence;

const PM2_VALUED: &[&str] = &[
    "-i",
    "--instances",
    "--name",
    "-n",
    "--only",
    "--env",
    "-o",
    "--output",
    "-e",
    "--error",
    "-l",
    "--log",
    "--interpreter",
    "--cwd",
    "--max-memory-restart",
    "--node-args",
    "--interpreter-args",
    "-u",
];
const NODEMON_VALUED: &[&str] =
    &["--watch", "-w", "--ext", "-e", "--ignore", "-i", "--delay", "-d", "--config", "--signal", "-s", "-p"];

impl Resolver<'_, '_> {
    /// `nodemon src/index.js`, `nodemon --exec "tsx" src/index.ts`, `tsc-watch --onSuccess "node dist/x.js"`.
    pub(super) fn watcher(&self, mut at: At, program: &str, arguments: &[String], found: &mut Found) {
        at.development = true;
        let is_exec = |word: &str| matches!(word, "--exec" | "-x" | "--onSuccess" | "--onFirstSuccess" | "--exec=");
        let mut command = None;
        let mut file = None;
        let mut rest = arguments;
        while let Some((word, after)) = rest.split_first() {
            rest = after;
            if is_exec(word) {
                command = after.first();
                rest = after.get(1..).unwrap_or_default();
            } else if NODEMON_VALUED.contains(&word.as_str()) {
                rest = after.get(1..).unwrap_or_default();
            } else if !word.starts_with('-') {
                file = Some(word);
                break;
            }
        }
        let settings = || Some(self.nodemon_settings(&at)?.get("exec")?.text()?.to_owned());
        let command = command.cloned().or_else(|| settings().filter(|_| program == "nodemon"));
        let mut commands = shell::commands(command.as_deref().unwrap_or(""));
        match (commands.last_mut(), file) {
            (Some(last), Some(file)) => last.push(file.clone()),
            (None, Some(file)) if program != "tsc-watch" => {
                let runner = if file.ends_with(".ts") { "ts-node" } else { "node" };
                commands.push(vec![runner.to_owned(), file.clone()]);
            }
            _ => {}
        }
        self.follow_all(&at, &commands, found);
    }

    fn nodemon_settings(&self, at: &At) -> Option<Literal> {
        let path = at.folder.join("nodemon.json").ok()?;
        Literal::of(&path, self.tree.text(path.as_str())?)
    }

    /// `pm2 start ecosystem.config.js`, `pm2-runtime dist/index.js`, `pm2 start npm -- start`.
    pub(super) fn process_manager(&self, mut at: At, program: &str, arguments: &[String], found: &mut Found) {
        let mut words = arguments;
        if let Some((verb, rest)) = words.split_first() {
            match verb.as_str() {
                "start" | "restart" | "startOrRestart" | "startOrReload" | "reload" => words = rest,
                _ if program == "pm2" => return,
                _ => {}
            }
        }
        at.development |= words.iter().any(|word| word == "--watch");
        let mut rest = words;
        let mut target = None;
        while let Some((word, after)) = rest.split_first() {
            rest = after;
            match word.as_str() {
                "--interpreter" => at.interpreted(after.first().map_or("", String::as_str)),
                flag if flag.starts_with('-') => {}
                file => {
                    target = Some(file);
                    break;
                }
            }
            rest = after.get(usize::from(PM2_VALUED.contains(&word.as_str()))..).unwrap_or_default();
        }
        let Some(target) = target else { return };
        let behind = rest.iter().position(|word| word == "--").and_then(|dashes| rest.get(dashes + 1..));
        if matches!(target, "npm" | "yarn" | "pnpm") {
            let words = [&[target.to_owned()], behind.unwrap_or_default()].concat();
            self.follow(&at, &words, found);
        } else if is_process_file(target) {
            self.process_file(&at, target, found);
        } else if target.contains(' ') {
            self.follow_all(&at, &shell::commands(target), found);
        } else {
            let start = at.start(target, found);
            found.starts.push(start);
        }
    }

    /// Every app that a process file names.
    fn process_file(&self, at: &At, file: &str, found: &mut Found) {
        let Some(path) = joined(&at.folder, file) else { return };
        let Some(text) = self.tree.text(path.as_str()) else { return };
        let Some(settings) = Literal::of(&path, text) else { return };
        let listed = settings.get("apps").unwrap_or(&settings);
        let apps = match listed {
            Literal::List(apps) => apps.as_slice(),
            app => std::slice::from_ref(app),
        };
        for app in apps {
            let told = |key: &str| app.get(key).and_then(Literal::text);
            let Some(script) = told("script") else { continue };
            let line = text.lines().position(|line| line.contains("script") && line.contains(script));
            let line = line.and_then(|line| u32::try_from(line + 1).ok());
            let mut at = at.clone();
            at.evidence.push(Evidence { path: path.clone(), line, text: format!("script: {script}") });
            at.folder = told("cwd").and_then(|folder| joined(&path.parent(), folder)).unwrap_or_else(|| path.parent());
            let port = |table: &str| app.at(&[table, "PORT"])?.text()?.parse().ok();
            at.port = port("env_production").or_else(|| port("env")).or(at.port);
            for key in ["node_args", "interpreter_args", "interpreterArgs", "nodeArgs"] {
                at.take_options(&app.get(key).map(|words| words.texts().join(" ")).unwrap_or_default());
            }
            at.interpreted(told("interpreter").or_else(|| told("exec_interpreter")).unwrap_or(""));
            let arguments = app.get("args").map(|args| args.texts().join(" ")).unwrap_or_default();
            let program = script.rsplit('/').next().unwrap_or(script);
            if matches!(program, "npm" | "yarn" | "pnpm" | "tsx" | "ts-node" | "node" | "bun") {
                self.follow_all(&at, &shell::commands(&format!("{program} {arguments}")), found);
            } else {
                let start = at.start(script, found);
                found.starts.push(start);
            }
        }
    }
}

impl At {
    /// What pm2 is told to run files with.
    fn interpreted(&mut self, interpreter: &str) {
        match interpreter.rsplit('/').next().unwrap_or("") {
            "tsx" => self.loader = Some("tsx".to_owned()),
            "ts-node" => self.loader = Some("ts-node/register".to_owned()),
            _ => {}
        }
    }

    /// Options of Node in one text: `-r dotenv/config --import tsx`.
    fn take_options(&mut self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut rest = words.as_slice();
        while let Some((flag, after)) = rest.split_first() {
            rest = after;
            let (name, given) = flag.split_once('=').map_or((*flag, None), |(name, value)| (name, Some(value)));
            let value = given.or_else(|| after.first().copied().filter(|next| !next.starts_with('-')));
            if name.starts_with('-') {
                self.take_option(name, value);
            }
        }
    }
}

fn is_process_file(target: &str) -> bool {
    let name = target.rsplit('/').next().unwrap_or(target);
    name.ends_with(".json")
        || name.ends_with(".config.js")
        || name.ends_with(".config.cjs")
        || name.contains("ecosystem")
}
