//! Several arms for `Ok` of what a task gives: one arm, with a `match` of its own.

use super::block::Parser;
use super::{Arm, Effect, EffectKind, Expr, ExprKind, Extent, Match, Pattern, PatternKind, last_ident};
use proc_macro2::Ident;

impl Parser<'_> {
    /// The arms of a `match`, of which those for `Ok` are one if what is looked at is awaited: the task's state has one
    /// `Next`, and the arms are decided like those of any value.
    pub(super) fn with_one_ok(&mut self, scrutinee: &Expr, at: Extent, arms: Vec<Arm>) -> Vec<Arm> {
        let ExprKind::Await(effect) = &scrutinee.kind else { return arms };
        let is_ok = |arm: &Arm| matches!(arm.pattern.kind, PatternKind::Ok(_));
        let each = arms.iter().all(|arm| matches!(arm.pattern.kind, PatternKind::Ok(_) | PatternKind::Err(_)));
        if !effect.can_fail() || !each || arms.iter().filter(|arm| is_ok(arm)).count() < 2 {
            return arms;
        }
        let (values, mut others): (Vec<Arm>, Vec<Arm>) = arms.into_iter().partition(is_ok);
        let inner = values.into_iter().map(|arm| {
            let kind = match arm.pattern.kind {
                PatternKind::Ok(inner) => return Arm { pattern: *inner, ..arm },
                kind => kind,
            };
            Arm { pattern: Pattern { kind, ..arm.pattern }, guard: arm.guard, body: arm.body }
        });
        let inner: Vec<Arm> = inner.collect();
        self.vars.enter_block();
        let ident = Ident::new(&format!("__{}", name_of(effect)), at.start);
        let var = self.vars.declare_hidden("value");
        self.vars.leave_block();
        let mut value = self.new_expr(ExprKind::Var(var, ident.clone()));
        (value.span, value.end) = (at.start, at.end);
        let mut body = self.new_expr(ExprKind::Match(Match { scrutinee: Box::new(value), arms: inner }));
        (body.span, body.end) = (at.start, at.end);
        let bound = Pattern {
            tokens: syn::parse_quote!(#ident),
            span: at.start,
            kind: PatternKind::Bind(var, ident.clone(), None),
        };
        let pattern = Pattern {
            tokens: syn::parse_quote!(::std::result::Result::Ok(#ident)),
            span: at.start,
            kind: PatternKind::Ok(Box::new(bound)),
        };
        others.insert(0, Arm { pattern, guard: None, body });
        others
    }
}

/// What the value is called after: the task.
fn name_of(effect: &Effect) -> String {
    let name = match &effect.kind {
        EffectKind::Task(call) => last_ident(&call.path).map(ToString::to_string),
        _ => None,
    };
    name.unwrap_or_else(|| "result".into())
}
