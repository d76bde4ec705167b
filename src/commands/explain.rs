//! `explain`: which component, option or variable put a file, or a line of it, there.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use similar::TextDiff;

use crate::catalog::unknown;
use crate::cli::{ExplainArgs, Format, Global};
use crate::commands::reasons::reasons;
use crate::commands::road::{Arrival, Road};
use crate::exit::{Exit, WrongUsage};
use crate::manifest::Manifest;
use crate::plan::Change;
use crate::render::origins;
use crate::report::explain::{self, FileView, LineView};
use crate::report::{self, Screen};
use crate::tree::RelPath;

/// How long the file is compared with what was rendered at most.
const PATIENCE: Duration = Duration::from_secs(1);

/// # Errors
/// No manifest yet, a file that is not ours, or a line that the file has not.
pub fn run(args: &ExplainArgs, global: &Global, screen: &Screen) -> Result<Exit> {
    let road = Road::look(&global.directory)?;
    let text = road.state.manifest.as_deref();
    let text = text.context("there is no shipready.toml here yet\nstart with `shipready init`")?;
    let arrival = road.walk(text)?;
    let (path, line) = place(&args.place, &arrival)?;
    let change = change(&path, &arrival)?;
    // The user's name for it is not the one that its template gives it.
    let of = arrival.plan.lock.files.get(&path).and_then(|file| file.of.clone()).unwrap_or_else(|| path.clone());
    let origins = origins(&road.catalog, &arrival.blueprint, &of)?;
    let origins = origins.with_context(|| format!("`{path}` comes from no template: shipready only remembers it"))?;
    let manifest = Manifest::parse(text)?;
    let standing = arrival.plan.standings().into_iter().find(|standing| standing.path == path);
    match line {
        None => {
            let view = FileView::of(path.as_str(), standing.map(|standing| standing.state), &origins);
            match global.format() {
                Format::Json => screen.data(&report::json::pretty(&view)?)?,
                Format::Text => screen.data(&explain::file(&view, screen.out()))?,
            }
        }
        Some(line) => {
            let (content, ours) = line_of(change, line)?;
            let origin = ours.and_then(|at| origins.get(at));
            let reasons = origin.map(|origin| reasons(&arrival.blueprint, &manifest, origin, &content));
            let view = LineView { path: path.as_str(), line, text: &content, origin, reasons };
            match global.format() {
                Format::Json => screen.data(&report::json::pretty(&view)?)?,
                Format::Text => screen.data(&explain::line(&view, screen.out()))?,
            }
        }
    }
    Ok(Exit::Done)
}

/// `compose.yaml:12` taken apart; a name with a colon in it is a name.
fn place(text: &str, arrival: &Arrival) -> Result<(RelPath, Option<usize>)> {
    let whole = RelPath::new(text).map_err(WrongUsage::because)?;
    let is_ours = |path: &RelPath| arrival.plan.changes.iter().any(|change| change.path == *path);
    match text.rsplit_once(':') {
        Some((path, line)) if !is_ours(&whole) => match line.parse::<usize>() {
            Ok(line) if line > 0 => Ok((RelPath::new(path).map_err(WrongUsage::because)?, Some(line))),
            _ => Err(WrongUsage(format!("`{line}` is no line: write it as {path}:12")).into()),
        },
        _ => Ok((whole, None)),
    }
}

fn change<'a>(path: &RelPath, arrival: &'a Arrival) -> Result<&'a Change> {
    let changes = || arrival.plan.changes.iter().filter(|change| !change.owners.is_empty());
    changes().find(|change| change.path == *path).ok_or_else(|| {
        let known = changes().map(|change| change.path.as_str());
        WrongUsage(unknown("file of ours at", path.as_str(), known)).into()
    })
}

/// The text of a line on the disk, and which line of the render it is: both from 0; None for the user's own line.
fn line_of(change: &Change, line: usize) -> Result<(String, Option<usize>)> {
    let Change { path, before, after, .. } = change;
    let ours = after.as_ref().context("the file is no longer rendered")?.content.replace("\r\n", "\n");
    let yours = before.as_ref().map_or_else(|| ours.clone(), |text| text.content.replace("\r\n", "\n"));
    let Some(content) = yours.lines().nth(line - 1) else {
        let count = yours.lines().count();
        bail!(WrongUsage(format!("{path} has {count} lines, no line {line}")));
    };
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(yours.as_str(), ours.as_str());
    let same = diff.iter_all_changes().find(|change| change.old_index() == Some(line - 1));
    let at = same.ok_or_else(|| anyhow!("{path}:{line} cannot be compared"))?.new_index();
    Ok((content.to_owned(), at))
}
