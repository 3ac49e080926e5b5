//! `retrier!`: what a call is tried again by, instead of its task's own retriers.

use super::emit;
use super::options::Retrier;
use crate::catalogue::code;
use crate::report::Report;
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut report = Report::new();
    let retrier = Retrier::parse(tokens, &mut report);
    let variants = &retrier.variants;
    for variant in variants.iter().filter(|path| path.segments.len() < 2) {
        let name = variant.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        report.error(
            code::RETRIED_ERRORS,
            variant,
            format!("which type's variant this is cannot be seen here\n  = help: name it with its type: `errors(ShopError::{name})`"),
        );
    }
    if let Some(errors) = report.finish() {
        return quote!({ #errors ::workflow_runtime::__private::no_retry() });
    }
    let value = emit::retrier(&retrier);
    // The pattern makes rustc say which variants do not exist, and of which type they are.
    let errors = if variants.is_empty() {
        quote!(|_| ())
    } else {
        quote!(|error| match error { #(#variants { .. } => (),)* _ => () })
    };
    quote! {
        const {
            #[allow(unreachable_patterns, deprecated, clippy::all, clippy::pedantic)]
            let errors: fn(&_) = #errors;
            ::workflow_runtime::Retry::new(errors, &const { #value })
        }
    }
}
