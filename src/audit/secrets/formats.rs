//! Secrets that give themselves away by their form, as those who hand them out describe it.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{Hit, key};
use crate::secrets::is_placeholder;

/// A prefix, and what follows it.
struct Format {
    prefix: &'static str,
    /// Which characters follow, and how many.
    body: Body,
    least: usize,
    most: usize,
    what: &'static str,
}

#[derive(Clone, Copy)]
enum Body {
    /// Letters and digits.
    Plain,
    /// Those, `-` and `_`.
    Url,
    Upper,
    Hex,
    /// `Url` with dots.
    Dotted,
}

impl Body {
    fn takes(self, byte: u8) -> bool {
        match self {
            Body::Plain => byte.is_ascii_alphanumeric(),
            Body::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Body::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Body::Hex => byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'),
            Body::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
        }
    }
}

const fn format(prefix: &'static str, body: Body, least: usize, most: usize, what: &'static str) -> Format {
    Format { prefix, body, least, most, what }
}

const FORMATS: &[Format] = &[
    format("rzp_live_", Body::Plain, 14, 20, "a live key of Razorpay"),
    format("sk_live_", Body::Plain, 16, 250, "a live key of Stripe"),
    format("rk_live_", Body::Plain, 16, 250, "a live key of Stripe"),
    format("whsec_", Body::Plain, 24, 80, "a webhook secret of Stripe"),
    format("AKIA", Body::Upper, 16, 16, "an access key of AWS"),
    format("ASIA", Body::Upper, 16, 16, "an access key of AWS"),
    format("ghp_", Body::Plain, 36, 40, "a token of GitHub"),
    format("gho_", Body::Plain, 36, 40, "a token of GitHub"),
    format("ghs_", Body::Plain, 36, 40, "a token of GitHub"),
    format("github_pat_", Body::Url, 40, 100, "a token of GitHub"),
    format("glpat-", Body::Url, 20, 60, "a token of GitLab"),
    format("xoxb-", Body::Url, 20, 120, "a token of Slack"),
    format("xoxp-", Body::Url, 20, 120, "a token of Slack"),
    format("hooks.slack.com/services/T", Body::Plain, 8, 12, "a webhook of Slack"),
    format("SG.", Body::Dotted, 60, 75, "a key of SendGrid"),
    format("AIza", Body::Url, 35, 35, GOOGLE),
    format("GOCSPX-", Body::Url, 28, 28, "a client secret of Google"),
    format("sk-proj-", Body::Url, 40, 200, "a key of OpenAI"),
    format("sk-ant-", Body::Url, 40, 200, "a key of Anthropic"),
    format("npm_", Body::Plain, 36, 36, "a token of npm"),
    format("pypi-AgEI", Body::Url, 40, 250, "a token of PyPI"),
    format("dop_v1_", Body::Hex, 64, 64, "a token of DigitalOcean"),
    format("dp.st.", Body::Dotted, 40, 80, "a token of Doppler"),
    format("shpat_", Body::Hex, 32, 32, "a token of Shopify"),
    format("key-", Body::Hex, 32, 32, "a key of Mailgun"),
    format("hf_", Body::Plain, 34, 40, "a token of Hugging Face"),
];

/// Some of them are meant for browsers.
pub const GOOGLE: &str = "a key of Google";

/// Others, whose form has more parts.
const CLOUDINARY: &str = "cloudinary://";
const SCHEME: &str = "://";

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let prefixes = FORMATS.iter().map(|format| format.prefix);
    AhoCorasick::new(prefixes.chain([key::HEAD, CLOUDINARY, SCHEME])).ok()
});

/// Every secret of a known form, in order; a token of Telegram included.
pub fn hits(text: &str) -> Vec<Hit> {
    let mut found = Vec::new();
    for one in SEARCH.iter().flat_map(|search| search.find_overlapping_iter(text)) {
        let hit = match FORMATS.get(one.pattern().as_usize()) {
            Some(format) => prefixed(text, one.start(), one.end(), format),
            None if text.get(one.start()..one.end()) == Some(key::HEAD) => key::hit(text, one.start(), one.end()),
            None if text.get(one.start()..one.end()) == Some(CLOUDINARY) => cloudinary(text, one.end()),
            None => url(text, one.start(), one.end()),
        };
        found.extend(hit);
    }
    found.extend(telegram(text));
    found.sort_by_key(|hit| (hit.start, hit.end));
    found.dedup_by_key(|hit| hit.start);
    found
}

/// A prefix that begins a word, and enough of what is no pattern after it.
fn prefixed(text: &str, start: usize, end: usize, format: &Format) -> Option<Hit> {
    let bytes = text.as_bytes();
    if start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    // One more is too many already, however long it goes on.
    let length = bytes.iter().skip(end).take(format.most + 1).take_while(|byte| format.body.takes(**byte)).count();
    let body = text.get(end..end + length)?;
    let whole = (format.least..=format.most).contains(&length) && is_random(body);
    whole.then_some(Hit { start, end: end + length, what: format.what })
}

