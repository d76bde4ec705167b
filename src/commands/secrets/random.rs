//! Values that any program accepts and nobody guesses, from the randomness of the system.

use anyhow::{Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use bech32::{Bech32, Hrp};
use secrecy::SecretString;

use crate::catalog::contribution::Generator;

/// Letters and digits: safe in URLs, configuration files and shells.
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A new value of the kind that `generator` makes.
///
/// # Errors
/// The system gave no random bytes.
pub fn random(generator: Generator) -> Result<SecretString> {
    Ok(SecretString::from(match generator {
        Generator::Password => letters(32)?,
        Generator::Key => letters(64)?,
        Generator::Base64 => URL_SAFE.encode(bytes()?),
        Generator::Age => identity(&bytes()?)?,
    }))
}

/// An identity of age, as age reads it: Bech32 (BIP 173), in capitals.
fn identity(bytes: &[u8; 32]) -> Result<String> {
    let prefix = Hrp::parse("age-secret-key-")?;
    Ok(bech32::encode_upper::<Bech32>(prefix, bytes)?)
}

fn bytes() -> Result<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gave no random bytes: {error}"))?;
    Ok(bytes)
}

fn letters(length: usize) -> Result<String> {
    let mut text = String::with_capacity(length);
    let mut bytes = [0_u8; 128];
    while text.len() < length {
        getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gave no random bytes: {error}"))?;
        // 248 is the largest multiple of 62 below 256: what lies above it would favour some letters.
        let fair = bytes.iter().filter(|byte| **byte < 248);
        let letters = fair.filter_map(|byte| ALPHABET.get(usize::from(byte % 62)));
        text.extend(letters.map(|letter| char::from(*letter)).take(length - text.len()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::secrets::{Examples, judge};

    #[test]
    fn what_is_made_up_stands_every_check() {
        for generator in [Generator::Password, Generator::Key, Generator::Base64, Generator::Age] {
            for _ in 0..200 {
                let value = random(generator).unwrap();
                let problem = judge(&["KEY"], value.expose_secret(), Some(generator), &Examples::default());
                assert_eq!(problem, None, "{generator:?}");
            }
        }
    }
    #[test]
    fn an_identity_is_written_as_age_reads_it() {
        let bytes = std::array::from_fn(|place| u8::try_from(place + 1).unwrap());
        // `age-keygen -y` takes this one for age1q73he0q5yzfu3d64msd3p6rvksnrwjk3d2598mgtmlqt9wrdr37q2vrn72.
        let known = "AGE-SECRET-KEY-1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUSQGPQYEE";
        assert_eq!(identity(&bytes).unwrap(), known);
    }
}
