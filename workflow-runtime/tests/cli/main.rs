//! The command line, end to end and in one process.

mod callbacks;
mod commands;
mod fixture;
mod shell;
