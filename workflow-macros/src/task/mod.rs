//! `#[task]`: a function becomes a type that says which task it is, and a function that makes calls of it.

mod attributes;
mod emit;
mod options;
mod parameter;
mod retrier;
mod signature;
mod time;
mod wire;

use crate::catalogue::code;
use crate::report::Report;
use options::Options;
use proc_macro2::TokenStream;
use quote::quote;
pub(crate) use retrier::expand as expand_retrier;
use signature::Signature;
use syn::ItemFn;
pub(crate) use time::seconds;

pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::new();
    let options = Options::parse(attr, &mut report);
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            if syn::parse2::<syn::Item>(item.clone()).is_ok() {
                report.error(
                    code::TASK_NOT_A_FUNCTION,
                    &item,
                    "`#[task]` goes on a function: `async fn`, or `fn` for work that blocks",
                );
            } else {
                report.syntax(error);
            }
            let errors = report.finish();
            return quote!(#errors #item);
        }
    };
    if let Some(receiver) = function.sig.receiver() {
        report.error(
            code::TASK_SELF,
            receiver,
            "a task has no `self`: make it a free function and take what it needs as `Dep<..>`",
        );
        let errors = report.finish();
        return quote!(#errors #function);
    }

    match Signature::read(&function, &mut report) {
        Some(signature) if report.is_empty() => emit::task(&function, &signature, &options, emit::Body::User),
        Some(signature) => {
            let fallback = emit::task(&function, &signature, &options, emit::Body::Refused);
            let errors = report.finish();
            quote!(#errors #fallback)
        }
        None => {
            let fallback = emit::opaque(&function);
            let errors = report.finish();
            quote!(#errors #fallback)
        }
    }
}
