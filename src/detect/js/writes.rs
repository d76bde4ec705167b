//! Where a program on Node writes: folders that it makes, uploads, log files, files opened for writing.

use std::collections::BTreeMap;

use rayon::prelude::*;
use tree_sitter::Node;

use crate::detect::js::nodes::{argument, calls, function_of, is_function};
use crate::detect::js::paths::place;
use crate::detect::js::sources::{JsSource, JsSources};
use crate::detect::js::value::{Eval, Spot, Value};
use crate::detect::literal::Literal;
use crate::detect::paths::{From, Place};
use crate::facts::{Confidence, Evidence, Notice, Seen, Write};
use crate::tree::RelPath;

const WORDS: &[&str] = &[
    "mkdir",
    "writeFile",
    "appendFile",
    "outputFile",
    "createWriteStream",
    "ensureDir",
    "openSync",
    "multer",
    "transports",
    "DailyRotateFile",
    "sqlite",
    "destination",
];

/// What a call writes to: the argument, or the key of the object that is its argument, and whether that is a folder.
const WRITERS: &[(&[&str], Which, bool)] = &[
    (&["fs.mkdirSync", "fs.mkdir", "fs.promises.mkdir", "mkdirp", "mkdirp.mkdirp"], Which::First, true),
    (&["fs-extra.mkdirSync", "fs-extra.ensureDir", "fs-extra.ensureDirSync", "fs-extra.mkdirp"], Which::First, true),
    (&["fs.writeFileSync", "fs.writeFile", "fs.promises.writeFile", "fs.appendFile"], Which::First, false),
    (
        &["fs.appendFileSync", "fs.promises.appendFile", "fs.createWriteStream", "fs-extra.outputFile"],
        Which::First,
        false,
    ),
    (&["fs-extra.writeFile", "fs-extra.writeFileSync", "fs-extra.createWriteStream"], Which::First, false),
    (&["better-sqlite3", "sqlite3.Database", "pino.destination", "lowdb/node.JSONFile"], Which::First, false),
    (&["multer"], Which::Key("dest"), true),
    (&["multer.diskStorage"], Which::Key("destination"), true),
    (&["winston.transports.File", "winston.default.transports.File"], Which::Key("filename"), false),
    (&["winston-daily-rotate-file", "winston.transports.DailyRotateFile"], Which::Key("filename"), false),
    (&["winston-daily-rotate-file", "winston.transports.DailyRotateFile"], Which::Key("dirname"), true),
    (&["winston.transports.File"], Which::Key("dirname"), true),
    (&["express-fileupload"], Which::Key("tempFileDir"), true),
    (&["rotating-file-stream.createStream"], Which::Second("path"), true),
];

