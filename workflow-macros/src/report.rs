//! The errors of one macro call, all of which are shown together.

use crate::catalogue::Code;
use crate::extent::Extent;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::fmt::Display;

/// Collects what is wrong. A stage that finds a mistake notes it and goes on, so that one build shows them all.
#[derive(Default)]
pub(crate) struct Report {
    errors: Option<syn::Error>,
}

impl Report {
    pub(crate) fn new() -> Self {
        Report::default()
    }

    /// A mistake at the user's `tokens`. A message says what is wrong, then what to write; lines after the first are
    /// shown as they are.
    pub(crate) fn error(&mut self, code: Code, tokens: impl ToTokens, message: impl Display) {
        self.syntax(syn::Error::new_spanned(tokens, code.message(message)));
    }

    /// An error at code of which only the place is at hand.
    pub(crate) fn error_at(&mut self, code: Code, place: impl Into<Extent>, message: impl Display) {
        let Extent { start, end } = place.into();
        let ends = [Ident::new("start", start), Ident::new("end", end)];
        self.error(code, quote!(#(#ends)*), message);
    }

    /// An error that syn or serde has found, in its words.
    pub(crate) fn syntax(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            None => self.errors = Some(error),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_none()
    }

    /// The errors as items that make rustc show them, or `None` where there are none.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        self.errors.map(|errors| errors.to_compile_error())
    }
}
