//! shipready takes a repository from "runs on my machine" to "runs in production".

pub mod apply;
pub mod audit;
pub mod blueprint;
pub mod catalog;
pub mod choose;
pub mod cli;
pub mod commands;
pub mod detect;
pub mod edit;
pub mod exit;
pub mod facts;
pub mod finding;
pub mod manifest;
pub mod merge;
pub mod plan;
pub mod render;
pub mod report;
pub mod requirement;
pub mod secrets;
pub mod state;
pub mod template;
pub mod tree;
pub mod validators;
pub mod wizard;
pub mod workspace;

use std::ffi::OsString;

use anyhow::Result;

use crate::cli::{Cli, Command, Stop};
use crate::exit::{Exit, Interrupted};
use crate::report::{Screen, Surface, Wishes};
use crate::wizard::prompter::{Prompter, Terminal};

/// Runs a command line, the program's name first, on the process's own streams.
pub fn start(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    // Code that people wrote, or generated, nests deeper than the usual stacks of threads.
    let _usual = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let work = std::thread::Builder::new().stack_size(STACK).spawn(|| work(arguments));
    work.ok().and_then(|thread| thread.join().ok()).unwrap_or(Exit::Error)
}

/// Bytes; only what is used is taken.
const STACK: usize = 64 << 20;

fn work(arguments: Vec<OsString>) -> Exit {
    match cli::parse(arguments) {
        Ok(cli) => {
            let screen = Screen::new(Surface::of_process(cli.global.wishes()));
            let ended = run(cli, &screen, &mut Terminal::new(&screen));
            ended.unwrap_or_else(|error| failed(&error, &screen))
        }
        Err(stop) => explain(&stop),
    }
}

/// Runs one command.
///
/// # Errors
/// Whatever stopped it; [`Exit::of`] says what that ends the run with.
pub fn run(cli: Cli, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    let Cli { global, command } = cli;
    match command {
        Command::Init(args) => commands::init::run(&args, &global, screen, prompter),
        Command::Add(args) => commands::add::run(&args, &global, screen, prompter),
        Command::Remove(args) => commands::remove::run(&args, &global, screen, prompter),
        Command::Update(args) => commands::update::run(&args, &global, screen, prompter),
        Command::Keep(args) => commands::keep::run(&args, &global, screen, prompter),
        Command::Apply(args) => commands::apply::run(&args, &global, screen),
        Command::Explain(args) => commands::explain::run(&args, &global, screen),
        Command::Status(args) => commands::status::run(&args, &global, screen),
        Command::Undo(args) => commands::undo::run(args, &global, screen, prompter),
        Command::Diff(args) => commands::diff::run(&args, &global, screen),
        Command::Detect(args) => commands::detect::run(&args, &global, screen),
        Command::List(args) => commands::list::run(&args, &global, screen),
        Command::Show(args) => commands::show::run(&args, &global, screen),
        Command::Audit(args) => commands::audit::run(&args, &global, screen, prompter),
        Command::Verify(args) => commands::verify::run(&args, &global, screen),
        Command::Secrets(command) => commands::secrets::run(command, &global, screen),
        Command::Completions { shell } => commands::completions::run(shell, screen),
        Command::Man { command } => commands::man::run(command.as_deref(), screen),
    }
}

/// Says why it failed. An interruption needs no explanation, only the assurance.
fn failed(error: &anyhow::Error, screen: &Screen) -> Exit {
    match Exit::of(error) {
        Exit::Interrupted => {
            if screen.err().terminal {
                // The key hints of the question that was left stand where the next line goes.
                screen.complain("\r\u{1b}[J");
            }
            screen.say(&Interrupted.to_string());
        }
        _ => screen.error(error),
    }
    Exit::of(error)
}

/// Prints help, the version, or what is wrong with the command line.
fn explain(stop: &Stop) -> Exit {
    let surface = Surface::of_process(Wishes::default());
    let screen = Screen::new(surface);
    let look = if stop.wrong { surface.err } else { surface.out };
    let text = if look.color { &stop.styled } else { &stop.plain };
    if stop.wrong {
        screen.complain(text);
        return Exit::Usage;
    }
    screen.data(text).map_or_else(|error| failed(&error, &screen), |()| Exit::Done)
}
