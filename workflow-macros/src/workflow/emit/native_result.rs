//! `Option`s and `Result`s in the native body: `?`, and what a scope ends with.

use super::{Emit, place};
use crate::workflow::graph::StateId;
use crate::workflow::syntax::{Expr, ExprKind, Pattern, attempted};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

impl Emit<'_> {
    /// `?`, which runs no code of the user's on the way.
    pub(super) fn native_try(&mut self, expr: &Expr, operand: &Expr) -> TokenStream {
        let attempt = attempted(operand);
        let Some((pattern, error)) = attempt.error else { return self.native_try_plain(expr, operand) };
        let subject = self.native_subject(expr, attempt.subject);
        let enter = self.graph.site_name(error.id).map(|name| self.enter(name));
        let bound = pattern.map(|pattern| self.bound(pattern));
        let error = self.native_returned_error(error);
        let failing = quote!({ #bound #enter return ::std::result::Result::Err(#error); });
        let value = Ident::new("__value", expr.span);
        let arms = match pattern {
            Some(Pattern { tokens, .. }) => quote! {
                ::std::result::Result::Ok(#value) => #value,
                ::std::result::Result::Err(#tokens) => #failing
            },
            None => quote! {
                ::std::option::Option::Some(#value) => #value,
                ::std::option::Option::None => #failing
            },
        };
        let arms = place::braces(arms, expr.end);
        quote_spanned!(expr.span=> match #subject #arms)
    }

    fn native_try_plain(&mut self, expr: &Expr, operand: &Expr) -> TokenStream {
        let enter = self.graph.on_err.get(&operand.id).copied().and_then(|state| self.enter_state(state));
        let (result, enter) = match &operand.kind {
            // The states that an effect leads to are entered where it is awaited.
            ExprKind::Await(_) => (self.native(operand), None),
            _ => {
                let result = self.native_subject(expr, operand);
                (place::call(operand, quote!(::workflow_runtime::define::witness::attempt), result), enter)
            }
        };
        let receive = place::call(expr, quote!(::workflow_runtime::define::witness::receive), quote!(__error));
        let value = Ident::new("__value", expr.span);
        let arms = place::braces(
            quote_spanned! {expr.span=>
                ::std::result::Result::Ok(#value) => #value,
                ::std::result::Result::Err(__error) => { #enter return ::std::result::Result::Err(#receive); },
            },
            expr.end,
        );
        quote_spanned!(expr.span=> match #result #arms)
    }

    /// What a Choice state decides on: computed in it if it is a place, else before.
    fn native_subject(&mut self, site: &Expr, subject: &Expr) -> TokenStream {
        let tokens = self.native(subject);
        let choice = self.graph.site_name(site.id).filter(|_| !matches!(subject.kind, ExprKind::Await(_)));
        match choice.map(|name| self.enter(name)) {
            Some(enter) if subject.is_pure() && (subject.is_place() || !subject.may_fault()) => {
                quote!({ #enter #tokens })
            }
            Some(enter) => quote!({ let __value = #tokens; #enter __value }),
            None => tokens,
        }
    }

    fn native_returned_error(&mut self, error: &Expr) -> TokenStream {
        let tokens = self.native_error(error);
        place::call(error, quote!(::workflow_runtime::define::witness::receive), tokens)
    }

    /// A `Result` that leads to states: those that its scope ends in.
    pub(super) fn settled(&mut self, expr: &Expr, tokens: TokenStream) -> TokenStream {
        if self.is_tried(expr) {
            return tokens;
        }
        let state = |states: &std::collections::HashMap<_, StateId>| states.get(&expr.id).copied();
        let (on_ok, on_err) = (state(&self.graph.on_ok), state(&self.graph.on_err));
        if on_ok.is_none() && on_err.is_none() {
            return tokens;
        }
        let enter = |state: Option<StateId>| state.and_then(|state| self.enter_state(state));
        let (ok, err) = (enter(on_ok), enter(on_err));
        let is_effect = matches!(expr.kind, ExprKind::Await(_) | ExprKind::Effect(_));
        let choice = self.graph.sites.get(&expr.id).filter(|state| !is_effect && Some(**state) != on_ok);
        let choice = choice.and_then(|state| self.enter_state(*state));
        quote!({
            let __result: ::std::result::Result<_, _> = #tokens;
            #choice
            match &__result {
                ::std::result::Result::Ok(_) => { #ok }
                ::std::result::Result::Err(_) => { #err }
            }
            __result
        })
    }

    /// Whether an expression is the operand of `?`, which enters the states itself.
    fn is_tried(&self, expr: &Expr) -> bool {
        !matches!(expr.kind, ExprKind::Await(_) | ExprKind::Effect(_)) && self.graph.tried.contains(&expr.id)
    }

    fn enter_state(&self, state: StateId) -> Option<TokenStream> {
        self.graph.state(state).map(|state| self.enter(&state.name))
    }
}
