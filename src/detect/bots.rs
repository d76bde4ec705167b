//! Chat bots: the programs that get updates from Telegram, what they are told, and what of them a web application does.

mod hook;
mod libraries;
mod orders;
mod programs;
mod reach;
mod served;
mod sites;
mod switch;
mod token;
mod webhook;

pub use self::hook::SECRETS;
use self::libraries::How;
pub use self::libraries::{LIBRARIES, Library};
pub use self::orders::WORDS;
use self::programs::Program;
use self::sites::Site;
use crate::detect::commands::Command;
use crate::detect::entry::{import_root, module_name};
use crate::detect::objects::Candidate;
use crate::detect::requirement::Requirement;
use crate::detect::scripts::{Line, Place};
use crate::detect::sources::{Source, Sources};
use crate::facts::{Bot, Confidence, Entry, Evidence, Hook, Mode, Notice, Seen, VariableFact};
use crate::tree::RelPath;

/// The stack component of a bot in Python.
const STACK: &str = "telegram-bot";
/// What a bot may listen on when nothing says it.
const USUAL: u16 = 8080;

/// Every bot of the repository.
#[derive(Debug)]
pub struct Bots<'s, 't> {
    programs: Vec<Program<'s, 't>>,
    sites: Vec<Site<'s, 't>>,
}

