//! Arithmetic in the native body: checked, or an evaluation fault.

use super::{Emit, place};
use crate::workflow::syntax::{Expr, ExprKind};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::BinOp;

impl Emit<'_> {
    /// Checked arithmetic, one operator after the other: rustc looks at what is pending of the calls around a call again
    /// and again, so calls nested in each other would take it the square of their number.
    pub(super) fn native_arithmetic(&mut self, expr: &Expr, op: &BinOp, left: &Expr, right: &Expr) -> TokenStream {
        let (mut chain, mut first) = (vec![(expr, op, right)], left);
        while let ExprKind::Arith(op, left, right) = &first.kind
            && !self.witnesses.exprs.contains_key(&first.id.0)
        {
            chain.push((first, op, right));
            first = left;
        }
        let mut value = self.native(first);
        let mut steps = TokenStream::new();
        let count = chain.len();
        for (i, (expr, op, right)) in chain.into_iter().rev().enumerate() {
            let left = (i == 0).then_some(first);
            let (function, right) = (checked(op, left, right, expr.span), self.native(right));
            let call = place::call(expr, quote!(::workflow_runtime::checked::#function), quote!(#value, #right));
            if i + 1 == count {
                value = call;
            } else {
                let name = Ident::new("__number", expr.span);
                steps.extend(quote!(let #name = #call;));
                value = quote!(#name);
            }
        }
        if steps.is_empty() { value } else { place::braces(quote!(#steps #value), expr.end).to_token_stream() }
    }
}

/// The checked function for an operator. `left` and `right` are the operands; none is what was computed just before.
pub(super) fn checked(op: &BinOp, left: Option<&Expr>, right: &Expr, span: Span) -> Ident {
    let moved = matches!(right.kind, ExprKind::Seconds(..));
    let name = match op {
        BinOp::Add(_) if moved => return Ident::new("later", span),
        BinOp::Sub(_) if moved => return Ident::new("earlier", span),
        BinOp::Add(_) => "add",
        BinOp::Sub(_) => "sub",
        BinOp::Mul(_) => "mul",
        BinOp::Div(_) => "div",
        _ => "rem",
    };
    let is_literal = |operand: &Expr| matches!(operand.kind, ExprKind::Lit(_));
    let (left_computed, right_computed) = (left.is_none_or(is_computed), is_computed(right));
    let (left_literal, right_literal) = (left.is_some_and(is_literal), is_literal(right));
    // A literal takes the type of a variable beside it by itself.
    let values = match (
        left_computed || (left_literal && (right_computed || right_literal)),
        right_computed || (right_literal && (left_computed || left_literal)),
    ) {
        (false, false) => "",
        (true, false) => "_left",
        (false, true) => "_right",
        (true, true) => "_both",
    };
    Ident::new(&format!("{name}{values}"), span)
}

/// Whether an operand is a number and no reference to one, as it is computed.
fn is_computed(operand: &Expr) -> bool {
    match &operand.kind {
        ExprKind::Arith(..) | ExprKind::Cast(..) => true,
        ExprKind::Neg(inner) => matches!(inner.kind, ExprKind::Lit(_)) || is_computed(inner),
        _ => false,
    }
}
