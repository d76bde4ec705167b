//! Values that only stand where a real one belongs.

/// Words that such a value holds, whatever stands around them; letters and digits alone, in lower case.
const SIGNS: [&str; 12] = [
    "changeme",
    "changethis",
    "changeit",
    "replaceme",
    "replacethis",
    "replacewith",
    "placeholder",
    "insertyour",
    "enteryour",
    "putyour",
    "goeshere",
    "secrethere",
];
/// Values that are nothing but such a word.
const WORDS: [&str; 20] = [
    "secret",
    "secretkey",
    "supersecret",
    "supersecretkey",
    "mysecret",
    "mysecretkey",
    "password",
    "mypassword",
    "pass",
    "token",
    "key",
    "apikey",
    "todo",
    "tbd",
    "fixme",
    "none",
    "null",
    "example",
    "dummy",
    "string",
];
/// Longer values are no placeholders, whichever letters they hold.
const LONGEST: usize = 60;

/// Whether `value` says itself that it is none: empty, `changeme`, `your-secret-here`, `<token>`, `xxx`.
pub fn is_placeholder(value: &str) -> bool {
    let lower = value.trim().to_ascii_lowercase();
    if lower.len() > LONGEST {
        return false;
    }
    let plain: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
    let pairs = [("<", ">"), ("__", "__"), ("{{", "}}")];
    let wrapped = pairs.iter().any(|(open, close)| lower.starts_with(open) && lower.ends_with(close));
    let blanked = lower.chars().all(|each| "x*.-_ ".contains(each));
    let yours = ["your-", "your_", "your "].iter().any(|start| lower.starts_with(start));
    blanked || wrapped || yours || WORDS.contains(&plain.as_str()) || SIGNS.iter().any(|sign| plain.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_value_is_told_from_one() {
        for value in [
            "",
            "  ",
            "changeme",
            "CHANGE_ME",
            "please-change-this-in-production",
            "xxx",
            "XXXX-XXXX",
            "****",
            "...",
            "<your token>",
            "__SECRET__",
            "{{ secret }}",
            "your-secret-here",
            "your_api_key",
            "Secret",
            "super-secret-key",
            "TODO",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["hunter2", "yourselves", "sk_live_51H8", "p@ss", "a", "Xaver", "ключ"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn a_long_random_value_is_real_whatever_it_spells() {
        assert!(!is_placeholder(&format!("{}changeme{}", "Zk3".repeat(10), "9fQ".repeat(10))));
    }
}
