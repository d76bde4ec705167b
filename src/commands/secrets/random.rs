//! Values that any program accepts and nobody guesses, from the randomness of the system.

use anyhow::{Result, anyhow};
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
        Generator::Base64 => base64()?,
    }))
}

/// 32 bytes in URL-safe base64, padded: 44 characters.
fn base64() -> Result<String> {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = [0_u8; 33];
    getrandom::fill(&mut bytes[..32]).map_err(|error| anyhow!("the system gave no random bytes: {error}"))?;
    let groups = bytes.chunks(3).map(|group| group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)));
    let signs = groups.flat_map(|bits| [18, 12, 6, 0].map(|shift| bits >> shift & 63));
    let signs = signs.filter_map(|index| SIGNS.get(usize::try_from(index).ok()?));
    // The last byte of the last group is none of the key.
    Ok(signs.take(43).map(|sign| char::from(*sign)).chain(['=']).collect())
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
        for generator in [Generator::Password, Generator::Key, Generator::Base64] {
            for _ in 0..200 {
                let value = random(generator).unwrap();
                let problem = judge(&["KEY"], value.expose_secret(), Some(generator), &Examples::default());
                assert_eq!(problem, None, "{generator:?}");
            }
        }
    }
}
