//! The implementation of `WorkflowError`.

use super::variant::{Content, Field, Kind, Variant};
use crate::data::emit::shape_of;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{DeriveInput, Member, Type};

pub(super) fn implementation(input: &DeriveInput, variants: &[Variant]) -> TokenStream {
    let name = &input.ident;
    let described = variants.iter().map(description);
    let (written, read) = (written(variants), read(variants));
    let conversions = variants.iter().filter_map(|variant| conversion(input, variant));
    let checks = checks(variants);
    quote! {
        const _: () = {
            #[automatically_derived]
            impl ::workflow_runtime::WorkflowError for #name {
                const VARIANTS: &'static [::workflow_runtime::ErrorVariant] = &[#(#described),*];

                fn failure(&self) -> ::workflow_runtime::Failure {
                    #written
                }

                fn from_failure(
                    failure: ::workflow_runtime::Failure,
                ) -> ::core::result::Result<Self, ::workflow_runtime::Failure> {
                    #read
                }
            }
            #(#conversions)*
            #checks
        };
    }
}

/// Stands in for a type that was refused, so that only the refusal is shown.
pub(super) fn fallback(input: &DeriveInput) -> TokenStream {
    if !input.generics.params.is_empty() {
        return TokenStream::new();
    }
    let name = &input.ident;
    quote! {
        #[automatically_derived]
        impl ::workflow_runtime::WorkflowError for #name {
            const VARIANTS: &'static [::workflow_runtime::ErrorVariant] = &[];

            fn failure(&self) -> ::workflow_runtime::Failure {
                ::core::unreachable!()
            }

            fn from_failure(
                failure: ::workflow_runtime::Failure,
            ) -> ::core::result::Result<Self, ::workflow_runtime::Failure> {
                ::core::result::Result::Err(failure)
            }
        }
    }
}

