//! One file of the disk: its text, or why that is not held.

use std::fs::{self, FileType, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use super::secret::is_secret;
use crate::tree::{File, Opaque, RelPath, Text};

/// What is read of a file at most, in bytes.
pub const MAX_SIZE: u64 = 2 * 1024 * 1024;

/// Whether a file of this mode can be run by its owner.
pub fn mode_runs(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        metadata.permissions().mode() & 0o100 != 0
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

/// Why the file at `path` is not opened, whoever wants it.
pub(super) fn closed(path: &RelPath, kind: FileType) -> Option<Opaque> {
    if kind.is_symlink() {
        return Some(Opaque::Link);
    }
    if is_secret(path) {
        return Some(Opaque::Secret);
    }
    // Opening a pipe would wait for its other end.
    (!kind.is_file()).then(|| Opaque::Unreadable("it is not a regular file".into()))
}

/// The file at `full`, of which `metadata` was taken without following links.
pub(super) fn read(full: &Path, path: &RelPath, metadata: &Metadata) -> File {
    let size = metadata.len();
    let opaque = |why| File::Opaque { why };
    if let Some(why) = closed(path, metadata.file_type()) {
        return opaque(why);
    }
    if size > MAX_SIZE {
        return opaque(Opaque::TooLarge);
    }
    match bytes(full, size) {
        Err(error) => opaque(Opaque::Unreadable(error.to_string().into())),
        Ok(None) => opaque(Opaque::TooLarge),
        Ok(Some(bytes)) => match text(bytes) {
            Some(content) => File::Text(Text { content: content.into(), executable: mode_runs(metadata) }),
            None => opaque(Opaque::Binary),
        },
    }
}

/// None when the file grew beyond the limit since its size was taken.
fn bytes(full: &Path, size: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    fs::File::open(full)?.take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MAX_SIZE).then_some(bytes))
}

fn text(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}
