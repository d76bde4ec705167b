//! Colors, few and each with one meaning, and what keeps foreign text from steering a terminal.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};

/// What is added or created.
pub const ADDED: Style = AnsiColor::Green.on_default();
/// What is removed, and errors.
pub const REMOVED: Style = AnsiColor::Red.on_default();
/// What needs a person. Yellow and cyan cannot be read on white, blue not on black; magenta can on both.
pub const CAUTION: Style = AnsiColor::Magenta.on_default();
/// What the eye should find first.
pub const STRONG: Style = Style::new().bold();
/// What explains.
pub const FAINT: Style = Style::new().dimmed();

/// How text has to look where it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Styles may be used.
    pub color: bool,
    /// A person reads it on a terminal: control characters are shown as pictures. Otherwise every byte passes.
    pub terminal: bool,
    /// Columns, where there is a limit.
    pub width: Option<usize>,
    /// Also what is usually left out.
    pub verbose: bool,
}

impl Look {
    /// `text` in `style`, where styles may be used.
    pub fn paint<'a>(&self, style: Style, text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
        let text = text.into();
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}").into() } else { text }
    }

    /// `text` as it may be shown here.
    pub fn show<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.terminal { visible(text) } else { text.into() }
    }
}

/// `text` with control characters, but tabs and line ends, as pictures: a file's name or content must not move the
/// cursor, rename the window or reorder what is read.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(hidden) {
        return text.into();
    }
    let picture = |character: char| match u32::from(character) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or('␀'),
        0x7f => '␡',
        _ if hidden(character) => '\u{fffd}',
        _ => character,
    };
    text.chars().map(picture).collect::<String>().into()
}

fn hidden(character: char) -> bool {
    let reorders = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    reorders || (character.is_control() && !matches!(character, '\t' | '\n'))
}

/// When styles are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorWhen {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    Always,
    Never,
}

/// What the environment and the stream say about colors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs<'a> {
    pub no_color: Option<&'a str>,
    pub clicolor_force: Option<&'a str>,
    pub term: Option<&'a str>,
    pub terminal: bool,
}

/// Whether styles may be used: the flag, then NO_COLOR, then CLICOLOR_FORCE, then the kind of stream.
pub fn wants_color(when: ColorWhen, signs: Signs) -> bool {
    let set = |value: Option<&str>| value.is_some_and(|value| !value.is_empty());
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto if set(signs.no_color) => false,
        ColorWhen::Auto if set(signs.clicolor_force) && signs.clicolor_force != Some("0") => true,
        ColorWhen::Auto => signs.terminal && signs.term != Some("dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_is_stronger_than_the_environment_and_that_than_the_stream() {
        let terminal = Signs { terminal: true, ..Signs::default() };
        assert!(wants_color(ColorWhen::Auto, terminal));
        assert!(!wants_color(ColorWhen::Auto, Signs::default()));
        assert!(!wants_color(ColorWhen::Auto, Signs { no_color: Some("1"), ..terminal }));
        assert!(wants_color(ColorWhen::Auto, Signs { no_color: Some(""), ..terminal }));
        assert!(wants_color(ColorWhen::Always, Signs { no_color: Some("1"), ..Signs::default() }));
        assert!(wants_color(ColorWhen::Auto, Signs { clicolor_force: Some("1"), ..Signs::default() }));
        assert!(!wants_color(ColorWhen::Auto, Signs { term: Some("dumb"), ..terminal }));
        assert!(!wants_color(ColorWhen::Never, terminal));
    }

    #[test]
    fn foreign_text_cannot_steer_the_terminal() {
        assert_eq!(visible("a\tb\n"), "a\tb\n");
        assert_eq!(visible("\u{1b}]0;title\u{7}\r"), "␛]0;title␇␍");
        assert_eq!(visible("x\u{202e}y"), "x\u{fffd}y");
    }
}
