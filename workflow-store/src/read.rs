//! What is read of executions one by one.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};
use workflow_engine::ExecutionIdentity;
use workflow_engine::durable::{
    Definition, DefinitionKind, ExecutionId, JournalRow, LoadedExecution, NewExecution, Parent, StoreError,
    StoredExecution,
};

use crate::OpenError;
use crate::columns::{arn_hash, moment, nanoseconds, places, sequence, status, wake};
use crate::connection::open_reading;
use crate::failure::{corrupt, store_error};
use crate::schema::EXECUTIONS;
use crate::texts::NumberedTexts;
use crate::write;

/// A connection that reads.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) connection: Connection,
    texts: RefCell<NumberedTexts>,
}

/// An execution as its rows have it.
struct Columns {
    status: i64,
    start_date: i64,
    stop_date: Option<i64>,
    wake: Option<i64>,
    redrive_count: u32,
    redrive_date: Option<i64>,
    suspended: Option<Arc<str>>,
    parent: Option<i64>,
    parent_effect: Option<i64>,
    machine: i64,
    arn: Arc<str>,
    name: Arc<str>,
    role: Option<i64>,
    machine_name: i64,
    alias: Option<i64>,
    version: Option<i64>,
    definition: i64,
    seed: [u8; 16],
    input: Arc<str>,
    details: Option<Arc<str>>,
}

const EXECUTION: &str = "SELECT status, start_date, stop_date, wake, redrive_count, redrive_date, suspended, parent,
        parent_effect, machine, arn, name, role, machine_name, alias, version, definition, seed, input, details
    FROM executions JOIN starts USING (id) WHERE id = ?1";

impl Columns {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            status: row.get(0)?,
            start_date: row.get(1)?,
            stop_date: row.get(2)?,
            wake: row.get(3)?,
            redrive_count: row.get(4)?,
            redrive_date: row.get(5)?,
            suspended: row.get(6)?,
            parent: row.get(7)?,
            parent_effect: row.get(8)?,
            machine: row.get(9)?,
            arn: row.get(10)?,
            name: row.get(11)?,
            role: row.get(12)?,
            machine_name: row.get(13)?,
            alias: row.get(14)?,
            version: row.get(15)?,
            definition: row.get(16)?,
            seed: row.get(17)?,
            input: row.get(18)?,
            details: row.get(19)?,
        })
    }
}

impl Reader {
    pub(crate) fn open(file: &Path) -> Result<Self, OpenError> {
        let connection = open_reading(file, &EXECUTIONS)?;
        Ok(Self { connection, texts: RefCell::default() })
    }