fn description(variant: &Variant) -> TokenStream {
    let ident = variant.ident.unraw().to_string();
    let kind = match &variant.kind {
        Kind::Named { error, content } => {
            let fields: Vec<TokenStream> = match content {
                Content::Nothing => Vec::new(),
                Content::Value(_) => vec![field("0", "0")],
                Content::Fields(fields) => fields.iter().map(|f| field(&f.rust_name(), &f.name)).collect(),
            };
            quote!(Named { error: #error, fields: &[#(#fields),*] })
        }
        Kind::Transparent { ty, .. } => {
            quote_spanned!(ty.span()=> Transparent { variants: <#ty as ::workflow_runtime::WorkflowError>::VARIANTS })
        }
        Kind::Other => quote!(Other),
    };
    quote!(::workflow_runtime::ErrorVariant { ident: #ident, kind: ::workflow_runtime::ErrorKind::#kind })
}

fn field(ident: &str, name: &str) -> TokenStream {
    quote!(::workflow_runtime::data::Field { ident: #ident, name: #name, flatten: false, rest: false })
}

fn written(variants: &[Variant]) -> TokenStream {
    let cause = quote!(::workflow_runtime::__private::cause);
    let arms = variants.iter().map(|Variant { ident, kind }| match kind {
        Kind::Named { error, content: Content::Nothing } => {
            quote!(Self::#ident { .. } => ::workflow_runtime::Failure::named(#error),)
        }
        Kind::Named { error, content: Content::Value(ty) } => {
            let value = quote_spanned!(ty.span()=> #cause::json::<#ty>(value));
            quote!(Self::#ident(value) => #cause::value(#error, #value),)
        }
        Kind::Named { error, content: Content::Fields(fields) } => {
            let bindings = bindings(fields);
            let entries = fields.iter().enumerate().map(|(index, Field { name, ty, .. })| {
                let binding = format_ident!("field{index}");
                let value = quote_spanned!(ty.span()=> #cause::json::<#ty>(#binding));
                quote!((#name, #value))
            });
            quote!(Self::#ident { #bindings } => #cause::object(#error, [#(#entries),*]),)
        }
        Kind::Transparent { member, ty, .. } => {
            let failure = quote_spanned!(ty.span()=> <#ty as ::workflow_runtime::WorkflowError>::failure(inner));
            quote!(Self::#ident { #member: inner } => #failure,)
        }
        Kind::Other => quote!(Self::#ident(failure) => ::core::clone::Clone::clone(failure),),
    });
    let arms: Vec<TokenStream> = arms.collect();
    if arms.is_empty() {
        return quote!(match *self {});
    }
    quote!(match self { #(#arms)* })
}

fn bindings(fields: &[Field]) -> TokenStream {
    let bindings = fields.iter().enumerate().map(|(index, Field { ident, .. })| {
        let binding = format_ident!("field{index}");
        quote!(#ident: #binding)
    });
    quote!(#(#bindings),*)
}

/// Tries the variants in order, so that an error has the same variant here as in a state machine's Catchers.
fn read(variants: &[Variant]) -> TokenStream {
    let cause = quote!(::workflow_runtime::__private::cause);
    let mut steps = Vec::new();
    for Variant { ident, kind } in variants {
        steps.push(match kind {
            Kind::Named { error, content: Content::Nothing } => quote! {
                if failure.error == #error {
                    return ::core::result::Result::Ok(Self::#ident {});
                }
            },
            Kind::Named { error, content: Content::Value(ty) } => {
                let value = quote_spanned!(ty.span()=> #cause::read_value::<#ty>(&failure));
                quote! {
                    if failure.error == #error {
                        return match #value {
                            ::core::option::Option::Some(value) => ::core::result::Result::Ok(Self::#ident(value)),
                            ::core::option::Option::None => ::core::result::Result::Err(failure),
                        };
                    }
                }
            }
            Kind::Named { error, content: Content::Fields(fields) } => {
                let values = fields
                    .iter()
                    .map(|Field { ident, name, ty }| quote_spanned!(ty.span()=> #ident: fields.take::<#ty>(#name)?));
                quote! {
                    if failure.error == #error {
                        let read = || {
                            let mut fields = #cause::Fields::of(&failure)?;
                            ::core::option::Option::Some(Self::#ident { #(#values),* })
                        };
                        return read().ok_or(failure);
                    }
                }
            }
            Kind::Transparent { member, ty, .. } => {
                let inner =
                    quote_spanned!(ty.span()=> <#ty as ::workflow_runtime::WorkflowError>::from_failure(failure));
                let made = transparent(ident, member);
                quote! {
                    let failure = match #inner {
                        ::core::result::Result::Ok(inner) => return ::core::result::Result::Ok(#made),
                        ::core::result::Result::Err(failure) => failure,
                    };
                }
            }
            Kind::Other => return quote!(#(#steps)* ::core::result::Result::Ok(Self::#ident(failure))),
        });
    }
    quote!(#(#steps)* ::core::result::Result::Err(failure))
}

fn conversion(input: &DeriveInput, variant: &Variant) -> Option<TokenStream> {
    let Kind::Transparent { member, ty, converts } = &variant.kind else {
        return None;
    };
    let (name, ident) = (&input.ident, &variant.ident);
    let made = transparent(ident, member);
    let from = converts.then(|| {
        quote_spanned! {ty.span()=>
            #[automatically_derived]
            impl ::core::convert::From<#ty> for #name {
                fn from(inner: #ty) -> Self {
                    #made
                }
            }
        }
    });
    Some(quote_spanned! {ty.span()=>
        #from

        #[automatically_derived]
        impl ::workflow_runtime::define::witness::Receives<#ty> for #name {
            fn receive(inner: #ty) -> Self {
                #made
            }
        }
    })
}

/// A transparent variant that holds `inner`.
fn transparent(ident: &Ident, member: &Member) -> TokenStream {
    match member {
        Member::Named(field) => quote!(Self::#ident { #field: inner }),
        Member::Unnamed(_) => quote!(Self::#ident(inner)),
    }
}

/// Code that is never run and compiles only where every field is data.
fn checks(variants: &[Variant]) -> TokenStream {
    let types: Vec<&Type> = variants
        .iter()
        .flat_map(|variant| match &variant.kind {
            Kind::Named { content: Content::Value(ty), .. } => vec![&**ty],
            Kind::Named { content: Content::Fields(fields), .. } => fields.iter().map(|field| &field.ty).collect(),
            _ => Vec::new(),
        })
        .collect();
    let shapes = types.iter().map(|ty| shape_of(ty));
    quote! {
        #[allow(dead_code, clippy::all, clippy::pedantic)]
        fn fields() {
            #(let _ = #shapes;)*
        }
    }
}
