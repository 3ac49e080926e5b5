//! The builder: the state graph as code that makes the definition's states.

use super::Emit;
use super::value::member_text;
use crate::workflow::graph::{
    Catch, Condition, Edge, EdgeId, ErrorPattern, Failing, Op, ScopeId, State, StateId, StateKind, Target,
};
use crate::workflow::syntax::{Effect, EffectKind, Expr, ExprId, ExprKind, bound_by, last_ident};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl<'g> Emit<'g> {
    /// Tokens that give the `Scope` of a workflow, branch or iteration.
    pub(super) fn scope(&mut self, id: ScopeId) -> TokenStream {
        let graph = self.graph;
        let start = graph.scopes.get(id.0).and_then(|scope| graph.edge(scope.entry)).map(|edge| edge.target);
        let Some(Target::State(start)) = start else { return quote!(__state::Scope::new("")) };
        let start_name = graph.state(start).map(|state| state.name.as_str()).unwrap_or_default();
        let states = self.in_order(id, start).into_iter().map(|id| self.state(id)).collect::<Vec<_>>();
        quote!({
            let mut __scope = __state::Scope::new(#start_name);
            #(#states)*
            __scope
        })
    }

    /// The first state first, those that end the scope last, the rest as in the source.
    fn in_order(&self, scope: ScopeId, start: StateId) -> Vec<StateId> {
        let rank = |id: &StateId, state: &State<'_>| match state.kind {
            _ if *id == start => 0,
            StateKind::Succeed { .. } | StateKind::Fail { .. } | StateKind::FailAgain { .. } => 2,
            _ => 1,
        };
        let states = self.graph.states.iter().enumerate().filter(|(_, state)| state.scope == scope);
        let states = states.filter(|(i, _)| !self.graph.left_out.contains(&StateId(*i)));
        let mut ranked: Vec<_> = states
            .map(|(i, state)| (rank(&StateId(i), state), self.stands_at(StateId(i), state), StateId(i)))
            .collect();
        ranked.sort();
        ranked.into_iter().map(|(_, _, id)| id).collect()
    }

    /// A Pass state stands before the state that it leads to, others where they were made.
    fn stands_at(&self, id: StateId, state: &State<'_>) -> (StateId, usize) {
        let StateKind::Pass { next } = state.kind else { return (id, 1) };
        match self.graph.edge(next).map(|edge| edge.target) {
            Some(Target::State(next)) => (next, 0),
            _ => (id, 0),
        }
    }

    fn state(&mut self, id: StateId) -> TokenStream {
        let graph = self.graph;
        let Some(state) = graph.state(id) else { return TokenStream::new() };
        let env = self.state_env(id);
        let kind = match &state.kind {
            StateKind::Effect { site, effect, next, catches } => self.effect(*site, effect, *next, catches),
            StateKind::Choice { rules, default } => self.choice(rules, *default),
            StateKind::Pass { next } => {
                let next = self.edge(*next);
                quote!(__state::pass(#next))
            }
            StateKind::Succeed { output: None } => quote!(__state::succeed()),
            StateKind::Succeed { output: Some(output) } => {
                let output = self.graph_value(output);
                quote!(__state::succeed_with(#output))
            }
            StateKind::Fail { error } => {
                let error = match error {
                    Failing::Expr(error) => self.error_value(error),
                    Failing::Of(result) => {
                        let result = self.graph_value(result);
                        quote!(__pattern::rethrown(__define::result::error_in(#result)))
                    }
                };
                quote!(__state::fail(#error))
            }
            StateKind::FailAgain { failure } => {
                let failure = self.name(*failure);
                quote!(__state::fail(__pattern::rethrown(__env.read(#failure))))
            }
        };
        // What is taken over stands in branches and iterations too.
        let inner = (!env.is_empty()).then(|| quote!(let __base = __env.clone();));
        let (name, comment) = (&state.name, state.note.comment.as_deref().unwrap_or_default());
        quote!({
            let mut __env = __base.clone();
            #env
            #inner
            let __kind = #kind;
            __scope.add(#name, #comment, __kind);
        })
    }

    /// What the first state of a scope has taken over from the scope's start.
    fn state_env(&mut self, id: StateId) -> TokenStream {
        let graph = self.graph;
        let entries = graph.scopes.iter().filter_map(|scope| graph.edge(scope.entry));
        let taken: Vec<&Edge<'_>> = entries.filter(|edge| edge.target == Target::State(id)).collect();
        taken.into_iter().flat_map(|edge| edge.ops.iter()).map(|op| self.op(op)).collect()
    }

    pub(super) fn op(&mut self, op: &Op<'_>) -> TokenStream {
        match op {
            Op::Set(var, value) => {
                let (name, value) = (self.name(*var), self.graph_value(value));
                quote!({ let __value = __value::shared(#name, #value); __env.set(#name, __value); })
            }
            Op::Bind(pattern, value) => {
                let tokens = self.graph_value(value);
                let looks_inside = !matches!(
                    pattern.kind,
                    crate::workflow::syntax::PatternKind::Bind(_, _, None) | crate::workflow::syntax::PatternKind::Wild
                );
                let ty = if looks_inside { self.graph_value_witness(value) } else { None };
                let sets = self.bind(pattern, &quote!(__value), ty.as_ref());
                if sets.is_empty() {
                    return sets;
                }
                let mut name = "value";
                bound_by(pattern, &mut |var, _| name = self.name(var));
                quote!({ let __value = __value::shared(#name, #tokens); #sets })
            }
            Op::Fold(fold) => self.fold(fold),
            Op::BindError(site, path, fields) => {
                let Some(w) = self.error_witness(*site) else { return TokenStream::new() };
                let caught = match self.graph.children.get(site) {
                    Some(child) => {
                        let failure = self.name(child.failure);
                        quote!(__env.read(#failure))
                    }
                    None => quote!(__value::error_output()),
                };
                let sets = fields.iter().map(|(member, field)| {
                    let (member, inner) = (member_text(member), self.bind(field, &quote!(__value), None));
                    if inner.is_empty() {
                        return inner;
                    }
                    quote!({ let __value = __pattern::error_field(#w, &[#(#path),*], #member, #caught); #inner })
                });
                sets.collect()
            }
        }
    }

    /// A way out of a state.
    pub(super) fn edge(&mut self, id: EdgeId) -> TokenStream {
        let graph = self.graph;
        let Some(edge) = graph.edge(id) else { return quote!(__state::Edge::end(&__env, &[])) };
        let ops = edge.ops.iter().map(|op| self.op(op)).collect::<Vec<_>>();
        let output = edge.output.as_ref().map(|output| {
            let value = self.graph_value(output);
            quote!(.output(#value))
        });
        let live = edge.live.iter().map(|var| self.name(*var));
        let to = match edge.target {
            Target::State(state) => {
                let name = graph.state(state).map(|state| state.name.as_str()).unwrap_or_default();
                quote!(__state::Edge::to(&__env, &[#(#live),*], #name))
            }
            // What nothing reads may have to be computed.
            _ => quote!(__state::Edge::end(&__env, &[#(#live),*])),
        };
        quote!({ let mut __env = __env.clone(); #(#ops)* #to #output })
    }

    fn effect(&mut self, site: ExprId, effect: &Effect, next: EdgeId, catches: &[Catch]) -> TokenStream {
        let fields = self.effect_fields(site, effect);
        let next = self.edge(next);
        let exact = self.exactness(site, catches);
        let starts = matches!(&effect.kind, EffectKind::Task(call) if call.start.is_some());
        let catches = catches.iter().map(|catch| self.catch(catch)).collect::<Vec<_>>();
        let catches = quote!({ #exact ::std::vec![#(#catches),*] });
        match &effect.kind {
            EffectKind::Task(_) if starts => {
                quote_spanned!(effect.span=> __define::execution::state(#fields, #next, #catches))
            }
            EffectKind::Task(_) => quote_spanned!(effect.span=> __state::task(#fields, #next, #catches)),
            EffectKind::Join(..) => quote!(__state::parallel(#fields, #next, #catches)),
            EffectKind::Map(_) => quote!(__state::map(#fields, #next, #catches)),
            EffectKind::Sleep(..) | EffectKind::SleepUntil(..) => quote!(__state::wait(#fields, #next)),
        }
    }

    fn effect_fields(&mut self, site: ExprId, effect: &Effect) -> TokenStream {
        match &effect.kind {
            EffectKind::Task(call) => {
                let w = self.call_witness(site, effect);
                let args = call.args.iter().map(|arg| self.value(arg)).collect::<Vec<_>>();
                if call.start.is_some() {
                    return quote!(#w, ::std::vec![#(#args),*]);
                }
                let mut option = |expr: &Option<Box<Expr>>| self.optional(expr.as_deref());
                let (timeout, heartbeat) = (option(&call.timeout), option(&call.heartbeat));
                let retry = match &call.retry {
                    Some(retriers) => {
                        let names = (0..retriers.len()).map(|i| super::native_effect::retrier(site, i));
                        quote!(::std::option::Option::Some(::std::vec![#(#names.0.retrier()),*]))
                    }
                    None => quote!(::std::option::Option::None),
                };
                quote!(
                    #w,
                    ::std::vec![#(#args),*],
                    __state::CallSite { timeout: #timeout, heartbeat: #heartbeat, retry: #retry }
                )
            }
            EffectKind::Join(branches, _) => {
                let scopes = (0..branches.len()).map(|i| self.branch_scope(site, i)).collect::<Vec<_>>();
                quote!(::std::vec![#(#scopes),*])
            }
            EffectKind::Map(map) => {
                let (items, limit) = (self.items_of(&map.items), self.optional(map.max_concurrency.as_deref()));
                let scope = self.branch_scope(site, 0);
                quote!(#items, #limit, #scope)
            }
            EffectKind::Sleep(_, delay) => {
                let delay = self.delay(delay);
                quote!(__state::wait_seconds(#delay))
            }
            EffectKind::SleepUntil(_, moment) => {
                let moment = self.value(moment);
                quote!(__state::wait_timestamp(#moment))
            }
        }
    }

    /// A duration: computed in place, or a constant of the program.
    fn delay(&mut self, delay: &Expr) -> TokenStream {
        match &delay.kind {
            ExprKind::Const(path) => quote!(__state::duration_seconds(#path)),
            _ => self.value(delay),
        }
    }

    fn optional(&mut self, expr: Option<&Expr>) -> TokenStream {
        match expr {
            Some(expr) => {
                let value = self.delay_or_count(expr);
                quote!(::std::option::Option::Some(#value))
            }
            None => quote!(::std::option::Option::None),
        }
    }

    fn delay_or_count(&mut self, expr: &Expr) -> TokenStream {
        match &expr.kind {
            ExprKind::Const(path) => quote!(__state::setting(&#path)),
            _ => self.value(expr),
        }
    }

    fn branch_scope(&mut self, site: ExprId, index: usize) -> TokenStream {
        match self.graph.branches.get(&(site, index)) {
            Some(scope) => self.scope(*scope),
            None => quote!(__state::Scope::new("")),
        }
    }

    /// A check that Catchers take what the arms take; only an arm for a variant can take too much.
    fn exactness(&mut self, site: ExprId, catches: &[Catch]) -> TokenStream {
        let child = self.graph.children.get(&site).and_then(|child| child.choice);
        let rules = match child.and_then(|choice| self.graph.state(choice)).map(|state| &state.kind) {
            Some(StateKind::Choice { rules, .. }) => rules.as_slice(),
            _ => &[],
        };
        let by_rules = rules.iter().filter_map(|rule| match &rule.condition {
            Condition::Failed { patterns, .. } => Some(patterns),
            _ => None,
        });
        let by_arm: Vec<_> = catches.iter().map(|catch| &catch.patterns).chain(by_rules).collect();
        let arms = || by_arm.iter().copied().flatten();
        if arms().all(|pattern| matches!(pattern, ErrorPattern::Any)) {
            return TokenStream::new();
        }
        let Some(w) = self.error_witness(site) else { return TokenStream::new() };
        let arms = arms().map(caught);
        let span = self.site_place(site).start;
        quote_spanned!(span=>
            struct __Arms;
            impl __define::arms::Arms for __Arms {
                const ARMS: &'static [__pattern::Caught] = &[#(#arms),*];
            }
            __define::arms::exact(#w, __Arms);
        )
    }

    fn catch(&mut self, catch: &Catch) -> TokenStream {
        if self.graph.children.contains_key(&catch.site) {
            let edge = self.edge(catch.edge);
            return quote!(__define::execution::catcher(#edge));
        }
        let Some(w) = self.error_witness(catch.site) else { return TokenStream::new() };
        let patterns = catch.patterns.iter().map(caught);
        let patterns = patterns.collect::<Vec<_>>();
        let edge = self.edge(catch.edge);
        quote!(__state::catcher(__pattern::error_equals(#w, &[#(#patterns),*]), #edge))
    }

    /// The `Error` and `Cause` of a Fail state.
    pub(super) fn error_value(&mut self, error: &Expr) -> TokenStream {
        let (path, fields) = match &error.kind {
            ExprKind::Const(path) => (path, quote!(::std::vec::Vec::new())),
            ExprKind::Construct(construct) => (&construct.path, self.fields(&construct.fields)),
            _ => {
                let value = self.value(crate::workflow::syntax::without_into(error));
                return quote!(__pattern::rethrown(#value));
            }
        };
        let variant = last_ident(path).map(ToString::to_string).unwrap_or_default();
        let w = match crate::workflow::syntax::enum_of(path) {
            Some(ty) => quote!(__define::Wit::<#ty>::new()),
            None => {
                let ty = self.error;
                quote!(__define::Wit::<#ty>::new())
            }
        };
        quote_spanned!(error.span=> __pattern::error_value(#w, &[#variant], #fields))
    }
}

pub(super) fn caught(pattern: &ErrorPattern) -> TokenStream {
    match pattern {
        ErrorPattern::Any => quote!(__pattern::Caught::Any),
        ErrorPattern::Variant(path) => quote!(__pattern::Caught::Variant(&[#(#path),*])),
    }
}
