//! From the tree and the state graph to Rust: the native body, and the builder of the definition beside it.
//!
//! Both stand in one function, so that a probe in the native body tells the builder which type rustc has inferred.
//! The builder is written first, as it decides where probes are needed. Nothing here reports errors.

mod assign;
mod builder;
mod choice;
mod expression;
mod fold;
mod iterator;
mod method;
mod native;
mod native_assign;
mod native_control;
mod native_effect;
mod native_loop;
mod native_number;
mod native_place;
mod native_result;
mod native_state;
mod native_value;
mod pattern;
mod pattern_error;
mod pattern_list;
mod pattern_option;
mod place;
mod source;
mod value;

pub(crate) use place::{is_assembled, own_names};

use super::graph::{Graph, Op, ScopeId, Source, StateId, StateKind, Value};
use super::syntax::{Effect, Expr, ExprId, ExprKind, Parameter, Pattern, PatternKind, VarId, Variables, Workflow};
use crate::extent::Extent;
use expression::Called;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use syn::ext::IdentExt;

/// Emits the whole expansion of a workflow.
pub(crate) fn emit(workflow: &Workflow, graph: &Graph<'_>, vars: &Variables) -> TokenStream {
    let witnesses = Witnesses { aliases: aliases(graph), outputs: outputs(graph), ..Witnesses::default() };
    let mut emit = Emit {
        graph,
        vars,
        witnesses,
        called: Called::default(),
        asks_context: false,
        retriers: BTreeMap::new(),
        error: &workflow.error,
        several_parameters: workflow.parameters.len() > 1,
        ends_both_ways: false,
    };
    let builder = emit.scope(ScopeId(0));
    let body = place::braces(emit.native_scope(ScopeId(0), &workflow.body), workflow.body.span);
    let start = start(&workflow.parameters);
    let bound = workflow
        .parameters
        .iter()
        .map(|parameter| emit.bound_var(parameter.var, &parameter.ident, Extent::of_tokens(&parameter.ty)));
    let bound = bound.collect::<TokenStream>();
    let types = data_types(workflow, &emit);
    let witnesses =
        emit.witnesses.all.iter().map(|name| quote!(let #name = (::workflow_runtime::define::Wit::new(),);));
    let context_object = emit.context_object();
    let retriers = emit.retriers.values();
    let imports = emit.called.imports();
    let parameters = workflow.parameters.iter().map(|parameter| vars.name(parameter.var));
    let program = quote! {
        fn program<__C: ::workflow_runtime::Context>(
            __cx: __C,
            __args: ::std::option::Option<Self::Args>,
            __definer: ::std::option::Option<&mut ::workflow_runtime::define::Definer>,
        ) -> impl ::std::future::Future<Output = ::std::result::Result<Self::Output, Self::Error>> + ::std::marker::Send {
            #imports
            #(#witnesses)*
            #(#retriers)*
            let __program = async move {
                #start
                #context_object
                #bound
                let __result: ::std::result::Result<Self::Output, Self::Error> = #body;
                __result
            };
            if __C::DEFINES {
                #[allow(unused_imports)]
                use ::workflow_runtime::define::{self as __define, Env as __Env, pattern as __pattern, state as __state, value as __value};
                #types
                if let ::std::option::Option::Some(__definer) = __definer {
                    let __base = __definer.env(&[#(#parameters),*]);
                    let __scope = #builder;
                    __definer.finish_scope(__scope);
                }
            }
            __program
        }
    };
    item(workflow, &program, &source::map(graph))
}

/// Variables whose value is a struct or variant written out: they have its type, which is said there.
fn aliases(graph: &Graph<'_>) -> HashMap<VarId, ExprId> {
    let ops = graph.edges.iter().flat_map(|edge| &edge.ops);
    let bound = ops.filter_map(|op| match op {
        Op::Bind(Pattern { kind: PatternKind::Bind(var, _, None), .. }, Value::Expr(value)) => Some((*var, *value)),
        _ => None,
    });
    bound
        .filter(|(_, value)| matches!(value.kind, ExprKind::Construct(_)))
        .map(|(var, value)| (var, value.id))
        .collect()
}

/// Structs and variants written out that are the workflow's output: they have the type in its signature.
fn outputs(graph: &Graph<'_>) -> HashSet<ExprId> {
    let own = |state: &StateId| graph.state(*state).is_some_and(|state| state.scope == ScopeId(0));
    let edges = graph.edges.iter().filter(|edge| match &edge.from {
        Source::Next(state) | Source::Branch(state) => own(state),
        Source::Entry(scope) => *scope == ScopeId(0),
        Source::Join(_) => false,
    });
    let states = graph.states.iter().filter(|state| state.scope == ScopeId(0)).filter_map(|state| match &state.kind {
        StateKind::Succeed { output } => output.as_ref(),
        _ => None,
    });
    let values = edges.filter_map(|edge| edge.output.as_ref()).chain(states).filter_map(|value| match value {
        Value::Expr(value) => Some(value),
        _ => None,
    });
    values.filter(|value| matches!(value.kind, ExprKind::Construct(_))).map(|value| value.id).collect()
}

/// Checks of the types in the signature that nothing else looks at.
fn data_types(workflow: &Workflow, emit: &Emit<'_>) -> TokenStream {
    let unread = workflow.parameters.iter().filter(|parameter| !emit.witnesses.vars.contains_key(&parameter.var));
    let unread = unread.map(|parameter| (&parameter.ty, None));
    let check = |(ty, witness): (&syn::Type, Option<&Ident>)| {
        let at = Extent::of_tokens(ty);
        let made = || place::call(at, quote!(::workflow_runtime::define::Wit::new), TokenStream::new());
        let w = witness.map_or_else(made, |name| place::witness(name, at));
        quote!(::workflow_runtime::define::witness::data::<#ty>(#w);)
    };
    unread.chain([(&workflow.output, emit.witnesses.output.as_ref())]).map(check).collect()
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
        let ::std::option::Option::Some(#pattern) = __args else {
            return ::workflow_runtime::__private::never_runs::<::std::result::Result<Self::Output, Self::Error>>();
        };
    }
}

/// The type, its implementation and the function; `program` is the method of that name.
fn item(workflow: &Workflow, program: &TokenStream, source_map: &TokenStream) -> TokenStream {
    let Workflow { name, visibility, attributes, comment, allow, settings, output, error, parameters, .. } = workflow;
    let execution_type = if workflow.is_express { quote!(Express) } else { quote!(Standard) };
    let types: Vec<_> = parameters.iter().map(|parameter| &parameter.ty).collect();
    let idents: Vec<_> = parameters.iter().map(|parameter| &parameter.ident).collect();
    let texts: Vec<_> = idents.iter().map(|ident| ident.unraw().to_string()).collect();
    let args_type = match types.as_slice() {
        [only] => quote!(#only),
        _ => quote!((#(#types),*)),
    };
    let args = match idents.as_slice() {
        [only] => quote!(#only),
        _ => quote!((#(#idents),*)),
    };
    let from_input = from_input(&texts, &types);
    let name_text = name.unraw().to_string();
    // What is said of lints is said of the body. Were an expectation repeated at the function, it would not be met there.
    let lints = attributes.iter().filter(|attribute| is_of_lints(attribute));
    let attributes = attributes.iter().filter(|attribute| !attribute.path().is_ident("expect"));
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #visibility enum #name {}

        #(#lints)*
        #[automatically_derived]
        #[allow(
            unused_braces, unused_parens, unused_qualifications, unused_results, unused_labels,
            clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction
        )]
        const _: () = {
            impl ::workflow_runtime::Workflow for #name {
                type Args = #args_type;
                type Output = #output;
                type Error = #error;

                const INFO: ::workflow_runtime::WorkflowInfo = ::workflow_runtime::WorkflowInfo {
                    name: #name_text,
                    comment: #comment,
                    parameters: &[#(#texts),*],
                    allow: &[#(#allow),*],
                    execution_type: ::workflow_runtime::ExecutionType::#execution_type,
                    settings: #settings,
                    source_map: #source_map,
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

fn is_of_lints(attribute: &syn::Attribute) -> bool {
    ["allow", "expect", "warn", "deny", "forbid"].iter().any(|level| attribute.path().is_ident(level))
}

fn from_input(names: &[String], types: &[&syn::Type]) -> TokenStream {
    match types {
        [] => quote!(::std::result::Result::Ok(())),
        [ty] => quote!(::workflow_runtime::parameter::<#ty>(__input, ::std::option::Option::None)),
        _ => {
            let fields = names.iter().zip(types).map(|(name, ty)| {
                quote!(::workflow_runtime::parameter::<#ty>(
                    __input.get(#name).cloned().unwrap_or_default(),
                    ::std::option::Option::Some(#name),
                )?)
            });
            quote!(::std::result::Result::Ok((#(#fields),*)))
        }
    }
}

/// The function as an ordinary one, where it could not be a workflow: so that those who call it still can.
pub(crate) fn plain(function: &syn::ItemFn) -> TokenStream {
    let syn::ItemFn { attrs, vis, sig, .. } = function;
    // Which type such a function gives only its body says.
    if matches!(&sig.output, syn::ReturnType::Type(_, ty) if matches!(**ty, syn::Type::ImplTrait(_))) {
        return quote!(#function);
    }
    quote! {
        #(#attrs)*
        #[allow(unused, clippy::all, clippy::pedantic)]
        #vis #sig {
            ::workflow_runtime::__private::never_runs()
        }
    }
}

pub(crate) use expression::{expression, refused_expression};

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
        &quote!(::workflow_runtime::SourceMap::EMPTY),
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
    /// Witnesses of places, by how they are reached: what is named twice is of one type.
    known_places: HashMap<String, Ident>,
    calls: BTreeMap<usize, Ident>,
    results: BTreeMap<usize, (Ident, Ident)>,
    /// The workflow's output.
    output: Option<Ident>,
    /// Expressions that are of the output's type.
    outputs: HashSet<ExprId>,
    /// Variables that are of an expression's type.
    aliases: HashMap<VarId, ExprId>,
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
    called: Called,
    /// Whether the native body reads the context object.
    asks_context: bool,
    /// Retriers at calls, which the native body and the builder share.
    retriers: BTreeMap<(usize, usize), TokenStream>,
    error: &'g syn::Type,
    /// Whether the input is an object of parameters rather than the only one.
    several_parameters: bool,
    /// Whether the native body has to know by which way the last state was left.
    ends_both_ways: bool,
}

impl<'g> Emit<'g> {
    /// The witness of an expression's type.
    fn witness(&mut self, expr: &Expr) -> TokenStream {
        let root = expr.root();
        if let (Some(var), ExprKind::Var(..)) = (root, &expr.kind) {
            return self.var_witness(var, expr);
        }
        let Witnesses { all, exprs, places, known_places, output, outputs, .. } = &mut self.witnesses;
        if outputs.contains(&expr.id) {
            return place::witness(output.get_or_insert_with(|| Witnesses::make(all)), expr);
        }
        let Some(var) = root else {
            return place::witness(exprs.entry(expr.id.0).or_insert_with(|| Witnesses::make(all)), expr);
        };
        let known = known_places.entry(native_place::path(expr));
        let is_new = matches!(known, Entry::Vacant(_));
        let w = place::witness(known.or_insert_with(|| Witnesses::make(all)), expr);
        if is_new {
            let (seen, and) = (native_place::named(expr), place::moved(quote!(&), expr.span));
            let probe = place::call(expr, quote!(::workflow_runtime::define::witness::see), quote!(#w, #and #seen));
            places.entry(var).or_default().push(quote!(#probe;));
        }
        w
    }

    /// The witness of a variable's type, asked for at a place.
    fn var_witness(&mut self, var: VarId, at: impl Into<Extent>) -> TokenStream {
        let Witnesses { all, vars, exprs, aliases, .. } = &mut self.witnesses;
        if let Some(expr) = aliases.get(&var) {
            return place::witness(exprs.entry(expr.0).or_insert_with(|| Witnesses::make(all)), at);
        }
        place::witness(vars.entry(var).or_insert_with(|| Witnesses::make(all)), at)
    }

    /// The witness of which task a call is of.
    fn call_witness(&mut self, site: ExprId, effect: &Effect) -> TokenStream {
        let Witnesses { all, calls, .. } = &mut self.witnesses;
        place::witness(calls.entry(site.0).or_insert_with(|| Witnesses::make(all)), effect)
    }

    /// The witnesses of what a Parallel or Map state gives and fails with.
    fn result_witnesses(&mut self, site: ExprId, at: impl Into<Extent>) -> (TokenStream, TokenStream) {
        let Witnesses { all, results, .. } = &mut self.witnesses;
        let (output, error) = results.entry(site.0).or_insert_with(|| (Witnesses::make(all), Witnesses::make(all)));
        let at = at.into();
        (place::witness(output, at), place::witness(error, at))
    }

    /// The witness of what the effect at a site fails with.
    fn error_witness(&mut self, site: ExprId) -> Option<TokenStream> {
        use super::graph::StateKind;
        use super::syntax::{EffectKind, JoinKind};
        let graph = self.graph;
        let state = graph.sites.get(&site).and_then(|state| graph.state(*state))?;
        let StateKind::Effect { effect, .. } = &state.kind else { return None };
        let effect: &Effect = effect;
        match &effect.kind {
            EffectKind::Task(call) => {
                let function = match call.start {
                    Some(_) => quote!(::workflow_runtime::define::execution::error_of),
                    None => quote!(::workflow_runtime::define::witness::error_of),
                };
                let call = self.call_witness(site, effect);
                Some(place::call(effect, function, call))
            }
            EffectKind::Join(_, JoinKind::Try) | EffectKind::Map(_) => Some(self.result_witnesses(site, effect).1),
            EffectKind::Join(_, JoinKind::Settle) | EffectKind::Sleep(..) | EffectKind::SleepUntil(..) => None,
        }
    }

    /// The witness of what the effect at a site gives.
    fn output_witness(&mut self, site: ExprId) -> Option<TokenStream> {
        use super::graph::StateKind;
        use super::syntax::{EffectKind, JoinKind};
        let graph = self.graph;
        let state = graph.sites.get(&site).and_then(|state| graph.state(*state))?;
        let StateKind::Effect { effect, .. } = &state.kind else { return None };
        let effect: &Effect = effect;
        match &effect.kind {
            EffectKind::Task(call) => {
                let function = match call.start {
                    Some(_) => quote!(::workflow_runtime::define::execution::output_of),
                    None => quote!(::workflow_runtime::define::witness::output_of),
                };
                let call = self.call_witness(site, effect);
                Some(place::call(effect, function, call))
            }
            EffectKind::Join(_, JoinKind::Settle) => {
                let Witnesses { all, exprs, .. } = &mut self.witnesses;
                Some(place::witness(exprs.entry(site.0).or_insert_with(|| Witnesses::make(all)), effect))
            }
            EffectKind::Join(..) | EffectKind::Map(_) => Some(self.result_witnesses(site, effect).0),
            EffectKind::Sleep(..) | EffectKind::SleepUntil(..) => None,
        }
    }

    fn site_place(&self, site: ExprId) -> Extent {
        let state = self.graph.sites.get(&site).and_then(|state| self.graph.state(*state));
        state.map_or_else(|| Span::call_site().into(), |state| state.place)
    }

    fn name(&self, var: VarId) -> &'g str {
        self.vars.name(var)
    }
}
