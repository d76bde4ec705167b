//! Programs that work off queues beside the server, started by a script of their own.

use crate::detect::js::nodes::argument;
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot};
use crate::detect::literal::Literal;
use crate::facts::{Confidence, Evidence, Seen, Worker};
use crate::tree::RelPath;

/// What takes work out of a queue, by its full name, and the library.
const TAKERS: &[(&str, &str)] = &[("bullmq.Worker", "bullmq"), ("graphile-worker.run", "graphile-worker")];
/// Methods that do so, by what made their object.
const METHODS: &[(&str, &str, &str)] = &[
    ("bull", "process", "bull"),
    ("bee-queue", "process", "bee-queue"),
    ("agenda", "start", "agenda"),
    ("agenda.Agenda", "start", "agenda"),
    ("pg-boss", "work", "pg-boss"),
];
const WORDS: &[&str] = &["bullmq", "bull", "bee-queue", "agenda", "pg-boss", "graphile-worker"];

/// A program that package.json, or another file, starts beside the server.
#[derive(Clone, Debug)]
pub struct Started {
    /// The source that it begins with.
    pub path: RelPath,
    pub evidence: Evidence,
}

/// The workers among the `started` programs. What the server works off itself is none.
pub fn workers<'s, 't>(
    sources: &'s JsSources<'t>,
    root: &RelPath,
    server: &[&'s JsSource<'t>],
    started: &[Started],
) -> Vec<Seen<Worker>> {
    let mut found: Vec<Seen<Worker>> = Vec::new();
    for Started { path, evidence } in started {
        let Some(first) = sources.get(path.as_str()) else { continue };
        if server.iter().any(|file| file.path == path) {
            continue;
        }
        let files = sources.reach(&[first]);
        let taken: Vec<Taken> = files.iter().flat_map(|file| taken(sources, file)).collect();
        let Some(one) = taken.first() else { continue };
        let Some(target) = path.below(root).map(str::to_owned) else { continue };
        let mut queues: Vec<String> = taken.iter().filter_map(|taken| taken.queue.clone()).collect();
        queues.sort();
        queues.dedup();
        let value = Worker {
            tool: one.tool.to_owned(),
            target,
            import_root: root.clone(),
            schedules: taken.iter().any(|taken| taken.tool == "agenda"),
            scheduler: None,
            config: None,
            queues,
        };
        if found.iter().all(|known| known.value.target != value.target) {
            let evidence = vec![evidence.clone(), one.evidence.clone()];
            found.push(Seen { value, confidence: Confidence::Certain, evidence });
        }
    }
    found
}

/// A call that takes work out of a queue.
struct Taken {
    tool: &'static str,
    queue: Option<String>,
    evidence: Evidence,
}

fn taken<'s, 't>(sources: &'s JsSources<'t>, file: &'s JsSource<'t>) -> Vec<Taken> {
    if !file.mentions(WORDS) && !file.mentions(&[".process(", ".work("]) {
        return Vec::new();
    }
    let Some(module) = file.module() else { return Vec::new() };
    let spots = module.calls().map(|node| Spot { module, node });
    spots.filter_map(|call| one(sources, call)).collect()
}

fn one<'s, 't>(sources: &'s JsSources<'t>, call: Spot<'s, 't>) -> Option<Taken> {
    let callee = call.callee()?;
    let evidence = || call.module.evidence(call.node);
    if let Some(name) = Eval::new(sources).name(callee) {
        let (_, tool) = TAKERS.iter().find(|(known, _)| *known == name)?;
        return Some(Taken { tool, queue: queue(sources, call), evidence: evidence() });
    }
    let method = callee.node.child_by_field_name("property").map(|property| call.module.text(property))?;
    if !METHODS.iter().any(|(_, known, _)| *known == method) {
        return None;
    }
    let object = callee.to(callee.node.child_by_field_name("object")?);
    let (name, made) = Eval::new(sources).made(object)?;
    let (.., tool) = METHODS.iter().find(|(known, of, _)| *known == name && *of == method)?;
    Some(Taken { tool, queue: queue(sources, made), evidence: evidence() })
}

/// The name that the call is given first.
fn queue<'s, 't>(sources: &'s JsSources<'t>, call: Spot<'s, 't>) -> Option<String> {
    let eval = Eval::new(sources);
    let name = crate::detect::js::rules::known(&eval, call.to(argument(call.node, 0)?))?;
    match name {
        Literal::Text(name) if !name.contains("://") => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::js::testing::tree;

    #[test]
    fn a_program_beside_the_server_is_a_worker() {
        let tree = tree(&[
            ("src/index.ts", "import express from 'express';\nexpress().listen(3000);\n"),
            ("src/worker.ts", "import './jobs/mail';\n"),
            (
                "src/jobs/mail.ts",
                "import { Worker } from 'bullmq';\nimport { MAIL } from '../names';\nnew Worker(MAIL, async () => {});\n",
            ),
            ("src/names.ts", "export const MAIL = 'mail';\n"),
            ("src/seed.ts", "console.log(1);\n"),
        ]);
        let sources = JsSources::of(&tree);
        let start = |path: &str| Started {
            path: RelPath::new(path).unwrap(),
            evidence: Evidence { path: RelPath::new("package.json").unwrap(), line: None, text: path.to_owned() },
        };
        let server = sources.reach(&[sources.get("src/index.ts").unwrap()]);
        let started = [start("src/index.ts"), start("src/worker.ts"), start("src/seed.ts")];
        let found = workers(&sources, &RelPath::root(), &server, &started);
        let shown: Vec<_> = found.iter().map(|one| (one.value.tool.as_str(), one.value.target.as_str())).collect();
        assert_eq!(shown, [("bullmq", "src/worker.ts")]);
        assert_eq!(found[0].value.queues, ["mail"]);
    }
}
