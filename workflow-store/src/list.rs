//! What is listed of executions.
//!
//! An index has the executions of one state machine and status by their number. A list over several of either reads each from
//! its newest, and always takes the newest of all next, so that it reads about as many as it gives.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rusqlite::{Connection, Row, Rows, ToSql, params_from_iter};
use workflow_engine::durable::{ExecutionId, ListFilter, OpenExecution, Parent, StoreError, StoredExecution, Wake};

use crate::columns::{RUNNING, STATUSES, status_column, wake};
use crate::failure::store_error;
use crate::read::Reader;
use crate::texts;

/// All lists check the whole filter, beside what finds the rows.
macro_rules! listing {
    ($found:literal) => {
        concat!(
            "SELECT id FROM executions ",
            $found,
            " AND id < ?1 AND (?2 IS NULL OR machine = ?2) AND (?3 IS NULL OR status = ?3)",
            " AND (?4 IS NULL OR (redrive_count > 0) = ?4) AND (?5 IS NULL OR parent = ?5) ORDER BY id DESC"
        )
    };
}

const BY_PARENT: &str = listing!("INDEXED BY executions_by_parent WHERE parent = ?5");
const REDRIVEN: &str = listing!("INDEXED BY executions_redriven WHERE machine = ?2 AND redrive_count > 0");
const BY_STATUS: &str = listing!("INDEXED BY executions_by_status WHERE machine = ?2 AND status = ?3");
const EVERY: &str = listing!("WHERE true");

const OPEN: &str = "SELECT id, wake, suspended IS NOT NULL, parent, parent_effect
    FROM executions INDEXED BY executions_by_status
    WHERE machine = ?1 AND status = ?2 AND id > ?3 ORDER BY id";

const NEXT_MACHINE: &str =
    "SELECT machine FROM executions INDEXED BY executions_by_status WHERE machine > ?1 ORDER BY machine LIMIT 1";

/// What `?1` to `?5` of a listing stand for.
type Wanted = [Option<i64>; 5];

impl Reader {
    /// Executions, newest first.
    pub(crate) fn list(
        &self,
        filter: &ListFilter,
        before: Option<ExecutionId>,
        count: usize,
    ) -> Result<Vec<StoredExecution>, StoreError> {
        // What is found is still there when it is read.
        let snapshot = self.connection.unchecked_transaction().map_err(store_error)?;
        let mut listed = Vec::new();
        if let Some((sql, wanted)) = self.sources(filter, before)? {
            for id in merged(&snapshot, sql, &wanted, count, |row| Ok((row.get(0)?, ExecutionId(row.get(0)?))))? {
                listed.extend(self.execution(id)?);
            }
        }
        Ok(listed)
    }

    /// The query that finds the fewest rows which are not wanted, and what it is to be asked with; none if nothing can be
    /// found.
    fn sources(
        &self,
        filter: &ListFilter,
        before: Option<ExecutionId>,
    ) -> Result<Option<(&'static str, Vec<Wanted>)>, StoreError> {
        let machine = match &filter.state_machine_arn {
            None => None,
            Some(arn) => match texts::number(&self.connection, arn)? {
                None => return Ok(None),
                machine => machine,
            },
        };
        let status = filter.status.map(status_column);
        let redriven = filter.is_redriven.map(i64::from);
        let parent = filter.parent.map(|parent| parent.0);
        let before = before.map_or(i64::MAX, |before| before.0);
        let wanted = |machine, status| [Some(before), machine, status, redriven, parent];
        let machines = |reader: &Self| match machine {
            Some(machine) => Ok(vec![machine]),
            None => reader.machines(),
        };
        Ok(Some(if parent.is_some() {
            (BY_PARENT, vec![wanted(machine, status)])
        } else if redriven == Some(1) {
            let each = machines(self)?.into_iter().map(|machine| wanted(Some(machine), status));
            (REDRIVEN, each.collect())
        } else if machine.is_some() || status.is_some() {
            let statuses = status.map_or_else(|| STATUSES.map(status_column).to_vec(), |status| vec![status]);
            let machines = machines(self)?.into_iter();
            let each = machines.flat_map(|machine| statuses.iter().map(move |status| (machine, *status)));
            (BY_STATUS, each.map(|(machine, status)| wanted(Some(machine), Some(status))).collect())
        } else {
            (EVERY, vec![wanted(None, None)])
        }))
    }

    /// The state machines that have executions.
    fn machines(&self) -> Result<Vec<i64>, StoreError> {
        let mut machines = Vec::new();
        while let Some(next) =
            self.one(NEXT_MACHINE, [machines.last().copied().unwrap_or(i64::MIN)], |row| row.get(0))?
        {
            machines.push(next);
        }
        Ok(machines)
    }

