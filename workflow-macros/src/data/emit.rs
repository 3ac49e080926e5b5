//! The implementation of `WorkflowData`.

use super::shape::{Field, Repr, Shape, Variant, VariantStyle};
use crate::catalogue::code;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, GenericParam, Type};

pub(super) fn implementation(input: &DeriveInput, shape: &Shape) -> TokenStream {
    let implementation = implement(input, shape);
    let checks = checks(input, shape);
    let name = &input.ident;
    // Variants without fields are texts, which compare as they do in Rust.
    let comparable = matches!(shape, Shape::Enum(Repr::Name, ..))
        .then(|| quote!(#[automatically_derived] impl ::workflow_runtime::define::number::Comparable for #name {}));
    quote! {
        const _: () = {
            #comparable
            #implementation
            #checks
        };
    }
}

/// Stands in for a type that was refused, so that only the refusal is shown.
pub(super) fn fallback(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics ::workflow_runtime::WorkflowData for #name #type_generics #where_clause {
            type Erased = ();
            type Null = ::workflow_runtime::data::CannotBeNull;
            const SHAPE: ::workflow_runtime::data::Shape = ::workflow_runtime::data::Shape::Opaque;
        }
    }
}

fn implement(input: &DeriveInput, shape: &Shape) -> TokenStream {
    let (value, transparent) = (value(shape), matches!(shape, Shape::Transparent(_)));
    let name = &input.ident;
    let (_, type_generics, _) = input.generics.split_for_impl();
    let generics = bounded(input);
    let (erased, null) = (erased(input), null(shape));
    quote! {
        #[automatically_derived]
        impl #generics ::workflow_runtime::WorkflowData for #name #type_generics {
            type Erased = #erased;
            type Null = #null;
            const SHAPE: ::workflow_runtime::data::Shape = #value;
            const TRANSPARENT: bool = #transparent;
        }
    }
}

