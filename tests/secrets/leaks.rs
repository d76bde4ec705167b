//! No value leaves its place: whatever the secrets are, no stream and no file but theirs holds one.

use std::fs;

use proptest::prelude::*;

use super::support::{Repo, all_below, samples};
use super::{VALUES, value};

/// Every command that comes near a secret, from a bare repository to one with everything in place.
const COMMANDS: [&str; 15] = [
    "detect --format json",
    "detect -v",
    "init --dry-run -v --with nginx,postgres,redis",
    "init --dry-run --format json --with nginx,postgres,redis",
    "init --yes -v --with nginx,postgres,redis",
    "secrets check",
    "secrets generate --dry-run",
    "secrets generate",
    "secrets check",
    "secrets check --format json",
    "diff",
    "diff --format json",
    "add arq --yes -v",
    "init --yes -v --set shop.memory_mb=700",
    "verify -v",
];
/// What is looked for: enough of a value to be no accident, so that a shortened one is found as well.
const TELLING: usize = 10;

/// Where a value shows, outside of the folder of secrets and `.env`.
fn shown(repo: &Repo, values: &[String], streams: &str) -> Vec<String> {
    let own = |path: &String| path.as_str() == ".env" || path.starts_with(VALUES);
    let files = all_below(repo.root()).into_iter().filter(|path| !own(path) && repo.root().join(path).is_file());
    let mut texts: Vec<(String, String)> = files
        .map(|path| {
            let bytes = fs::read(repo.root().join(&path)).unwrap();
            (path, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect();
    texts.push(("the streams".to_owned(), streams.to_owned()));
    let holds = |text: &str| {
        let part = |value: &String| value.chars().take(TELLING).collect::<String>();
        values.iter().any(|value| text.contains(&part(value)))
    };
    texts.into_iter().filter(|(_, text)| holds(text)).map(|(path, _)| path).collect()
}

/// The places where one of `values` shows after any of [`COMMANDS`].
fn leaks(values: &[String; 6]) -> Vec<String> {
    let variables = ["SECRET_KEY", "STRIPE_API_KEY", "DB_PASSWORD", "JWT_SECRET", "REDIS_PASSWORD", "REGION"];
    let [key, stripe, database, unclear, redis, setting] = values;
    let env = format!(
        "SECRET_KEY='{key}'\nSTRIPE_API_KEY={stripe}\nDB_PASSWORD=\"{database}\"\nJWT_SECRET={unclear}$x\nREGION={setting}\n\
         DATABASE_URL=postgresql://app:{database}@localhost/app\n"
    );
    let mut repo = samples::stated("asyncpg\nsqlalchemy\nredis\narq", &variables)
        .file(".env", env)
        .file(&value("REDIS_PASSWORD"), redis);
    let mut found = Vec::new();
    for line in COMMANDS {
        let ran = repo.run(line);
        let streams = format!("{}{}", ran.out(), ran.err());
        repo = ran.then();
        found.extend(shown(&repo, values, &streams).into_iter().map(|place| format!("{line}: {place}")));
    }
    assert_eq!(repo.read(&value("SECRET_KEY")), *key, "it was taken over");
    assert_eq!(repo.read(&value("STRIPE_API_KEY")), *stripe, "it was taken over");
    found
}

/// Letters and digits first, which nothing writes in another way, then whatever a dotenv line can hold.
fn secret() -> impl Strategy<Value = String> {
    "[A-Za-z0-9]{12}[A-Za-z0-9!%&()*+,./:;<=>?@^_|~-]{0,40}[A-Za-z0-9]"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_value_shows(values in [secret(), secret(), secret(), secret(), secret(), secret()]) {
        prop_assert_eq!(leaks(&values), Vec::<String>::new());
    }
}

#[test]
fn a_value_that_shows_is_found() {
    let values = ["q7Zk2mXv9RtB4cWn".to_owned()];
    let repo = Repo::new().file("docs/x.md", "the key q7Zk2mXv9R…\n").file(&value("KEY"), &values[0]);
    assert_eq!(shown(&repo, &values, "Made 1: KEY"), ["docs/x.md"]);
    assert_eq!(shown(&repo.without("docs/x.md"), &values, "KEY=q7Zk2mXv9RtB4cWn"), ["the streams"]);
}
