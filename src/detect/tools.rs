//! Programs of the system that the code runs by their names: `ffmpeg`, `git`, `pandoc`.

use std::collections::BTreeMap;

use tree_sitter::Node;

use crate::detect::nodes::{argument, keyword, shortened};
use crate::detect::sources::{Source, Sources};
use crate::detect::syntax::Module;
use crate::detect::value::text;
use crate::facts::{Confidence, Evidence, Seen};
use crate::tree::{RelPath, Tree};

/// What runs a program, or looks for one.
const RUNNERS: &[&str] = &[
    "subprocess.run",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.getoutput",
    "subprocess.Popen",
    "asyncio.create_subprocess_exec",
    "asyncio.create_subprocess_shell",
    "asyncio.subprocess.create_subprocess_exec",
    "anyio.run_process",
    "anyio.open_process",
    "os.system",
    "os.popen",
    "shutil.which",
];
const WORDS: &[&str] = &["subprocess", "run_process", "open_process", "os.system", "os.popen", "shutil"];

/// Libraries that do nothing without a program: by what they are imported as.
const LIBRARIES: &[(&str, &str)] = &[
    ("pydub", "ffmpeg"),
    ("ffmpeg", "ffmpeg"),
    ("moviepy", "ffmpeg"),
    ("whisper", "ffmpeg"),
    ("pdfkit", "wkhtmltopdf"),
    ("imgkit", "wkhtmltoimage"),
    ("pypandoc", "pandoc"),
    ("pytesseract", "tesseract"),
    ("pdf2image", "pdftoppm"),
    ("graphviz", "dot"),
    ("git", "git"),
];

/// Debian packages that an image installs for a program: the code behind it may call that in ways that cannot be seen.
const INSTALLED: &[(&str, &str)] = &[
    ("ffmpeg", "ffmpeg"),
    ("wkhtmltopdf", "wkhtmltopdf"),
    ("pandoc", "pandoc"),
    ("tesseract-ocr", "tesseract"),
    ("poppler-utils", "pdftoppm"),
    ("imagemagick", "convert"),
    ("libreoffice", "soffice"),
    ("libreoffice-writer", "soffice"),
    ("graphviz", "dot"),
    ("ghostscript", "gs"),
];

/// What every image has, or what brings itself.
const PRESENT: &[&str] = &[
    "python", "python3", "pip", "sh", "bash", "env", "echo", "ls", "cat", "cp", "mv", "rm", "mkdir", "touch", "chmod",
    "true", "false", "kill", "sleep", "test", "date", "uname", "head", "tail", "sort", "grep", "sed", "find", "tar",
    "gzip", "alembic", "celery", "gunicorn", "uvicorn", "flask", "cd", "export", "clear", "cls", "start", "ps",
];

/// The programs that `files` run and that the repository's own images, `dockerfiles`, install, by name.
pub fn tools(tree: &Tree, sources: &Sources<'_>, files: &[&Source<'_>], dockerfiles: &[RelPath]) -> Vec<Seen<String>> {
    let mut found: BTreeMap<String, Seen<String>> = BTreeMap::new();
    for (name, confidence, evidence) in in_code(sources, files).into_iter().chain(in_images(tree, dockerfiles)) {
        let seen = found.entry(name.clone()).or_insert_with(|| Seen { value: name, confidence, evidence: Vec::new() });
        if seen.evidence.len() < 3 {
            seen.evidence.push(evidence);
        }
    }
    found.into_values().collect()
}

fn in_code(sources: &Sources<'_>, files: &[&Source<'_>]) -> Vec<(String, Confidence, Evidence)> {
    let mut found = Vec::new();
    for file in files {
        for (module, program) in LIBRARIES {
            let own = || sources.find(file.path, module).is_some();
            if let Some(import) = file.imports.iter().find(|import| import.head() == *module).filter(|_| !own()) {
                let line =
                    usize::try_from(import.line).ok().and_then(|line| file.text.lines().nth(line.checked_sub(1)?));
                let text = shortened(line.unwrap_or(module));
                let evidence = Evidence { path: file.path.clone(), line: Some(import.line), text };
                found.push(((*program).to_owned(), Confidence::Likely, evidence));
            }
        }
        let Some(module) = Some(file).filter(|file| file.mentions(WORDS)).and_then(|file| file.module()) else {
            continue;
        };
        for call in module.calls() {
            if let Some(name) = run_by(sources, module, call) {
                found.push((name, Confidence::Certain, module.evidence(call)));
            }
        }
    }
    found
}

/// The program that a call runs.
fn run_by(sources: &Sources<'_>, module: &Module<'_>, call: Node<'_>) -> Option<String> {
    let callee = module.callee(call).filter(|callee| RUNNERS.contains(&callee.as_str()))?;
    let given = argument(call, 0).or_else(|| keyword(module, call, "args"))?;
    let first = if matches!(given.kind(), "list" | "tuple") { given.named_child(0)? } else { given };
    let written = text(sources, module, first)?;
    let word = written.split_whitespace().next()?;
    let name = word.rsplit('/').next()?;
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+'));
    // A path of the repository's own is no program of the system.
    let own = word.starts_with('.')
        || word.contains('/') && !word.starts_with('/')
        || name.ends_with(".py")
        || name.ends_with(".sh");
    let known = callee != "shutil.which" || INSTALLED.iter().any(|(_, program)| *program == name) || name == "git";
    (plain && !own && known && !PRESENT.contains(&name)).then(|| name.to_owned())
}

fn in_images(tree: &Tree, dockerfiles: &[RelPath]) -> Vec<(String, Confidence, Evidence)> {
    let mut found = Vec::new();
    for path in dockerfiles {
        let mut installs = false;
        let lines = tree.text(path.as_str()).unwrap_or("").lines().zip(1_u32..);
        for (line, number) in lines.filter(|(line, _)| !line.trim_start().starts_with('#')) {
            installs |= ["apt-get", "apt ", "apk "].iter().any(|manager| line.contains(manager));
            for word in line.split_whitespace().filter(|_| installs) {
                let name = word.split('=').next().unwrap_or(word);
                if let Some((_, program)) = INSTALLED.iter().find(|(package, _)| *package == name) {
                    let evidence = Evidence { path: path.clone(), line: Some(number), text: shortened(line.trim()) };
                    found.push(((*program).to_owned(), Confidence::Likely, evidence));
                }
            }
            installs &= line.trim_end().ends_with('\\');
        }
    }
    found
}