    /// The executions that run, oldest first.
    pub(crate) fn open_executions(
        &self,
        after: Option<ExecutionId>,
        count: usize,
    ) -> Result<Vec<OpenExecution>, StoreError> {
        let snapshot = self.connection.unchecked_transaction().map_err(store_error)?;
        let after = after.map_or(-1, |after| after.0);
        let machines: Vec<_> = self.machines()?.into_iter().map(|machine| [machine, RUNNING, after]).collect();
        let found = merged(&snapshot, OPEN, &machines, count, |row| {
            let id: i64 = row.get(0)?;
            Ok((id.saturating_neg(), Open { id, wake: row.get(1)?, is_suspended: row.get(2)?, parent: parent(row)? }))
        })?;
        let with_wake = found.into_iter().map(|Open { id, wake: column, is_suspended, parent }| {
            let wake = if is_suspended { Wake::Now } else { wake(column)? };
            Ok(OpenExecution { id: ExecutionId(id), wake, parent })
        });
        with_wake.collect()
    }
}

/// An execution that runs, as it is stored.
struct Open {
    id: i64,
    wake: Option<i64>,
    is_suspended: bool,
    parent: Option<Parent>,
}

fn parent(row: &Row<'_>) -> rusqlite::Result<Option<Parent>> {
    let (execution, effect): (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
    let both = execution.zip(effect);
    Ok(both.map(|(id, effect)| Parent { execution: ExecutionId(id), effect: effect.cast_unsigned() }))
}

/// Rows of one query that are still to come.
struct Source<'s, T> {
    key: i64,
    value: T,
    rows: Rows<'s>,
}

impl<'s, T> Source<'s, T> {
    fn next(mut rows: Rows<'s>, read: fn(&Row<'_>) -> rusqlite::Result<(i64, T)>) -> Result<Option<Self>, StoreError> {
        let Some(row) = rows.next().map_err(store_error)? else { return Ok(None) };
        let (key, value) = read(row).map_err(store_error)?;
        Ok(Some(Self { key, value, rows }))
    }
}

impl<T> Ord for Source<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl<T> PartialOrd for Source<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Source<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T> Eq for Source<'_, T> {}

/// Asks a query once for each of `values`, and gives the first rows of all, the greatest key first. Each gives its own so.
fn merged<T, const N: usize>(
    connection: &Connection,
    sql: &str,
    values: &[[impl ToSql; N]],
    count: usize,
    read: fn(&Row<'_>) -> rusqlite::Result<(i64, T)>,
) -> Result<Vec<T>, StoreError> {
    let statements = values.iter().map(|_| connection.prepare_cached(sql));
    let mut statements = statements.collect::<Result<Vec<_>, _>>().map_err(store_error)?;
    let mut sources = BinaryHeap::new();
    for (statement, values) in statements.iter_mut().zip(values) {
        let rows = statement.query(params_from_iter(values)).map_err(store_error)?;
        sources.extend(Source::next(rows, read)?);
    }
    let mut found = Vec::new();
    while found.len() < count
        && let Some(Source { value, rows, .. }) = sources.pop()
    {
        found.push(value);
        sources.extend(Source::next(rows, read)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::EXECUTIONS;

    fn plan(sql: &str) -> String {
        let mut connection = Connection::open_in_memory().unwrap();
        EXECUTIONS.migrate("executions.sqlite".as_ref(), &mut connection).unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let values = vec![None::<i64>; statement.parameter_count()];
        let lines = statement.query_map(params_from_iter(values), |row| row.get::<_, String>(3)).unwrap();
        lines.collect::<Result<Vec<_>, _>>().unwrap().join("; ")
    }

    #[test]
    fn no_list_reads_all_executions_or_sorts_them() {
        let table = "SEARCH executions USING INTEGER PRIMARY KEY (rowid<?)";
        let index = |name, terms| format!("SEARCH executions USING INDEX executions_{name} ({terms})");
        assert_eq!(plan(EVERY), table);
        assert_eq!(plan(BY_PARENT), index("by_parent", "parent=? AND rowid<?"));
        assert_eq!(plan(REDRIVEN), index("redriven", "machine=? AND rowid<?"));
        assert_eq!(plan(BY_STATUS), index("by_status", "machine=? AND status=? AND rowid<?"));
        assert_eq!(plan(OPEN), index("by_status", "machine=? AND status=? AND rowid>?"));
        assert!(
            plan(NEXT_MACHINE).starts_with("SEARCH executions USING COVERING INDEX executions_by_status (machine>?)")
        );
    }
}
