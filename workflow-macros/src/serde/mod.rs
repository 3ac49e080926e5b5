//! `Serialize` and `Deserialize` for crates that do not depend on serde themselves.
//!
//! serde's own derives name the crate `serde`, which a user of `workflow-runtime` alone does not have; their `crate`
//! attribute would have to stand on every type. So these derives give serde a copy of the type that has the attribute
//! (and `remote`, which makes it write functions for the original), and implement the trait with what it gives.

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
    let mirror = mirror(&input);
    let implementation = implementation(&input, &mirror.ident, derived);
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

/// The trait, by the function that serde has written on the copy.
fn implementation(input: &DeriveInput, mirror: &Ident, derived: Trait) -> TokenStream {
    let name = &input.ident;
    let (bound, parameters): (TokenStream, TokenStream) = match derived {
        Trait::Serialize => (quote!(::workflow_runtime::__private::serde::Serialize), quote!()),
        Trait::Deserialize => (quote!(::workflow_runtime::__private::serde::Deserialize<'de>), quote!('de)),
    };
    let mut generics = input.generics.clone();
    let types: Vec<Ident> = generics.type_params().map(|parameter| parameter.ident.clone()).collect();
    for ty in types {
        generics.make_where_clause().predicates.push(parse_quote!(#ty: #bound));
    }
    let (_, arguments, clause) = generics.split_for_impl();
    let declared = &input.generics.params;
    let turbofish = input.generics.split_for_impl().1;
    let turbofish = turbofish.as_turbofish();
    match derived {
        Trait::Serialize => quote! {
            impl<#declared> ::workflow_runtime::__private::serde::Serialize for #name #arguments #clause {
                fn serialize<__S: ::workflow_runtime::__private::serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #mirror #turbofish::serialize(self, serializer)
                }
            }
        },
        Trait::Deserialize => quote! {
            impl<#parameters, #declared> ::workflow_runtime::__private::serde::Deserialize<'de> for #name #arguments #clause {
                fn deserialize<__D: ::workflow_runtime::__private::serde::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    #mirror #turbofish::deserialize(deserializer)
                }
            }
        },
    }
}