impl<'s, 't> Bots<'s, 't> {
    pub fn of(sources: &'s Sources<'t>, lines: &[Line<'_>], candidates: &[Candidate]) -> Self {
        let sites = sites::sites(sources);
        if sites.is_empty() {
            return Bots { programs: Vec::new(), sites };
        }
        let orders = orders::orders(sources, lines);
        Bots { programs: programs::programs(sources, &sites, &orders, candidates), sites }
    }

    /// The files of the programs, each with its library.
    pub fn started(&self) -> impl Iterator<Item = (&'s Source<'t>, &'static Library)> {
        self.programs.iter().filter_map(|program| Some((program.source, program.sites.first()?.library)))
    }

    /// Leaves the web applications that a bot serves itself, for its updates or to be seen alive, to the bot.
    pub fn set_apart(&self, sources: &Sources<'_>, commands: &mut Vec<Command>, candidates: &mut Vec<Candidate>) {
        served::set_apart(sources, &self.programs, commands, candidates);
    }

    /// The bots that are started from one of `files`, the project in `root`.
    pub fn facts(
        &self,
        sources: &'s Sources<'t>,
        files: &[&Source<'_>],
        root: &RelPath,
        candidates: &[Candidate],
    ) -> Vec<Seen<Bot>> {
        let own = |program: &&Program<'_, '_>| files.iter().any(|file| file.path == program.source.path);
        let mut found: Vec<Seen<Bot>> = Vec::new();
        for program in self.programs.iter().filter(own) {
            let Some(bot) = fact(sources, program, files, root, candidates) else { continue };
            // Two programs with one token are two ways to start one bot.
            let known = |other: &Seen<Bot>| other.value.token.is_some() && other.value.token == bot.value.token;
            if !found.iter().any(known) {
                found.push(bot);
            }
        }
        found
    }

    /// Adds the bot whose updates the web application gets itself, whose files are `server`, with what is to be known.
    pub fn look_inside(
        &self,
        sources: &Sources<'_>,
        server: &[&Source<'_>],
        entry: Option<&Seen<Entry>>,
        bots: &mut Vec<Seen<Bot>>,
        notices: &mut Vec<Notice>,
    ) {
        if bots.is_empty() {
            self.notices(sources, server, notices);
        }
        // Updates that a program asks for may come to the web application instead.
        if bots.iter().all(|bot| bot.value.mode == Mode::Polling) {
            bots.extend(self.inside(sources, server, entry));
        }
    }

    /// The bot whose updates a web application gets itself: `server` are its files, and `entry` is what is served.
    fn inside(&self, sources: &Sources<'_>, server: &[&Source<'_>], entry: Option<&Seen<Entry>>) -> Option<Seen<Bot>> {
        let own =
            |site: &&Site<'_, '_>| site.how != How::Polls && server.iter().any(|file| file.path == site.source.path);
        let site = self.sites.iter().find(own)?;
        let entry = &entry?.value;
        let value = Bot {
            library: site.library.name().to_owned(),
            target: entry.module.clone(),
            inside: true,
            import_root: entry.import_root.clone(),
            arguments: Vec::new(),
            mode: Mode::Webhook,
            token: token::given(sources, server, site.library),
            path: webhook::known(sources, site),
            port: None,
            switch: None,
            hook: hook::hook(sources, server),
        };
        Some(Seen { value, confidence: Confidence::Certain, evidence: vec![site.module.evidence(site.node)] })
    }

    /// What the person should know of updates that a web application gets itself: `server` are its files.
    fn notices(&self, sources: &Sources<'_>, server: &[&Source<'_>], notices: &mut Vec<Notice>) {
        let started = |site: &Site<'_, '_>| {
            self.programs.iter().any(|program| program.sites.iter().any(|known| known.node == site.node))
        };
        let own = |site: &&Site<'_, '_>| server.iter().any(|file| file.path == site.source.path) && !started(site);
        for site in self.sites.iter().filter(own) {
            notices.push(served::notice(sources, site, server));
        }
    }
}

/// The stack of an app that is only a bot: by its program, else by its library where no web framework is there.
pub fn stack(dependencies: &[Requirement], web: bool, bots: &[Seen<Bot>]) -> Option<Seen<String>> {
    let direct = library(dependencies);
    let first = bots.first();
    let confidence = if direct.is_some() && first.is_some() { Confidence::Certain } else { Confidence::Likely };
    let mut evidence: Vec<Evidence> = direct.map(|direct| direct.evidence.clone()).into_iter().collect();
    evidence.extend(first.and_then(|bot| bot.evidence.first().cloned()));
    let is_bot = first.is_some() || direct.is_some() && !web;
    is_bot.then(|| Seen { value: STACK.to_owned(), confidence, evidence })
}

/// The first dependency that is a library for bots.
pub fn library(dependencies: &[Requirement]) -> Option<&Requirement> {
    dependencies.iter().find(|one| LIBRARIES.iter().any(|library| library.is_package(&one.name)))
}

/// The program of an app that is only a bot.
pub fn entry(bots: &[Seen<Bot>]) -> Option<Seen<Entry>> {
    let Seen { value, confidence, evidence } = bots.first()?.clone();
    let Bot { target, import_root, .. } = value;
    let value = Entry { module: target, attribute: String::new(), factory: false, import_root };
    Some(Seen { value, confidence, evidence })
}

/// The port of an app: `own`, or what one that is only a bot listens on for updates, if it does at all.
pub fn port(bots: &[Seen<Bot>], entry: Option<&Seen<Entry>>, own: Seen<u16>) -> Option<Seen<u16>> {
    let Some(bot) = bots.first().filter(|_| entry.is_some_and(|entry| entry.value.attribute.is_empty())) else {
        return Some(own);
    };
    let told = |value| Seen { value, confidence: Confidence::Certain, evidence: bot.evidence.clone() };
    let guessed = || Seen { value: USUAL, confidence: Confidence::Guess, evidence: Vec::new() };
    (bot.value.mode != Mode::Polling).then(|| bot.value.port.map_or_else(guessed, told))
}

/// Takes variables by their names where no call says them: the token, a webhook's secret, what chooses the way.
pub fn name_variables(bots: &mut [Seen<Bot>], files: &[&Source<'_>], variables: &[VariableFact]) {
    // A web application that stands in for a program is the same bot.
    if bots.iter().filter(|bot| !bot.value.inside).count() <= 1 {
        for bot in bots.iter_mut() {
            bot.value.token = bot.value.token.take().or_else(|| token::named(variables));
        }
    }
    hook::name_secrets(bots, files, variables);
    hook::name_switch(bots, variables);
}

fn fact<'s, 't>(
    sources: &'s Sources<'t>,
    program: &Program<'s, 't>,
    files: &[&Source<'_>],
    root: &RelPath,
    candidates: &[Candidate],
) -> Option<Seen<Bot>> {
    let first = program.sites.iter().find(|site| site.how != How::IsFed).or(program.sites.first())?;
    let (target, import_root) = target(sources, program, files, root)?;
    let asks = program.mentions(How::Polls);
    let listens = program.mentions(How::Listens) || program.mentions(How::IsFed);
    let mode = match (asks, listens) {
        (true, true) => Mode::Both,
        (true, false) => Mode::Polling,
        (false, _) => Mode::Webhook,
    };
    let value = Bot {
        library: first.library.name().to_owned(),
        target,
        import_root,
        arguments: program.arguments.clone(),
        mode,
        token: token::given(sources, &reaching(program, files), first.library),
        path: webhook::path(sources, program).filter(|_| listens),
        port: webhook::port(sources, program).filter(|_| listens),
        switch: switch::switch(sources, program, candidates).filter(|_| mode == Mode::Both),
        inside: false,
        hook: if listens { hook::of_program(sources, program, &reaching(program, files)) } else { Hook::default() },
    };
    let told = program.order.as_ref().is_some_and(|order| order.place != Place::Readme);
    let confidence = if told || program.alone { Confidence::Certain } else { Confidence::Likely };
    Some(Seen { value, confidence, evidence: evidence(program, first) })
}

/// The files of the app, those that the program runs first.
fn reaching<'f, 't>(program: &Program<'_, '_>, files: &[&'f Source<'t>]) -> Vec<&'f Source<'t>> {
    let runs = |file: &&&Source<'_>| program.reached.pieces.iter().any(|(module, _)| module.path == file.path);
    let (mut first, rest): (Vec<_>, Vec<_>) = files.iter().partition(runs);
    first.extend(rest);
    first
}

fn evidence(program: &Program<'_, '_>, site: &Site<'_, '_>) -> Vec<Evidence> {
    let call = site.module.evidence(site.call().unwrap_or(site.node));
    let text = crate::detect::nodes::shortened(&format!("{}(", site.module.text(site.node).replace('\n', " ")));
    let mut found = vec![Evidence { text, ..call }];
    found.extend(program.order.as_ref().map(|order| order.evidence.clone()));
    found
}

/// The module that is started and the folder that it is imported from: as a command says it, else as its imports do.
fn target(
    sources: &Sources<'_>,
    program: &Program<'_, '_>,
    files: &[&Source<'_>],
    root: &RelPath,
) -> Option<(String, RelPath)> {
    if let Some(stated) = program.order.as_ref().and_then(|order| order.module.clone()) {
        return Some(stated);
    }
    let path = program.source.path;
    let folder = match import_root(sources, files, root, program.source) {
        (folder, true) => folder,
        // Python looks beside the script that it is given.
        (_, false) => path.parent(),
    };
    let module = module_name(path, &folder)?;
    Some((module.strip_suffix(".__main__").map_or(module.clone(), str::to_owned), folder))
}
