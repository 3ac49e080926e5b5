//! `#[derive(WorkflowData)]`: how a type stands in JSON, as serde's attributes say.

pub(crate) mod attributes;
pub(crate) mod emit;
pub(crate) mod shape;

use crate::catalogue::code;
use crate::report::Report;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use serde_derive_internals::ast::Container;
use serde_derive_internals::{Ctxt, Derive};
use syn::{DeriveInput, GenericParam, Generics};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut report = Report::new();
    check_generics(&input.generics, &mut report);
    attributes::check_container(&input.attrs, &mut report);
    let shape = if let syn::Data::Union(data) = &input.data {
        report.error(code::UNION, data.union_token, "a union has no JSON: use an enum or a struct");
        None
    } else {
        container(&input, &mut report).and_then(|container| shape::Shape::read(&container, &mut report))
    };
    match shape {
        Some(shape) if report.is_empty() => emit::implementation(&input, &shape),
        _ => {
            let fallback = emit::fallback(&input);
            let errors = report.finish();
            quote!(#errors #fallback)
        }
    }
}

/// The type as serde sees it. What serde finds wrong is reported in its words, which rustc shows once although serde's
/// own derives report it too.
pub(crate) fn container<'a>(input: &'a DeriveInput, report: &mut Report) -> Option<Container<'a>> {
    let context = Ctxt::new();
    let private = Ident::new("__private", Span::call_site());
    let container = Container::from_ast(&context, input, Derive::Deserialize, &private);
    match context.check() {
        Ok(()) => container,
        Err(error) => {
            report.syntax(error);
            None
        }
    }
}

fn check_generics(generics: &Generics, report: &mut Report) {
    for parameter in &generics.params {
        match parameter {
            GenericParam::Lifetime(lifetime) => {
                report.error(
                    code::DATA_LIFETIME,
                    lifetime,
                    "a workflow keeps its values, so they cannot be borrowed: keep owned values",
                );
            }
            GenericParam::Type(parameter) if !parameter.bounds.is_empty() => {
                report.error(
                    code::DATA_BOUND,
                    &parameter.bounds,
                    "write the bound on the functions that need it, not on the type",
                );
            }
            GenericParam::Type(_) | GenericParam::Const(_) => {}
        }
    }
    if let Some(clause) = &generics.where_clause {
        report.error(code::DATA_BOUND, clause, "write the bound on the functions that need it, not on the type");
    }
}
