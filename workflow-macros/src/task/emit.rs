//! The items that stand for a task.

use super::options::{Options, Retrier};
use super::parameter::{Kind, Parameter};
use super::signature::Signature;
use super::wire::{owned, read, wire_name, written};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{FnArg, ItemFn, Pat, Type, Visibility};

/// What an attempt does.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Body {
    /// It runs the user's function.
    User,
    /// Nothing: the function was refused, and callers are only to find what they call.
    Refused,
}

/// The lints that speak of names and forms that the user did not choose.
fn quiet() -> TokenStream {
    quote! {
        #[allow(
            non_camel_case_types,
            missing_debug_implementations,
            missing_copy_implementations,
            clippy::all,
            clippy::pedantic,
            clippy::nursery
        )]
    }
}

pub(super) fn task(function: &ItemFn, signature: &Signature, options: &Options, body: Body) -> TokenStream {
    let name = &signature.name;
    let items = items(function, signature);
    let hidden = (body == Body::User).then(|| hidden(function, signature));
    let implementation = implementation(signature, options, body);
    let retried = (body == Body::User).then(|| retried(signature, options));
    quote! {
        #items
        const _: () = {
            #hidden
            #[automatically_derived]
            #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
            impl ::workflow_runtime::Task for #name {
                #implementation
            }
            #retried
        };
    }
}

