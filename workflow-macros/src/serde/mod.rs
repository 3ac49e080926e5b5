//! `Serialize` and `Deserialize` for crates that do not depend on serde themselves.
//!
//! serde's own derives name the crate `serde`, which a user of `workflow-runtime` alone does not have; their `crate`
//! attribute would have to stand on every type. So these derives give serde a copy of the type that has the attribute
//! (and `remote`, which makes it write functions for the original), and implement the trait with what it gives.

use crate::data;
use crate::report::Report;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, Data, DeriveInput, Field, parse_quote};

/// Which of serde's traits is derived.
#[derive(Clone, Copy)]
pub(crate) enum Trait {
    Serialize,
    Deserialize,
}

pub(crate) fn expand(input: TokenStream, derived: Trait) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut report = Report::new();
    // What serde refuses on the copy it would refuse on the original, at the same tokens; without the copy there is one
    // mistake to show.
    if data::container(&input, &mut report).is_none() {
        let refused = refused(&input, derived);
        let errors = report.finish();
        return quote!(#errors #refused);
    }
    let mirror = mirror(&input);
    let body = body(&input, &mirror.ident, derived);
    let implementation = implementation(&input, &body, derived);
    let derive = match derived {
        Trait::Serialize => quote!(::workflow_runtime::__private::serde::Serialize),
        Trait::Deserialize => quote!(::workflow_runtime::__private::serde::Deserialize),
    };
    quote! {
        #[doc(hidden)]
        #[automatically_derived]
        #[allow(non_camel_case_types, dead_code, unreachable_pub, missing_docs, clippy::all, clippy::pedantic)]
        const _: () = {
            #[derive(#derive)]
            #mirror
            #implementation
        };
    }
}

/// The type again, with serde's attributes and no others.
fn mirror(input: &DeriveInput) -> DeriveInput {
    let mut mirror = input.clone();
    mirror.ident = format_ident!("__{}", input.ident);
    keep_serde(&mut mirror.attrs);
    match &mut mirror.data {
        Data::Struct(data) => data.fields.iter_mut().for_each(strip),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                keep_serde(&mut variant.attrs);
                variant.fields.iter_mut().for_each(strip);
            }
        }
        Data::Union(_) => {}
    }
    let original = input.ident.to_string();
    mirror.attrs.push(parse_quote!(#[serde(crate = "::workflow_runtime::__private::serde", remote = #original)]));
    mirror
}

fn strip(field: &mut Field) {
    keep_serde(&mut field.attrs);
}

fn keep_serde(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| attribute.path().is_ident("serde"));
}

/// The function that serde has written on the copy.
fn body(input: &DeriveInput, mirror: &Ident, derived: Trait) -> TokenStream {
    let arguments = input.generics.split_for_impl().1;
    let turbofish = arguments.as_turbofish();
    match derived {
        Trait::Serialize => quote!(#mirror #turbofish::serialize(self, serializer)),
        Trait::Deserialize => quote!(#mirror #turbofish::deserialize(deserializer)),
    }
}

/// The trait for a type that was refused: the errors are shown, and no others.
fn refused(input: &DeriveInput, derived: Trait) -> TokenStream {
    let body = quote!(::workflow_runtime::__private::never_runs());
    let implementation = implementation(input, &body, derived);
    quote!(#[allow(unused_variables)] const _: () = { #implementation };)
}

/// The trait, with this for its method.
fn implementation(input: &DeriveInput, body: &TokenStream, derived: Trait) -> TokenStream {
    let name = &input.ident;
    let bound = match derived {
        Trait::Serialize => quote!(::workflow_runtime::__private::serde::Serialize),
        Trait::Deserialize => quote!(::workflow_runtime::__private::serde::Deserialize<'de>),
    };
    let mut generics = input.generics.clone();
    let types: Vec<Ident> = generics.type_params().map(|parameter| parameter.ident.clone()).collect();
    let lifetimes: Vec<_> = generics.lifetimes().map(|parameter| parameter.lifetime.clone()).collect();
    let clause = generics.make_where_clause();
    clause.predicates.extend(types.iter().map(|ty| -> syn::WherePredicate { parse_quote!(#ty: #bound) }));
    if let Trait::Deserialize = derived {
        clause
            .predicates
            .extend(lifetimes.iter().map(|lifetime| -> syn::WherePredicate { parse_quote!('de: #lifetime) }));
    }
    let (_, arguments, clause) = generics.split_for_impl();
    let declared = &input.generics.params;
    match derived {
        Trait::Serialize => quote! {
            impl<#declared> ::workflow_runtime::__private::serde::Serialize for #name #arguments #clause {
                fn serialize<__S: ::workflow_runtime::__private::serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #body
                }
            }
        },
        Trait::Deserialize => quote! {
            impl<'de, #declared> ::workflow_runtime::__private::serde::Deserialize<'de> for #name #arguments #clause {
                fn deserialize<__D: ::workflow_runtime::__private::serde::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    #body
                }
            }
        },
    }
}
