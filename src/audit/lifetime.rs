//! How long something lasts, as code writes it: `timedelta(days=30)`, `"7d"`, seconds.

use tree_sitter::Node;

use crate::audit::{Ground, unset};
use crate::detect::literal::Literal;
use crate::detect::locality::local;
use crate::detect::nodes::{argument, assignment, keyword};
use crate::detect::syntax::Module;

pub const DAY: f64 = 86_400.0;

/// A time in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lifetime {
    pub seconds: f64,
    /// The environment may say otherwise.
    pub asked: bool,
}

impl Lifetime {
    /// `30 days`, `12 hours`.
    pub fn shown(self) -> String {
        let (number, unit) =
            if self.seconds >= DAY { (self.seconds / DAY, "day") } else { (self.seconds / 3600.0, "hour") };
        let s = if number == 1.0 { "" } else { "s" };
        format!("{:.0} {unit}{s}", number)
    }
}

/// The words by which `timedelta` takes its parts, and what one is in seconds.
const PARTS: &[(&str, f64)] =
    &[("weeks", 7.0 * DAY), ("days", DAY), ("hours", 3600.0), ("minutes", 60.0), ("seconds", 1.0)];

/// Of an expression of Python: a `timedelta`, a name for one, or a number of seconds.
pub fn of_python(ground: &Ground<'_, '_>, module: &Module<'_>, node: Node<'_>) -> Option<Lifetime> {
    if node.kind() == "call" && module.callee(node)?.ends_with("timedelta") {
        return delta(ground, module, node);
    }
    if let Some(worth) = unset::python(&ground.code.python, module, node) {
        return Some(Lifetime { seconds: number(&worth.value)?, asked: worth.asked });
    }
    if let Some(value) = Some(node).filter(|node| node.kind() == "identifier").and_then(|node| local(module, node)) {
        return Some(value).filter(|value| value.kind() == "call").and_then(|value| of_python(ground, module, value));
    }
    let found = ground.code.python.definition(module, &module.dotted(node)?)?;
    let (_, value) = assignment(found.node)?;
    (value.kind() == "call").then(|| of_python(ground, found.module, value))?
}

fn delta(ground: &Ground<'_, '_>, module: &Module<'_>, call: Node<'_>) -> Option<Lifetime> {
    let mut whole = Lifetime { seconds: 0.0, asked: false };
    let named = PARTS.iter().filter_map(|(name, unit)| Some((keyword(module, call, name)?, *unit)));
    let placed = [DAY, 1.0].into_iter().enumerate().filter_map(|(at, unit)| Some((argument(call, at)?, unit)));
    for (given, unit) in named.chain(placed) {
        let worth = unset::python(&ground.code.python, module, given)?;
        whole.seconds += number(&worth.value)? * unit;
        whole.asked |= worth.asked;
    }
    Some(whole)
}

fn number(value: &Literal) -> Option<f64> {
    value.shown()?.trim().parse().ok().filter(|_| !matches!(value, Literal::Boolean(_)))
}

/// What jsonwebtoken makes of a value: a number is seconds, `"7d"` says its unit, `"60000"` is milliseconds.
pub fn of_js(value: &Literal) -> Option<f64> {
    let Literal::Text(text) = value else { return number(value) };
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let amount: f64 = text.get(..end)?.parse().ok()?;
    Some(
        amount
            * match text.get(end..)?.trim() {
                "" | "ms" => 0.001,
                "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
                "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
                "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
                "d" | "day" | "days" => DAY,
                "w" | "week" | "weeks" => 7.0 * DAY,
                "y" | "yr" | "yrs" | "year" | "years" => 365.25 * DAY,
                _ => return None,
            },
    )
}
