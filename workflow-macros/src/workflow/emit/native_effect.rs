//! Effects in the native body: made through the context, verified by type.

use super::{Emit, place};
use crate::extent::Extent;
use crate::workflow::graph::StateId;
use crate::workflow::syntax::{Branch, Effect, EffectKind, Expr, ExprId, ExprKind, JoinKind, MapCall, TaskCall};
use proc_macro2::{Delimiter, Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

impl Emit<'_> {
    /// An awaited effect: a `Result`, or nothing for a wait.
    pub(super) fn native_effect(&mut self, site: &Expr, effect: &Effect) -> TokenStream {
        let state = self.graph.site_name(site.id).unwrap_or_default().to_owned();
        match &effect.kind {
            EffectKind::Task(call) if call.start.is_some() => {
                let execution = self.native_execution(site, effect, &state, call);
                quote_spanned!(site.end=> #execution.await)
            }
            EffectKind::Task(call) => {
                let call = self.task_call(site.id, effect, call);
                let task = place::call(effect, quote!(::workflow_runtime::Context::task), quote!(&__cx, #state, #call));
                quote_spanned!(site.end=> #task.await)
            }
            EffectKind::Join(branches, kind) => self.join(site, effect, &state, branches, *kind),
            EffectKind::Map(map) => self.map(site, effect, &state, map),
            EffectKind::Sleep(path, delay) => self.operand(&state, delay, |delay| {
                let sleep = place::applied(path, delay, effect.end);
                let sleep = place::call(effect, quote!(::workflow_runtime::__private::delay), sleep);
                quote!(::workflow_runtime::Context::wait(&__cx, #state, #sleep).await)
            }),
            EffectKind::SleepUntil(path, moment) => self.operand(&state, moment, |moment| {
                let sleep = place::applied(path, moment, effect.end);
                let sleep = place::call(effect, quote!(::workflow_runtime::__private::moment), sleep);
                quote!(::workflow_runtime::Context::wait_until(&__cx, #state, #sleep).await)
            }),
        }
    }

    /// What a Wait state waits for.
    fn operand(&mut self, state: &str, value: &Expr, wrap: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
        let tokens = self.native(value);
        let faults = value.may_fault() && value.awaits_nothing();
        wrap(if faults { self.in_state(state, &tokens) } else { tokens })
    }

    /// The call as a value; that it is a task's is checked by its type.
    fn task_call(&mut self, site: ExprId, effect: &Effect, call: &TaskCall) -> TokenStream {
        let w = self.call_witness(site, effect);
        let tokens = self.applied_call(call);
        let mut tokens = self.faulting_in_state(site, call, tokens);
        for (option, name) in [(&call.timeout, "timeout"), (&call.heartbeat, "heartbeat")] {
            if let Some(value) = option {
                let method = Ident::new(name, value.span);
                let argument = place::group(Delimiter::Parenthesis, self.native(value), value.end);
                tokens = quote!(#tokens.#method #argument);
            }
        }
        for (i, retrier) in call.retry.iter().flatten().enumerate() {
            let name = self::retrier(site, i);
            self.retriers.insert((site.0, i), quote!(let #name = (#retrier,);));
            let at = Extent::of(retrier);
            let method = Ident::new("retry", at.start);
            let argument = place::group(Delimiter::Parenthesis, place::witness(&name, at), at.end);
            tokens = quote!(#tokens.#method #argument);
        }
        if call.retry.as_ref().is_some_and(Vec::is_empty) {
            tokens = quote!(#tokens.no_retry());
        }
        place::call(effect, quote!(::workflow_runtime::define::witness::call), quote!(#w, #tokens))
    }

    /// The function with its arguments.
    fn applied_call(&mut self, call: &TaskCall) -> TokenStream {
        let arguments = self.several(&call.args, |arguments| quote!(#(#arguments),*));
        place::applied(&call.path, arguments, call.parens)
    }

    /// A call whose arguments' faults are the state's.
    fn faulting_in_state(&self, site: ExprId, call: &TaskCall, tokens: TokenStream) -> TokenStream {
        if call.args.iter().any(Expr::may_fault) && call.args.iter().all(Expr::awaits_nothing) {
            let state = self.graph.site_name(site).unwrap_or_default();
            return self.in_state(state, &tokens);
        }
        tokens
    }

    /// A child execution, and the states that its failure leads to.
    fn native_execution(&mut self, site: &Expr, effect: &Effect, state: &str, call: &TaskCall) -> TokenStream {
        let w = self.call_witness(site.id, effect);
        let run = self.applied_call(call);
        let started = place::applied(&call.start, run, effect.end);
        let started = self.faulting_in_state(site.id, call, started);
        let started = place::call(effect, quote!(::workflow_runtime::define::execution::started), quote!(#w, #started));
        let child = self.graph.children.get(&site.id);
        let name = |state: Option<StateId>| state.and_then(|state| self.graph.state(state)).map(|state| &state.name);
        let fail = name(child.map(|child| child.fail));
        let choice = match name(child.and_then(|child| child.choice)) {
            Some(choice) => quote!(::std::option::Option::Some(#choice)),
            None => quote!(::std::option::Option::None),
        };
        place::call(
            effect,
            quote!(::workflow_runtime::__private::execution),
            quote!(&__cx, #state, #choice, #fail, #w, #started),
        )
    }

    fn join(&mut self, site: &Expr, effect: &Effect, state: &str, branches: &[Branch], kind: JoinKind) -> TokenStream {
        let (mut scopes, mut futures) = (Vec::new(), Vec::new());
        for (i, branch) in branches.iter().enumerate() {
            let cx = format_ident!("__cx{}", i);
            scopes.push(quote!(let #cx = ::workflow_runtime::Context::scope(&__cx, #state, #i);));
            futures.push(self.branch(site.id, i, branch, &cx));
        }
        let enter = self.enter(state);
        let exit = quote!(::workflow_runtime::Context::exit(&__cx, #state););
        let (join, left) = match kind {
            JoinKind::Try => {
                let failed = quote!(::workflow_runtime::Context::failed(&__cx, #state););
                (quote!(try_join), quote!(if ::std::result::Result::is_ok(&__joined) { #exit } else { #failed }))
            }
            JoinKind::Settle => (quote!(join), exit),
        };
        let joined = quote!(
            #enter
            #(#scopes)*
            let __joined = ::workflow_runtime::__private::#join!(#(#futures),*);
            #left
            __joined
        );
        // Its type is that of an ordinary value.
        if kind == JoinKind::Settle {
            return place::braces(joined, effect.end).to_token_stream();
        }
        self.probed_result(site, effect, joined)
    }

    /// A branch's future. A call of which nobody can tell when it is made is the context's own future, with no block
    /// around it.
    fn branch(&mut self, site: ExprId, index: usize, branch: &Branch, cx: &Ident) -> TokenStream {
        if let Some((tail, effect, call)) =
            only_call(branch).filter(|(tail, _, call)| is_ready(call) && !self.graph.on_err.contains_key(&tail.id))
        {
            let state = self.graph.site_name(tail.id).unwrap_or_default().to_owned();
            let call = self.task_call(tail.id, effect, call);
            return place::call(tail, quote!(::workflow_runtime::Context::task), quote!(&#cx, #state, #call));
        }
        let body = self.branch_body(site, index, branch);
        let moves = branch.moves.then(|| quote!(move));
        quote!(async #moves { let __cx = ::std::clone::Clone::clone(&#cx); #body })
    }

    fn branch_body(&mut self, site: ExprId, index: usize, branch: &Branch) -> TokenStream {
        match self.graph.branches.get(&(site, index)) {
            Some(scope) => self.native_scope(*scope, &branch.body),
            None => TokenStream::new(),
        }
    }

    fn map(&mut self, site: &Expr, effect: &Effect, state: &str, map: &MapCall) -> TokenStream {
        let mut items = self.native(&map.items);
        if map.items.may_fault() && map.items.awaits_nothing() {
            items = self.in_state(state, &items);
        }
        let limit = match &map.max_concurrency {
            Some(limit) => {
                let limit = self.native(limit);
                quote!(::std::option::Option::Some(#limit))
            }
            None => quote!(::std::option::Option::None),
        };
        let (path, pattern, bound) = (&map.path, &map.item.tokens, self.bound(&map.item));
        let body = if map.body.is_block {
            let body = self.branch_body(site.id, 0, &map.body);
            quote!({ #bound async move { #body } })
        } else {
            let call = self.bare_call(&map.body);
            let scope = self.graph.branches.get(&(site.id, 0)).and_then(|scope| self.graph.scopes.get(scope.0));
            let pass = scope.and_then(|scope| scope.pass).and_then(|pass| self.graph.state(pass));
            let enter = pass.map(|pass| self.enter(&pass.name));
            quote!({ #bound #enter #call })
        };
        let at = Extent::of_tokens(path);
        let ours = place::applied(path, quote!(::std::vec::Vec::<()>::new(), |_: ()| ()), at.end);
        let ours = place::call(at, quote!(::workflow_runtime::__private::is_map), ours);
        // What is no list is said at the list.
        let mapping = place::call(
            &*map.items,
            quote!(::workflow_runtime::__private::map),
            quote!(&__cx, #state, #items, #limit, |__cx: __C, #pattern| #body),
        );
        let mapped = quote!(
            if false { #ours; }
            #mapping.await
        );
        self.probed_result(site, effect, mapped)
    }

    /// A closure's body that is one call: the arguments are taken before the future is made, so that it borrows nothing.
    fn bare_call(&mut self, branch: &Branch) -> TokenStream {
        let Some((tail, effect, call)) = only_call(branch) else {
            let body = branch.body.tail.as_deref().map(|tail| self.native(tail));
            return quote!(async move { #body });
        };
        let state = self.graph.site_name(tail.id).unwrap_or_default().to_owned();
        let call = self.task_call(tail.id, effect, call);
        place::call(tail, quote!(::workflow_runtime::Context::task), quote!(&__cx, #state, #call))
    }

    fn probed_result(&mut self, site: &Expr, effect: &Effect, tokens: TokenStream) -> TokenStream {
        let (output, error) = self.result_witnesses(site.id, effect);
        let tokens = place::braces(tokens, effect.end);
        place::call(effect, quote!(::workflow_runtime::define::witness::probe_result), quote!(#output, #error, #tokens))
    }
}

/// The variable that holds a retrier of a call, for the native body and the builder.
pub(super) fn retrier(site: ExprId, position: usize) -> Ident {
    format_ident!("__retrier{}_{}", site.0, position)
}

/// The call that a branch is, if it is nothing else.
fn only_call(branch: &Branch) -> Option<(&Expr, &Effect, &TaskCall)> {
    let tail = branch.body.tail.as_deref().filter(|_| !branch.is_block)?;
    let ExprKind::Effect(effect) = &tail.kind else { return None };
    match &effect.kind {
        EffectKind::Task(call) if call.start.is_none() => Some((tail, effect, call)),
        _ => None,
    }
}

/// Whether a call can be made before its branch begins: nothing in it waits, faults or enters a state.
fn is_ready(call: &TaskCall) -> bool {
    let mut parts = call.args.iter().chain(call.timeout.as_deref()).chain(call.heartbeat.as_deref());
    parts.all(|part| part.is_pure() && !part.may_fault())
}
