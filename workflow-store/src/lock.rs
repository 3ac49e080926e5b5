//! Who works on a directory.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::OpenError;

/// The file whose lock the process holds that works on the directory. The operating system releases it with the process.
const HELD: &str = "lock";

/// The file whose lock is held while someone looks whether [`HELD`] is. To look is to hold it for a moment, which the one that
/// opens the directory must not take for another process at work.
const LOOKING: &str = "lock.looking";

/// As long as this lives, no other process works on the directory.
#[derive(Debug)]
pub(crate) struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    pub(crate) fn acquire(directory: &Path) -> Result<Self, OpenError> {
        let io = |error: io::Error| OpenError::io(&directory.join(HELD), &error);
        let file = lock_file(directory, HELD).map_err(io)?;
        match file.try_lock() {
            Ok(()) => return Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        let looking = lock_file(directory, LOOKING).map_err(io)?;
        looking.lock().map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse { directory: directory.to_owned() }),
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }

    /// Whether some process holds the lock.
    pub(crate) fn is_held(directory: &Path) -> io::Result<bool> {
        let looking = lock_file(directory, LOOKING)?;
        looking.lock()?;
        match lock_file(directory, HELD)?.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

fn lock_file(directory: &Path, name: &str) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(directory.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_holds_a_directory() {
        let directory = tempfile::tempdir().unwrap();
        assert!(!DirectoryLock::is_held(directory.path()).unwrap());
        let lock = DirectoryLock::acquire(directory.path()).unwrap();
        assert!(DirectoryLock::is_held(directory.path()).unwrap());
        let second = DirectoryLock::acquire(directory.path()).unwrap_err();
        assert_eq!(second, OpenError::InUse { directory: directory.path().to_owned() });
        assert!(second.to_string().contains(&directory.path().display().to_string()), "{second}");
        drop(lock);
        assert!(!DirectoryLock::is_held(directory.path()).unwrap());
        DirectoryLock::acquire(directory.path()).unwrap();
    }

    #[test]
    fn who_looks_is_not_taken_for_one_who_holds() {
        let directory = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            let looks = || (0..2_000).filter(|_| DirectoryLock::is_held(directory.path()).unwrap()).count();
            scope.spawn(looks);
            (0..2_000).for_each(|_| drop(DirectoryLock::acquire(directory.path()).unwrap()));
        });
    }
}
