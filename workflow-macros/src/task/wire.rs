//! A task's arguments as its call keeps them, and as they go over the wire.

use super::parameter::{Kind, Parameter};
use super::signature::Signature;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// The type that a parameter's argument is kept as.
fn owned_type(parameter: &Parameter) -> TokenStream {
    let ty = &parameter.ty;
    match &parameter.kind {
        Kind::Cloned(target) => quote!(#target),
        Kind::Unsized(target) => {
            quote_spanned!(target.span()=> <#target as ::std::borrow::ToOwned>::Owned)
        }
        _ => quote!(#ty),
    }
}

pub(super) fn owned(signature: &Signature) -> TokenStream {
    let types: Vec<TokenStream> = signature.data().map(owned_type).collect();
    match types.as_slice() {
        [single] => single.clone(),
        several => quote_spanned!(signature.parentheses.span.join()=> (#(#several),*)),
    }
}

/// A parameter's name in JSON.
pub(super) fn wire_name(parameter: &Parameter) -> String {
    parameter.name.unraw().to_string()
}

/// Writes the arguments as the wire has them.
pub(super) fn written(signature: &Signature) -> TokenStream {
    let data: Vec<&Parameter> = signature.data().collect();
    let serde_json = quote!(::workflow_runtime::__private::serde_json);
    if let ([single], None) = (data.as_slice(), signature.token()) {
        let (ty, span) = (owned_type(single), single.ty.span());
        return quote_spanned!(span=> #serde_json::to_value::<&#ty>(args));
    }
    let single = data.len() == 1;
    let entries = data.iter().enumerate().map(|(index, parameter)| {
        let (name, ty, index) = (wire_name(parameter), owned_type(parameter), syn::Index::from(index));
        let place = if single { quote!(args) } else { quote!(&args.#index) };
        let value = quote_spanned!(parameter.ty.span()=> #serde_json::to_value::<&#ty>(#place)?);
        quote!(document.insert(::std::string::String::from(#name), #value);)
    });
    let entries: Vec<TokenStream> = entries.collect();
    if entries.is_empty() {
        return quote! {
            let () = args;
            ::core::result::Result::Ok(#serde_json::Value::Object(#serde_json::Map::new()))
        };
    }
    quote! {
        let mut document = #serde_json::Map::new();
        #(#entries)*
        ::core::result::Result::Ok(#serde_json::Value::Object(document))
    }
}

/// Reads the arguments back.
pub(super) fn read(signature: &Signature) -> TokenStream {
    let data: Vec<&Parameter> = signature.data().collect();
    let private = quote!(::workflow_runtime::__private);
    if let ([single], None) = (data.as_slice(), signature.token()) {
        let (ty, span) = (owned_type(single), single.ty.span());
        return quote_spanned!(span=> #private::serde_json::from_value::<#ty>(arguments));
    }
    let values = data.iter().map(|parameter| {
        let (name, ty) = (wire_name(parameter), owned_type(parameter));
        quote_spanned! {parameter.ty.span()=>
            ::workflow_runtime::parameter::<#ty>(document.remove(#name).unwrap_or_default(), Some(#name))
                .map_err(#private::serde::de::Error::custom)?
        }
    });
    let values: Vec<TokenStream> = values.collect();
    let args = match values.as_slice() {
        [] => {
            return quote! {
                let _ = arguments;
                ::core::result::Result::Ok(())
            };
        }
        [single] => single.clone(),
        several => quote!((#(#several),*)),
    };
    quote! {
        let mut document: #private::serde_json::Map<::std::string::String, #private::serde_json::Value> =
            #private::serde_json::from_value(arguments)?;
        ::core::result::Result::Ok(#args)
    }
}
