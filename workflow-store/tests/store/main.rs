//! The store as those see it who use it.

#![expect(clippy::indexing_slicing, reason = "a test that reads beyond the end fails")]

mod commits;
mod damage;
mod full;
mod groups;
mod listed;
mod others;
mod sample;
mod upkeep;
