//! What each integration needs of IAM.

#![expect(clippy::unwrap_used, reason = "a test fails so")]

mod cases;
mod documents;
mod examples;
mod machines;
mod maps;
mod settings;
mod written;
