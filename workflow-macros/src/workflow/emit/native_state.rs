//! States in the native body: where they are entered, and what ends a scope.

use super::{Emit, place};
use crate::workflow::graph::{ScopeId, StateKind};
use crate::workflow::syntax::{Block, Effect, Expr, without_into};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// A scope's body: says that its Pass state was entered, if it has one.
    pub(super) fn native_scope(&mut self, scope: ScopeId, body: &Block) -> TokenStream {
        let pass = self.graph.scopes.get(scope.0).and_then(|scope| scope.pass).and_then(|pass| self.graph.state(pass));
        let both_ways = self.graph.scopes.get(scope.0).is_some_and(|scope| scope.ends_both_ways);
        let outer = std::mem::replace(&mut self.ends_both_ways, both_ways);
        let way = both_ways.then(|| quote!(let mut __left_by_next = false;));
        let enter = pass.map(|pass| self.enter(&pass.name));
        let statements = self.statements(body);
        self.ends_both_ways = outer;
        quote!(#way #enter #statements)
    }

    /// A computation that is part of a state: a fault in it happens there.
    pub(super) fn in_state(&self, state: &str, tokens: &TokenStream) -> TokenStream {
        quote!(::workflow_runtime::__private::in_state(&__cx, #state, || #tokens))
    }

    pub(super) fn enter(&self, state: &str) -> TokenStream {
        let enter = quote!(::workflow_runtime::Context::enter(&__cx, #state););
        if !self.ends_both_ways {
            return enter;
        }
        match self.graph.states.iter().find(|known| known.name == state).map(|known| &known.kind) {
            Some(StateKind::Choice { .. }) => quote!(#enter __left_by_next = false;),
            Some(StateKind::Pass { .. }) => quote!(#enter __left_by_next = true;),
            // Only ways out of Choice states and Catchers lead to it.
            Some(StateKind::Succeed { output: None }) => quote!(if !__left_by_next { #enter }),
            _ => enter,
        }
    }

    /// An effect, noting whether its state is left by its `Next`.
    pub(super) fn left(&self, effect: &Effect, tokens: TokenStream) -> TokenStream {
        if !self.ends_both_ways {
            return tokens;
        }
        let by_next = if effect.can_fail() { quote!(::std::result::Result::is_ok(&__left)) } else { quote!(true) };
        quote!({ let __left = #tokens; __left_by_next = #by_next; __left })
    }

    /// Whether a value is computed by the Succeed state that it ends in, and not on the way there.
    pub(super) fn has_own_output(&self, expr: &Expr) -> bool {
        let state = self.graph.sites.get(&expr.id).and_then(|state| self.graph.state(*state));
        matches!(state.map(|state| &state.kind), Some(StateKind::Succeed { output: Some(_) }))
    }

    /// A conditional result.
    pub(super) fn ended(&self, expr: &Expr, tokens: TokenStream) -> TokenStream {
        let Some(state) = self.graph.ends.get(&expr.id).and_then(|state| self.graph.state(*state)) else {
            return tokens;
        };
        let enter = self.enter(&state.name);
        match &state.kind {
            StateKind::Succeed { output: Some(_) } => quote!({ #enter #tokens }),
            _ => quote!({ let __value = #tokens; #enter __value }),
        }
    }

    /// A value whose state is entered once it is known: the ways that lead to a Succeed state carry it.
    pub(super) fn entered_after(&self, expr: &Expr, tokens: TokenStream) -> TokenStream {
        let Some(enter) = self.graph.site_name(expr.id).map(|name| self.enter(name)) else { return tokens };
        quote!({ let __value = #tokens; #enter __value })
    }

    /// A value that is computed in its state.
    pub(super) fn entered_before(&self, expr: &Expr, tokens: TokenStream) -> TokenStream {
        let Some(enter) = self.graph.site_name(expr.id).map(|name| self.enter(name)) else { return tokens };
        quote!({ #enter #tokens })
    }

    pub(super) fn native_ok(&mut self, expr: &Expr, path: &syn::Path, inner: &Expr) -> TokenStream {
        let native = self.wrapped(inner, |inner| place::applied(path, inner, expr.end));
        if self.has_own_output(expr) { self.entered_before(expr, native) } else { self.entered_after(expr, native) }
    }

    pub(super) fn native_err(&mut self, expr: &Expr, path: &syn::Path, inner: &Expr) -> TokenStream {
        let error = self.native_error(inner);
        let native = place::applied(path, error, expr.end);
        let site = self.graph.sites.get(&expr.id).and_then(|state| self.graph.state(*state));
        // In a branch of `join!` the way to its end carries the error.
        match site.map(|state| &state.kind) {
            Some(StateKind::Succeed { output: None }) => self.entered_after(expr, native),
            _ => self.entered_before(expr, native),
        }
    }

    /// An error that is returned: `.into()` converts as `?` does.
    pub(super) fn native_error(&mut self, error: &Expr) -> TokenStream {
        let inner = without_into(error);
        let tokens = self.native(inner);
        if inner.id == error.id {
            return tokens;
        }
        place::call(error, quote!(::workflow_runtime::define::witness::receive), tokens)
    }
}
