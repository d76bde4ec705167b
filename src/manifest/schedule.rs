//! Schedules of five fields, as every cron reads them: minute, hour, day of the month, month, day of the week.

use anyhow::{Result, bail};

/// A field: what it is called, its least and greatest value, and the names of values from the least on.
type Field = (&'static str, u32, u32, &'static [&'static str]);

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Seven is Sunday as well as zero.
const FIELDS: [Field; 5] = [
    ("minute", 0, 59, &[]),
    ("hour", 0, 23, &[]),
    ("day of the month", 1, 31, &[]),
    ("month", 1, 12, MONTHS),
    ("day of the week", 0, 7, DAYS),
];

/// Days that the shortest to the longest month of each number can have.
const LAST_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Accepts numbers, names of months and days, `*`, ranges, steps and lists; nothing that only some crons know.
///
/// # Errors
/// The sentence that says which field is wrong and what it takes.
pub fn check(text: &str) -> Result<()> {
    let parts: Vec<&str> = text.split_ascii_whitespace().collect();
    if parts.len() != FIELDS.len() || text.contains(|c: char| c.is_control()) {
        let fields = FIELDS.map(|(name, ..)| name).join(", ");
        bail!("`{}` is no schedule: it needs five fields ({fields}), such as `0 3 * * *`", text.escape_debug());
    }
    let mut values = Vec::new();
    for (part, field) in parts.iter().zip(&FIELDS) {
        match list(part, field) {
            Some(found) => values.push(found),
            None => {
                let (name, least, most, names) = field;
                let named = names.first().map(|first| format!(" or a name such as {first}")).unwrap_or_default();
                bail!(
                    "`{text}`: the {name} `{part}` must be *, a number from {least} to {most}{named}, a range, a step or a list of these"
                );
            }
        }
    }
    let dated = parts.get(4).is_some_and(|day| *day == "*");
    if let ([_, _, days, months, _], true) = (values.as_slice(), dated) {
        let longest = months.iter().filter_map(|month| LAST_DAYS.get(*month as usize - 1)).max();
        if days.iter().min() > longest {
            bail!("`{text}`: none of these months has such a day");
        }
    }
    Ok(())
}

/// Every value that a field names.
fn list(text: &str, field: &Field) -> Option<Vec<u32>> {
    let parts: Option<Vec<Vec<u32>>> = text.split(',').map(|part| stepped(part, field)).collect();
    Some(parts?.concat())
}

fn stepped(text: &str, field: &Field) -> Option<Vec<u32>> {
    let (range, step) = text.split_once('/').map_or((text, None), |(range, step)| (range, Some(step)));
    let (_, least, most, _) = *field;
    let (from, to) = match range.split_once('-') {
        Some((from, to)) => (value(from, field)?, value(to, field)?),
        None if range == "*" => (least, most),
        // A step needs something to step through.
        None if step.is_some() => return None,
        None => (value(range, field)?, value(range, field)?),
    };
    let step = step.map_or(Some(1), number)?;
    let fits = from <= to && step >= 1 && step <= most;
    fits.then(|| (from..=to).step_by(step as usize).collect())
}

fn value(text: &str, (_, least, most, names): &Field) -> Option<u32> {
    let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
    let value = match named {
        Some(place) => u32::try_from(place).ok()? + least,
        None => number(text)?,
    };
    (*least..=*most).contains(&value).then_some(value)
}

fn number(text: &str) -> Option<u32> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_cron_reads_is_a_schedule() {
        for good in [
            "* * * * *",
            "0 3 * * *",
            "*/5 8-18 * * mon-fri",
            "0,15,30,45 * 1 JAN,jul *",
            "0 0 29 2 *",
            "1-59/2 0 * * 7",
            "0 0 31 2 1",
        ] {
            assert!(check(good).is_ok(), "{good}: {:?}", check(good));
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_field_that_is_wrong() {
        for (bad, said) in [
            ("", "five fields"),
            ("@daily", "five fields"),
            ("0 3 * *", "five fields"),
            ("0 0 3 * * *", "five fields"),
            ("60 * * * *", "minute `60`"),
            ("* 24 * * *", "hour `24`"),
            ("* * 0 * *", "day of the month `0`"),
            ("* * * 13 *", "month `13`"),
            ("* * * * 8", "day of the week `8`"),
            ("* * * * funday", "day of the week `funday`"),
            ("5-1 * * * *", "minute `5-1`"),
            ("*/0 * * * *", "minute `*/0`"),
            ("5/10 * * * *", "minute `5/10`"),
            ("*/ * * * *", "minute `*/`"),
            ("1,,2 * * * *", "minute `1,,2`"),
            ("+1 * * * *", "minute `+1`"),
            ("* * L * *", "day of the month `L`"),
            ("* * * * 1#2", "day of the week `1#2`"),
            ("0 0 30 feb *", "none of these months"),
            ("0 0 31 4,6 *", "none of these months"),
        ] {
            let error = check(bad).map(drop).unwrap_err().to_string();
            assert!(error.contains(said), "{bad}: {error}");
        }
    }
}
