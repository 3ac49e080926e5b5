//! Connections to databases.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::OpenError;
use crate::schema::Schema;

/// How a database is written: each transaction is on the disk when its commit returns.
///
/// - Pages are small, since a commit changes few rows on each of many pages.
/// - The memory for pages has a limit: 32 MiB.
/// - The log is moved into the database by whoever writes, between transactions, and not by a commit.
pub const PRAGMAS: &str = "
    PRAGMA page_size = 4096;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -32768;
    PRAGMA temp_store = MEMORY;
    PRAGMA cell_size_check = ON;
    PRAGMA busy_timeout = 10000;
";

/// How a database is only read.
const READING_PRAGMAS: &str = "
    PRAGMA query_only = ON;
    PRAGMA cache_size = -8192;
    PRAGMA temp_store = MEMORY;
    PRAGMA cell_size_check = ON;
    PRAGMA busy_timeout = 10000;
";

/// More than there are statements.
const CACHED_STATEMENTS: usize = 64;

/// Opens or creates a database with the settings that a [`SqliteStore`](crate::SqliteStore) writes with, so that what is
/// measured beside it has the same.
///
/// # Errors
///
/// What SQLite says, such as that the file is no database.
pub fn open_connection(file: &Path) -> rusqlite::Result<Connection> {
    let connection = open_file(file, OpenFlags::SQLITE_OPEN_CREATE)?;
    connection.execute_batch(PRAGMAS)?;
    Ok(connection)
}

/// Opens or creates a database of that schema, and brings it up to date.
pub(crate) fn open_database(file: &Path, schema: &Schema) -> Result<Connection, OpenError> {
    let sqlite = |error: rusqlite::Error| OpenError::sqlite(file, &error);
    refuse_lost_pages(file)?;
    // What is not ours must not be changed, so it is looked at before the settings are written to it.
    let mut connection = open_file(file, OpenFlags::SQLITE_OPEN_CREATE).map_err(sqlite)?;
    schema.version(file, &connection)?;
    connection.execute_batch(PRAGMAS).map_err(sqlite)?;
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).map_err(sqlite)?;
    if mode != "wal" {
        let reason = format!("it cannot have a write-ahead log (its journal mode is `{mode}`)");
        return Err(OpenError::Unavailable { path: file.to_owned(), reason });
    }
    schema.migrate(file, &mut connection)?;
    Ok(connection)
}

/// Opens a database of that schema to read it.
pub(crate) fn open_reading(file: &Path, schema: &Schema) -> Result<Connection, OpenError> {
    let sqlite = |error: rusqlite::Error| OpenError::sqlite(file, &error);
    refuse_lost_pages(file)?;
    // A log that a process has left behind is read too, which writes to the files beside the database.
    let connection = open_file(file, OpenFlags::empty()).map_err(sqlite)?;
    connection.execute_batch(READING_PRAGMAS).map_err(sqlite)?;
    schema.require(file, &connection)?;
    Ok(connection)
}

fn open_file(file: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    // A connection is used by one thread at a time, so it needs no lock of its own.
    let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(connection)
}

/// SQLite takes an empty file for a new database, and forgets the log of the one that it was. One byte is empty to it too.
fn refuse_lost_pages(file: &Path) -> Result<(), OpenError> {
    let reason = match length(file)? {
        0 if length(&log_of(file))? > 0 => "it is empty, but its write-ahead log is not",
        1 => "it has one byte",
        _ => return Ok(()),
    };
    Err(OpenError::Damaged { file: file.to_owned(), reason: reason.to_owned() })
}

/// Moves the log into the database, and checks that the database is as long as it says. A reader of another process may keep
/// the log, and a full disk may refuse it; then there is nothing to compare.
pub(crate) fn require_whole(file: &Path, connection: &Connection) -> Result<(), OpenError> {
    let sqlite = |error: rusqlite::Error| OpenError::sqlite(file, &error);
    let is_moved = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok(row.get::<_, i64>(0)? == 0));
    match is_moved.map_err(|error| OpenError::sqlite(file, &error)) {
        Ok(true) => {}
        Err(damaged @ OpenError::Damaged { .. }) => return Err(damaged),
        Ok(false) | Err(_) => return Ok(()),
    }
    let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, u32>(0)).map_err(sqlite);
    let size = u64::from(number("page_count")?) * u64::from(number("page_size")?);
    let length = length(file)?;
    if length < size {
        let reason = format!("it has {length} bytes where there should be {size}");
        return Err(OpenError::Damaged { file: file.to_owned(), reason });
    }
    Ok(())
}

/// How many bytes a file has; none if there is none.
fn length(file: &Path) -> Result<u64, OpenError> {
    match fs::metadata(file) {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(OpenError::io(file, &error)),
    }
}

/// The write-ahead log of a database.
fn log_of(file: &Path) -> PathBuf {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}