/// The type's parameters, each of which must itself be data.
fn bounded(input: &DeriveInput) -> TokenStream {
    let parameters = input.generics.params.iter().map(|parameter| match parameter {
        GenericParam::Type(parameter) => {
            let ident = &parameter.ident;
            quote!(#ident: ::workflow_runtime::WorkflowData)
        }
        GenericParam::Const(parameter) => {
            let (ident, ty) = (&parameter.ident, &parameter.ty);
            quote!(const #ident: #ty)
        }
        GenericParam::Lifetime(lifetime) => quote!(#lifetime),
    });
    quote!(<#(#parameters),*>)
}

fn erased(input: &DeriveInput) -> TokenStream {
    if input.generics.params.is_empty() {
        return quote!(Self);
    }
    let name = &input.ident;
    let arguments = input.generics.params.iter().map(|parameter| match parameter {
        GenericParam::Type(parameter) => {
            let ident = &parameter.ident;
            quote!(<#ident as ::workflow_runtime::WorkflowData>::Erased)
        }
        GenericParam::Const(parameter) => {
            let ident = &parameter.ident;
            quote!(#ident)
        }
        GenericParam::Lifetime(lifetime) => quote!(#lifetime),
    });
    quote!(#name<#(#arguments),*>)
}

/// Whether a value may be null.
fn null(shape: &Shape) -> TokenStream {
    match shape {
        Shape::Unit => quote!(::workflow_runtime::data::CanBeNull),
        Shape::Transparent(inner) => quote_spanned!(inner.span()=> <#inner as ::workflow_runtime::WorkflowData>::Null),
        _ => quote!(::workflow_runtime::data::CannotBeNull),
    }
}

fn value(shape: &Shape) -> TokenStream {
    let data = quote!(::workflow_runtime::data);
    match shape {
        Shape::Unit => quote!(#data::Shape::Unit),
        Shape::Transparent(inner) => shape_of(inner),
        Shape::Tuple(types) => {
            let length = types.len();
            quote!(#data::Shape::Tuple(#length))
        }
        Shape::Struct(fields) => {
            let fields = fields.iter().map(field);
            quote!(#data::Shape::Struct(&[#(#fields),*]))
        }
        Shape::Enum(repr, variants) => {
            let repr = match repr {
                Repr::Name => quote!(Name),
                Repr::Internal(tag) => quote!(Internal(#tag)),
                Repr::Adjacent(tag, content) => quote!(Adjacent(#tag, #content)),
            };
            let variants = variants.iter().map(variant);
            quote!(#data::Shape::Enum(#data::EnumRepr::#repr, &[#(#variants),*]))
        }
    }
}

/// The shape of a type; where it has none, rustc says so at the type.
pub(crate) fn shape_of(ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as ::workflow_runtime::WorkflowData>::SHAPE)
}

fn field(Field { ident, name, flatten, ty }: &Field) -> TokenStream {
    let shape = flatten.then(|| shape_of(ty));
    let rest = shape.map_or_else(
        || quote!(false),
        |shape| quote!(::core::matches!(#shape, ::workflow_runtime::data::Shape::Dictionary)),
    );
    quote!(::workflow_runtime::data::Field { ident: #ident, name: #name, flatten: #flatten, rest: #rest })
}

fn variant(Variant { ident, name, style, fields }: &Variant) -> TokenStream {
    let fields = fields.iter().map(field);
    let style = match style {
        VariantStyle::Unit => quote!(Unit),
        VariantStyle::Newtype => quote!(Newtype),
        VariantStyle::Tuple => quote!(Tuple),
        VariantStyle::Struct => quote!(Struct),
    };
    quote! {
        ::workflow_runtime::data::Variant {
            ident: #ident,
            name: #name,
            fields: &[#(#fields),*],
            style: ::workflow_runtime::data::VariantStyle::#style,
        }
    }
}

/// Code that is never run and compiles only where every field is data.
fn checks(input: &DeriveInput, shape: &Shape) -> TokenStream {
    let types: Vec<&Type> = match shape {
        // A transparent type's shape is that of what it holds, which says it all.
        Shape::Unit | Shape::Transparent(_) => Vec::new(),
        Shape::Tuple(types) => types.iter().collect(),
        Shape::Struct(fields) => fields.iter().map(|field| &field.ty).collect(),
        Shape::Enum(_, variants) => {
            variants.iter().flat_map(|variant| &variant.fields).map(|field| &field.ty).collect()
        }
    };
    let merged = if input.generics.params.is_empty() { merged(shape) } else { TokenStream::new() };
    let shapes = types.iter().map(|ty| shape_of(ty));
    let generics = bounded(input);
    quote! {
        #[allow(dead_code, clippy::all, clippy::pedantic)]
        fn fields #generics() {
            #(let _ = #shapes;)*
        }
        #merged
    }
}

/// Checks at compile time that what serde merges into a parent is an object; serde itself finds out when it writes.
fn merged(shape: &Shape) -> TokenStream {
    let types: Vec<&Type> = match shape {
        Shape::Struct(fields) => fields.iter().filter(|field| field.flatten).map(|field| &field.ty).collect(),
        Shape::Enum(repr, variants) => {
            let flattened = variants.iter().flat_map(|variant| &variant.fields).filter(|field| field.flatten);
            let internal = matches!(repr, Repr::Internal(_));
            let newtypes = variants.iter().filter(|variant| internal && variant.style == VariantStyle::Newtype);
            flattened.chain(newtypes.flat_map(|variant| &variant.fields)).map(|field| &field.ty).collect()
        }
        _ => Vec::new(),
    };
    // A map takes the keys that are left, which is known of a struct whose other fields have names.
    let map_fits = matches!(shape, Shape::Struct(_)) && types.len() == 1;
    let map = map_fits.then(|| quote!(| ::workflow_runtime::data::Shape::Dictionary));
    let message = code::NOT_AN_OBJECT.message(
        "serde can only merge an object into its parent: hold a struct here, or use `tag` and `content` (a map only in a struct, as the only field that is merged)",
    );
    let checks = types.iter().map(|ty| {
        let shape = shape_of(ty);
        quote_spanned! {ty.span()=>
            const _: () = ::core::assert!(
                ::core::matches!(
                    #shape,
                    ::workflow_runtime::data::Shape::Struct(_)
                        #map
                        | ::workflow_runtime::data::Shape::Enum(
                            ::workflow_runtime::data::EnumRepr::Internal(_)
                                | ::workflow_runtime::data::EnumRepr::Adjacent(..),
                            _,
                        )
                ),
                #message
            );
        }
    });
    quote!(#(#checks)*)
}
