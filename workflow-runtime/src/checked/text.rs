//! Methods of text whose result may not exist.

use crate::data::EXACT;
use crate::fault::fault;
use std::num::{IntErrorKind, ParseIntError};
use std::str::FromStr;

/// What text can be parsed as.
#[diagnostic::on_unimplemented(
    message = "[W0805] text cannot be parsed as `{Self}` in a workflow",
    label = "integers and `bool` can be parsed here",
    note = "parse anything else inside a task"
)]
pub trait Parse: FromStr {
    /// What `FromStr` gives, or an evaluation fault for a number that JSONata does not hold exactly.
    #[doc(hidden)]
    fn parse(text: &str) -> Result<Self, Self::Err> {
        text.parse()
    }
}

#[diagnostic::do_not_recommend]
impl Parse for bool {}

macro_rules! parses {
    (narrow $($narrow:ident)*; wide $($wide:ident)*;) => {
        $(
            #[diagnostic::do_not_recommend]
            impl Parse for $narrow {}
        )*
        $(
            #[diagnostic::do_not_recommend]
            impl Parse for $wide {
                fn parse(text: &str) -> Result<Self, ParseIntError> {
                    let parsed = text.parse::<$wide>();
                    let is_exact = match &parsed {
                        Ok(n) => (*n as i128).unsigned_abs() <= EXACT as u128,
                        Err(error) => !matches!(error.kind(), IntErrorKind::PosOverflow | IntErrorKind::NegOverflow),
                    };
                    if is_exact { parsed } else { fault(concat!("the text is no exact ", stringify!($wide))) }
                }
            }
        )*
    };
}

parses! {
    narrow i8 i16 i32 u8 u16 u32;
    wide i64 isize u64 usize;
}

/// `text.parse()`
#[doc(hidden)]
pub fn parse<T: Parse>(text: impl AsRef<str>) -> Result<T, T::Err> {
    T::parse(text.as_ref())
}

/// What is looked for: text or one character.
#[diagnostic::on_unimplemented(
    message = "[W0806] `{Self}` cannot be looked for in text in a workflow",
    label = "look for text or one character here"
)]
pub trait Pattern {
    #[doc(hidden)]
    fn is_empty(&self) -> bool;
}

#[diagnostic::do_not_recommend]
impl Pattern for char {
    fn is_empty(&self) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl Pattern for str {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

#[diagnostic::do_not_recommend]
impl Pattern for String {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<P: Pattern + ?Sized> Pattern for &P {
    fn is_empty(&self) -> bool {
        (**self).is_empty()
    }
}

/// The pattern of `.split(..)` and `.replace(..)`: Rust finds empty text everywhere, JSONata fails.
#[doc(hidden)]
pub fn pattern<P: Pattern>(pattern: P) -> P {
    if pattern.is_empty() { fault("the pattern is empty") } else { pattern }
}
