//! Reads the repository and asks the rules.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;

use crate::audit::{self, Baseline, Given, Ground, Ignores, Outcome, Rule, Secrets, Verdict, judge, reads};
use crate::blueprint::Blueprint;
use crate::choose::{Situation, offers};
use crate::cli::{AuditArgs, Global};
use crate::commands::audit::history;
use crate::commands::road::{Road, Sight};
use crate::detect::existing::runs;
use crate::detect::is_env_example;
use crate::facts::Evidence;
use crate::manifest::{Ignore, Manifest};
use crate::render::given;
use crate::report::{self, Screen};
use crate::state::{MANIFEST_PATH, is_secret};
use crate::tree::RelPath;
use crate::validators::git;
use crate::workspace::Workspace;

/// What was seen.
pub struct Look {
    pub road: Road,
    pub outcome: Outcome,
}

/// What the rules raised, and what somebody decided to live with.
struct Heard {
    raised: Vec<(&'static Rule, Verdict)>,
    ignores: Ignores,
    secrets: Secrets,
}

/// # Errors
/// A repository that cannot be read, or a manifest that is wrong.
pub fn look(args: &AuditArgs, global: &Global, known: &Baseline, screen: &Screen) -> Result<Look> {
    let root = Workspace::open(&global.directory)?.root().to_owned();
    let (tracked, unasked) = tracked(&root, screen);
    // An example that is in git is seen by all who clone it, whatever `.gitignore` says of files called like it.
    let more = examples(tracked.as_ref());
    let ignored = tracked.as_ref().and_then(|_| git::ignores(&root, ".env"));
    let hear = |sight: Sight<'_>| hear(sight, tracked.as_ref(), ignored);
    let (road, heard) = Road::look_into(&global.directory, (&reads, &more), hear)?;
    let Heard { mut raised, ignores, secrets } = heard?;
    if unasked && let Some((_, verdict)) = raised.iter_mut().find(|(rule, _)| rule.id == "env-tracked") {
        verdict.aside("git could not be asked");
    }
    if args.history {
        if git::is_shallow(&root) {
            screen.warn("git has only the newest commits here\n`git fetch --unshallow` brings the others");
        }
        history::look(&root, &road.tree, &mut raised)?;
    }
    road.facts.notices.iter().for_each(|notice| screen.detail(&report::notice::line(notice)));
    raised.retain(|(rule, _)| args.only.is_empty() || args.only.iter().any(|id| id == rule.id));
    let manifest = road.state.manifest.as_deref().filter(|text| Manifest::is_set_up(text));
    let blueprint = manifest.map(|text| road.walk(text)).transpose()?.map(|arrival| arrival.blueprint);
    let given = blueprint.as_ref().map(|blueprint| given_by(&road, blueprint)).transpose()?.unwrap_or_default();
    let theirs = || runs(&road.facts.existing);
    let own_stack = blueprint.as_ref().map_or_else(theirs, |blueprint| blueprint.own_stack.as_ref());
    let offers = offers(&road.catalog, &road.facts, Situation { manifest, own_stack });
    let known = known.fingerprints();
    let context =
        audit::Context { given: &given, offers: &offers, ignores: &ignores, secrets: &secrets, known: &known };
    Ok(Look { outcome: judge(raised, context), road })
}

fn hear(sight: Sight<'_>, tracked: Option<&BTreeSet<RelPath>>, env_ignored: Option<String>) -> Result<Heard> {
    let ignored = sight.manifest.map(Manifest::ignored).transpose()?.unwrap_or_default();
    let entries = ignored.iter().map(entry).collect::<Result<_>>()?;
    let ignores = Ignores::of(sight.tree, entries);
    let secret = tracked.map(|paths| paths.iter().filter(|path| is_secret(path)).cloned().collect());
    let mut ground = Ground::new((sight.tree, sight.facts, sight.code), secret.as_ref(), &ignores);
    ground.env_ignored = env_ignored;
    let (raised, secrets) = (audit::look(&ground), Secrets::of(&ground));
    drop(ground);
    Ok(Heard { raised, ignores, secrets })
}

fn entry(ignore: &Ignore) -> Result<audit::Entry> {
    let Ignore { rule, path, reason, line } = ignore.clone();
    let text = format!("[[audit.ignore]] rule = \"{rule}\"");
    let evidence = Evidence { path: RelPath::new(MANIFEST_PATH)?, line: Some(line), text };
    Ok(audit::Entry { rule, path, reason, evidence })
}

/// What the chosen components give.
fn given_by(road: &Road, blueprint: &Blueprint) -> Result<Vec<Given>> {
    let mut found = given(&road.catalog, blueprint, &road.tree)?;
    // The manifest may call an app otherwise than it calls itself.
    for one in &mut found {
        let app = one.app.as_ref().and_then(|name| blueprint.apps.iter().find(|app| app.name == *name));
        let own = app
            .and_then(|app| road.facts.apps.iter().find(|seen| seen.root == app.root && seen.stack.value == app.stack));
        if let Some(own) = own {
            one.app = Some(own.name.clone());
        }
    }
    Ok(found)
}

/// Everything that git keeps, None outside of git; and whether it could not be asked.
fn tracked(root: &Path, screen: &Screen) -> (Option<BTreeSet<RelPath>>, bool) {
    match git::tracked(root, &[RelPath::root()]) {
        Ok(listed) => (listed.map(|paths| paths.into_iter().collect()), false),
        Err(why) => {
            screen.warn(&format!("whether git keeps a secret was not looked at: {why}"));
            (None, true)
        }
    }
}

fn examples(tracked: Option<&BTreeSet<RelPath>>) -> BTreeSet<RelPath> {
    let is = |path: &&RelPath| is_env_example(&path.name().to_ascii_lowercase());
    tracked.into_iter().flatten().filter(is).cloned().collect()
}
