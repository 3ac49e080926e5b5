//! Decisions between assignments, as conditional values.

use super::Emit;
use crate::workflow::graph::Fold;
use crate::workflow::lower::assigned;
use crate::workflow::syntax::{Block, Expr, ExprKind, Match, Stmt, VarId};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// Tokens that make the variables of `__env` stand for what the statement leaves in them.
    pub(super) fn fold(&mut self, fold: &Fold<'_>) -> TokenStream {
        let body = self.assigning(fold.expr);
        let read = fold.read.iter().map(|var| self.name(*var)).collect::<Vec<_>>();
        let assigned = self.names(&fold.assigned);
        quote!(__define::fold::fold(&mut __env, &[#(#read),*], #assigned, |__env| { #body });)
    }

    fn names(&self, vars: &[VarId]) -> TokenStream {
        let names = vars.iter().map(|var| self.name(*var));
        quote!(&[#(#names),*])
    }

    /// A statement as changes of `__env`, which is a reference here.
    fn assigning(&mut self, expr: &Expr) -> TokenStream {
        match &expr.kind {
            ExprKind::Assign(..) | ExprKind::AssignOp(..) | ExprKind::Change(_) => {
                let Some(var) = expr.assigned_var() else { return TokenStream::new() };
                let (name, value) = (self.name(var), self.updated(expr));
                quote!({ let __value = #value; __env.set(#name, __value); })
            }
            ExprKind::If(branch) => {
                let condition = self.condition(&branch.condition);
                let binds = self.condition_bindings(&branch.condition);
                let then = self.assigning_block(&branch.then);
                let otherwise = branch.otherwise.as_deref().map(|otherwise| self.assigning(otherwise));
                let names = self.names(&assigned(expr));
                quote!({
                    let __condition = #condition;
                    let __then = __define::fold::branch(__env, |__env| { #binds #then });
                    let __otherwise = __define::fold::branch(__env, |__env| { #otherwise });
                    *__env = __define::fold::decide(__env, #names, &__condition, &__then, &__otherwise);
                })
            }
            ExprKind::Match(choice) => self.assigning_match(expr, choice),
            ExprKind::Block(block) => self.assigning_block(block),
            _ => TokenStream::new(),
        }
    }

    fn assigning_block(&mut self, block: &Block) -> TokenStream {
        let mut tokens = TokenStream::new();
        for stmt in &block.stmts {
            tokens.extend(match stmt {
                Stmt::Let(binding) => binding.init.as_ref().map(|init| {
                    let (value, w) = (self.value(init), self.pattern_witness(&binding.pattern, init));
                    let bind = self.bind(&binding.pattern, &quote!(__value), w.as_ref());
                    quote!({ let __value = #value; #bind })
                }),
                Stmt::Expr(expr) => Some(self.assigning(expr)),
                Stmt::Trace(_) => None,
            });
        }
        tokens.extend(block.tail.as_deref().map(|tail| self.assigning(tail)));
        tokens
    }

    /// The last arm, or the first that takes every value, is what is left; each arm before it decides once more.
    fn assigning_match(&mut self, expr: &Expr, choice: &Match) -> TokenStream {
        let w = self.witness(&choice.scrutinee);
        let scrutinee = self.value(&choice.scrutinee);
        let names = self.names(&assigned(expr));
        let mut result: Option<TokenStream> = None;
        for arm in choice.arms.iter().rev() {
            let binds = self.bind(&arm.pattern, &quote!(__value), Some(&quote!(#w)));
            let body = self.assigning(&arm.body);
            let then = quote!(__define::fold::branch(__env, |__env| { #binds #body }));
            let test = self.arm_test(&arm.pattern, arm.guard.as_ref(), &quote!(__value), Some(&quote!(#w)));
            result = Some(match (result, test) {
                (Some(rest), Some(test)) => quote!({
                    let (__condition, __then, __rest) = (#test, #then, #rest);
                    __define::fold::decide(__env, #names, &__condition, &__then, &__rest)
                }),
                _ => then,
            });
        }
        quote!({ let __value = #scrutinee; let __decided = #result; *__env = __decided; })
    }
}
