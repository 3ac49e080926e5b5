//! What the tests that span the crates share.

pub mod corpus;
pub mod economy;
pub mod expressions;
pub mod interop;
pub mod interpreted;
pub mod lambda;
pub mod language;
#[expect(missing_docs, reason = "it is shown in README.md as it stands")]
pub mod readme;
pub mod scale;

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
