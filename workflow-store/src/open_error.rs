use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a directory of executions cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Another process works on it, or another store of this one.
    InUse {
        /// The directory.
        directory: PathBuf,
    },
    /// There are no executions in it.
    Missing {
        /// The directory.
        directory: PathBuf,
    },
    /// A file cannot be understood.
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file is a database of something else.
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// A later version of this crate has written a file.
    Newer {
        /// The file.
        file: PathBuf,
        /// The version of its schema.
        version: u32,
        /// The last version that is known here.
        known: u32,
    },
    /// An earlier version of this crate has written a file, which is brought up to date when a
    /// [`SqliteStore`](crate::SqliteStore) opens it.
    Older {
        /// The file.
        file: PathBuf,
        /// The version of its schema.
        version: u32,
        /// The version that can be read.
        known: u32,
    },
    /// A file cannot be read or written.
    Unavailable {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl OpenError {
    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        Self::Unavailable { path: path.to_owned(), reason: error.to_string() }
    }

    /// What SQLite says of a file.
    pub(crate) fn sqlite(file: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        let (file, reason) = (file.to_owned(), error.to_string());
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => Self::Damaged { file, reason },
            _ => Self::Unavailable { path: file, reason },
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse { directory } => {
                write!(f, "another process works on the executions in {}", directory.display())
            }
            Self::Missing { directory } => write!(f, "there are no executions in {}", directory.display()),
            Self::Damaged { file, reason } => write!(f, "the file {} is damaged: {reason}", file.display()),
            Self::Foreign { file } => {
                write!(f, "the file {} is a database, but none of executions", file.display())
            }
            Self::Newer { file, version, known } => write!(
                f,
                "the file {} was written by a later version of this program: its schema has version {version}, and this \
                 program knows versions up to {known}",
                file.display()
            ),
            Self::Older { file, version, known } => write!(
                f,
                "the file {} was written by an earlier version of this program: its schema has version {version}, and it \
                 becomes version {known} when the process that works on it is started again",
                file.display()
            ),
            Self::Unavailable { path, reason } => {
                write!(f, "{} cannot be read or written: {reason}", path.display())
            }
        }
    }
}

impl std::error::Error for OpenError {}
