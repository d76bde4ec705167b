//! Names that hold secrets, and whether a value that stands beside one is real.

use crate::detect::secret::{name_is_secret, value_is_secret};
use crate::secrets::is_placeholder;

/// What a name and the text beside it come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whoever reads the repository has it.
    Secret,
    /// A code that always lets in.
    BackDoor,
}

/// The whole question: a name in the code, and the text that it is given.
pub fn kind(name: &str, value: &str) -> Option<Kind> {
    if is_back_door(name) && (4..=32).contains(&value.len()) && value.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Some(Kind::BackDoor);
    }
    (name_is_secret(name) && is_value(name, value)).then_some(Kind::Secret)
}

/// `DEV_MFA_CODE`, `MASTER_OTP`, `BYPASS_TOKEN`: a part that says what it opens, and one that says that it always does.
fn is_back_door(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let parts: Vec<&str> = upper.split('_').collect();
    let has = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    let is_constant = name == upper && name.contains('_');
    let always =
        has(&["DEV", "TEST", "MASTER", "BYPASS", "BACKDOOR", "MAGIC", "UNIVERSAL", "DEMO", "DEFAULT", "STATIC"]);
    let last = parts.last().copied().unwrap_or_default();
    let opens = ["MFA", "OTP", "TOTP", "2FA", "CODE", "PIN", "PASSCODE", "TOKEN"].contains(&last);
    let factor = has(&["MFA", "OTP", "TOTP", "2FA", "PIN", "PASSCODE", "BYPASS", "BACKDOOR", "MASTER"]);
    is_constant && always && opens && factor
}

/// Whether `value` is one, and no word about it: `token_url = "/token"`, `PASSWORD = "password"` of a form's field.
pub fn is_value(name: &str, value: &str) -> bool {
    if value.len() < 4 || value.starts_with(['/', '$', '{', '<', '.']) || value.contains(char::is_whitespace) {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    if is_same(name, &lower) {
        return false;
    }
    if value_is_secret(value) {
        return true;
    }
    // Only a constant is a setting; `password="hunter2"` of a call may be anything.
    let constant = name.chars().all(|c| !c.is_ascii_lowercase());
    let telling = ["secret", "change", "insecure", "key", "dev", "test", "admin", "default", "super"];
    let word = value.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-' | ':' | '.'));
    let says = telling.iter().any(|part| lower.contains(part)) || is_placeholder(value);
    constant && !lower.contains("://") && (!word || says)
}

/// `ACCESS_TOKEN = "access_token"`: the name of something, not its value.
fn is_same(name: &str, lower: &str) -> bool {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let (name, value) = (plain(name), plain(lower));
    // A key called SECRET_KEY whose value is `secret-key` is a key nevertheless.
    name == value && !name.contains("secret")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_from_words_about_them() {
        for (name, value) in [
            ("SECRET_KEY", "django-insecure-7x2"),
            ("JWT_SECRET", "supersecret"),
            ("JWT_SECRET_KEY", "changeme"),
            ("DB_PASSWORD", "Hunter22"),
            ("TWILIO_AUTH_TOKEN", "9f86d081884c7d659a2feaa0c55ad015"),
            ("api_key", "9f86d081884c7d659a2feaa0c55ad015"),
        ] {
            assert_eq!(kind(name, value), Some(Kind::Secret), "{name}");
        }
        assert_eq!(kind("DEV_MFA_CODE", "424242"), Some(Kind::BackDoor));
        for (name, value) in [
            ("ACCESS_TOKEN", "access"),
            ("RESET_PASSWORD", "reset-password"),
            ("PASSWORD_RESET_TOKEN", "password_reset_token"),
            ("token_url", "/auth/token"),
            ("password", "hunter2"),
            ("PASSWORD_MESSAGE", "The password is wrong"),
            ("SECRET_KEY", ""),
            ("VERIFY_TOKEN", "verify_token"),
            ("DEFAULT_PIN_COLOR", "red1"),
            ("ERROR_CODE", "1234"),
        ] {
            assert_eq!(kind(name, value), None, "{name}");
        }
    }
}
