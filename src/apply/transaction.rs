//! The writes of one plan, all or none.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::check::{self, Print};
use super::journal::{self, DONE, Entry, Folder, Inode, JOURNAL, Journal};
use super::replaced::{self, RECORD};
use super::writes::{Batch, Content, Write};
use super::{Step, disk, recover};
use crate::state::{STATE_DIR, UNDO_DIR, hash};
use crate::tree::RelPath;

type Watch<'a> = &'a mut dyn FnMut(&Step) -> io::Result<()>;

/// What is needed to write, and to take it back.
pub(super) struct Transaction<'a> {
    root: &'a Path,
    writes: &'a [Write],
    undone: Option<&'a Journal>,
    /// What each target was when it was checked.
    prints: Vec<Option<Print>>,
    journal: Journal,
}

impl<'a> Transaction<'a> {
    /// Checks every target; nothing is written yet.
    pub fn prepare(root: &'a Path, batch: &Batch<'a>) -> Result<Transaction<'a>> {
        let Batch { writes, undone } = *batch;
        let (mut prints, mut files) = (Vec::new(), Vec::new());
        let mut folders: BTreeSet<RelPath> =
            disk::parents_are_folders(root, &RelPath::new(RECORD)?)?.into_iter().collect();
        for write in writes {
            let (print, missing) = check::target(root, write)?;
            if write.after.is_some() {
                folders.extend(missing);
            }
            let new = write.after.as_ref().map(|content| match content {
                Content::Text(text) => hash(&text.content),
                Content::Kept { hash, at: _ } => hash.clone(),
            });
            let (path, old) = (write.path.clone(), print.is_some());
            files.push(Entry { path, new, runs: false, old, staged: None, backup: None });
            prints.push(print);
        }
        let inode = Inode::of(root).with_context(|| format!("cannot look at `{}`", root.display()))?;
        let emptied = emptied(root, &files, undone)?;
        let journal = Journal { root: inode, folders: folders.into_iter().collect(), files, emptied };
        Ok(Transaction { root, writes, undone, prints, journal })
    }

    /// Everything up to the point of no return.
    pub fn run(&mut self, watch: Watch<'_>) -> Result<()> {
        self.open(watch)?;
        for (at, write) in self.writes.iter().enumerate() {
            step(watch, &Step::Stage(write.path.clone()), &write.path)?;
            self.stage(at, write)?;
        }
        step(watch, &Step::Sync, &RelPath::root())?;
        // Once more, now that it can say which files are the staged ones.
        self.journal.write(self.root)?;
        disk::sync(self.root, &self.staged()?)?;
        for (at, write) in self.writes.iter().enumerate() {
            step(watch, &Step::Rename(write.path.clone()), &write.path)?;
            self.replace(at, write)?;
        }
        step(watch, &Step::SyncFolders, &RelPath::root())?;
        disk::sync(self.root, &self.folders())?;
        step(watch, &Step::Commit, &RelPath::root())?;
        let state = RelPath::new(STATE_DIR)?;
        fs::rename(self.root.join(JOURNAL), self.root.join(DONE))
            .map_err(|error| disk::failed("write", &state, &error))?;
        disk::sync(self.root, &[state])
    }

    /// Writes the journal and makes the folders that it names.
    fn open(&self, watch: Watch<'_>) -> Result<()> {
        let state = RelPath::new(STATE_DIR)?;
        step(watch, &Step::Journal, &state)?;
        if self.journal.folders.contains(&state) {
            self.make(&state)?;
        }
        self.journal.write(self.root)?;
        for folder in self.journal.folders.iter().filter(|folder| **folder != state) {
            step(watch, &Step::Folder(folder.clone()), folder)?;
            self.make(folder)?;
        }
        let undo = RelPath::new(UNDO_DIR)?;
        replaced::prepare(self.root).map_err(|error| disk::failed("write into", &undo, &error))
    }

    /// A folder that an undo brings back has the mode that it had.
    fn make(&self, folder: &RelPath) -> Result<()> {
        let mode = self.undone.and_then(|journal| journal.emptied.iter().find(|known| known.path == *folder));
        let made = disk::make_folder(self.root, folder).and_then(|()| match mode {
            Some(known) => disk::set_mode(self.root, folder, known.mode),
            None => Ok(()),
        });
        made.map_err(|error| disk::failed("make the folder", folder, &error))
    }

    fn stage(&mut self, at: usize, write: &Write) -> Result<()> {
        let print = self.prints.get(at).copied().flatten();
        let refused = |error: io::Error| disk::failed("write", &write.path, &error);
        let Some(entry) = self.journal.files.get_mut(at) else { return Ok(()) };
        if let Some(content) = &write.after {
            let staged = disk::full(self.root, &journal::staged(&write.path, at)?);
            let done = match content {
                Content::Text(text) => disk::stage(&staged, text, print.as_ref()),
                Content::Kept { at, hash: _ } => disk::second_name(&disk::full(self.root, at), &staged),
            };
            done.map_err(refused)?;
            (entry.staged, entry.runs) = Inode::and_run_bit(&staged);
        }
        if print.is_some() {
            let backup = disk::full(self.root, &journal::backup(&write.path, at)?);
            disk::second_name(&disk::full(self.root, &write.path), &backup).map_err(refused)?;
            entry.backup = Inode::of(&backup);
        }
        Ok(())
    }

    fn replace(&self, at: usize, write: &Write) -> Result<()> {
        let print = self.prints.get(at).copied().flatten();
        if Print::take(self.root, &write.path)? != print {
            return Err(check::changed(&write.path));
        }
        let target = disk::full(self.root, &write.path);
        let staged = disk::full(self.root, &journal::staged(&write.path, at)?);
        let result = match (&write.after, print) {
            (Some(_), None) => disk::place_new(&staged, &target),
            (Some(_), Some(_)) => fs::rename(&staged, &target),
            (None, _) => disk::remove(&target),
        };
        result.map_err(|error| disk::failed("write", &write.path, &error))
    }

    /// Everything that must be on the disk itself before the first file is replaced.
    fn staged(&self) -> Result<Vec<RelPath>> {
        let mut paths = vec![RelPath::new(JOURNAL)?];
        for (at, write) in self.writes.iter().enumerate().filter(|(_, write)| write.after.is_some()) {
            paths.push(journal::staged(&write.path, at)?);
        }
        paths.extend(self.folders());
        Ok(paths)
    }

    /// Every folder in which a name appears or goes.
    fn folders(&self) -> Vec<RelPath> {
        recover::folders(&self.journal)
    }

    /// Puts everything back.
    pub fn roll_back(&self) -> Result<()> {
        if self.root.join(DONE).exists() {
            let state = RelPath::new(STATE_DIR)?;
            fs::rename(self.root.join(DONE), self.root.join(JOURNAL))
                .map_err(|error| disk::failed("write", &state, &error))?;
        }
        recover::roll_back(self.root, &self.journal)
    }

    /// Puts the backups away, and removes the folders that deletions emptied.
    pub fn finish(&self, watch: Watch<'_>) -> Result<()> {
        recover::finish(self.root, &self.journal, watch)
    }
}

/// The folders that nothing may be left in: those above a deleted file, and those that an apply made that is undone.
fn emptied(root: &Path, files: &[Entry], undone: Option<&Journal>) -> Result<Vec<Folder>> {
    let mut paths: BTreeSet<RelPath> = BTreeSet::new();
    match undone {
        Some(journal) => paths.extend(journal.folders.iter().cloned()),
        None => {
            for entry in files.iter().filter(|entry| entry.new.is_none()) {
                let mut folder = entry.path.parent();
                while !folder.is_root() && paths.insert(folder.clone()) {
                    folder = folder.parent();
                }
            }
        }
    }
    let mut folders = Vec::new();
    for path in paths.into_iter().rev() {
        let found = disk::look(root, &path)?.filter(Metadata::is_dir);
        folders.extend(found.map(|metadata| Folder { path, mode: metadata.mode() & 0o7777 }));
    }
    Ok(folders)
}

fn step(watch: Watch<'_>, step: &Step, path: &RelPath) -> Result<()> {
    watch(step).map_err(|error| disk::failed("write", path, &error))
}
