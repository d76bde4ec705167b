//! How hard a value is to guess.

use crate::catalog::contribution::Generator;

/// What a kind of secret must reach, in characters and in guesses (a power of ten).
struct Bar {
    length: usize,
    guesses: f64,
}

/// Whether `value` could be guessed, measured by what would be made up in its place. What others hand out (an API's
/// key) is as strong as they make it.
pub fn is_weak(generator: Option<Generator>, value: &str) -> bool {
    let bar = match generator {
        None => return false,
        // Guessed over a network, against a service that takes its time.
        Some(Generator::Password) => Bar { length: 12, guesses: 10.0 },
        // Guessed at home, as fast as a machine can: a signature tells when a key is found. 32 bytes are what HS256
        // asks for; the estimator counts to 10^19.
        Some(Generator::Key | Generator::Base64 | Generator::Age) => Bar { length: 32, guesses: 19.0 },
    };
    value.chars().count() < bar.length || zxcvbn::zxcvbn(value, &[]).guesses_log10() < bar.guesses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_guessed_is_weak() {
        for value in ["hunter2", "aaaaaaaaaaaaaaaaaaaaaaaa", "password123456", "P@ssw0rd2024!", "qwertyuiopasdf"] {
            assert!(is_weak(Some(Generator::Password), value), "{value}");
        }
        for value in ["tX9vQ2mLr8Bz", "correct horse battery staple"] {
            assert!(!is_weak(Some(Generator::Password), value), "{value}");
        }
        for value in
            ["tX9vQ2mLr8Bz", "secretsecretsecretsecretsecretsecret", "0123456789012345678901234567890123456789"]
        {
            assert!(is_weak(Some(Generator::Key), value), "{value}");
        }
        let hex = "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7";
        assert!(!is_weak(Some(Generator::Key), hex));
        assert!(!is_weak(None, "1234"));
    }
}
