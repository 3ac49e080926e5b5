//! From the tree and the state graph to Rust: the native body, and the builder of the definition beside it.
//!
//! Both stand in one function, so that a probe in the native body tells the builder which type rustc has inferred.
//! The builder is written first, as it decides where probes are needed. Nothing here reports errors.

mod builder;
mod choice;
mod method;
mod native;
mod native_effect;
mod pattern;
mod value;

use super::graph::{Graph, ScopeId};
use super::syntax::{Expr, ExprId, ExprKind, Parameter, VarId, Variables, Workflow};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use std::collections::BTreeMap;

/// Emits the whole expansion of a workflow.
pub(crate) fn emit(workflow: &Workflow, graph: &Graph<'_>, vars: &Variables) -> TokenStream {
    let mut emit = Emit { graph, vars, witnesses: Witnesses::default(), error: &workflow.error };
    let builder = emit.scope(ScopeId(0));
    let checks = emit.propagations();
    let body = emit.native_scope(ScopeId(0), &workflow.body);
    let start = start(&workflow.parameters);
    let bound = workflow.parameters.iter().map(|parameter| emit.bound_var(parameter.var, &parameter.ident));
    let bound = bound.collect::<TokenStream>();
    let witnesses = emit.witnesses.all.iter().map(|name| quote!(let #name = ::workflow_runtime::define::Wit::new();));
    let parameters = workflow.parameters.iter().map(|parameter| vars.name(parameter.var));
    let (output, error) = (&workflow.output, &workflow.error);
    let program = quote! {
        fn program<__C: ::workflow_runtime::Context>(
            __cx: __C,
            __args: ::std::option::Option<Self::Args>,
            __definer: ::std::option::Option<&mut ::workflow_runtime::define::Definer>,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<#output, #error>> + ::std::marker::Send {
            #(#witnesses)*
            let __program = async move {
                #start
                #bound
                #body
            };
            if __C::DEFINES {
                #[allow(unused_imports)]
                use ::workflow_runtime::define::{self as __define, Env as __Env, pattern as __pattern, state as __state, value as __value};
                #checks
                if let ::std::option::Option::Some(__definer) = __definer {
                    let __base = __definer.env(&[#(#parameters),*]);
                    let __scope = #builder;
                    __definer.finish_scope(__scope);
                }
            }
            __program
        }
    };
    item(workflow, &program)
}

/// Parameters out of the arguments.
fn start(parameters: &[Parameter]) -> TokenStream {
    let name = |parameter: &Parameter| {
        let (ident, mutable) = (&parameter.ident, parameter.mutable.then(|| quote!(mut)));
        quote!(#mutable #ident)
    };
    let names = parameters.iter().map(name);
    let pattern = match parameters {
        [] => quote!(()),
        [only] => name(only),
        _ => quote!((#(#names),*)),
    };
    quote! {
        let ::std::option::Option::Some(#pattern) = __args else { return ::workflow_runtime::__private::never_runs() };
    }
}

/// The type, its implementation and the function; `program` is the method of that name.
pub(crate) fn item(workflow: &Workflow, program: &TokenStream) -> TokenStream {
    let Workflow { name, visibility, attributes, comment, output, error, parameters, .. } = workflow;
    let types: Vec<_> = parameters.iter().map(|parameter| &parameter.ty).collect();
    let idents: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    let texts: Vec<_> = idents.iter().map(|ident| ident.to_string()).collect();
    let args_type = match types.as_slice() {
        [only] => quote!(#only),
        _ => quote!((#(#types),*)),
    };
    let args = match idents.as_slice() {
        [only] => quote!(#only),
        _ => quote!((#(#idents),*)),
    };
    let from_input = from_input(&texts);
    let name_text = name.to_string();
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility enum #name {}

        #[automatically_derived]
        #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        const _: () = {
            impl ::workflow_runtime::Workflow for #name {
                type Args = #args_type;
                type Output = #output;
                type Error = #error;

                const INFO: ::workflow_runtime::WorkflowInfo = ::workflow_runtime::WorkflowInfo {
                    name: #name_text,
                    comment: #comment,
                    parameters: &[#(#texts),*],
                };

                fn from_input(
                    __input: ::workflow_runtime::__private::serde_json::Value,
                ) -> ::std::result::Result<Self::Args, ::workflow_runtime::InputError> {
                    #from_input
                }

                #program
            }
        };

        #(#attributes)*
        #visibility fn #name(
            #(#idents: #types),*
        ) -> ::workflow_runtime::Run<
            #name,
            impl ::std::future::Future<Output = ::std::result::Result<#output, #error>> + ::std::marker::Send + use<>,
        > {
            ::workflow_runtime::__private::run::<#name>(#args)
        }
    }
}

fn from_input(names: &[String]) -> TokenStream {
    match names {
        [] => quote!(::std::result::Result::Ok(())),
        [_] => quote!(::workflow_runtime::parameter(__input, ::std::option::Option::None)),
        _ => {
            let fields = names.iter().map(|name| {
                quote!(::workflow_runtime::parameter(
                    __input.get(#name).cloned().unwrap_or_default(),
                    ::std::option::Option::Some(#name),
                )?)
            });
            quote!(::std::result::Result::Ok((#(#fields),*)))
        }
    }
}

/// The signature alone, for a workflow that was refused: rustc then shows the real mistake and no others.
pub(crate) fn fallback(workflow: &Workflow) -> TokenStream {
    let (output, error) = (&workflow.output, &workflow.error);
    item(
        workflow,
        &quote! {
            fn program<__C: ::workflow_runtime::Context>(
                _: __C,
                _: ::std::option::Option<Self::Args>,
                _: ::std::option::Option<&mut ::workflow_runtime::define::Definer>,
            ) -> impl ::std::future::Future<Output = ::std::result::Result<#output, #error>> + ::std::marker::Send {
                async { ::workflow_runtime::__private::never_runs() }
            }
        },
    )
}

/// The types that the builder asks the native body for.
#[derive(Default)]
pub(super) struct Witnesses {
    all: Vec<Ident>,
    exprs: BTreeMap<usize, Ident>,
    vars: BTreeMap<VarId, Ident>,
    /// Probes of places, by the variable that they are in.
    places: BTreeMap<VarId, Vec<TokenStream>>,
    calls: BTreeMap<usize, Ident>,
    results: BTreeMap<usize, (Ident, Ident)>,
}

impl Witnesses {
    fn make(all: &mut Vec<Ident>) -> Ident {
        let name = format_ident!("__w{}", all.len());
        all.push(name.clone());
        name
    }
}

pub(super) struct Emit<'g> {
    graph: &'g Graph<'g>,
    vars: &'g Variables,
    witnesses: Witnesses,
    error: &'g syn::Type,
}

impl<'g> Emit<'g> {
    /// The witness of an expression's type.
    fn witness(&mut self, expr: &Expr) -> Ident {
        let root = native::root(expr);
        if let (Some(var), ExprKind::Var(..)) = (root, &expr.kind) {
            return respanned(&self.var_witness(var), expr.span);
        }
        let Witnesses { all, exprs, places, .. } = &mut self.witnesses;
        if let Some(known) = exprs.get(&expr.id.0) {
            return respanned(known, expr.span);
        }
        let name = respanned(&Witnesses::make(all), expr.span);
        exprs.insert(expr.id.0, name.clone());
        if let Some(var) = root {
            let place = native::place(expr);
            let probe = quote_spanned!(expr.span=> ::workflow_runtime::define::witness::see(#name, &#place););
            places.entry(var).or_default().push(probe);
        }
        name
    }

    /// The witness of a variable's type.
    fn var_witness(&mut self, var: VarId) -> Ident {
        let Witnesses { all, vars, .. } = &mut self.witnesses;
        vars.entry(var).or_insert_with(|| Witnesses::make(all)).clone()
    }

    /// The witness of which task a call is of.
    fn call_witness(&mut self, site: ExprId, span: Span) -> Ident {
        let Witnesses { all, calls, .. } = &mut self.witnesses;
        respanned(calls.entry(site.0).or_insert_with(|| Witnesses::make(all)), span)
    }

    /// The witnesses of what a Parallel or Map state gives and fails with.
    fn result_witnesses(&mut self, site: ExprId) -> (Ident, Ident) {
        let Witnesses { all, results, .. } = &mut self.witnesses;
        results.entry(site.0).or_insert_with(|| (Witnesses::make(all), Witnesses::make(all))).clone()
    }

    /// `?` runs no code of the user's: the error types must be one, or hold the other transparently.
    fn propagations(&mut self) -> TokenStream {
        let mut checks = TokenStream::new();
        let graph = self.graph;
        for (site, scope) in &graph.propagations {
            let Some(inner) = self.error_witness(*site) else { continue };
            let span = self.site_span(*site);
            let outer = match graph.scopes.get(scope.0).and_then(|scope| scope.owner) {
                Some(owner) => {
                    let (_, error) = self.result_witnesses(owner);
                    let error = respanned(&error, span);
                    quote!(#error)
                }
                None => {
                    let error = self.error;
                    quote_spanned!(span=> ::workflow_runtime::define::Wit::<#error>::new())
                }
            };
            checks.extend(quote_spanned!(span=> ::workflow_runtime::define::witness::propagates(#inner, #outer);));
        }
        checks
    }

    /// The witness of what the effect at a site fails with.
    fn error_witness(&mut self, site: ExprId) -> Option<TokenStream> {
        use super::graph::StateKind;
        use super::syntax::EffectKind;
        let graph = self.graph;
        let state = graph.sites.get(&site).and_then(|state| graph.state(*state))?;
        let StateKind::Effect { effect, .. } = &state.kind else { return None };
        match &effect.kind {
            EffectKind::Task(_) => {
                let call = self.call_witness(site, effect.span);
                Some(quote_spanned!(effect.span=> ::workflow_runtime::define::witness::error_of(#call)))
            }
            EffectKind::Join(_) | EffectKind::Map(_) => {
                let (_, error) = self.result_witnesses(site);
                Some(quote!(#error))
            }
            EffectKind::Sleep(..) | EffectKind::SleepUntil(..) => None,
        }
    }

    /// The witness of what the effect at a site gives.
    fn output_witness(&mut self, site: ExprId) -> Option<TokenStream> {
        use super::graph::StateKind;
        use super::syntax::EffectKind;
        let graph = self.graph;
        let state = graph.sites.get(&site).and_then(|state| graph.state(*state))?;
        let StateKind::Effect { effect, .. } = &state.kind else { return None };
        match &effect.kind {
            EffectKind::Task(_) => {
                let call = self.call_witness(site, effect.span);
                Some(quote_spanned!(effect.span=> ::workflow_runtime::define::witness::output_of(#call)))
            }
            EffectKind::Join(_) | EffectKind::Map(_) => {
                let (output, _) = self.result_witnesses(site);
                Some(quote!(#output))
            }
            EffectKind::Sleep(..) | EffectKind::SleepUntil(..) => None,
        }
    }

    fn site_span(&self, site: ExprId) -> Span {
        let state = self.graph.sites.get(&site).and_then(|state| self.graph.state(*state));
        state.map_or_else(Span::call_site, |state| state.span)
    }

    fn name(&self, var: VarId) -> &'g str {
        self.vars.name(var)
    }
}

/// The same name at another place, so that a type error about it points there.
fn respanned(name: &Ident, span: Span) -> Ident {
    // Only the place moves: names resolve where the macro is called either way.
    Ident::new(&name.to_string(), span.resolved_at(Span::call_site()))
}
