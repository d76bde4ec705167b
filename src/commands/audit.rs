//! `audit`: what still stands between this repository and production.

mod fix;
mod history;
mod look;

use std::path::Path;

use anyhow::{Context as _, Result, anyhow};

use crate::apply::write_aside;
use crate::audit::{self, Baseline, Outcome, Rule};
use crate::catalog::unknown;
use crate::cli::{AuditArgs, Form, Global};
use crate::commands::audit::look::{Look, look};
use crate::commands::finish::unwritten;
use crate::commands::road::Road;
use crate::exit::{Exit, WrongUsage};
use crate::finding::Finding;
use crate::report::{self, Screen};
use crate::wizard::prompter::Prompter;
use crate::workspace::text_at;

/// # Errors
/// An unknown rule, a repository or baseline that cannot be read, or a manifest that is wrong; with `--fix`, what cannot
/// be written.
pub fn run(args: &AuditArgs, global: &Global, screen: &Screen, prompter: &mut dyn Prompter) -> Result<Exit> {
    for id in args.only.iter().chain(args.explain.iter().filter(|id| !id.is_empty())) {
        named(id)?;
    }
    if args.schema {
        screen.data(&report::audit::schema()?)?;
        return Ok(Exit::Done);
    }
    if let Some(id) = &args.explain {
        let listed = id.is_empty().then(|| report::audit::rules(screen.out()));
        screen.paged(&listed.map_or_else(|| named(id).map(|rule| report::audit::page(rule).to_owned()), Ok)?)?;
        return Ok(Exit::Done);
    }
    let known = args.baseline.as_deref().map(baseline).transpose()?.unwrap_or_default();
    let Look { road, outcome } = look(args, global, &known, screen)?;
    if args.fix {
        return fix::run(&road, &outcome, args, global, screen, prompter);
    }
    print(&road, &outcome, global, screen)?;
    if let Some(path) = &args.write_baseline {
        remember(&outcome, path, global, screen)?;
        return Ok(Exit::Done);
    }
    let fails = |finding: &Finding| args.fail_on.is_some_and(|severity| finding.severity >= severity);
    Ok(if outcome.findings().any(fails) { Exit::Differences } else { Exit::Done })
}

fn print(road: &Road, outcome: &Outcome, global: &Global, screen: &Screen) -> Result<()> {
    match global.form {
        Form::Json => screen.data(&report::audit::json(outcome)?),
        Form::Text => screen.paged(&report::audit::text(outcome, screen.out())),
        Form::Sarif => screen.data(&report::audit::sarif(outcome)?),
        Form::Markdown => screen.data(&report::audit::markdown(outcome)),
        Form::Html => {
            let folder = road.workspace.root().file_name().map(|name| name.to_string_lossy().into_owned());
            screen.data(&report::audit::html(outcome, &folder.unwrap_or_default())?)
        }
    }
}

fn named(id: &str) -> Result<&'static Rule> {
    let ids = || audit::RULES.iter().map(|rule| rule.id);
    let wrong = || {
        let text = unknown("rule", id, ids());
        let hint = text.split(" among ").next().unwrap_or(&text);
        WrongUsage(format!("{hint}\n`shipready audit --explain` lists them"))
    };
    audit::rule(id).ok_or_else(|| wrong().into())
}

fn baseline(path: &Path) -> Result<Baseline> {
    let shown = path.display();
    let text = text_at(path).with_context(|| {
        format!("cannot read the baseline\nmake one with `shipready audit --write-baseline {shown}`")
    })?;
    Baseline::parse(&text).map_err(|error| {
        anyhow!("`{shown}` is no baseline: {error}\nmake one with `shipready audit --write-baseline {shown}`")
    })
}

/// Writes what is known from today on; in the place of another baseline, and of nothing else.
fn remember(outcome: &Outcome, path: &Path, global: &Global, screen: &Screen) -> Result<()> {
    let baseline = Baseline::of(outcome.findings());
    if global.dry_run {
        unwritten(global, screen);
        return Ok(());
    }
    write_aside("baseline", path, &baseline.text()?, |text| Baseline::parse(text).is_ok())?;
    let (number, shown) = (baseline.findings.len(), path.display());
    screen.say(&format!(
        "{number} findings are known from now on: `shipready audit --baseline {shown}` leaves them out."
    ));
    Ok(())
}
