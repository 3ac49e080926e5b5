//! `#[derive(WorkflowError)]`: the variants of an enum become Amazon States Language errors.

mod emit;
mod names;
mod variant;

use crate::catalogue::code;
use crate::data;
use crate::report::Report;
use proc_macro2::TokenStream;
use quote::quote;
use serde_derive_internals::ast::Data;
use syn::DeriveInput;
use variant::{Kind, Variant};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut report = Report::new();
    match variants(&input, &mut report) {
        Some(variants) if report.is_empty() => emit::implementation(&input, &variants),
        _ => {
            let fallback = emit::fallback(&input);
            let errors = report.finish();
            quote!(#errors #fallback)
        }
    }
}

fn variants(input: &DeriveInput, report: &mut Report) -> Option<Vec<Variant>> {
    match &input.data {
        syn::Data::Enum(_) => {}
        syn::Data::Struct(data) => {
            report.error(
                code::NOT_AN_ENUM,
                data.struct_token,
                "errors are told apart by name: make it an enum, with a variant for each",
            );
            return None;
        }
        syn::Data::Union(data) => {
            report.error(
                code::NOT_AN_ENUM,
                data.union_token,
                "errors are told apart by name: make it an enum, with a variant for each",
            );
            return None;
        }
    }
    if !input.generics.params.is_empty() {
        report.error(
            code::ERROR_GENERIC,
            &input.generics,
            "an error's fields are read from JSON by name: write their types out",
        );
    }
    let container = data::container(input, report)?;
    let Data::Enum(variants) = &container.data else {
        return None;
    };
    let variants: Vec<Variant> = variants.iter().map(|variant| Variant::read(variant, report)).collect();
    check_together(&variants, report);
    Some(variants)
}

/// Checks what only all variants together can break.
fn check_together(variants: &[Variant], report: &mut Report) {
    let mut seen: Vec<(&str, &Variant)> = Vec::new();
    for variant in variants {
        let Kind::Named { error, .. } = &variant.kind else {
            continue;
        };
        match seen.iter().find(|(name, _)| name == error) {
            Some((_, other)) => report.error(
                code::SAME_ERROR,
                &variant.ident,
                format!("`{}` already stands for the error `{error}`: name this one differently", other.ident),
            ),
            None => seen.push((error, variant)),
        }
    }
    let last = variants.len().saturating_sub(1);
    for (index, variant) in variants.iter().enumerate() {
        if variant.takes_the_rest() && index != last {
            report.error(
                code::REST_NOT_LAST,
                &variant.ident,
                "it takes every error that the variants before it leave: move it to the end, and have only one like it",
            );
        }
    }
}