    pub(crate) fn one<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let found = self.connection.prepare_cached(sql).and_then(|mut found| found.query_row(values, read).optional());
        found.map_err(store_error)
    }

    pub(crate) fn all<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let found = self.connection.prepare_cached(sql).and_then(|mut found| found.query_map(values, read)?.collect());
        found.map_err(store_error)
    }

    pub(crate) fn execution(&self, id: ExecutionId) -> Result<Option<StoredExecution>, StoreError> {
        let columns = self.one(EXECUTION, [id.0], Columns::read)?;
        columns.map(|columns| self.stored(id, columns)).transpose()
    }

    /// Those of these executions that are there, with their records.
    pub(crate) fn load(&self, ids: &[ExecutionId]) -> Result<Vec<LoadedExecution>, StoreError> {
        // Each with the record that it had at the same time.
        let _snapshot = self.connection.unchecked_transaction().map_err(store_error)?;
        let mut loaded = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(execution) = self.execution(*id)? {
                loaded.push(LoadedExecution { execution, rows: self.journal(*id)? });
            }
        }
        Ok(loaded)
    }

    fn stored(&self, id: ExecutionId, columns: Columns) -> Result<StoredExecution, StoreError> {
        let identity = ExecutionIdentity {
            execution_arn: columns.arn,
            name: columns.name,
            role_arn: self.optional_text(columns.role)?,
            state_machine_arn: self.text(columns.machine)?,
            state_machine_name: self.text(columns.machine_name)?,
            state_machine_alias_arn: self.optional_text(columns.alias)?,
            state_machine_version_arn: self.optional_text(columns.version)?,
        };
        let parent = columns
            .parent
            .zip(columns.parent_effect)
            .map(|(execution, effect)| Parent { execution: ExecutionId(execution), effect: effect.cast_unsigned() });
        let new = NewExecution {
            identity: Arc::new(identity),
            definition: self.text(columns.definition)?,
            input: columns.input,
            start_date: moment(columns.start_date)?,
            seed: columns.seed,
            parent,
            details: columns.details,
        };
        Ok(StoredExecution {
            id,
            new,
            status: status(columns.status)?,
            stop_date: columns.stop_date.map(moment).transpose()?,
            wake: wake(columns.wake)?,
            redrive_count: columns.redrive_count,
            redrive_date: columns.redrive_date.map(moment).transpose()?,
            suspended: columns.suspended,
        })
    }

    fn text(&self, number: i64) -> Result<Arc<str>, StoreError> {
        self.texts.borrow_mut().text(&self.connection, number)
    }

    fn optional_text(&self, number: Option<i64>) -> Result<Option<Arc<str>>, StoreError> {
        number.map(|number| self.text(number)).transpose()
    }

    pub(crate) fn find(&self, arn: &str) -> Result<Option<StoredExecution>, StoreError> {
        let found = write::find(&self.connection, arn, arn_hash(arn))?;
        found.map_or(Ok(None), |id| self.execution(id))
    }

    pub(crate) fn journal(&self, execution: ExecutionId) -> Result<Vec<JournalRow>, StoreError> {
        let (first, last) = places(execution)?;
        self.all(
            "SELECT place, data FROM journal WHERE place BETWEEN ?1 AND ?2 ORDER BY place",
            [first, last],
            journal_row,
        )
    }

    pub(crate) fn journal_page(
        &self,
        execution: ExecutionId,
        skip: u32,
        count: u32,
    ) -> Result<Vec<JournalRow>, StoreError> {
        let (first, last) = places(execution)?;
        // There are no gaps, so a row's place is also how many are before it.
        let sql = "SELECT place, data FROM journal WHERE place BETWEEN ?1 AND ?2 ORDER BY place LIMIT ?3";
        self.all(sql, params![first.saturating_add(skip.into()), last, count], journal_row)
    }

    pub(crate) fn last_row(&self, execution: ExecutionId) -> Result<Option<JournalRow>, StoreError> {
        let (first, last) = places(execution)?;
        let sql = "SELECT place, data FROM journal WHERE place BETWEEN ?1 AND ?2 ORDER BY place DESC LIMIT 1";
        self.one(sql, [first, last], journal_row)
    }

    pub(crate) fn last_id(&self) -> Result<ExecutionId, StoreError> {
        let sql = "SELECT max(last_id, ifnull((SELECT max(id) FROM executions), 0)) FROM forgotten";
        Ok(ExecutionId(self.one(sql, [], |row| row.get(0))?.unwrap_or_default()))
    }

    /// Executions that ended before a moment, oldest first.
    ///
    /// No index has them: it would cost every execution that ends, and they are among the oldest. The search ends when many
    /// in a row were started after that moment, because later ones were too.
    pub(crate) fn ended(&self, stopped_before: Timestamp, count: usize) -> Result<Vec<ExecutionId>, StoreError> {
        /// So many may be out of order, as the clock can be set back.
        const LATE_ONES: u32 = 10_000;
        let before = nanoseconds(stopped_before);
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, start_date, stop_date FROM executions ORDER BY id")
            .map_err(store_error)?;
        let mut rows = statement.query([]).map_err(store_error)?;
        let (mut found, mut late) = (Vec::new(), 0);
        while let Some(row) = rows.next().map_err(store_error)? {
            if found.len() >= count || late > LATE_ONES {
                break;
            }
            let start_date: i64 = row.get(1).map_err(store_error)?;
            let stop_date: Option<i64> = row.get(2).map_err(store_error)?;
            if stop_date.is_some_and(|stop_date| stop_date < before) {
                found.push(ExecutionId(row.get(0).map_err(store_error)?));
            }
            late = if start_date < before { 0 } else { late + 1 };
        }
        Ok(found)
    }

    pub(crate) fn definition(&self, fingerprint: &str) -> Result<Option<Definition>, StoreError> {
        let sql = "SELECT kind, fingerprint, name, text FROM definitions WHERE fingerprint = ?1";
        let found =
            self.one(sql, [fingerprint], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let Some((kind, fingerprint, name, text)) = found else { return Ok(None) };
        let kind = match kind {
            0 => DefinitionKind::Interpreted,
            1 => DefinitionKind::Native,
            other => return Err(corrupt(format!("a definition has the kind {other}"))),
        };
        Ok(Some(Definition { fingerprint, kind, name, text }))
    }

    pub(crate) fn documents(&self, collection: &str) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT name, text FROM documents WHERE collection = ?1 ORDER BY name";
        self.all(sql, [collection], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

fn journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    Ok(JournalRow { sequence: sequence(row.get(0)?), data: row.get_ref(1)?.as_blob()?.into() })
}
