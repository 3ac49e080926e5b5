//! Effects in the native body: made through the context, verified by type.

use super::Emit;
use crate::workflow::syntax::{Branch, Effect, EffectKind, Expr, ExprId, ExprKind, MapCall, TaskCall};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

impl Emit<'_> {
    /// An awaited effect: a `Result`, or nothing for a wait.
    pub(super) fn native_effect(&mut self, site: &Expr, effect: &Effect) -> TokenStream {
        let state = self.graph.site_name(site.id).unwrap_or_default().to_owned();
        match &effect.kind {
            EffectKind::Task(call) => {
                let call = self.task_call(site.id, effect, call);
                quote!(::workflow_runtime::Context::task(&__cx, #state, #call).await)
            }
            EffectKind::Join(branches) => self.join(site.id, &state, branches),
            EffectKind::Map(map) => self.map(site.id, &state, map),
            EffectKind::Sleep(path, delay) => self.operand(&state, delay, |delay| {
                let sleep = quote_spanned!(effect.span=> ::workflow_runtime::__private::delay(#path(#delay)));
                quote!(::workflow_runtime::Context::wait(&__cx, #state, #sleep).await)
            }),
            EffectKind::SleepUntil(path, moment) => self.operand(&state, moment, |moment| {
                let sleep = quote_spanned!(effect.span=> ::workflow_runtime::__private::moment(#path(#moment)));
                quote!(::workflow_runtime::Context::wait_until(&__cx, #state, #sleep).await)
            }),
        }
    }

    /// What a Wait state waits for.
    fn operand(&mut self, state: &str, value: &Expr, wrap: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
        let tokens = self.native(value);
        let faults = value.may_fault() && value.is_pure();
        wrap(if faults { self.in_state(state, &tokens) } else { tokens })
    }

    /// The call as a value; that it is a task's is checked by its type.
    fn task_call(&mut self, site: ExprId, effect: &Effect, call: &TaskCall) -> TokenStream {
        let w = self.call_witness(site, effect.span);
        let path = &call.path;
        let arguments = self.several(&call.args, |arguments| quote!(#(#arguments),*));
        let mut tokens = quote_spanned!(effect.span=> #path(#arguments));
        if call.args.iter().any(Expr::may_fault) && call.args.iter().all(Expr::is_pure) {
            let state = self.graph.site_name(site).unwrap_or_default();
            tokens = self.in_state(state, &tokens);
        }
        for (option, name) in [(&call.timeout, format_ident!("timeout")), (&call.heartbeat, format_ident!("heartbeat"))] {
            if let Some(value) = option {
                let value = self.native(value);
                tokens = quote!(#tokens.#name(#value));
            }
        }
        quote_spanned!(effect.span=> ::workflow_runtime::define::witness::call(#w, #tokens))
    }

    fn join(&mut self, site: ExprId, state: &str, branches: &[Branch]) -> TokenStream {
        let (mut scopes, mut futures) = (Vec::new(), Vec::new());
        for (i, branch) in branches.iter().enumerate() {
            let cx = format_ident!("__cx{}", i);
            scopes.push(quote!(let #cx = ::workflow_runtime::Context::scope(&__cx, #state, #i);));
            futures.push(self.branch(site, i, branch, &cx));
        }
        let enter = self.enter(state);
        let joined = quote!({
            #enter
            #(#scopes)*
            let __joined = ::workflow_runtime::__private::try_join!(#(#futures),*);
            ::workflow_runtime::Context::exit(&__cx, #state);
            __joined
        });
        self.probed_result(site, joined)
    }

    /// A branch's future. A call of which nobody can tell when it is made is the context's own future, with no block
    /// around it.
    fn branch(&mut self, site: ExprId, index: usize, branch: &Branch, cx: &Ident) -> TokenStream {
        if let Some((tail, effect, call)) = only_call(branch).filter(|(_, _, call)| is_ready(call)) {
            let state = self.graph.site_name(tail.id).unwrap_or_default().to_owned();
            let call = self.task_call(tail.id, effect, call);
            return quote!(::workflow_runtime::Context::task(&#cx, #state, #call));
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

    fn map(&mut self, site: ExprId, state: &str, map: &MapCall) -> TokenStream {
        let mut items = self.native(&map.items);
        if map.items.may_fault() && map.items.is_pure() {
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
            let body = self.branch_body(site, 0, &map.body);
            quote!({ #bound async move { #body } })
        } else {
            let call = self.bare_call(&map.body);
            quote!({ #bound #call })
        };
        let mapped = quote!({
            if false { ::workflow_runtime::__private::is_map(#path); }
            ::workflow_runtime::__private::map(&__cx, #state, #items, #limit, |__cx: __C, #pattern| #body).await
        });
        self.probed_result(site, mapped)
    }

    /// A closure's body that is one call: the arguments are taken before the future is made, so that it borrows nothing.
    fn bare_call(&mut self, branch: &Branch) -> TokenStream {
        let Some((tail, effect, call)) = only_call(branch) else {
            let body = branch.body.tail.as_deref().map(|tail| self.native(tail));
            return quote!(async move { #body });
        };
        let state = self.graph.site_name(tail.id).unwrap_or_default().to_owned();
        let call = self.task_call(tail.id, effect, call);
        quote!(::workflow_runtime::Context::task(&__cx, #state, #call))
    }

    fn probed_result(&mut self, site: ExprId, tokens: TokenStream) -> TokenStream {
        let (output, error) = self.result_witnesses(site);
        quote!(::workflow_runtime::define::witness::probe_result(#output, #error, #tokens))
    }
}

/// The call that a branch is, if it is nothing else.
fn only_call(branch: &Branch) -> Option<(&Expr, &Effect, &TaskCall)> {
    let tail = branch.body.tail.as_deref().filter(|_| !branch.is_block)?;
    let ExprKind::Effect(effect) = &tail.kind else { return None };
    match &effect.kind {
        EffectKind::Task(call) => Some((tail, effect, call)),
        _ => None,
    }
}

/// Whether a call can be made before its branch begins: nothing in it waits, faults or enters a state.
fn is_ready(call: &TaskCall) -> bool {
    let mut parts = call.args.iter().chain(call.timeout.as_deref()).chain(call.heartbeat.as_deref());
    parts.all(|part| part.is_pure() && !part.may_fault())
}
