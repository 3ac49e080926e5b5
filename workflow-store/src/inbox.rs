//! What other processes ask of the one that works on the executions.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};
use workflow_engine::clock::Clock;
use workflow_engine::durable::{StoreError, StoreRequest};

use crate::OpenError;
use crate::columns::nanoseconds;
use crate::connection::open_database;
use crate::failure::{corrupt, store_error};
use crate::schema::REQUESTS;

/// How long an answer is kept that nobody has taken.
const KEPT: Duration = Duration::from_secs(60 * 60);

#[derive(Debug)]
pub(crate) struct Inbox {
    connection: Connection,
}

impl Inbox {
    pub(crate) fn open(file: &Path) -> Result<Self, OpenError> {
        let connection = open_database(file, &REQUESTS)?;
        // It is small, and nobody else moves its log into it.
        let settings = "PRAGMA wal_autocheckpoint = 250; PRAGMA cache_size = -1024;";
        connection.execute_batch(settings).map_err(|error| OpenError::sqlite(file, &error))?;
        Ok(Self { connection })
    }

    /// Keeps a request; gives its number.
    pub(crate) fn ask(&self, operation: &str, input: &str) -> Result<i64, StoreError> {
        let sql = "INSERT INTO requests (operation, input) VALUES (?1, ?2)";
        let asked = self.connection.prepare_cached(sql).and_then(|mut asked| asked.insert([operation, input]));
        asked.map_err(store_error)
    }

    /// The requests without an answer, oldest first.
    pub(crate) fn waiting(&self) -> Result<Vec<StoreRequest>, StoreError> {
        let sql = "SELECT id, operation, input FROM requests WHERE answer IS NULL ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql).map_err(store_error)?;
        let requests = statement
            .query_map([], |row| Ok(StoreRequest { id: row.get(0)?, operation: row.get(1)?, input: row.get(2)? }));
        requests.and_then(Iterator::collect).map_err(store_error)
    }

    /// Answers a request. Nothing happens if who asked has withdrawn it.
    pub(crate) fn answer(&self, request: i64, answer: &Result<String, String>) -> Result<(), StoreError> {
        let now = Clock::Real.now();
        let (is_error, text) = match answer {
            Ok(output) => (false, output),
            Err(error) => (true, error),
        };
        let long_ago = now.checked_sub(KEPT).map_or(i64::MIN, nanoseconds);
        let transaction = self.connection.unchecked_transaction().map_err(store_error)?;
        transaction
            .prepare_cached("UPDATE requests SET answer = ?2, is_error = ?3, answered_at = ?4 WHERE id = ?1")
            .and_then(|mut answered| answered.execute(params![request, text, is_error, nanoseconds(now)]))
            .map_err(store_error)?;
        transaction
            .prepare_cached("DELETE FROM requests WHERE answered_at < ?1")
            .and_then(|mut forgotten| forgotten.execute([long_ago]))
            .map_err(store_error)?;
        transaction.commit().map_err(store_error)
    }

    /// The answer to a request, if it is there. The request is forgotten with it.
    pub(crate) fn take(&self, request: i64) -> Result<Option<Result<String, String>>, StoreError> {
        let sql = "SELECT answer, is_error FROM requests WHERE id = ?1";
        let found = self.connection.prepare_cached(sql).and_then(|mut found| {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, bool>(1)?));
            found.query_row([request], read).optional()
        });
        let answer = match found.map_err(store_error)? {
            None => return Err(corrupt(format!("there is no request {request}, or its answer was taken"))),
            Some((None, _)) => return Ok(None),
            Some((Some(output), false)) => Ok(output),
            Some((Some(error), true)) => Err(error),
        };
        self.forget("DELETE FROM requests WHERE id = ?1", request)?;
        Ok(Some(answer))
    }

    /// Takes back a request that has no answer; says whether it had none.
    pub(crate) fn withdraw(&self, request: i64) -> Result<bool, StoreError> {
        self.forget("DELETE FROM requests WHERE id = ?1 AND answer IS NULL", request)
    }

    fn forget(&self, sql: &str, request: i64) -> Result<bool, StoreError> {
        let forgotten = self.connection.prepare_cached(sql).and_then(|mut forgotten| forgotten.execute([request]));
        Ok(forgotten.map_err(store_error)? > 0)
    }
}
