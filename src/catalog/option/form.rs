//! Forms of text: what a value may hold, so that it cannot break out of the file that it is written into.

use anyhow::{Result, bail};
use serde::Deserialize;

/// What a string option, or each item of a list, has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// `shop.example.com`.
    Host,
    /// `10.0.0.0/8`, or one address.
    Cidr,
    /// `ops@shop.example.com`.
    Email,
    /// The name of a user somewhere, which may be an e-mail address.
    Account,
    /// `shop_2`: a name in SQL or in code.
    Identifier,
    /// `shop.main:app`; with `()` behind it, a call.
    Entry,
    /// `max-age=31536000; includeSubDomains`: the value of a header.
    Header,
    /// `shop/migrations`, inside its folder.
    Path,
    /// `https://example.com/report`, or `mailto:team@example.com`.
    Contact,
    /// `2027-06-30`.
    Date,
    /// A path of a URL: `/api`.
    Route,
    /// `https://example.com/policy`.
    Url,
    /// `1.30`, `17-alpine`.
    Version,
    /// `allkeys-lru`.
    Word,
}

impl Form {
    /// # Errors
    /// The sentence that says what `text` has to be.
    pub fn check(self, text: &str) -> Result<()> {
        let (fits, what) = match self {
            Form::Host => (is_host(text), "no host name; write it as shop.example.com"),
            Form::Cidr => (is_network(text), "no network; write it as 10.0.0.0/8"),
            Form::Email => (is_email(text), "no e-mail address; write it as ops@shop.example.com"),
            Form::Account => (is_word(text, "@._+-"), "no name of a user: use letters, digits and any of @ . _ + -"),
            Form::Identifier => {
                (is_identifier(text), "no identifier: use letters, digits and _, a letter first, at most 63")
            }
            Form::Entry => (is_entry(text), "no object of a module; write it as package.module:attribute"),
            Form::Header => {
                (is_header(text), "no value of a header: use letters, digits, spaces and any of - _ . , ; : = / *")
            }
            Form::Route => {
                (text == "/" || text.strip_prefix('/').is_some_and(is_path), "no path of a URL, such as /api")
            }
            Form::Path => (is_path(text), "no path: use letters, digits and any of - _ . /, without .."),
            Form::Date => (is_date(text), "no day; write it as 2027-06-30"),
            Form::Contact => (
                is_url(text) || text.strip_prefix("mailto:").is_some_and(is_email),
                "no address; write it as https://example.com/page or mailto:team@example.com",
            ),
            Form::Url => (is_url(text), "no address; write it as https://example.com/page"),
            Form::Version => (is_word(text, "._-+"), "no version; write it as 1.30"),
            Form::Word => (is_word(text, "_-"), "no word: use letters, digits, - and _"),
        };
        if !fits {
            bail!("`{}` is {what}", text.escape_debug());
        }
        Ok(())
    }
}

/// The longest name of a project or an app: services, volumes and images are called after it.
pub const LONGEST_NAME: usize = 40;

/// Whether `name` can be the name of a project or an app, which containers, folders, hosts and images bear.
pub fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.len() <= LONGEST_NAME
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(plain)
        && !name.ends_with('-')
        && !reads_as_other(name)
}

/// Words that YAML takes for a value of another kind where they stand without quotes.
pub fn reads_as_other(name: &str) -> bool {
    matches!(name, "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n")
}

/// Whether `text` can be the name of a host: no scheme, no port.
pub fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

fn is_email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(user, host)| is_word(user, "._%+-") && !user.starts_with('-') && is_host(host))
}

/// Whether `text` can be the name of a variable, a role or a database.
pub fn is_identifier(text: &str) -> bool {
    text.len() <= 63
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_network(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let Ok(address) = address.parse::<std::net::IpAddr>() else { return false };
    let most = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| bits.bytes().all(|b| b.is_ascii_digit()) && bits.parse().is_ok_and(|bits: u8| bits <= most))
}

/// Python allows letters of every script in its names.
fn is_entry(text: &str) -> bool {
    let name = |part: &str| {
        part.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let dotted = |text: &str| text.split('.').all(name);
    let called = |text: &str| dotted(text.strip_suffix("()").unwrap_or(text));
    text.split_once(':').is_some_and(|(module, attribute)| dotted(module) && called(attribute))
}

fn is_header(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || " -_.,;:=/*".contains(c);
    !text.is_empty() && text.trim() == text && text.chars().all(plain)
}

fn is_path(text: &str) -> bool {
    let part = |part: &str| !part.starts_with('-') && !matches!(part, "" | "." | "..") && is_word(part, "-_.");
    text.split('/').all(part)
}

/// A day of the calendar, leap years aside.
fn is_date(text: &str) -> bool {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str| part.parse::<u8>().unwrap_or_default();
    let most = match number(month) {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    digits(year, 4)
        && digits(month, 2)
        && digits(day, 2)
        && (1..=12).contains(&number(month))
        && (1..=most).contains(&number(day))
}

/// Without a password, a query or anything that would have to be escaped.
fn is_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    is_host(host) && path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/#".contains(c))
}

fn is_word(text: &str, others: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_takes_what_it_is_for_and_nothing_that_breaks_out() {
        for (form, good, bad) in [
            (Form::Host, "shop.example.com", &["", "a b", "a:80", "https://a", "a..b", "-a", "x; return 200"][..]),
            (Form::Cidr, "10.0.0.0/8", &["", "10.0.0.0/33", "10.0.0.0/+8", "10.0.0.0/8;", "all"]),
            (Form::Cidr, "2001:db8::/32", &["2001:db8::/129"]),
            (
                Form::Email,
                "a.b+c@shop.example.com",
                &["", "a", "@a", "a@", "a@b@c", "a b@c", "a@b\nc", "-a@b", "a@b, c"],
            ),
            (Form::Account, "apikey", &["", "a b", "a\"", "a:b"]),
            (Form::Identifier, "shop_2", &["", "2", "a-b", "a\"; drop table x; --"]),
            (Form::Entry, "shop.main:make()", &["", "shop", "a:b\nRUN id", "a:b;c", "a b:c", ":app", "a:()"]),
            (Form::Header, "max-age=1; preload", &["", "x\"; add_header Foo \"$http_x", "a\\", "a\n", "{a}"]),
            (Form::Route, "/api", &["", "api", "/a b", "/a{", "/../b"]),
            (Form::Path, "db/migrations", &["", "/db", "../db", "a//b", "a b", "-rf", "a$b"]),
            (Form::Url, "https://example.com/a/b.html#c", &["", "http://example.com", "https://a b", "https://a/$b"]),
            (Form::Version, "17.2-alpine", &["", "1 2", "1\"", "1:2"]),
            (Form::Date, "2028-02-29", &["", "2027-6-30", "2027-13-01", "2027-04-31", "2027-00-10", "soon"]),
            (Form::Contact, "mailto:a@example.com", &["mailto:", "mailto:a", "javascript:alert(1)", "http://a.b"]),
            (Form::Contact, "https://example.com/report", &["", "example.com"]),
            (Form::Word, "allkeys-lru", &["", "a b", "a;"]),
        ] {
            assert!(form.check(good).is_ok(), "{form:?} {good}");
            for bad in bad {
                assert!(form.check(bad).is_err(), "{form:?} {bad}");
            }
        }
    }

    #[test]
    fn a_name_starts_with_a_letter_and_is_not_a_word_of_yaml() {
        assert!(is_name("shop-2") && is_name(&"a".repeat(40)));
        for bad in ["", "2024", "-a", "a-", "a_b", "Shop", "null", "yes", "ä", &"a".repeat(41)] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
