//! One writer at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Result, bail};

/// Held while a repository is written to; the system lets go of it when the process ends, however it ends.
pub(super) struct Guard {
    folder: Option<File>,
}

impl Guard {
    /// Locks the root folder itself, so that no lock file is left behind or has to be ignored by git.
    pub fn take(root: &Path) -> Result<Guard> {
        let Ok(folder) = File::open(root) else { return Ok(Guard { folder: None }) };
        match folder.try_lock() {
            Ok(()) => Ok(Guard { folder: Some(folder) }),
            Err(TryLockError::WouldBlock) => bail!(
                "another shipready is writing to `{}` right now\nnext: wait until it is done and run this again",
                root.display()
            ),
            // Some network file systems cannot lock. The check right before writing still stands.
            Err(TryLockError::Error(_)) => Ok(Guard { folder: None }),
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // Not only closed: a child process that is just being started holds a copy, and with it the lock.
            let _ = folder.unlock();
        }
    }
}
