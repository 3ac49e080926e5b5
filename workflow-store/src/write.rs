//! What can be written, and how each is.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Params, params};
use workflow_engine::durable::{
    Commit, Definition, DefinitionKind, ExecutionId, JournalRow, NewExecution, Status, StoreError, Wake,
};

use crate::columns::{RUNNING, arn_hash, nanoseconds, place, places, status_column, wake_column};
use crate::failure::{corrupt, store_error};
use crate::texts::TextNumbers;

/// Something to write: all of it or nothing.
#[derive(Debug)]
pub(crate) enum Write {
    Commit {
        commit: Arc<Commit>,
        /// Of the execution that the commit starts.
        arn_hash: i64,
    },
    Definition(Definition),
    Document {
        collection: &'static str,
        name: String,
        text: Option<String>,
    },
    /// Forgets an execution, if it has ended before a moment.
    Forget {
        execution: ExecutionId,
        stopped_before: Timestamp,
    },
}

impl Write {
    pub(crate) fn commit(commit: Arc<Commit>) -> Self {
        let arn_hash = commit.start.as_ref().map_or(0, |start| arn_hash(&start.identity.execution_arn));
        Self::Commit { commit, arn_hash }
    }

    /// About how many bytes it writes.
    pub(crate) fn weight(&self) -> usize {
        /// What is written beside the data.
        const ROW: usize = 64;
        /// What forgetting costs is like this many bytes: the records may be long.
        const RECORD: usize = 64 * 1024;
        match self {
            Self::Commit { commit, .. } => {
                let row = commit.row.as_ref().map_or(0, |row| row.data.len());
                ROW + row + commit.start.as_ref().map_or(0, |start| 4 * ROW + start.input.len())
            }
            Self::Definition(definition) => ROW + definition.text.len(),
            Self::Document { text, .. } => ROW + text.as_ref().map_or(0, String::len),
            Self::Forget { .. } => RECORD,
        }
    }
}

/// The tables, as they are written to.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) connection: Connection,
    pub(crate) texts: TextNumbers,
}

impl Tables {
    /// Writes within a transaction; says whether anything was there to change. An execution that
    /// [exists](StoreError::ExecutionExists) is noticed before anything is written.
    pub(crate) fn apply(&mut self, write: &Write) -> Result<bool, StoreError> {
        match write {
            Write::Commit { commit, arn_hash } => self.commit(commit, *arn_hash),
            Write::Definition(definition) => self.definition(definition),
            Write::Document { collection, name, text } => self.document(collection, name, text.as_deref()),
            Write::Forget { execution, stopped_before } => self.forget(*execution, *stopped_before),
        }
    }