/// `cloudinary://key:secret@name`.
fn cloudinary(text: &str, end: usize) -> Option<Hit> {
    let rest = text.get(end..)?;
    let authority = rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`')).next()?;
    let (pair, _) = authority.split_once('@')?;
    let (key, secret) = pair.split_once(':')?;
    let real = key.bytes().all(|byte| byte.is_ascii_digit()) && key.len() >= 10 && secret.len() >= 16;
    let start = end + key.len() + 1;
    real.then_some(Hit { start, end: start + secret.len(), what: "a secret of Cloudinary" })
}

/// The password of `scheme://user:password@host`, where the host is one that others can reach.
fn url(text: &str, start: usize, end: usize) -> Option<Hit> {
    let scheme =
        text.get(..start)?.bytes().rev().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'+').count();
    let scheme = text.get(start - scheme..start)?;
    let known = ["postgres", "mysql", "mariadb", "mongodb", "redis", "amqp", "mssql", "smtp"];
    let stop = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '/' | '<' | '>' | ',' | ')' | '?' | '#');
    let authority = text.get(end..)?.split(stop).next()?;
    let (user, host) = authority.rsplit_once('@')?;
    let (name, password) = user.split_once(':')?;
    let filled = |part: &str| part.contains(['{', '}', '$', '%', '[', '*']) || part.is_empty();
    let name_says_so = matches!(password.to_ascii_lowercase().as_str(), "pass" | "pwd" | "password" | "secret");
    let real = known.iter().any(|one| scheme.starts_with(one))
        && !filled(password)
        && !filled(host)
        && !is_placeholder(password)
        && !name_says_so
        && !is_near(host);
    let from = end + name.len() + 1;
    real.then_some(Hit { start: from, end: from + password.len(), what: "the password of a server" })
}

/// A host that only this machine, or a network of containers, knows; or one that stands for any.
pub fn is_near(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.parse::<u16>().is_ok() { name } else { host });
    let private = ["127.", "10.", "192.168.", "172.17.", "0.0.0.0"].iter().any(|start| name.starts_with(start));
    let any = ["example.", "your-", "host.docker.internal", ".local", ".internal", ".svc"]
        .iter()
        .any(|part| name.contains(part));
    !name.contains('.') || private || any
}

/// `123456789:AA…`, as BotFather hands it out.
fn telegram(text: &str) -> Vec<Hit> {
    const LENGTH: usize = 35;
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for (at, _) in text.match_indices(":AA") {
        let digits = bytes.iter().take(at).rev().take(12).take_while(|byte| byte.is_ascii_digit()).count();
        let body = bytes.iter().skip(at + 1).take(LENGTH + 1).take_while(|byte| Body::Url.takes(**byte)).count();
        let key = text.get(at + 1..at + 1 + body).unwrap_or_default();
        if (8..=11).contains(&digits) && body == LENGTH && is_random(key) {
            found.push(Hit { start: at - digits, end: at + 1 + body, what: "the token of a Telegram bot" });
        }
    }
    found
}

/// Bits to a character that a made-up value does not reach.
const ENTROPY: f64 = 2.8;

/// Whether a text looks drawn by lot: no placeholder, no example, no run of one character.
pub fn is_random(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let says_so = ["example", "placeholder", "xxxx", "your", "changeme", "0000000", "1234567890", "abcdefgh"];
    !says_so.iter().any(|word| lower.contains(word)) && !is_placeholder(text) && entropy(text) >= ENTROPY
}

/// Shannon's entropy, in bits to a character.
fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let whole = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    let share = |count: &u32| {
        let part = f64::from(*count) / whole;
        -part * part.log2()
    };
    counts.iter().filter(|count| **count > 0).map(share).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        hits(text).iter().map(|hit| text.get(hit.start..hit.end).unwrap_or_default()).collect()
    }

    #[test]
    fn secrets_are_told_from_what_only_looks_like_them() {
        let key = concat!("rzp_", "live_", "Q7wLx2Vb9TzK4m");
        assert_eq!(found(&format!("KEY = \"{key}\"")), [key]);
        let url = "postgresql+asyncpg://shop:Tr0ub4dor@db.acme.io:5432/shop";
        assert_eq!(found(url), ["Tr0ub4dor"]);
        let token = concat!("7012345678", ":AAH", "9fQ2xLm7Zk3Vb8Wd1Rt6Yp4Ns0Gc5Je2");
        assert_eq!(found(token), [token]);
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
            "postgresql://postgres:postgres@localhost:5432/app",
            "postgresql://user:password@db.example.com/app",
            "postgresql://{user}:{password}@db.acme.io/app",
            "redis://:${REDIS_PASSWORD}@cache.acme.io",
            "begins with -----BEGIN PRIVATE KEY----- and ends",
            "https://user:name@git.acme.io/x.git",
            "task_live_Q7wLx2Vb9TzK4m",
            "1234567890:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(hits(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
