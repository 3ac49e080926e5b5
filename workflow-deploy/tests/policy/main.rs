//! What each integration needs of IAM.

mod cases;
mod document;
mod examples;
mod written;
