//! The database of sales.

use super::PipelineError;
use super::sales::Sale;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::path::Path;
use std::time::Duration;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS loads (key TEXT PRIMARY KEY, rows INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS sales (
        order_id INTEGER NOT NULL,
        sold_on TEXT NOT NULL,
        customer TEXT NOT NULL,
        country TEXT NOT NULL,
        product TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        unit_cents INTEGER NOT NULL
    );
";

/// A SQLite database of sales.
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Opens the database, making it where there is none.
    ///
    /// # Errors
    ///
    /// Where it cannot be opened; [`PipelineError::Throttled`] where somebody else writes to it.
    pub fn open(path: &Path) -> Result<Self, PipelineError> {
        let connection = Connection::open(path)?;
        // The workflow's Retrier waits, and without a thread.
        connection.busy_timeout(Duration::ZERO)?;
        connection.execute_batch(TABLES)?;
        Ok(Store { connection })
    }

    /// Loads sales in one transaction and says how many. What was loaded under the same `key` before stays as it is, so
    /// that a second attempt of a load that had ended does no harm.
    ///
    /// # Errors
    ///
    /// Those of `sales` and of the database; then nothing was loaded.
    pub fn load(
        &mut self,
        key: &str,
        sales: impl IntoIterator<Item = Result<Sale, PipelineError>>,
    ) -> Result<u32, PipelineError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(rows) = loaded_before(&transaction, key)? {
            return Ok(rows);
        }
        let rows = insert(&transaction, sales)?;
        transaction.execute("INSERT INTO loads (key, rows) VALUES (?1, ?2)", params![key, rows])?;
        transaction.commit()?;
        Ok(rows)
    }

    /// How many sales there are.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub fn count(&self) -> Result<u32, PipelineError> {
        Ok(self.connection.query_row("SELECT count(*) FROM sales", [], |row| row.get(0))?)
    }
}

fn loaded_before(transaction: &Transaction<'_>, key: &str) -> Result<Option<u32>, PipelineError> {
    let mut statement = transaction.prepare("SELECT rows FROM loads WHERE key = ?1")?;
    let mut found = statement.query_map([key], |row| row.get(0))?;
    Ok(found.next().transpose()?)
}

fn insert(
    transaction: &Transaction<'_>,
    sales: impl IntoIterator<Item = Result<Sale, PipelineError>>,
) -> Result<u32, PipelineError> {
    let mut statement = transaction.prepare("INSERT INTO sales VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    let mut rows = 0;
    for sale in sales {
        let Sale { order_id, sold_on, customer, country, product, quantity, unit_cents } = sale?;
        let sold_on = sold_on.to_string();
        statement.execute(params![order_id, sold_on, customer, country, product, quantity, unit_cents])?;
        rows += 1;
    }
    Ok(rows)
}
