//! Commands that change the schema in the same breath in which they start the server.

use crate::audit::schema::code::at_start;
use crate::audit::started::{evidence, is_doubtful, starts};
use crate::audit::{Ground, Raised};
use crate::detect::nodes::shortened;
use crate::detect::scripts::{Place, words};
use crate::facts::Evidence;
use crate::tree::RelPath;

const MIGRATES: &[&str] = &[
    "alembic upgrade",
    "manage.py migrate",
    "flask db upgrade",
    "aerich upgrade",
    "prisma migrate deploy",
    "prisma db push",
    "sequelize db:migrate",
    "sequelize-cli db:migrate",
    "knex migrate:latest",
    "migration:run",
    "drizzle-kit migrate",
    "drizzle-kit push",
];
const SERVES: &[&str] = &[
    "gunicorn",
    "uvicorn",
    "hypercorn",
    "daphne",
    "granian",
    "uwsgi",
    "fastapi run",
    "runserver",
    "flask run",
    "node ",
    "npm start",
    "npm run start",
    "yarn start",
    "pnpm start",
    "pm2",
    "exec $@",
    "waitress-serve",
];

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Every such command; of a script, the line that migrates.
pub fn run(ground: &Ground<'_, '_>) -> Vec<Raised> {
    let starts = starts(ground);
    let mut found = Vec::new();
    for start in &starts {
        let text = words(&start.text).join(" ");
        if !has(&text, MIGRATES) {
            continue;
        }
        let whole = start.place == Place::Script
            && ground.tree.text(start.path.as_str()).is_some_and(|script| serves(script, &text));
        if has(&text, SERVES) || whole {
            let fault = at_start(evidence(start));
            found.push(if is_doubtful(ground, start) { fault.likely() } else { fault });
        }
    }
    for app in &ground.facts.apps {
        found.extend(app.root.join("package.json").ok().and_then(|path| by_npm(ground, &path)).map(at_start));
    }
    found
}

/// Whether a script that migrates also starts the server, or what it is given.
fn serves(script: &str, migrates: &str) -> bool {
    script.lines().filter(|line| !line.trim_start().starts_with('#')).any(|line| {
        let text = words(line).join(" ");
        text != migrates && has(&text, SERVES)
    })
}

/// `"start": "prisma migrate deploy && node dist/main.js"`, or a `prestart` that migrates.
fn by_npm(ground: &Ground<'_, '_>, path: &RelPath) -> Option<Evidence> {
    let text = ground.tree.text(path.as_str())?;
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    let script = |name: &str| json.get("scripts")?.get(name)?.as_str().filter(|line| has(line, MIGRATES));
    let name = ["start", "prestart", "start:prod"].into_iter().find(|name| script(name).is_some())?;
    let key = format!("\"{name}\"");
    let (line, number) = text.lines().zip(1_u32..).find(|(line, _)| line.trim_start().starts_with(&key))?;
    Some(Evidence { path: path.clone(), line: Some(number), text: shortened(line) })
}
