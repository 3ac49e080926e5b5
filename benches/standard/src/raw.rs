//! The bytes that a store has written, written straight into SQLite with the same settings.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use workflow_engine::clock::real_monotonic;
use workflow_store::open_connection;

use crate::Measured;

/// What executions have left in the tables.
pub(crate) struct Rows {
    executions: BTreeMap<i64, Execution>,
}

#[derive(Default)]
struct Execution {
    execution: Vec<Value>,
    start: Vec<Value>,
    journal: Vec<(i64, Vec<u8>)>,
}

impl Rows {
    /// Reads the database of a store.
    pub(crate) fn read(file: &Path) -> Measured<Self> {
        let connection = open_connection(file)?;
        let mut executions: BTreeMap<i64, Execution> = BTreeMap::new();
        for row in table(&connection, "executions")? {
            let id = number(&row);
            executions.entry(id).or_default().execution = row;
        }
        for row in table(&connection, "starts")? {
            let id = number(&row);
            executions.entry(id).or_default().start = row;
        }
        let mut statement = connection.prepare("SELECT place, data FROM journal ORDER BY place")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for row in rows {
            let (place, data): (i64, Vec<u8>) = row?;
            executions.entry(place >> 24).or_default().journal.push((place, data));
        }
        Ok(Self { executions })
    }

    pub(crate) fn len(&self) -> usize {
        self.executions.len()
    }

    /// How many writes they are: one for each row of a journal.
    pub(crate) fn writes(&self) -> usize {
        self.executions.values().map(|execution| execution.journal.len()).sum()
    }

    /// Writes them into an empty database of a store, so many writes in each transaction, and says how long it took.
    ///
    /// As many executions as a transaction has writes go on at the same time, step by step.
    pub(crate) fn write(&self, file: &Path, group: usize) -> Measured<Duration> {
        let connection = open_connection(file)?;
        connection.set_prepared_statement_cache_capacity(16);
        let all: Vec<&Execution> = self.executions.values().collect();
        let begin = real_monotonic();
        for executions in all.chunks(group.max(1)) {
            let steps = executions.iter().map(|execution| execution.journal.len()).max().unwrap_or_default();
            for step in 0..steps {
                run(&connection, "BEGIN IMMEDIATE")?;
                for execution in executions {
                    write_step(&connection, execution, step)?;
                }
                run(&connection, "COMMIT")?;
                checkpoint_when_large(&connection)?;
            }
        }
        Ok(real_monotonic().saturating_sub(begin))
    }
}

fn number(row: &[Value]) -> i64 {
    match row.first() {
        Some(Value::Integer(number)) => *number,
        _ => 0,
    }
}

fn table(connection: &Connection, name: &str) -> Measured<Vec<Vec<Value>>> {
    let mut statement = connection.prepare(&format!("SELECT * FROM {name} ORDER BY id"))?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|column| row.get(column)).collect())?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn run(connection: &Connection, sql: &str) -> Measured {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

fn write_step(connection: &Connection, execution: &Execution, step: usize) -> Measured {
    let Some((place, data)) = execution.journal.get(step) else { return Ok(()) };
    if step == 0 {
        insert(connection, "executions", &running(&execution.execution))?;
        insert(connection, "starts", &execution.start)?;
    }
    connection.prepare_cached("INSERT INTO journal (place, data) VALUES (?1, ?2)")?.execute((place, data))?;
    if step + 1 == execution.journal.len() {
        let sql = "UPDATE executions SET status = ?2, stop_date = ?3 WHERE id = ?1";
        let [id, status, date] = [0, 2, 4].map(|column| execution.execution.get(column).unwrap_or(&Value::Null));
        connection.prepare_cached(sql)?.execute((id, status, date))?;
    }
    Ok(())
}

/// The row as it was before the execution ended.
fn running(row: &[Value]) -> Vec<Value> {
    let mut row = row.to_vec();
    for (column, value) in [(2, Value::Integer(0)), (4, Value::Null)] {
        row.get_mut(column).into_iter().for_each(|place| *place = value.clone());
    }
    row
}

fn insert(connection: &Connection, table: &str, row: &[Value]) -> Measured {
    let places = vec!["?"; row.len()].join(", ");
    connection.prepare_cached(&format!("INSERT INTO {table} VALUES ({places})"))?.execute(params_from_iter(row))?;
    Ok(())
}

/// As a store does.
fn checkpoint_when_large(connection: &Connection) -> Measured {
    let pages: i64 = connection.prepare_cached("PRAGMA wal_checkpoint(NOOP)")?.query_row([], |row| row.get(1))?;
    if pages >= 4_096 {
        connection.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")?.query_row([], |_| Ok(()))?;
    }
    Ok(())
}

/// A file that is written to as the log of a database is once it has its size: in place, from its beginning again.
pub(crate) struct Synced(File);

/// How many pages the file has.
const PAGES: u64 = 1_024;

/// What one commit writes, about.
const COMMIT: [u8; 4 * 4_096] = [7; 4 * 4_096];

impl Synced {
    pub(crate) fn create(directory: &Path) -> Measured<Self> {
        let mut file = File::create(directory.join("synced"))?;
        file.write_all(&vec![0; PAGES as usize * 4_096])?;
        file.sync_all()?;
        Ok(Self(file))
    }

    /// Writes what one commit does, a few pages, and waits until that is on the disk.
    pub(crate) fn write(&mut self) -> Measured {
        if self.0.stream_position()? >= PAGES * 4_096 {
            self.0.rewind()?;
        }
        self.0.write_all(&COMMIT)?;
        Ok(self.0.sync_all()?)
    }
}
