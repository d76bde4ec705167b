//! `audit`: what still stands between this repository and production.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};

use crate::audit::{self, Baseline, Ground, Ignores, Outcome, Rule, Verdict, judge, look, reads};
use crate::catalog::unknown;
use crate::choose::offers;
use crate::cli::{AuditArgs, Form, Global};
use crate::commands::road::{Road, Sight};
use crate::exit::{Exit, WrongUsage};
use crate::manifest::Manifest;
use crate::render::given;
use crate::report::{self, Screen};
use crate::state::{MANIFEST_PATH, is_secret};
use crate::tree::RelPath;
use crate::validators::git;
use crate::wizard::prompter::Prompter;
use crate::workspace::text_at;

/// # Errors
/// An unknown rule, a repository or baseline that cannot be read, or a manifest that is wrong.
pub fn run(args: &AuditArgs, global: &Global, screen: &Screen, _prompter: &mut dyn Prompter) -> Result<Exit> {
    for id in args.only.iter().chain(&args.explain) {
        known(id)?;
    }
    if args.schema {
        screen.data(&report::audit::schema()?)?;
        return Ok(Exit::Done);
    }
    if let Some(id) = &args.explain {
        screen.paged(report::audit::page(known(id)?))?;
        return Ok(Exit::Done);
    }
    let known = args.baseline.as_deref().map(baseline).transpose()?.unwrap_or_default();
    let (road, (raised, unasked)) = Road::look_into(&global.directory, &reads, see)?;
    if let Some(why) = unasked {
        screen.warn(&format!("whether git keeps a secret was not looked at: {why}"));
    }
    let raised =
        raised.into_iter().filter(|(rule, _)| args.only.is_empty() || args.only.iter().any(|id| id == rule.id));
    let outcome = weigh(&road, raised.collect(), &known)?;
    match global.form {
        Form::Json => screen.data(&report::audit::json(&outcome)?)?,
        Form::Text => screen.paged(&report::audit::text(&outcome, screen.out()))?,
        Form::Sarif => screen.data(&report::audit::sarif(&outcome)?)?,
        Form::Markdown => screen.data(&report::audit::markdown(&outcome))?,
        Form::Html => screen.data(&report::audit::html(&outcome, &name(&road))?)?,
    }
    let fails = |finding: &crate::finding::Finding| args.fail_on.is_some_and(|severity| finding.severity >= severity);
    Ok(if outcome.findings().any(fails) { Exit::Differences } else { Exit::Done })
}

/// What the repository is called.
fn name(road: &Road) -> String {
    let folder = road.workspace.root().file_name().map(|name| name.to_string_lossy().into_owned());
    folder.unwrap_or_default()
}

fn known(id: &str) -> Result<&'static Rule> {
    let ids = || audit::RULES.iter().map(|rule| rule.id);
    audit::rule(id).ok_or_else(|| WrongUsage(unknown("rule", id, ids())).into())
}

fn baseline(path: &std::path::Path) -> Result<Baseline> {
    Baseline::parse(&text_at(path)?).with_context(|| format!("{}", path.display()))
}

/// What the rules raise, and why git was not asked, where it was not.
fn see(sight: Sight<'_>) -> (Vec<(&'static Rule, Verdict)>, Option<String>) {
    let listed = git::tracked(sight.workspace.root(), &[RelPath::root()]);
    let (listed, unasked) = match listed {
        Ok(listed) => (listed, None),
        Err(why) => (None, Some(why)),
    };
    let tracked = listed.map(|paths| paths.into_iter().filter(is_secret).collect::<BTreeSet<_>>());
    let ground = Ground::new(sight.tree, sight.facts, sight.code, tracked.as_ref());
    (look(&ground), unasked)
}

/// Weighs what was raised by what is chosen, given and ignored.
fn weigh(road: &Road, raised: Vec<(&'static Rule, Verdict)>, known: &Baseline) -> Result<Outcome> {
    let text = road.state.manifest.as_deref();
    let manifest = text.map(Manifest::parse).transpose()?;
    let given = match text {
        Some(text) => given(&road.catalog, &road.walk(text)?.blueprint, &road.tree)?,
        None => Vec::new(),
    };
    let entries = manifest.iter().flat_map(|manifest| &manifest.ignore).map(entry).collect::<Result<_>>()?;
    let context = audit::Context {
        given: &given,
        offers: &offers(&road.catalog, &road.facts, text),
        ignores: &Ignores::of(&road.tree, entries),
        known: &known.fingerprints(),
    };
    Ok(judge(raised, context))
}

fn entry(ignore: &crate::manifest::Ignore) -> Result<audit::Entry> {
    let path = RelPath::new(MANIFEST_PATH)?;
    let text = format!("[[audit.ignore]] rule = \"{}\"", ignore.rule);
    let evidence = crate::facts::Evidence { path, line: Some(ignore.line), text };
    let crate::manifest::Ignore { rule, path, reason, .. } = ignore.clone();
    Ok(audit::Entry { rule, path, reason, evidence })
}
