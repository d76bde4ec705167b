//! `verify`: the validators that the person has installed, over the generated files.

use anyhow::{Context as _, Result, bail};

use crate::catalog::validator::Validator;
use crate::cli::{Format, Global, VerifyArgs};
use crate::commands::road::Road;
use crate::exit::{Exit, WrongUsage};
use crate::report::{Screen, verdicts};
use crate::state::Policy;
use crate::tree::{File, Opaque, RelPath};
use crate::validators::{Judged, Subject, Verdict, jobs, judge};

/// # Errors
/// Nothing was generated yet, a path that is no generated file, a validator of the catalog that is wrong, or none that
/// could be run: files that nobody judged must not pass for good ones.
pub fn run(args: &VerifyArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    let road = Road::look(&global.directory)?;
    road.state.manifest.as_ref().context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    let validators = Validator::all(&road.catalog.source)?;
    let subjects = subjects(&road, &args.paths)?;
    let jobs = jobs(&validators, &subjects)?;
    let judged = judge(road.workspace.root(), jobs, args.trust)?;
    match global.format() {
        Format::Json => screen.data(&verdicts::json(&judged)?)?,
        Format::Text => {
            screen.data(&verdicts::findings(&judged, screen.out()))?;
            screen.say(&verdicts::summary(&judged, screen.err()));
        }
    }
    if !judged.is_empty() && judged.iter().all(|judged| matches!(judged.verdict, Verdict::Skipped(_))) {
        bail!("nothing was judged: no validator for these files could be run\nnext: install one of those listed above");
    }
    Ok(exit(&judged))
}

/// The generated files that are there, edited ones too.
fn subjects(road: &Road, paths: &[String]) -> Result<Vec<Subject>> {
    let asked: Vec<RelPath> = paths.iter().map(|path| RelPath::new(path)).collect::<Result<_>>()?;
    let covers = |asked: &RelPath, path: &RelPath| path == asked || path.below(asked).is_some();
    let generated = road.state.lock.files.iter().filter_map(|(path, locked)| {
        let first_line = match road.tree.get(path.as_str())? {
            File::Text(text) => text.content.lines().next().unwrap_or_default().to_owned(),
            File::Opaque { why: Opaque::Binary | Opaque::TooLarge } => String::new(),
            // A link may lead anywhere.
            File::Opaque { .. } => return None,
        };
        let asked = asked.is_empty() || asked.iter().any(|asked| covers(asked, path));
        Some(Subject { path: path.clone(), first_line, dotenv: locked.policy == Policy::Dotenv, asked })
    });
    let subjects: Vec<Subject> = generated.collect();
    match asked.iter().find(|asked| !subjects.iter().any(|subject| covers(asked, &subject.path))) {
        Some(path) => Err(WrongUsage(format!("no generated file is at `{path}`\n`shipready init` makes them")).into()),
        None => Ok(subjects),
    }
}

fn exit(judged: &[Judged<'_>]) -> Exit {
    let any = |is: fn(&Verdict) -> bool| judged.iter().any(|judged| is(&judged.verdict));
    if any(|verdict| matches!(verdict, Verdict::Broken { .. })) {
        Exit::Error
    } else if any(|verdict| matches!(verdict, Verdict::Failed(_))) {
        Exit::Differences
    } else {
        Exit::Done
    }
}
