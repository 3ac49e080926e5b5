//! The mistakes that these macros report, each with its code.
//!
//! A [`Code`] is made here and nowhere else, so there is no error without an entry. An entry's texts are for readers of
//! `docs/errors.md`, which the tests make of these tables: `workflow-tests` reads the same files, and keeps the texts
//! where this crate keeps the codes.

use std::fmt::Display;

/// Says which mistake it is: `W0101`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Code(&'static str);

impl Code {
    /// A message as rustc shows it.
    pub(crate) fn message(self, message: impl Display) -> String {
        let Code(code) = self;
        format!("[{code}] {message}")
    }
}

/// An entry: its code and its name in these macros, its title, what it means, and what to write instead.
macro_rules! catalogue {
    ($($code:ident $name:ident $title:literal $meaning:literal $instead:literal)*) => {
        $(
            #[doc = $title]
            pub(crate) const $name: Code = Code(stringify!($code));
        )*
    };
}

/// What rustc refuses by a trait of `workflow-runtime` whose message has the code.
macro_rules! traits {
    ($($tokens:tt)*) => {};
}

/// The codes by name.
pub(crate) mod code {
    use super::Code;

    include!("workflow.rs");
    include!("statement.rs");
    include!("value.rs");
    include!("effect.rs");
    include!("catch.rs");
    include!("state.rs");
    include!("expression.rs");
    include!("traits.rs");
    include!("task.rs");
    include!("service.rs");
    include!("data.rs");
    include!("error.rs");
    include!("include.rs");
}
