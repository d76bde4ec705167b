//! Keeps secrets out of whatever is quoted: those that the code holds, those of a known form, and what stands behind the
//! name of one.

use std::collections::BTreeSet;

use crate::audit::Ground;
use crate::audit::secrets::formats;
use crate::detect::secret::name_is_secret;

/// What stands in the place of a secret.
const BLANK: &str = "…";
/// Fewer letters are found everywhere.
const SHORTEST: usize = 4;

/// The texts of a repository that nobody may see.
#[derive(Clone, Debug, Default)]
pub struct Secrets(BTreeSet<String>);

impl Secrets {
    /// Those that stand in the program's code under the names of secrets.
    pub fn of(ground: &Ground<'_, '_>) -> Self {
        let mut found = BTreeSet::new();
        for (module, places) in &ground.secrets.python {
            let texts = places.iter().map(|one| module.text(one.node));
            found.extend(texts.map(|text| text.trim_matches(['"', '\'', 'b', 'r']).to_owned()));
        }
        for (module, places) in &ground.secrets.js {
            let texts = places.iter().map(|one| module.text(one.node));
            found.extend(texts.map(|text| text.trim_matches(['"', '\'', '`']).to_owned()));
        }
        found.retain(|text| text.len() >= SHORTEST);
        Secrets(found)
    }

    /// `text` without any of them, and without what gives itself away.
    pub fn conceal(&self, text: &str) -> String {
        let mut shown = text.to_owned();
        for secret in self.0.iter().rev().filter(|secret| secret.len() >= SHORTEST) {
            shown = shown.replace(secret.as_str(), BLANK);
            // A line that was cut may end within one.
            if let Some(cut) = shown.strip_suffix('…')
                && let Some(begun) =
                    (SHORTEST..secret.len()).rev().filter_map(|end| secret.get(..end)).find(|part| cut.ends_with(part))
            {
                shown = format!("{}{BLANK}", cut.trim_end_matches(begun));
            }
        }
        for hit in formats::hits(&shown.clone()).into_iter().rev() {
            shown.replace_range(hit.start..hit.end, BLANK);
        }
        named(&authorities(&shown))
    }
}

/// `scheme://user:…@host`, whatever the password holds.
fn authorities(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        shown.push_str(before);
        let end = after.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`')).unwrap_or(after.len());
        let url = after.get(..end).unwrap_or_default();
        let password = url.rfind('@').and_then(|host| Some((url.get(..host)?.find(':')?, host)));
        match password {
            Some((colon, host)) => {
                shown.push_str(url.get(..=colon).unwrap_or_default());
                shown.push_str(BLANK);
                shown.push_str(url.get(host..).unwrap_or_default());
            }
            None => shown.push_str(url),
        }
        rest = after.get(end..).unwrap_or_default();
    }
    shown + rest
}

/// `JWT_SECRET=…`, `--token …`, `password: "…"`: what follows the name of a secret, unless it is asked for elsewhere.
fn named(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['=', ':']) {
        let (before, after) = rest.split_at(at);
        let sign = after.get(..1).unwrap_or_default();
        let after = after.get(1..).unwrap_or_default();
        shown.push_str(before);
        shown.push_str(sign);
        let name = before.trim_end_matches([' ', '"', '\'', ']', '?']);
        let start =
            name.rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).map_or(0, |end| end + 1);
        let name = name.get(start..).unwrap_or_default().trim_start_matches('-').replace('-', "_");
        let (gap, value) = after.split_at(after.len() - after.trim_start_matches([' ', '=']).len());
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
        let inner = quote.map_or(value, |_| value.get(1..).unwrap_or_default());
        let ends = |c: char| {
            quote.map_or_else(
                || c.is_whitespace() || matches!(c, ',' | ')' | '"' | '\'' | ';' | '}'),
                |quote| c == quote,
            )
        };
        let end = inner.find(ends).unwrap_or(inner.len());
        let held = inner.get(..end).unwrap_or_default();
        let asked = held.is_empty()
            || quote.is_none() && held.contains(['$', '{', '(', '.', '['])
            || held.starts_with(['$', '{', '<', '…']);
        // Of code, only what is quoted is a value; of a shell, what follows the sign at once.
        let value_here = quote.is_some() || sign == "=" && gap.is_empty();
        if name_is_secret(&name) && value_here && !asked {
            shown.push_str(gap);
            shown.extend(quote);
            shown.push_str(BLANK);
            rest = inner.get(end..).unwrap_or_default();
        } else {
            rest = after;
        }
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_secret_is_quoted() {
        let secrets = Secrets(BTreeSet::from(["topSecretValue77".to_owned()]));
        for (text, shown) in [
            ("jwt.encode(claims, \"topSecretValue77\", x)", "jwt.encode(claims, \"…\", x)"),
            ("jwt.encode(claims, \"topSecr…", "jwt.encode(claims, \"…"),
            ("DB_PASSWORD = \"Hunter22zz\"; A = 1", "DB_PASSWORD = \"…\"; A = 1"),
            ("JWT_SECRET=abc123 nodemon", "JWT_SECRET=… nodemon"),
            ("gunicorn --env SECRET_KEY=abc --reload", "gunicorn --env SECRET_KEY=… --reload"),
            ("node app.js --token=abc123", "node app.js --token=…"),
            ("{ password: 'hunter2', name: 'x' }", "{ password: '…', name: 'x' }"),
            ("postgresql://shop:a/b@db.acme.io/x", "postgresql://shop:…@db.acme.io/x"),
            ("JWT_SECRET = os.environ[\"JWT_SECRET\"]", "JWT_SECRET = os.environ[\"JWT_SECRET\"]"),
            ("password=settings.PASSWORD", "password=settings.PASSWORD"),
            ("SECRET_KEY=${SECRET_KEY:?}", "SECRET_KEY=${SECRET_KEY:?}"),
            ("def login(token: str) -> None:", "def login(token: str) -> None:"),
        ] {
            assert_eq!(secrets.conceal(text), shown, "{text}");
        }
    }
}
