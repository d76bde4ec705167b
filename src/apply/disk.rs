//! Single acts on the disk, each with an error that names the path, the reason and the next step.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, anyhow, bail};

use sha2::{Digest as _, Sha256};

use super::check::Print;
use crate::tree::{RelPath, Text};

/// How many files are synced at once. Sequential fsyncs of an init cost one journal commit of the file system each,
/// 76 ms for 80 files on ext4; sixteen at a time share commits and need 8 ms, more bring nothing. One `syncfs` needs
/// 1 ms when the machine is idle, but also waits for everything that others have written: 125 ms beside a 300 MB build.
const SYNCS: usize = 16;

/// What `error` means for the file at `path`.
pub(super) fn failed(act: &str, path: &RelPath, error: &io::Error) -> anyhow::Error {
    let next = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space and run this again",
        ErrorKind::ReadOnlyFilesystem => "make the file system writable and run this again",
        ErrorKind::PermissionDenied => "check who owns it, or run this as its owner",
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            "it is a mount of its own: unmount it and run this again"
        }
        _ => "run this again",
    };
    anyhow!("cannot {act} `{path}`: {error}\nnext: {next}")
}

/// What is at `path`, not following a link there; None for nothing.
pub(super) fn look(root: &Path, path: &RelPath) -> Result<Option<Metadata>> {
    match fs::symlink_metadata(root.join(path.as_str())) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(failed("look at", path, &error)),
    }
}

/// What the regular file at `full` holds; None where there is none that can be read.
pub(super) fn read(full: &Path) -> Option<Vec<u8>> {
    let is_file = fs::symlink_metadata(full).is_ok_and(|metadata| metadata.is_file());
    is_file.then(|| fs::read(full).ok()).flatten()
}

/// SHA-256 of [`read`], hexadecimal.
pub(super) fn hash(full: &Path) -> Option<String> {
    read(full).map(|bytes| digest(&bytes))
}

/// SHA-256, hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes sure that everything above `path` that exists is a real folder; returns the folders that do not exist.
pub(super) fn parents_are_folders(root: &Path, path: &RelPath) -> Result<Vec<RelPath>> {
    let (mut at, mut missing) = (RelPath::root(), Vec::new());
    for part in path.parent().as_str().split('/').filter(|part| *part != ".") {
        at = at.join(part)?;
        match look(root, &at)? {
            None => missing.push(at.clone()),
            Some(metadata) if metadata.is_dir() => {}
            Some(metadata) if metadata.is_symlink() => {
                bail!(
                    "cannot write `{path}`: `{at}` is a symbolic link, which is never written through\nnext: replace it by a folder"
                )
            }
            Some(_) => bail!("cannot write `{path}`: `{at}` is not a folder\nnext: move it away and run this again"),
        }
    }
    Ok(missing)
}

/// A folder that others can enter, whatever the umask says: a container's user must be able to read what is in it.
pub(super) fn make_folder(root: &Path, path: &RelPath) -> io::Result<()> {
    let full = root.join(path.as_str());
    fs::DirBuilder::new().mode(0o777).create(&full)?;
    let mode = fs::symlink_metadata(&full)?.mode() & 0o7777;
    if mode & 0o555 != 0o555 {
        fs::set_permissions(&full, Permissions::from_mode(mode | 0o555))?;
    }
    Ok(())
}

pub(super) fn set_mode(root: &Path, path: &RelPath, mode: u32) -> io::Result<()> {
    fs::set_permissions(root.join(path.as_str()), Permissions::from_mode(mode))
}

/// Writes a new file beside a target, with the mode and owner that the target has or shall get.
pub(super) fn stage(full: &Path, text: &Text, replaces: Option<&Print>) -> io::Result<()> {
    remove(full)?;
    let asked = if text.executable { 0o777 } else { 0o666 };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(asked).open(full)?;
    file.write_all(text.content.as_bytes())?;
    let metadata = file.metadata()?;
    let given = metadata.mode() & 0o7777;
    let wanted = match replaces.and_then(|old| old.mode) {
        None if text.executable => given | 0o555,
        None => given | 0o444,
        Some(old) if text.executable => old | ((old & 0o444) >> 2),
        Some(old) => old & !0o111,
    };
    if let Some(old) = replaces
        && old.owner != (metadata.uid(), metadata.gid())
    {
        // Only root may give files away; anybody else's new file stays theirs, as with any editor.
        let _ = std::os::unix::fs::fchown(&file, Some(old.owner.0), Some(old.owner.1));
    }
    if wanted != given || replaces.is_some() {
        file.set_permissions(Permissions::from_mode(wanted))?;
    }
    Ok(())
}

/// Gives the file at `full` a second name; where the file system has no such thing, a copy.
pub(super) fn second_name(full: &Path, name: &Path) -> io::Result<()> {
    remove(name)?;
    match fs::hard_link(full, name) {
        Err(error) if error.kind() == ErrorKind::NotFound => Err(error),
        Err(_) => fs::copy(full, name).map(|_| ()),
        Ok(()) => Ok(()),
    }
}

/// Moves a file over whatever has the name `to`, to another file system too.
pub(super) fn take(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            remove(to)?;
            fs::copy(from, to)?;
            remove(from)
        }
        result => result,
    }
}

/// Puts a staged file where nothing may be. A file that appeared there in the meantime is not replaced.
pub(super) fn place_new(staged: &Path, full: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, staged, CWD, full, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            if fs::symlink_metadata(full).is_ok() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            fs::rename(staged, full)
        }
        result => Ok(result?),
    }
}

/// Removes a file that may be gone already.
pub(super) fn remove(full: &Path) -> io::Result<()> {
    // On a read-only file system even the removal of nothing is an error.
    if matches!(fs::symlink_metadata(full), Err(error) if error.kind() == ErrorKind::NotFound) {
        return Ok(());
    }
    match fs::remove_file(full) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Brings files and folders to the disk itself.
pub(super) fn sync(root: &Path, paths: &[RelPath]) -> Result<()> {
    let (next, failure) = (AtomicUsize::new(0), Mutex::new(None));
    let work = || {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = sync_one(&root.join(path.as_str()))
                && let Ok(mut failure) = failure.lock()
            {
                failure.get_or_insert_with(|| failed("write", path, &error));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..SYNCS.min(paths.len()) {
            scope.spawn(work);
        }
        work();
    });
    failure.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).map_or(Ok(()), Err)
}

fn sync_one(full: &Path) -> io::Result<()> {
    let file = File::open(full)?;
    match file.sync_all() {
        // Some network file systems cannot sync a folder.
        Err(error) if error.kind() == ErrorKind::InvalidInput && full.is_dir() => Ok(()),
        result => result,
    }
}

/// `path` on this disk.
pub(super) fn full(root: &Path, path: &RelPath) -> PathBuf {
    root.join(path.as_str())
}
