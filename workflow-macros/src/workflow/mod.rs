//! `#[workflow]`: tokens → syntax → lower → state graph → native body and builder.

mod emit;
mod graph;
mod lower;
mod syntax;

use crate::report::Report;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemFn;
use syntax::Workflow;

/// Expands the attribute.
pub(crate) fn expand(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::new();
    if !attr.is_empty() {
        report.error(attr, "`#[workflow]` has no options yet");
    }
    let function: ItemFn = match syn::parse2(item) {
        Ok(function) => function,
        Err(error) => return error.to_compile_error(),
    };
    let Some(mut workflow) = Workflow::read(&function, &mut report) else {
        return report.finish().unwrap_or_default();
    };
    let mut vars = std::mem::take(&mut workflow.variables);
    let graph = lower::lower(&workflow, &mut vars, &mut report);
    let refused = !report.is_empty();
    let expansion = if refused { emit::fallback(&workflow) } else { emit::emit(&workflow, &graph, &vars) };
    let errors = report.finish();
    quote!(#errors #expansion)
}
