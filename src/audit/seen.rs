//! Which contents the audit wants held, beside those that detection reads.

use crate::detect;
use crate::detect::places::is_vendored;
use crate::tree::{File, Opaque, RelPath, Tree};

/// What is longer was not written by a person.
const LIMIT: u64 = 512 << 10;

/// Files that hold no settings, whatever they are called: pictures, fonts, archives, and what a tool wrote.
const NEVER: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp", "tiff", "svg", "pdf", "woff", "woff2", "ttf", "otf",
    "eot", "mp3", "mp4", "mov", "webm", "wav", "zip", "gz", "bz2", "xz", "zst", "tar", "7z", "rar", "jar", "whl", "so",
    "dll", "dylib", "exe", "bin", "pyc", "wasm", "map", "lock", "sqlite3", "db", "csv", "parquet", "po", "mo",
];

/// Whether the audit wants to read the file at `path` of `size` bytes.
pub fn reads(path: &RelPath, size: u64) -> bool {
    detect::reads(path, size) || size <= LIMIT && is_text(path)
}

fn is_text(path: &RelPath) -> bool {
    let name = path.name().to_ascii_lowercase();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let made = name.ends_with(".min.js") || name.ends_with(".min.css") || name.ends_with("-lock.json");
    let ours = path.as_str().starts_with("deploy/");
    !NEVER.contains(&extension) && !made && (ours || !is_vendored(path))
}

/// `tree` as detection sees it: without the contents that it does not read.
#[must_use]
pub fn narrowed(tree: &Tree) -> Tree {
    let narrow = |(path, file): (&RelPath, &File)| {
        let size = |text: &str| u64::try_from(text.len()).unwrap_or(u64::MAX);
        let file = match file {
            File::Text(text) if !detect::reads(path, size(&text.content)) => File::Opaque { why: Opaque::Unread },
            other => other.clone(),
        };
        (path.clone(), file)
    };
    tree.iter().map(narrow).collect()
}