    fn run(&self, sql: &str, values: impl Params) -> Result<bool, StoreError> {
        let changed = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(values));
        Ok(changed.map_err(store_error)? > 0)
    }

    fn commit(&mut self, commit: &Commit, arn_hash: i64) -> Result<bool, StoreError> {
        let id = commit.execution;
        match &commit.start {
            Some(new) => self.start(commit, new, arn_hash)?,
            None => self.change(id, commit.status, commit.wake)?,
        }
        if let Some(row) = &commit.row {
            self.row(id, row)?;
        }
        if let Some((count, date)) = commit.redrive {
            let sql = "UPDATE executions SET redrive_count = ?2, redrive_date = ?3 WHERE id = ?1";
            self.run(sql, params![id.0, count, nanoseconds(date)])?;
        }
        if let Some(suspended) = &commit.suspended {
            self.run("UPDATE executions SET suspended = ?2 WHERE id = ?1", params![id.0, suspended])?;
        }
        Ok(true)
    }

    fn start(&mut self, commit: &Commit, new: &NewExecution, arn_hash: i64) -> Result<(), StoreError> {
        let identity = &*new.identity;
        if let Some(existing) = find(&self.connection, &identity.execution_arn, arn_hash)? {
            return Err(StoreError::ExecutionExists(existing));
        }
        let id = commit.execution;
        // Its record must be possible too.
        place(id, 0)?;
        let (status, stop_date) = commit.status.unwrap_or((Status::Running, None));
        let machine = self.text(&identity.state_machine_arn)?;
        let values = params![
            id.0,
            machine,
            status_column(status),
            nanoseconds(new.start_date),
            stop_date.map(nanoseconds),
            wake_column(commit.wake.unwrap_or(Wake::Now)),
            new.parent.map(|parent| parent.execution.0),
            new.parent.map(|parent| parent.effect.cast_signed()),
        ];
        let sql = "INSERT INTO executions
            (id, machine, status, start_date, stop_date, wake, parent, parent_effect) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.run(sql, values)?;
        let (role, machine_name, alias, version, definition) = (
            self.optional_text(identity.role_arn.as_ref())?,
            self.text(&identity.state_machine_name)?,
            self.optional_text(identity.state_machine_alias_arn.as_ref())?,
            self.optional_text(identity.state_machine_version_arn.as_ref())?,
            self.text(&new.definition)?,
        );
        let (arn, name, input, details) = (&identity.execution_arn, &identity.name, &new.input, &new.details);
        let values = params![
            id.0,
            arn_hash,
            arn,
            name,
            role,
            machine_name,
            alias,
            version,
            definition,
            new.seed,
            input,
            details
        ];
        let sql = "INSERT INTO starts
            (id, arn_hash, arn, name, role, machine_name, alias, version, definition, seed, input, details)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        self.run(sql, values)?;
        Ok(())
    }

    fn text(&mut self, text: &Arc<str>) -> Result<i64, StoreError> {
        self.texts.number(&self.connection, text)
    }

    fn optional_text(&mut self, text: Option<&Arc<str>>) -> Result<Option<i64>, StoreError> {
        text.map(|text| self.text(text)).transpose()
    }

    fn row(&self, execution: ExecutionId, row: &JournalRow) -> Result<(), StoreError> {
        let place = place(execution, row.sequence)?;
        let statement = self.connection.prepare_cached("INSERT INTO journal (place, data) VALUES (?1, ?2)");
        match statement.and_then(|mut statement| statement.execute(params![place, &*row.data])) {
            Ok(_) => Ok(()),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Err(corrupt(format!("the row {} of the execution {} is there already", row.sequence, execution.0)))
            }
            Err(error) => Err(store_error(error)),
        }
    }

    fn change(
        &self,
        id: ExecutionId,
        status: Option<(Status, Option<Timestamp>)>,
        wake: Option<Wake>,
    ) -> Result<(), StoreError> {
        let is_there = match (
            status.map(|(status, date)| (status_column(status), date.map(nanoseconds))),
            wake.map(wake_column),
        ) {
            (None, None) => return Ok(()),
            (None, Some(wake)) => self.run("UPDATE executions SET wake = ?2 WHERE id = ?1", params![id.0, wake]),
            (Some((status, date)), None) => {
                let sql = "UPDATE executions SET status = ?2, stop_date = ?3 WHERE id = ?1";
                self.run(sql, params![id.0, status, date])
            }
            (Some((status, date)), Some(wake)) => {
                let sql = "UPDATE executions SET status = ?2, stop_date = ?3, wake = ?4 WHERE id = ?1";
                self.run(sql, params![id.0, status, date, wake])
            }
        }?;
        if is_there { Ok(()) } else { Err(corrupt(format!("there is no execution {}", id.0))) }
    }

    fn definition(&self, definition: &Definition) -> Result<bool, StoreError> {
        let kind = match definition.kind {
            DefinitionKind::Interpreted => 0,
            DefinitionKind::Native => 1,
        };
        let sql = "INSERT INTO definitions (fingerprint, kind, name, text) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (fingerprint) DO NOTHING";
        self.run(sql, params![definition.fingerprint, kind, definition.name, definition.text])
    }

    fn document(&self, collection: &str, name: &str, text: Option<&str>) -> Result<bool, StoreError> {
        let Some(text) = text else {
            return self.run("DELETE FROM documents WHERE collection = ?1 AND name = ?2", params![collection, name]);
        };
        let sql = "INSERT INTO documents (collection, name, text) VALUES (?1, ?2, ?3)
            ON CONFLICT (collection, name) DO UPDATE SET text = excluded.text";
        self.run(sql, params![collection, name, text])
    }

    fn forget(&self, execution: ExecutionId, stopped_before: Timestamp) -> Result<bool, StoreError> {
        let id = execution.0;
        // It may have been redriven since it was found.
        let ended = "DELETE FROM executions WHERE id = ?1 AND status <> ?2 AND stop_date < ?3";
        if !self.run(ended, params![id, RUNNING, nanoseconds(stopped_before)])? {
            return Ok(false);
        }
        let (first, last) = places(execution)?;
        self.run("DELETE FROM starts WHERE id = ?1", [id])?;
        self.run("DELETE FROM journal WHERE place BETWEEN ?1 AND ?2", [first, last])?;
        self.run("UPDATE forgotten SET last_id = max(last_id, ?1)", [id])
    }
}

/// The execution of an ARN.
pub(crate) fn find(connection: &Connection, arn: &str, arn_hash: i64) -> Result<Option<ExecutionId>, StoreError> {
    let sql = "SELECT id FROM starts WHERE arn_hash = ?1 AND arn = ?2";
    let found = connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.query_row(params![arn_hash, arn], |row| row.get(0)).optional());
    Ok(found.map_err(store_error)?.map(ExecutionId))
}
