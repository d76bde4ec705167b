//! Names taken apart into their words, whichever way they are written.

/// The words of `otpStore`, `OTP_STORE` or `otp-store` in lower case: `otp`, `store`.
pub fn terms(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut small = false;
    for character in name.chars() {
        let starts = character.is_uppercase() && small;
        if !character.is_alphanumeric() || starts || found.is_empty() {
            found.push(String::new());
        }
        if character.is_alphanumeric()
            && let Some(last) = found.last_mut()
        {
            last.extend(character.to_lowercase());
        }
        small = character.is_lowercase() || character.is_numeric();
    }
    found.retain(|word| !word.is_empty());
    found
}

/// Whether one of `wanted` is among the words of `name`.
pub fn has_term(name: &str, wanted: &[&str]) -> bool {
    terms(name).iter().any(|word| wanted.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_apart() {
        for (name, words) in [
            ("otpStore", "otp store"),
            ("OTP_STORE", "otp store"),
            ("userSessions", "user sessions"),
            ("carts", "carts"),
            ("_login-attempts", "login attempts"),
        ] {
            assert_eq!(terms(name).join(" "), words, "{name}");
        }
    }
}
