//! `if` and `match` in the native body.

use super::{Emit, place};
use crate::workflow::syntax::{Expr, ExprKind, If, Match};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::BinOp;

impl Emit<'_> {
    pub(super) fn native_if(&mut self, expr: &Expr, branch: &If) -> TokenStream {
        let condition = self.native(&branch.condition);
        let bound = self.condition_bound(&branch.condition);
        let then = self.statements(&branch.then);
        let then = place::braces(quote!(#bound #then), branch.then.span);
        let otherwise = branch.otherwise.as_deref().map(|otherwise| {
            let value = place::braces(self.native(otherwise), otherwise.end);
            quote_spanned!(otherwise.span=> else #value)
        });
        let start = expr.span;
        // Where there are tasks in the condition, the Choice state is entered after the last of them.
        match self.graph.site_name(expr.id).filter(|_| branch.condition.is_pure()).map(|name| self.enter(name)) {
            Some(enter) => quote_spanned!(start=> { #enter if #condition #then #otherwise }),
            None => quote_spanned!(start=> if #condition #then #otherwise),
        }
    }

    pub(super) fn condition_bound(&mut self, condition: &Expr) -> TokenStream {
        match &condition.kind {
            ExprKind::Let(pattern, _) => self.bound(pattern),
            ExprKind::Logic(BinOp::And(_), left, right) => {
                let (left, right) = (self.condition_bound(left), self.condition_bound(right));
                quote!(#left #right)
            }
            _ => TokenStream::new(),
        }
    }

    pub(super) fn native_match(&mut self, expr: &Expr, choice: &Match) -> TokenStream {
        let scrutinee = self.native(&choice.scrutinee);
        let arms = choice.arms.iter().map(|arm| {
            let (pattern, bound) = (&arm.pattern.tokens, self.bound(&arm.pattern));
            let guard = arm.guard.as_ref().map(|guard| {
                let guard = self.native(guard);
                quote!(if #guard)
            });
            let body = self.native(&arm.body);
            let body = place::braces(quote!(#bound #body), arm.body.end);
            quote!(#pattern #guard => #body)
        });
        let arms = place::braces(arms.collect(), expr.end);
        let start = expr.span;
        match self.graph.site_name(expr.id).map(|name| self.enter(name)) {
            Some(enter)
                if !choice.scrutinee.is_pure() || (choice.scrutinee.may_fault() && !choice.scrutinee.is_place()) =>
            {
                quote_spanned!(start=> match { let __value = #scrutinee; #enter __value } #arms)
            }
            // What is no place is computed before the state. Its temporaries live as long as the arms.
            Some(enter) if !choice.scrutinee.is_place() => {
                quote_spanned!(start=> match (#scrutinee, { #enter }).0 #arms)
            }
            Some(enter) => quote_spanned!(start=> { #enter match #scrutinee #arms }),
            None => quote_spanned!(start=> match #scrutinee #arms),
        }
    }
}

/// Whether a condition is or has a `let`.
pub(super) fn binds_in_condition(condition: &Expr) -> bool {
    match &condition.kind {
        ExprKind::Let(..) => true,
        ExprKind::Logic(BinOp::And(_), left, right) => binds_in_condition(left) || binds_in_condition(right),
        _ => false,
    }
}
