//! Calls of `#[expression]` functions, and what such a function becomes.

use super::{Emit, Witnesses, place};
use crate::extent::Extent;
use crate::workflow::graph::Graph;
use crate::workflow::syntax::{Expr, ExprKind, Expression, FunctionCall, Variables, last_ident};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Path;

/// The functions that a body calls: each is imported under a name of its own, its type with it.
///
/// A function that is no `#[expression]` has no type of its name. A type that is imported by `*` stands in for it, as
/// names that are imported one by one come first; so the mistake is one of a type, and told in our words.
#[derive(Default)]
pub(super) struct Called {
    paths: Vec<(String, Path)>,
}

impl Called {
    /// The name that a function is imported under, at the place of a call.
    fn name(&mut self, path: &Path) -> Ident {
        let text = quote!(#path).to_string();
        let known = self.paths.iter().position(|(known, _)| *known == text);
        let position = known.unwrap_or_else(|| {
            self.paths.push((text, path.clone()));
            self.paths.len() - 1
        });
        name_of(position, last_ident(path).map_or_else(Span::call_site, Ident::span))
    }

    fn names(&self) -> Vec<Ident> {
        let named = self.paths.iter().enumerate();
        named.map(|(i, (_, path))| name_of(i, Extent::of_tokens(path).end)).collect()
    }

    pub(super) fn imports(&self) -> TokenStream {
        if self.paths.is_empty() {
            return TokenStream::new();
        }
        let names = self.names();
        let paths = self.paths.iter().map(|(_, path)| path);
        quote! {
            #[allow(unused_imports)]
            mod __otherwise {
                #(pub(super) use ::workflow_runtime::define::expression::Otherwise as #names;)*
            }
            #[allow(unused_imports)]
            use __otherwise::*;
            #(#[allow(unused_imports)] use #paths as #names;)*
        }
    }
}

fn name_of(position: usize, span: Span) -> Ident {
    format_ident!("__E{position}", span = span)
}

impl Emit<'_> {
    /// The call in the native body.
    pub(super) fn native_expression(&mut self, call: &FunctionCall) -> TokenStream {
        let name = self.called.name(&call.path);
        let arguments = self.several(&call.args, |arguments| quote!(#(#arguments),*));
        place::applied(&name, arguments, call.parens)
    }

    /// The function's value in the definition, where it is told if the function is no expression.
    pub(super) fn expression_value(&mut self, call: &FunctionCall) -> TokenStream {
        let name = self.called.name(&call.path);
        let arguments = call.args.iter().map(|argument| self.value(argument)).collect::<Vec<_>>();
        let define = quote_spanned!(name.span()=> <#name as __define::Expression>::define);
        quote!(#define(::std::vec![#(#arguments),*]))
    }
}

impl Emit<'_> {
    /// `now()` and its like in the native body: the context draws the value.
    pub(super) fn native_drawn(&mut self, path: &Path, end: Span) -> TokenStream {
        let name = self.called.name(path);
        // The type is of the runtime even where the function is another that hides it: only the runtime's has a lifetime.
        let ours = quote_spanned!(name.span()=> if false { let _ = #name::<'static>; });
        let drawn = quote_spanned!(name.span()=> <#name as ::workflow_runtime::define::Drawn>::draw);
        let drawn = place::applied(drawn, quote!(&__cx), end);
        place::braces(quote!(#ours #drawn), end).to_token_stream()
    }

    /// The same in the definition.
    pub(super) fn drawn_value(&mut self, expr: &Expr) -> TokenStream {
        let ExprKind::Drawn(path, _) = &expr.kind else { return quote!(__value::null()) };
        let name = self.called.name(path);
        let define = quote_spanned!(name.span()=> <#name as __define::Drawn>::define);
        quote!(#define())
    }
}

/// Emits the whole expansion of an `#[expression]`.
pub(crate) fn expression(function: &Expression, vars: &Variables) -> TokenStream {
    let (graph, nothing) = (Graph::default(), syn::parse_quote!(()));
    let mut emit = Emit {
        graph: &graph,
        vars,
        witnesses: Witnesses::default(),
        called: Called::default(),
        error: &nothing,
        several_parameters: false,
        ends_both_ways: false,
    };
    let builder = emit.block_value(&function.body);
    let body = emit.block(&function.body);
    let bound = function
        .parameters
        .iter()
        .map(|parameter| emit.bound_var(parameter.var, &parameter.ident, Extent::of_tokens(&parameter.ty)));
    let bound = bound.collect::<TokenStream>();
    let witnesses =
        emit.witnesses.all.iter().map(|name| quote!(let #name = (::workflow_runtime::define::Wit::new(),);));
    let imports = emit.called.imports();
    let names = function.parameters.iter().map(|parameter| vars.name(parameter.var));
    let (idents, types) = (function.idents(), function.types());
    let (output, lifetimes) = (&function.output, function.lifetimes());
    // One function is both, so that rustc infers the types that the builder needs from the body's own tokens.
    let program = quote! {
        #[inline]
        fn __program<#(#lifetimes,)* const __DEFINES: bool>(
            __arguments: ::std::vec::Vec<::workflow_runtime::define::Value>,
            __values: ::std::option::Option<(#(#types,)*)>,
        ) -> ::std::result::Result<#output, ::workflow_runtime::define::Value> {
            #(#witnesses)*
            if let ::std::option::Option::Some((#(#idents,)*)) = __values {
                #bound
                let __value: #output = #body;
                return ::std::result::Result::Ok(__value);
            }
            if !__DEFINES {
                return ::std::result::Result::Ok(::workflow_runtime::__private::never_runs());
            }
            #[allow(unused_imports)]
            use ::workflow_runtime::define::{self as __define, Env as __Env, pattern as __pattern, state as __state, value as __value};
            ::std::result::Result::Err(__define::expression::inlined(&[#(#names),*], __arguments, |mut __env| #builder))
        }
    };
    let calls = emit.called.names();
    let define = quote! {
        match Self::__program::<true>(__arguments, ::std::option::Option::None) {
            ::std::result::Result::Ok(_) => ::workflow_runtime::define::value::null(),
            ::std::result::Result::Err(__value) => __value,
        }
    };
    item(function, &imports, &program, &define, &calls)
}

/// The names alone, for an expression that was refused.
pub(crate) fn refused_expression(function: &Expression) -> TokenStream {
    let (output, types, lifetimes) = (&function.output, function.types(), function.lifetimes());
    let program = quote! {
        fn __program<#(#lifetimes,)* const __DEFINES: bool>(
            _: ::std::vec::Vec<::workflow_runtime::define::Value>,
            _: ::std::option::Option<(#(#types,)*)>,
        ) -> ::std::result::Result<#output, ::workflow_runtime::define::Value> {
            ::workflow_runtime::__private::never_runs()
        }
    };
    let define = quote!({
        let _ = __arguments;
        ::workflow_runtime::define::value::null()
    });
    item(function, &TokenStream::new(), &program, &define, &[])
}

/// The type, its implementation and the function.
fn item(
    function: &Expression,
    imports: &TokenStream,
    program: &TokenStream,
    define: &TokenStream,
    calls: &[Ident],
) -> TokenStream {
    let Expression { name, visibility, attributes, signature, .. } = function;
    let idents = function.idents();
    let span = name.span();
    // A function that comes back to itself makes a cycle of constants, which rustc reports at the functions' names.
    let calls = calls.iter().map(
        |call| quote_spanned!(call.span()=> && <#call as ::workflow_runtime::define::Expression>::IS_NOT_RECURSIVE),
    );
    let finite = quote_spanned!(span=> const IS_NOT_RECURSIVE: bool = true #(#calls)*;);
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility enum #name {}

        #[automatically_derived]
        #[allow(
            unused_braces, unused_parens, unused_qualifications, unused_results,
            clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction
        )]
        const _: () = {
            #imports
            impl #name {
                #program
            }
            #[diagnostic::do_not_recommend]
            impl ::workflow_runtime::define::Expression for #name {
                #finite

                fn define(
                    __arguments: ::std::vec::Vec<::workflow_runtime::define::Value>,
                ) -> ::workflow_runtime::define::Value {
                    #define
                }
            }
            const _: bool = <#name as ::workflow_runtime::define::Expression>::IS_NOT_RECURSIVE;
        };

        #(#attributes)*
        #visibility #signature {
            match #name::__program::<false>(
                ::std::vec::Vec::new(),
                ::std::option::Option::Some((#(#idents,)*)),
            ) {
                ::std::result::Result::Ok(__value) => __value,
                ::std::result::Result::Err(_) => ::workflow_runtime::__private::never_runs(),
            }
        }
    }
}
