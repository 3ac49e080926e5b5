//! What the errors of SQLite are to whoever asked.

use rusqlite::{Error, ErrorCode};
use workflow_engine::durable::StoreError;

/// The error that an error of SQLite is answered as.
pub(crate) fn store_error(error: Error) -> StoreError {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full(text),
        Some(
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ConstraintViolation
            | ErrorCode::TypeMismatch
            | ErrorCode::TooBig,
        ) => StoreError::Corrupt(text),
        Some(_) => StoreError::Unavailable(text),
        // A column that is missing or has another type than the schema says.
        None => StoreError::Corrupt(text),
    }
}

/// The answer when the thread that should give it has ended.
pub(crate) fn closed() -> StoreError {
    StoreError::Unavailable("the store was closed".to_owned())
}

/// What is stored but never was written so.
pub(crate) fn corrupt(what: impl Into<String>) -> StoreError {
    StoreError::Corrupt(what.into())
}
