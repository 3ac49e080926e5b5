//! Texts that many executions share.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use workflow_engine::durable::StoreError;

use crate::failure::{corrupt, store_error};

/// How many texts are remembered at a time. There are few: those of state machines and their roles.
const REMEMBERED: usize = 4_096;

/// The numbers of texts, for who writes.
#[derive(Debug, Default)]
pub(crate) struct TextNumbers {
    known: HashMap<Arc<str>, i64>,
}

impl TextNumbers {
    /// The number of a text, which is stored if it is not yet.
    pub(crate) fn number(&mut self, connection: &Connection, text: &Arc<str>) -> Result<i64, StoreError> {
        if let Some(number) = self.known.get(text) {
            return Ok(*number);
        }
        let number = match number(connection, text)? {
            Some(number) => number,
            None => {
                let mut statement =
                    connection.prepare_cached("INSERT INTO texts (text) VALUES (?1)").map_err(store_error)?;
                statement.insert([text]).map_err(store_error)?
            }
        };
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(Arc::clone(text), number);
        Ok(number)
    }

    /// Forgets what a transaction may have stored that was not committed.
    pub(crate) fn clear(&mut self) {
        self.known.clear();
    }
}

/// The number of a text, if it is stored.
pub(crate) fn number(connection: &Connection, text: &str) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM texts WHERE text = ?1").map_err(store_error)?;
    statement.query_row([text], |row| row.get(0)).optional().map_err(store_error)
}

/// Texts by their numbers, for who reads. What a number stands for never changes.
#[derive(Debug, Default)]
pub(crate) struct NumberedTexts {
    known: HashMap<i64, Arc<str>>,
}

impl NumberedTexts {
    pub(crate) fn text(&mut self, connection: &Connection, number: i64) -> Result<Arc<str>, StoreError> {
        if let Some(text) = self.known.get(&number) {
            return Ok(Arc::clone(text));
        }
        let mut statement = connection.prepare_cached("SELECT text FROM texts WHERE id = ?1").map_err(store_error)?;
        let text: Option<Arc<str>> = statement.query_row([number], |row| row.get(0)).optional().map_err(store_error)?;
        let text = text.ok_or_else(|| corrupt(format!("the text {number} of an execution is missing")))?;
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(number, Arc::clone(&text));
        Ok(text)
    }
}
