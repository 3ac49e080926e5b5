//! What the tests that span the crates share.

pub mod corpus;
pub mod interop;
