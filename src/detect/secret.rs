//! Names and values that look like secrets: their values are never repeated.

/// Endings of names that hold secrets.
const NAMES: &[&str] = &[
    "SECRET",
    "SECRETS",
    "SECRET_KEY",
    "SECRETKEY",
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "PASS",
    "PWD",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "PRIVATE_KEY",
    "ACCESS_KEY",
    "ACCESS_KEY_ID",
    "SIGNING_KEY",
    "ENCRYPTION_KEY",
    "JWT_KEY",
    "AUTH_KEY",
    "CREDENTIALS",
    "SALT",
    "PEPPER",
    "FERNET_KEY",
    "WEBHOOK_KEY",
];

/// Whether a variable of this name holds a secret.
pub fn name_is_secret(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    if upper.contains("PUBLIC_KEY") {
        return false;
    }
    let about_secrets = ["SECRET", "ENCRYPTION", "SIGNING", "PRIVATE"].iter().any(|word| upper.contains(word));
    if about_secrets && upper.ends_with("KEY") {
        return true;
    }
    NAMES.iter().any(|ending| {
        upper.strip_suffix(ending).is_some_and(|front| front.is_empty() || front.ends_with('_'))
            || (ending.len() > 5 && upper.ends_with(ending))
    })
}

/// Whether a value gives a password or a key away: a URL with a password, a known prefix, a long random string.
pub fn value_is_secret(value: &str) -> bool {
    const PREFIXES: &[&str] =
        &["sk-", "sk_live", "ghp_", "gho_", "github_pat_", "AKIA", "xox", "-----BEGIN", "AIza", "SG.", "eyJ"];
    PREFIXES.iter().any(|prefix| value.starts_with(prefix)) || has_password(value) || is_random(value) || says_so(value)
}

/// `scheme://user:password@host`.
fn has_password(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    user.split_once(':').is_some_and(|(_, password)| !password.is_empty() && !password.starts_with(['$', '{', '<']))
}

/// `super secret key`, `changethis`.
fn says_so(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    !lower.contains("://")
        && words.into_iter().any(|word| matches!(word, "secret" | "changeme" | "changethis" | "password"))
}

fn is_random(value: &str) -> bool {
    let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_'));
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let letters = value.chars().filter(char::is_ascii_alphabetic).count();
    let words =
        value.split(['-', '_', '/']).filter(|word| word.len() > 2).all(|word| word.chars().all(char::is_alphabetic));
    plain && value.len() >= 24 && digits >= 3 && letters >= 3 && !words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_told_from_names_about_them() {
        for name in ["SECRET_KEY", "jwt_secret_key", "POSTGRES_PASSWORD", "BOT_TOKEN", "OPENAI_API_KEY", "DB_PASS"] {
            assert!(name_is_secret(name), "{name}");
        }
        for name in
            ["ACCESS_TOKEN_EXPIRE_MINUTES", "JWT_TOKEN_PREFIX", "PASSWORD_MIN_LENGTH", "JWT_PUBLIC_KEY", "COMPASS"]
        {
            assert!(!name_is_secret(name), "{name}");
        }
    }

    #[test]
    fn values_of_secrets_are_told_from_settings() {
        for value in [
            "postgresql://app:hunter2@db/app",
            "sk-abc",
            "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
        ] {
            assert!(value_is_secret(value), "{value}");
        }
        for value in [
            "redis://localhost:6379/0",
            "postgresql://localhost/app",
            "%(asctime)s %(message)s",
            "http://localhost:3000",
            "HS256",
        ] {
            assert!(!value_is_secret(value), "{value}");
        }
    }
}
