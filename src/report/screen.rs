//! The two streams: standard output carries data, standard error everything else.

use std::cell::{Cell, RefCell};
use std::env;
use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::rc::Rc;

use anyhow::{Context as _, Result};

use super::style::{CAUTION, ColorWhen, FAINT, REMOVED, Signs, wants_color};
use super::{Look, pager, style};

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Quiet,
    #[default]
    Normal,
    Verbose,
}

/// What the person wants of the screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    pub color: ColorWhen,
    pub level: Level,
    /// No questions, even where they could be asked.
    pub silent: bool,
}

/// What is known about the streams and the person behind them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surface {
    pub level: Level,
    pub out: Look,
    pub err: Look,
    /// Rows of the terminal, where one is known.
    pub height: Option<usize>,
    /// Questions can be asked: a terminal to read from and to draw on, and a person who wants them.
    pub can_ask: bool,
}

impl Surface {
    /// What the process was started on.
    pub fn of_process(wishes: Wishes) -> Self {
        let Wishes { color: when, level, silent } = wishes;
        let size = terminal_size::terminal_size();
        let size = size.map(|(width, height)| (usize::from(width.0), usize::from(height.0)));
        let look = |terminal: bool| Look {
            color: color(when, terminal),
            terminal,
            width: size.map(|(width, _)| width).filter(|width| terminal && *width > 0),
            verbose: level == Level::Verbose,
        };
        let (out, err) = (look(io::stdout().is_terminal()), look(io::stderr().is_terminal()));
        let draws = err.terminal && env::var("TERM").is_ok_and(|term| term != "dumb");
        let can_ask = !silent && draws && io::stdin().is_terminal();
        Surface { level, out, err, height: size.map(|(_, height)| height), can_ask }
    }
}

fn color(when: ColorWhen, terminal: bool) -> bool {
    let read = |name: &str| env::var(name).ok();
    let (no_color, clicolor_force, term) = (read("NO_COLOR"), read("CLICOLOR_FORCE"), read("TERM"));
    let signs = Signs {
        no_color: no_color.as_deref(),
        clicolor_force: clicolor_force.as_deref(),
        term: term.as_deref(),
        terminal,
    };
    wants_color(when, signs)
}

/// The only way out of the program for text.
pub struct Screen {
    surface: Surface,
    /// Where text goes instead of the streams, in tests.
    captured: Option<Captured>,
    /// The reader of standard output has gone (`| head`): the rest is dropped, and the command still ends its work.
    closed: Cell<bool>,
}

/// What was printed, for tests.
#[derive(Clone, Debug, Default)]
pub struct Captured {
    out: Rc<RefCell<String>>,
    err: Rc<RefCell<String>>,
}

impl Captured {
    pub fn out(&self) -> String {
        self.out.borrow().clone()
    }

    pub fn err(&self) -> String {
        self.err.borrow().clone()
    }
}

impl Screen {
    pub fn new(surface: Surface) -> Self {
        Screen { surface, captured: None, closed: Cell::new(false) }
    }

    /// A screen that prints into memory.
    pub fn captured(surface: Surface) -> (Self, Captured) {
        let captured = Captured::default();
        (Screen { surface, captured: Some(captured.clone()), closed: Cell::new(false) }, captured)
    }

    /// How text for [`Screen::data`] has to look.
    pub fn out(&self) -> Look {
        self.surface.out
    }

    /// How text for [`Screen::say`] and the others has to look.
    pub fn err(&self) -> Look {
        self.surface.err
    }

    /// Whether a question may be asked: there is a terminal, and neither `--yes` nor `--no-input`.
    pub fn can_ask(&self) -> bool {
        self.surface.can_ask
    }

    /// Prints a result to standard output, as it is.
    ///
    /// # Errors
    /// When it cannot be written (a full disk); a reader that has gone is no error.
    pub fn data(&self, text: &str) -> Result<()> {
        if let Some(captured) = &self.captured {
            captured.out.borrow_mut().push_str(text);
            return Ok(());
        }
        if self.closed.get() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.closed.set(true),
            written => written.context("cannot write to standard output")?,
        }
        Ok(())
    }

    /// Prints a result, through the pager where it is longer than the terminal.
    ///
    /// # Errors
    /// As [`Screen::data`].
    pub fn paged(&self, text: &str) -> Result<()> {
        let height = self.surface.height.filter(|_| self.surface.out.terminal && self.captured.is_none());
        if height.is_some_and(|height| pager::shown(text, height, self.surface.out.width)) {
            return Ok(());
        }
        self.data(text)
    }

    /// How text for [`Screen::show`] has to look.
    pub fn person(&self) -> Look {
        if self.surface.out.terminal { self.surface.out } else { self.surface.err }
    }

    /// Shows a person, in the middle of questions, something that may be long.
    ///
    /// # Errors
    /// As [`Screen::data`].
    pub fn show(&self, text: &str) -> Result<()> {
        if self.surface.out.terminal && self.captured.is_none() {
            return self.paged(text);
        }
        self.complain(text);
        Ok(())
    }

    /// Says what is going on: not with `--quiet`. `text` is one or more lines without the last line end.
    pub fn say(&self, text: &str) {
        if self.surface.level > Level::Quiet {
            self.complain(&format!("{text}\n"));
        }
    }

    /// Says what only `--verbose` asks for.
    pub fn detail(&self, text: &str) {
        if self.surface.level == Level::Verbose {
            self.complain(&format!("{}\n", self.surface.err.paint(FAINT, style::visible(text))));
        }
    }

    /// Says what a person should look at, even with `--quiet`.
    pub fn warn(&self, text: &str) {
        let look = self.surface.err;
        self.complain(&format!("{} {}\n", look.paint(CAUTION.bold(), "warning:"), look.show(text)));
    }

    /// Says why the run failed.
    pub fn error(&self, error: &anyhow::Error) {
        let look = self.surface.err;
        let text = super::error::text(error);
        self.complain(&format!("{} {}\n", look.paint(REMOVED.bold(), "error:"), look.show(&text)));
    }

    /// `text` for standard error, as an explanation.
    pub fn faint(&self, text: &str) -> String {
        self.surface.err.paint(FAINT, self.surface.err.show(text)).into_owned()
    }

    /// Prints `text` to standard error as it is. When even that cannot be written, there is nowhere left to say so.
    pub fn complain(&self, text: &str) {
        match &self.captured {
            Some(captured) => captured.err.borrow_mut().push_str(text),
            None => drop(io::stderr().lock().write_all(text.as_bytes())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_keeps_results_warnings_and_errors() {
        let (screen, captured) = Screen::captured(Surface { level: Level::Quiet, ..Surface::default() });
        screen.say("working");
        screen.detail("more");
        screen.warn("look here");
        screen.error(&anyhow::anyhow!("no"));
        screen.data("x\n").unwrap();
        assert_eq!((captured.out().as_str(), captured.err().as_str()), ("x\n", "warning: look here\nerror: no\n"));
    }
}
