//! A task's arguments as its call keeps them, and as they go over the wire.

use super::parameter::{Kind, Parameter};
use super::signature::Signature;
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;
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

/// How arguments stand in their document.
#[derive(Clone, Copy)]
pub(super) enum Document<'a> {
    /// One is the document, several are an object.
    OfFunction,
    /// An object by the names of a service, which holds these constants too.
    OfService(&'a [(Ident, LitStr)]),
}

/// Writes the arguments as the wire has them.
pub(super) fn written(signature: &Signature, document: Document<'_>) -> TokenStream {
    let data: Vec<&Parameter> = signature.data().collect();
    let serde_json = quote!(::workflow_runtime::__private::serde_json);
    if let ([single], None, Document::OfFunction) = (data.as_slice(), signature.token(), document) {
        let (ty, span) = (owned_type(single), single.ty.span());
        return quote_spanned!(span=> #serde_json::to_value::<&#ty>(args));
    }
    let single = data.len() == 1;
    let entries = data.iter().enumerate().map(|(index, parameter)| {
        let (name, ty, index) = (&parameter.wire, owned_type(parameter), syn::Index::from(index));
        let place = if single { quote!(args) } else { quote!(&args.#index) };
        let value = quote_spanned!(parameter.ty.span()=> #serde_json::to_value::<&#ty>(#place)?);
        match document {
            Document::OfFunction => quote!(document.insert(::std::string::String::from(#name), #value);),
            Document::OfService(_) => {
                quote!(::workflow_runtime::__private::service::place(&mut document, &ACTION, #name, #value);)
            }
        }
    });
    let constants = match document {
        Document::OfFunction => &[],
        Document::OfService(constants) => constants,
    };
    let constants = constants.iter().map(|(name, value)| {
        let name = name.unraw().to_string();
        quote!(document.insert(::std::string::String::from(#name), #serde_json::Value::from(#value));)
    });
    let entries: Vec<TokenStream> = constants.chain(entries).collect();
    let unit = data.is_empty().then(|| quote!(let () = args;));
    if entries.is_empty() {
        return quote! {
            #unit
            ::core::result::Result::Ok(#serde_json::Value::Object(#serde_json::Map::new()))
        };
    }
    quote! {
        #unit
        let mut document = #serde_json::Map::new();
        #(#entries)*
        ::core::result::Result::Ok(#serde_json::Value::Object(document))
    }
}

/// Reads the arguments back.
pub(super) fn read(signature: &Signature, document: Document<'_>) -> TokenStream {
    let data: Vec<&Parameter> = signature.data().collect();
    let private = quote!(::workflow_runtime::__private);
    if let ([single], None, Document::OfFunction) = (data.as_slice(), signature.token(), document) {
        let (ty, span) = (owned_type(single), single.ty.span());
        return quote_spanned!(span=> #private::serde_json::from_value::<#ty>(arguments));
    }
    let values = data.iter().map(|parameter| {
        let (name, ty) = (&parameter.wire, owned_type(parameter));
        let value = match document {
            Document::OfFunction => quote!(document.remove(#name).unwrap_or_default()),
            Document::OfService(_) => quote!(#private::service::take(&mut document, #name)),
        };
        quote_spanned! {parameter.ty.span()=>
            ::workflow_runtime::parameter::<#ty>(#value, Some(#name))
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
