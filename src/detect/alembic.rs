//! Alembic: its configuration file and the folder of its scripts.

use crate::detect::places::decides;
use crate::detect::pyproject;
use crate::detect::requirements::beside;
use crate::facts::{Confidence, Evidence, Migrations, Seen};
use crate::tree::{RelPath, Tree};

/// The configuration nearest to the app in `root`, leaving out those below the folders of other apps.
pub fn migrations(tree: &Tree, root: &RelPath, others: &[RelPath]) -> Option<Seen<Migrations>> {
    let foreign = |path: &RelPath| {
        others.iter().any(|other| other != root && other.below(root).is_some() && path.below(other).is_some())
    };
    let depth = |path: &RelPath| path.as_str().matches('/').count();
    let mut files: Vec<&RelPath> = tree
        .texts()
        .map(|(path, _)| path)
        .filter(|path| path.name() == "alembic.ini" && path.below(root).is_some() && decides(path) && !foreign(path))
        .collect();
    files.sort_by_key(|path| (depth(path), *path));
    let found = files
        .into_iter()
        .find_map(|path| from_ini(tree, root, path, tree.text(path.as_str())?).or_else(|| of_flask(tree, root, path)));
    found.or_else(|| from_pyproject(tree, root))
}

fn from_ini(tree: &Tree, root: &RelPath, path: &RelPath, text: &str) -> Option<Seen<Migrations>> {
    let mut number = 0_u32;
    let (line, location) = text.lines().find_map(|line| {
        number = number.saturating_add(1);
        let (key, value) = line.split_once('=')?;
        (key.trim() == "script_location").then(|| (line.trim(), value.trim()))
    })?;
    let evidence = Evidence { path: path.clone(), line: Some(number), text: line.to_owned() };
    found(tree, root, path, location, evidence)
}

/// Flask-Migrate keeps alembic's configuration beside the scripts, and runs it inside the application.
fn of_flask(tree: &Tree, root: &RelPath, config: &RelPath) -> Option<Seen<Migrations>> {
    let script = config.parent().join("env.py").ok()?;
    let mut lines = tree.text(script.as_str())?.lines().zip(1_u32..);
    let (line, number) = lines.find(|(line, _)| line.contains("current_app"))?;
    let evidence = Evidence { path: script, line: Some(number), text: line.trim().to_owned() };
    let (config, scripts, folder) = (config.clone(), config.parent(), root.clone());
    let value = Migrations { tool: "flask-migrate".into(), config, scripts, folder };
    Some(Seen { value, confidence: Confidence::Certain, evidence: vec![evidence] })
}

fn from_pyproject(tree: &Tree, root: &RelPath) -> Option<Seen<Migrations>> {
    let path = root.join("pyproject.toml").ok()?;
    let (location, evidence) = pyproject::alembic(&path, tree.text(path.as_str())?)?;
    found(tree, root, &path, &location, evidence)
}

fn found(
    tree: &Tree,
    root: &RelPath,
    config: &RelPath,
    location: &str,
    evidence: Evidence,
) -> Option<Seen<Migrations>> {
    let (scripts, folder) = scripts(tree, root, config, location)?;
    let there = holds(tree, &scripts);
    let confidence = if there { Confidence::Certain } else { Confidence::Likely };
    let value = Migrations { tool: "alembic".into(), config: config.clone(), scripts, folder };
    Some(Seen { value, confidence, evidence: vec![evidence] })
}

/// `app/migrations`, `%(here)s/alembic` or `package:migrations`, from the configuration's folder or the app's; and
/// which of them that is.
fn scripts(tree: &Tree, root: &RelPath, config: &RelPath, location: &str) -> Option<(RelPath, RelPath)> {
    let plain = location.trim_matches('"').replace("%(here)s/", "").replace("%(here)s", ".");
    let written = match plain.split_once(':') {
        Some((package, folder)) => format!("{}/{folder}", package.replace('.', "/")),
        None => plain,
    };
    let written = written.trim_end_matches('/').trim_start_matches("./");
    let near = beside(config, written).map(|scripts| (scripts, config.parent()));
    let from_root = root.join(written).ok().map(|scripts| (scripts, root.clone()));
    let source = root.join("src").ok();
    let in_source = source.and_then(|source| Some((source.join(written).ok()?, source)));
    let tried = [near.clone(), from_root, in_source];
    let found = tried.into_iter().flatten().find(|(scripts, _)| holds(tree, scripts)).or(near);
    // A path that says `here` itself, or names a package, is right from everywhere.
    let anywhere = location.contains("%(here)s") || location.contains(':');
    found.map(|(scripts, folder)| if anywhere { (scripts, root.clone()) } else { (scripts, folder) })
}

fn holds(tree: &Tree, folder: &RelPath) -> bool {
    folder.join("env.py").is_ok_and(|script| tree.contains(script.as_str()))
}
