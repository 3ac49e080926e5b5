//! The tables of a database, and how those that earlier versions have made become those of this one.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::OpenError;

/// What a kind of database holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schema {
    /// What tells its files from other databases.
    pub(crate) application_id: i32,
    /// What makes each version of the version before it; the first makes version 1 of nothing. Those that were released
    /// never change.
    pub(crate) migrations: &'static [&'static str],
}

/// The executions.
pub(crate) const EXECUTIONS: Schema =
    Schema { application_id: 0x7746_4578, migrations: &[include_str!("executions_1.sql")] };

/// The requests of other processes. They are a database of their own so that no other process ever locks the executions.
pub(crate) const REQUESTS: Schema =
    Schema { application_id: 0x7746_5271, migrations: &[include_str!("requests_1.sql")] };

impl Schema {
    /// The version that this program works with.
    pub(crate) fn known(&self) -> u32 {
        u32::try_from(self.migrations.len()).unwrap_or(u32::MAX)
    }

    /// Makes the database one of the last version: all of it or nothing.
    pub(crate) fn migrate(&self, file: &Path, connection: &mut Connection) -> Result<(), OpenError> {
        if self.version(file, connection)? == self.known() {
            return Ok(());
        }
        let sqlite = |error: rusqlite::Error| OpenError::sqlite(file, &error);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
        // Another process may have been faster.
        let version = self.version(file, &transaction)?;
        let done = usize::try_from(version).unwrap_or(usize::MAX);
        for migration in self.migrations.iter().skip(done) {
            transaction.execute_batch(migration).map_err(sqlite)?;
        }
        transaction.pragma_update(None, "application_id", self.application_id).map_err(sqlite)?;
        transaction.pragma_update(None, "user_version", self.known()).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)
    }

    /// Checks that the database has the version that this program works with.
    pub(crate) fn require(&self, file: &Path, connection: &Connection) -> Result<(), OpenError> {
        let version = self.version(file, connection)?;
        if version < self.known() {
            return Err(OpenError::Older { file: file.to_owned(), version, known: self.known() });
        }
        Ok(())
    }

    /// The version of a database, 0 for an empty one. It is not changed.
    pub(crate) fn version(&self, file: &Path, connection: &Connection) -> Result<u32, OpenError> {
        let sqlite = |error: rusqlite::Error| OpenError::sqlite(file, &error);
        let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(sqlite)?;
        let application_id: i32 =
            connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(sqlite)?;
        let tables: u32 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(sqlite)?;
        if application_id != self.application_id && (tables > 0 || version > 0) {
            return Err(OpenError::Foreign { file: file.to_owned() });
        }
        if version > self.known() {
            return Err(OpenError::Newer { file: file.to_owned(), version, known: self.known() });
        }
        Ok(version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;";
    const SECOND: &str = "ALTER TABLE things ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
        UPDATE things SET length = length(name);";
    const BROKEN: &str = "CREATE TABLE others (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nothing VALUES (1);";

    const OLD: Schema = Schema { application_id: 7, migrations: &[FIRST] };
    const NEW: Schema = Schema { application_id: 7, migrations: &[FIRST, SECOND] };

    fn file() -> &'static Path {
        Path::new("things.sqlite")
    }

    fn old() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        OLD.migrate(file(), &mut connection).unwrap();
        connection.execute("INSERT INTO things (name) VALUES ('four')", []).unwrap();
        connection
    }

    #[test]
    fn an_old_version_becomes_the_new_one_with_what_it_holds() {
        let mut connection = old();
        assert!(matches!(NEW.require(file(), &connection), Err(OpenError::Older { version: 1, known: 2, .. })));
        NEW.migrate(file(), &mut connection).unwrap();
        NEW.migrate(file(), &mut connection).unwrap();
        NEW.require(file(), &connection).unwrap();
        let length: i64 = connection.query_row("SELECT length FROM things", [], |row| row.get(0)).unwrap();
        assert_eq!((length, NEW.version(file(), &connection).unwrap()), (4, 2));
    }

    #[test]
    fn a_newer_version_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        NEW.migrate(file(), &mut connection).unwrap();
        let refused = OLD.migrate(file(), &mut connection).unwrap_err();
        assert_eq!(refused, OpenError::Newer { file: file().to_owned(), version: 2, known: 1 });
        assert!(refused.to_string().contains("things.sqlite"), "{refused}");
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let broken = Schema { application_id: 7, migrations: &[FIRST, BROKEN] };
        let mut connection = old();
        broken.migrate(file(), &mut connection).unwrap_err();
        assert_eq!(NEW.version(file(), &connection).unwrap(), 1);
        NEW.migrate(file(), &mut connection).unwrap();
    }

    #[test]
    fn the_database_of_something_else_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE theirs (id INTEGER)").unwrap();
        assert_eq!(OLD.migrate(file(), &mut connection), Err(OpenError::Foreign { file: file().to_owned() }));
    }
}