#[derive(Clone, Copy, Debug)]
enum Which {
    First,
    Key(&'static str),
    /// A key of the second argument.
    Second(&'static str),
}

struct Found {
    place: Place,
    folder: bool,
    at_import: bool,
    evidence: Evidence,
}

/// The places below `root`, where the program is started, that the code in `files` writes to, in path order.
pub fn writes<'s, 't>(
    sources: &'s JsSources<'t>,
    files: &[&'s JsSource<'t>],
    root: &RelPath,
    notices: &mut Vec<Notice>,
) -> Vec<Seen<Write>> {
    let found: Vec<Vec<Found>> =
        files.par_iter().filter(|file| file.mentions(WORDS)).map(|file| in_file(sources, file)).collect();
    let mut facts: BTreeMap<RelPath, Seen<Write>> = BTreeMap::new();
    for found in found.into_iter().flatten() {
        match located(&found.place, root) {
            Some(path) => add(&mut facts, path, found),
            None if found.place.from == From::System && !is_temporary(&found.place) => notices.push(outside(&found)),
            None => {}
        }
    }
    facts.into_values().collect()
}

fn add(facts: &mut BTreeMap<RelPath, Seen<Write>>, path: RelPath, found: Found) {
    let Found { place, folder, at_import, evidence } = found;
    let fact = facts.entry(path.clone()).or_insert_with(|| Seen {
        value: Write { path, folder: false, at_import: false },
        confidence: Confidence::Certain,
        evidence: Vec::new(),
    });
    fact.value.folder |= folder || !place.whole;
    fact.value.at_import |= at_import;
    if fact.evidence.len() < 3 {
        fact.evidence.push(evidence);
    }
}

fn located(place: &Place, root: &RelPath) -> Option<RelPath> {
    let path = RelPath::new(&place.parts.join("/")).ok().filter(|path| !path.is_root())?;
    match place.from {
        From::Working => Some(path),
        From::Repository => RelPath::new(path.below(root)?).ok(),
        From::System => None,
    }
}

fn is_temporary(place: &Place) -> bool {
    matches!(place.parts.first().map(String::as_str), None | Some("tmp" | "dev" | "proc"))
}

fn outside(found: &Found) -> Notice {
    let place = format!("/{}", found.place.parts.join("/"));
    let line = found.evidence.line.map_or_else(String::new, |line| format!("line {line} "));
    Notice {
        path: Some(found.evidence.path.clone()),
        text: format!("{line}writes to {place}, outside the application"),
    }
}

fn in_file<'s, 't>(sources: &'s JsSources<'t>, file: &'s JsSource<'t>) -> Vec<Found> {
    let Some(module) = file.module() else { return Vec::new() };
    let mut found = Vec::new();
    for node in module.calls() {
        let call = Spot { module, node };
        let Some(name) = call.callee().and_then(|callee| Eval::new(sources).name(callee)) else { continue };
        for (_, which, folder) in WRITERS.iter().filter(|(names, ..)| names.contains(&name.as_str())) {
            if let Some(place) = written(sources, call, *which) {
                let at_import = at_import(node);
                found.push(Found { place, folder: *folder, at_import, evidence: module.evidence(node) });
            }
        }
    }
    found
}

fn written<'s, 't>(sources: &'s JsSources<'t>, call: Spot<'s, 't>, which: Which) -> Option<Place> {
    let eval = Eval::new(sources);
    match which {
        Which::First => place(&eval, call.to(argument(call.node, 0)?)),
        Which::Key(key) => keyed(&eval, call.to(argument(call.node, 0)?), key),
        Which::Second(key) => keyed(&eval, call.to(argument(call.node, 1)?), key),
    }
}

fn keyed<'s, 't>(eval: &Eval<'s, 't>, options: Spot<'s, 't>, key: &str) -> Option<Place> {
    let Value::Here(options) = eval.value(options)? else { return None };
    // A file's name counts from the folder that stands beside it.
    if key == "filename" && eval.part(options, "dirname").is_some() {
        return None;
    }
    let pair = eval.part(options, key)?;
    if is_function(pair.node) {
        return answered(eval, pair);
    }
    place(eval, pair)
}

/// `destination: (req, file, done) => done(null, "uploads")`.
fn answered<'s, 't>(eval: &Eval<'s, 't>, function: Spot<'s, 't>) -> Option<Place> {
    calls(function.node).into_iter().find_map(|node| {
        let first = argument(node, 0).map(|first| function.to(first))?;
        let done = first.literal() == Some(Literal::Nothing);
        place(eval, function.to(argument(node, 1)?)).filter(|_| done)
    })
}

/// Outside of every function, so while the program starts.
fn at_import(node: Node<'_>) -> bool {
    function_of(node).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::js::testing::tree;

    #[test]
    fn uploads_and_logs_are_seen() {
        let code = "const fs = require('fs');\nconst path = require('path');\nconst multer = require('multer');\n\
                    const winston = require('winston');\nrequire('winston-daily-rotate-file');\n\
                    const DIR = process.env.UPLOADS || 'uploads';\nif (!fs.existsSync(DIR)) fs.mkdirSync(DIR);\n\
                    const upload = multer({ dest: path.join(__dirname, '../files') });\n\
                    multer({ storage: multer.diskStorage({ destination: (req, file, cb) => cb(null, './pictures') }) });\n\
                    winston.createLogger({ transports: [new winston.transports.File({ filename: 'logs/error.log' }),\n\
                    new winston.transports.DailyRotateFile({ dirname: `${process.cwd()}/rotated`, filename: 'x-%DATE%.log' })] });\n\
                    function save(name) { fs.writeFileSync(`data/${name}.json`, '{}'); }\n\
                    fs.writeFileSync('/var/lib/shop/x', '');\nfs.writeFileSync('/tmp/x', '');\n";
        let tree = tree(&[("src/index.js", code)]);
        let sources = JsSources::of(&tree);
        let files = sources.reach(&[sources.get("src/index.js").unwrap()]);
        let mut notices = Vec::new();
        let found = writes(&sources, &files, &RelPath::root(), &mut notices);
        let shown: Vec<String> = found
            .into_iter()
            .map(|write| {
                let Write { path, folder, at_import } = write.value;
                let kind = if folder { "/" } else { "" };
                format!("{path}{kind}{}", if at_import { " at import" } else { "" })
            })
            .collect();
        let expected = [
            "data/",
            "files/ at import",
            "logs/error.log at import",
            "pictures/ at import",
            "rotated/ at import",
            "uploads/ at import",
        ];
        assert_eq!(shown, expected);
        assert_eq!(notices.len(), 1);
    }
}
