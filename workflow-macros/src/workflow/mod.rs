//! `#[workflow]`: tokens → syntax → lower → state graph → native body and builder.

mod emit;
mod graph;
#[cfg(test)]
mod growth;
mod lower;
mod options;
mod settings;
mod syntax;

use crate::catalogue::code;
use crate::report::Report;
use options::Options;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemFn;
use syntax::{Expression, Workflow};

/// Expands the attribute.
pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::new();
    let options = Options::read(attr, &mut report);
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            match syn::parse2::<syn::Item>(item.clone()) {
                Ok(_) => report.error(
                    code::WORKFLOW_NOT_A_FUNCTION,
                    &item,
                    "`#[workflow]` goes on a function\n  = help: write `async fn`",
                ),
                Err(_) => report.syntax(error),
            }
            let errors = report.finish();
            return quote!(#errors #item);
        }
    };
    let Some(mut workflow) = Workflow::read(&function, &mut report) else {
        let (errors, function) = (report.finish(), emit::plain(&function));
        return quote!(#errors #function);
    };
    workflow.allow = options.allow;
    workflow.is_express = options.is_express;
    workflow.settings = options.settings.expand();
    let mut vars = std::mem::take(&mut workflow.variables);
    let graph = lower::lower(&workflow, &mut vars, &mut report);
    let refused = !report.is_empty();
    let expansion = if refused { emit::fallback(&workflow) } else { emit::emit(&workflow, &graph, &vars) };
    let expansion = if emit::is_assembled(item) { emit::own_names(expansion) } else { expansion };
    let errors = report.finish();
    quote!(#errors #expansion)
}

/// Expands `#[expression]`.
pub(crate) fn expand_expression(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::new();
    if !attr.is_empty() {
        report.error(code::EXPRESSION_OPTIONS, attr, "`#[expression]` has no options\n  = help: write `#[expression]`");
    }
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            match syn::parse2::<syn::Item>(item.clone()) {
                Ok(_) => report.error(
                    code::EXPRESSION_NOT_A_FUNCTION,
                    &item,
                    "`#[expression]` goes on a function\n  = help: write `fn`",
                ),
                Err(_) => report.syntax(error),
            }
            let errors = report.finish();
            return quote!(#errors #item);
        }
    };
    let Some(mut expression) = Expression::read(&function, &mut report) else {
        // What it gives meanwhile is no constant.
        let sig = syn::Signature { constness: None, ..function.sig.clone() };
        let (errors, function) = (report.finish(), emit::plain(&ItemFn { sig, ..function }));
        return quote!(#errors #function);
    };
    let vars = std::mem::take(&mut expression.variables);
    let expansion =
        if report.is_empty() { emit::expression(&expression, &vars) } else { emit::refused_expression(&expression) };
    let errors = report.finish();
    quote!(#errors #expansion)
}
