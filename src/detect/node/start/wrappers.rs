//! Programs that only prepare the environment of the one behind them.

/// The command behind settings (`A=b`, `cross-env`), secret stores and inits; a `PORT` among them goes to `port`.
pub fn unwrapped<'w>(words: &'w [String], port: &mut Option<u16>) -> &'w [String] {
    let mut words = words;
    while let Some((first, rest)) = words.split_first() {
        let program = first.rsplit('/').next().unwrap_or(first);
        words = match program {
            _ if is_assignment(first) => {
                let set = first.strip_prefix("PORT=").and_then(|value| value.parse().ok());
                *port = set.or(*port);
                rest
            }
            "cross-env" | "cross-env-shell" | "env" | "exec" | "npx" | "dumb-init" | "time" | "nice" | "command"
            | "nohup" | "set" | "export" | "gosu" | "su-exec" => flags_dropped(rest, &["-u", "-p", "--package"]),
            "dotenv" | "dotenvx" | "env-cmd" | "infisical" | "doppler" | "tini" | "with-contenv" | "op" | "varlock" => {
                behind_dashes(rest)
            }
            _ => break,
        };
    }
    words
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// The words behind the flags at the beginning; those of `valued` take the next word along.
pub fn flags_dropped<'w>(words: &'w [String], valued: &[&str]) -> &'w [String] {
    let mut words = words;
    while let Some((first, rest)) = words.split_first().filter(|(first, _)| first.starts_with('-')) {
        let taken = usize::from(valued.contains(&first.as_str()));
        words = rest.get(taken..).unwrap_or_default();
    }
    words
}

/// The command behind `--`, else behind the flags and the word `run`.
fn behind_dashes(words: &[String]) -> &[String] {
    if let Some(at) = words.iter().position(|word| word == "--") {
        return words.get(at + 1..).unwrap_or_default();
    }
    let valued = ["-e", "-f", "--file", "--environments", "-c"];
    let rest = flags_dropped(words, &valued);
    match rest.split_first() {
        Some((verb, rest)) if verb == "run" => flags_dropped(rest, &valued),
        _ => rest,
    }
}
