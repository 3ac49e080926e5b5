//! `#[task]`: a function becomes a type that says which task it is, and a function that makes calls of it.

mod attributes;
mod emit;
mod emit_service;
mod options;
mod parameter;
mod retrier;
mod service;
mod signature;
mod time;
mod wire;

use crate::catalogue::code;
use crate::report::Report;
use options::Options;
use parameter::Kind;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
pub(crate) use retrier::expand as expand_retrier;
use service::Called;
use signature::Signature;
use syn::ItemFn;
pub(crate) use time::seconds;

pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::new();
    let options = Options::parse(attr, &mut report);
    let (item, has_body) = with_body(item);
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

    let resolved = Signature::read(&function, &mut report).map(|mut signature| {
        let called = Called::resolve(&options, &mut signature, &mut report);
        if !has_body {
            check_no_body(&signature, &called, &mut report);
        }
        (signature, called)
    });
    let body = if has_body { emit::Body::User } else { emit::Body::Service };
    match resolved {
        Some((signature, called)) if report.is_empty() => emit::task(&function, &signature, &options, &called, body),
        Some((signature, called)) => {
            let fallback = emit::task(&function, &signature, &options, &called, emit::Body::Refused);
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

/// The function with an empty body where it has none but a semicolon, and whether it has one.
fn with_body(item: TokenStream) -> (TokenStream, bool) {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let ends = matches!(tokens.last(), Some(TokenTree::Punct(last)) if last.as_char() == ';');
    let is_function = tokens.iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "fn"));
    if !(ends && is_function) {
        return (tokens.into_iter().collect(), true);
    }
    tokens.pop();
    tokens.extend(quote!({}));
    (tokens.into_iter().collect(), false)
}

/// Only an action can be called without code of the user's, and with its arguments alone.
fn check_no_body(signature: &Signature, called: &Called, report: &mut Report) {
    if !matches!(called, Called::Service(_)) && report.is_empty() {
        let advice = "a task does its work here: write a body, or the `resource` that it calls";
        report.error(code::NO_BODY, &signature.name, advice);
    }
    for parameter in &signature.parameters {
        if matches!(parameter.kind, Kind::Dependency(_) | Kind::Context) {
            report.error(code::NO_BODY, &parameter.ty, "nothing here uses it: write a body, or remove the parameter");
        }
    }
}
