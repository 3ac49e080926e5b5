//! What is emitted for an action of a service beside what every task has.

use super::options::Options;
use super::service::{Service, listed};
use super::signature::Signature;
use crate::catalogue::code;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// What optimised integrations add to what a service gives.
const METADATA: [&str; 2] = ["SdkHttpMetadata", "SdkResponseMetadata"];

/// The constant that says which action it is, and what rustc checks of the types' names.
pub(super) fn action(signature: &Signature, options: &Options, service: &Service) -> TokenStream {
    let resource = &service.resource;
    let optional = signature.data().filter(|parameter| parameter.is_optional()).map(|parameter| &parameter.wire);
    let constants = options.constants.iter().map(|(name, value)| {
        let name = name.unraw().to_string();
        quote!((#name, #value))
    });
    let result = result(signature);
    let (results, errors) = (results(signature, service, &result), errors(signature, service));
    quote! {
        const ACTION: ::workflow_runtime::ServiceAction = ::workflow_runtime::ServiceAction {
            resource: #resource,
            optional: &[#(#optional),*],
            constants: &[#(#constants),*],
            result: #result,
        };
        #results
        #errors
    }
}

/// The shape of what the service gives; what a token is completed with is the workflow's own.
fn result(signature: &Signature) -> TokenStream {
    if signature.token().is_some() {
        return quote!(::workflow_runtime::data::Shape::Opaque);
    }
    let output = &signature.output;
    quote_spanned!(output.span()=> <#output as ::workflow_runtime::WorkflowData>::SHAPE)
}

fn results(signature: &Signature, service: &Service, result: &TokenStream) -> Option<TokenStream> {
    if signature.token().is_some() {
        return None;
    }
    let of_response = service.gives_response() && !service.action.results.is_empty();
    let own = service.action.results.iter().map(String::as_str).filter(|_| of_response);
    let metadata = METADATA.into_iter().filter(|_| of_response && service.is_optimised);
    let known: Vec<&str> = own.chain(metadata).collect();
    let (code, gives) = (code::RESULT_FIELD.message(""), listed(known.iter().copied()));
    Some(quote_spanned! {signature.output.span()=>
        const _: () = ::workflow_runtime::__private::service::results_exist(#result, &[#(#known),*], #code, #gives);
    })
}

fn errors(signature: &Signature, service: &Service) -> Option<TokenStream> {
    let (prefix, known, error) = (service.action.error_prefix()?, &service.action.errors, &signature.error);
    let (code, has) = (code::SERVICE_ERROR.message(""), listed(known.iter().map(String::as_str)));
    Some(quote_spanned! {error.span()=>
        const _: () = ::workflow_runtime::__private::service::errors_exist(
            <#error as ::workflow_runtime::WorkflowError>::VARIANTS,
            #prefix,
            &[#(#known),*],
            #code,
            #has,
        );
    })
}

/// Calls the service.
pub(super) fn attempt(signature: &Signature) -> TokenStream {
    let call = if signature.token().is_some() { quote!(call_and_wait) } else { quote!(call) };
    quote! {
        fn attempt(
            args: Self::Args,
            env: ::workflow_runtime::TaskEnv,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<Self::Output, ::workflow_runtime::TaskFailure<Self::Error>>,
        > + ::core::marker::Send {
            ::workflow_runtime::__private::service::#call::<Self>(args, env)
        }
    }
}