/// The type and the function that makes calls, which share the name.
fn items(function: &ItemFn, signature: &Signature) -> TokenStream {
    let (name, visibility) = (&signature.name, &function.vis);
    let (described, caller) = (&signature.attributes.described, &signature.attributes.caller);
    let quiet = quiet();
    let parameters = signature.data().map(|Parameter { name, ty, .. }| quote!(#name: #ty));
    let arguments = signature.data().map(|Parameter { name, kind, .. }| match kind {
        Kind::Cloned(target) => {
            quote_spanned!(target.span()=> <#target as ::core::clone::Clone>::clone(#name))
        }
        Kind::Unsized(target) => {
            quote_spanned!(target.span()=> <#target as ::std::borrow::ToOwned>::to_owned(#name))
        }
        _ => quote!(#name),
    });
    let arguments: Vec<TokenStream> = arguments.collect();
    let arguments = match arguments.as_slice() {
        [single] => single.clone(),
        several => quote!((#(#several),*)),
    };
    quote! {
        #(#described)*
        #quiet
        #visibility enum #name {}

        #(#described)*
        #(#caller)*
        #quiet
        #visibility fn #name(#(#parameters),*) -> ::workflow_runtime::Call<#name> {
            ::workflow_runtime::Call::new(#arguments)
        }
    }
}

/// The user's function as it is. It keeps its name, for a panic or a profile to show. Lints whose advice a task cannot
/// follow are off unless the user turns them on for it.
fn hidden(function: &ItemFn, signature: &Signature) -> TokenStream {
    let mut hidden = function.clone();
    hidden.vis = Visibility::Inherited;
    hidden.attrs.clone_from(&signature.attributes.function);
    quote! {
        #[allow(
            clippy::missing_const_for_fn,
            clippy::needless_pass_by_value,
            clippy::unnecessary_wraps,
            clippy::unused_async
        )]
        #hidden
    }
}

fn implementation(signature: &Signature, options: &Options, body: Body) -> TokenStream {
    let (output, error) = (&signature.output, &signature.error);
    let owned = owned(signature);
    let info = info(signature, options);
    let (written, read) = (written(signature), read(signature));
    let attempt = match body {
        Body::User => attempt(signature),
        Body::Refused => quote! {
            async fn attempt(
                _: Self::Args,
                _: ::workflow_runtime::TaskEnv,
            ) -> ::core::result::Result<Self::Output, ::workflow_runtime::TaskFailure<Self::Error>> {
                ::core::unreachable!()
            }
        },
    };
    quote! {
        type Args = #owned;
        type Output = #output;
        type Error = #error;

        const INFO: ::workflow_runtime::TaskInfo = #info;

        fn arguments(
            args: &Self::Args,
        ) -> ::workflow_runtime::__private::serde_json::Result<::workflow_runtime::__private::serde_json::Value> {
            #written
        }

        fn from_arguments(
            arguments: ::workflow_runtime::__private::serde_json::Value,
        ) -> ::workflow_runtime::__private::serde_json::Result<Self::Args> {
            #read
        }

        #attempt
    }
}

fn info(signature: &Signature, options: &Options) -> TokenStream {
    let name = signature.name.unraw().to_string();
    let parameters = signature.data().map(wire_name);
    let token = optional(signature.token().map(|(parameter, _)| wire_name(parameter)).map(|name| quote!(#name)));
    let timeout = optional(options.timeout.map(duration));
    let heartbeat = optional(options.heartbeat.map(duration));
    let retriers = options.retriers.iter().map(retrier);
    let memory = optional(options.memory.map(|memory| quote!(#memory)));
    let environment = options.environment.iter().map(|(name, value)| quote!((#name, #value)));
    quote! {
        ::workflow_runtime::TaskInfo {
            name: #name,
            parameters: &[#(#parameters),*],
            token: #token,
            timeout: #timeout,
            heartbeat: #heartbeat,
            retry: &[#(#retriers),*],
            memory: #memory,
            environment: &[#(#environment),*],
        }
    }
}

pub(super) fn retrier(retrier: &Retrier) -> TokenStream {
    let variants =
        retrier.variants.iter().filter_map(|path| path.segments.last()).map(|last| last.ident.unraw().to_string());
    let interval = retrier.interval.map(duration).map(|interval| quote!(interval: #interval,));
    let max_attempts = retrier.max_attempts.map(|attempts| quote!(max_attempts: #attempts,));
    let backoff_rate = retrier.backoff_rate.map(|rate| quote!(backoff_rate: #rate,));
    let max_delay =
        retrier.max_delay.map(duration).map(|delay| quote!(max_delay: ::core::option::Option::Some(#delay),));
    let jitter = retrier.full_jitter.then(|| quote!(jitter: ::workflow_runtime::Jitter::Full,));
    quote! {
        ::workflow_runtime::Retrier {
            variants: &[#(#variants),*],
            #interval #max_attempts #backoff_rate #max_delay #jitter
            ..::workflow_runtime::Retrier::DEFAULT
        }
    }
}

fn duration(seconds: u64) -> TokenStream {
    quote!(::core::time::Duration::from_secs(#seconds))
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// Runs the user's function once. What goes into it has the span of the parameter's type, so that a type which only
/// looks like one of ours is a mismatch there.
fn attempt(signature: &Signature) -> TokenStream {
    let name = &signature.name;
    // One identifier for each, however often: the tokens around them may come from different macros.
    let (env, callback) = (Ident::new("env", name.span()), Ident::new("callback", name.span()));
    let mut data: Vec<Ident> = Vec::new();
    let mut injected = Vec::new();
    let mut inputs = Vec::new();
    for (index, Parameter { ty, kind, .. }) in signature.parameters.iter().enumerate() {
        let value = format_ident!("argument{index}", span = ty.span());
        inputs.push(if matches!(kind, Kind::Cloned(_) | Kind::Unsized(_)) {
            quote_spanned!(ty.span()=> &#value)
        } else {
            quote_spanned!(ty.span()=> #value)
        });
        injected.push(match kind {
            Kind::Owned | Kind::Cloned(_) | Kind::Unsized(_) => {
                data.push(value);
                continue;
            }
            Kind::Dependency(inner) => quote_spanned! {ty.span()=>
                let #value = #env.dep::<#inner>().map_err(::workflow_runtime::TaskFailure::Failure)?;
            },
            Kind::Context => quote_spanned!(ty.span()=> let #value = #env.context();),
            Kind::Token(inner) => {
                quote_spanned!(ty.span()=> let (#value, #callback) = #env.callback::<#inner>();)
            }
        });
    }
    let args = match data.as_slice() {
        [single] => quote!(#single),
        several => quote!((#(#several),*)),
    };
    let call = if signature.blocking {
        quote!(::workflow_runtime::__private::blocking(move || #name(#(#inputs),*)).await)
    } else {
        quote!(#name(#(#inputs),*).await)
    };
    let run = if signature.token().is_some() {
        quote! {
            let () = #call.map_err(::workflow_runtime::TaskFailure::Error)?;
            #callback.await.map_err(::workflow_runtime::TaskFailure::Failure)
        }
    } else {
        quote!(#call.map_err(::workflow_runtime::TaskFailure::Error))
    };
    let owned = signature.parameters.iter().all(|parameter| matches!(parameter.kind, Kind::Owned));
    let future = if owned && !signature.blocking {
        // No block around the function's own future: it would keep the arguments once more.
        quote!(let _ = #env; ::workflow_runtime::__private::own_error(#name(#(#inputs),*)))
    } else {
        let used = if injected.is_empty() { quote!(let _ = #env;) } else { TokenStream::new() };
        quote!(async move { #used #(#injected)* #run })
    };
    quote_spanned! {name.span()=>
        #[inline]
        fn attempt(
            args: Self::Args,
            #env: ::workflow_runtime::TaskEnv,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<Self::Output, ::workflow_runtime::TaskFailure<Self::Error>>,
        > + ::core::marker::Send {
            let #args = args;
            #future
        }
    }
}

/// Names the variants that are retried in a pattern, for rustc to say which do not exist.
fn retried(signature: &Signature, options: &Options) -> TokenStream {
    let error = &signature.error;
    let mut variants: Vec<&Ident> = Vec::new();
    for variant in options.retriers.iter().flat_map(|retrier| &retrier.variants).filter_map(|path| path.get_ident()) {
        if !variants.contains(&variant) {
            variants.push(variant);
        }
    }
    if variants.is_empty() {
        return TokenStream::new();
    }
    quote! {
        type Retried = #error;
        #[allow(unreachable_patterns, deprecated, clippy::all, clippy::pedantic)]
        const _: fn(&Retried) = |error| match error {
            #(Retried::#variants { .. } => {})*
            _ => {}
        };
    }
}

/// Stands in for a function that no task can be made of: the names exist, the rest is left open.
pub(super) fn opaque(function: &ItemFn) -> TokenStream {
    let (visibility, name, generics) = (&function.vis, &function.sig.ident, &function.sig.generics);
    let parameters = function.sig.inputs.iter().enumerate().filter_map(|(index, input)| match input {
        FnArg::Typed(input) => {
            let name = match &*input.pat {
                Pat::Ident(pattern) => pattern.ident.clone(),
                _ => format_ident!("argument{index}"),
            };
            let ty: &Type = &input.ty;
            Some(quote!(#name: #ty))
        }
        FnArg::Receiver(_) => None,
    });
    let filter = &generics.where_clause;
    let signature = Signature::unknown(function);
    let implementation = implementation(&signature, &Options::default(), Body::Refused);
    quote! {
        #[allow(non_camel_case_types, dead_code)]
        #visibility enum #name {}
        #[allow(unused_variables, dead_code)]
        #visibility fn #name #generics(#(#parameters),*) -> ::workflow_runtime::Call<#name> #filter {
            ::core::unreachable!()
        }
        const _: () = {
            #[automatically_derived]
            impl ::workflow_runtime::Task for #name {
                #implementation
            }
        };
    }
}
