//! What a text option must look like, so that it cannot break out of the file that it is written into.

use std::net::IpAddr;

use anyhow::{Result, bail};
use serde::Deserialize;

/// A kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// `shop.example.com`.
    Host,
    /// A name in SQL that needs no quotes: `shop_2`.
    Identifier,
    /// `package.module:attribute`, with `()` behind a factory.
    Entry,
    /// An address or a network: `10.0.0.0/8`.
    Network,
    /// The value of an HTTP header.
    Header,
    /// A path of a URL: `/api`.
    Route,
    /// A folder below another: `db/migrations`.
    Folder,
}

impl Form {
    /// Whether `text` has this form; an empty text stands for nothing and always has.
    ///
    /// # Errors
    /// It has not; the message says what is wanted.
    pub fn check(self, text: &str) -> Result<()> {
        let (fits, wanted) = match self {
            Form::Host => (is_host(text), "a host name, such as shop.example.com"),
            Form::Identifier => (is_identifier(text), "lower-case letters, digits and _, beginning with a letter"),
            Form::Entry => (is_entry(text), "package.module:attribute"),
            Form::Network => (is_network(text), "an address or a network, such as 10.0.0.0/8"),
            Form::Header => (text.chars().all(is_header), "the value of a header, without quotes, $ and \\"),
            Form::Route => (text.starts_with('/') && text.chars().all(is_path), "a path, such as /api"),
            Form::Folder => (is_folder(text), "a folder, such as db/migrations"),
        };
        if !text.is_empty() && !fits {
            bail!("`{}` is not {wanted}", text.escape_debug());
        }
        Ok(())
    }
}

/// Whether `text` can be the name of a host.
pub fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        let plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        !label.is_empty() && label.len() <= 63 && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

fn is_identifier(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    starts && text.len() <= 63 && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_entry(text: &str) -> bool {
    let name = |name: &str| {
        let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        starts && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let Some((module, attribute)) = text.split_once(':') else { return false };
    let attribute = attribute.strip_suffix("()").unwrap_or(attribute);
    module.split('.').all(name) && attribute.split('.').all(name)
}

fn is_network(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let most: u8 = if address.is_ipv4() { 32 } else { 128 };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}

fn is_header(c: char) -> bool {
    (c.is_ascii_graphic() || c == ' ') && !matches!(c, '"' | '\'' | '$' | '\\' | '{' | '}')
}

fn is_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~')
}

fn is_folder(text: &str) -> bool {
    !text.starts_with('/') && text.chars().all(is_path) && !text.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn what_could_break_out_is_refused() {
        let cases = [
            (Form::Host, "shop.example.com", vec!["x; return 200", "https://a/", "a:8443", "-a", "a..b"]),
            (Form::Identifier, "shop_2", vec!["a\"; drop table x; --", "a/b", "2a", "Shop"]),
            (Form::Entry, "shop.main:create_app()", vec!["a:b\nRUN id", "a b:c", "main", "a:b;c"]),
            (Form::Network, "10.0.0.0/8", vec!["10.0.0.0/40", "a; deny all", "10.0.0"]),
            (Form::Header, "max-age=1; preload", vec!["x\"; add_header Foo", "$http_x", "a\nb"]),
            (Form::Route, "/api/v1", vec!["api", "/a b", "/a;b", "/a{"]),
            (Form::Folder, "db/migrations", vec!["/etc", "../x", "a b"]),
        ];
        for (form, good, bad) in cases {
            assert!(form.check(good).is_ok(), "{good}");
            for text in bad {
                assert!(form.check(text).is_err(), "{text:?} was accepted as {form:?}");
            }
        }
    }
}
