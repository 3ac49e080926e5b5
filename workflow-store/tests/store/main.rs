//! The store as those see it who use it.

#![expect(clippy::unwrap_used, reason = "a test that meets what it does not expect fails")]

mod commits;
mod damage;
mod full;
mod groups;
mod listed;
mod memory;
mod others;
mod sample;
mod upkeep;
