//! Parts of lists.

use super::block::Parser;
use super::{Expr, ExprKind, Part};

impl Parser<'_> {
    /// `list[start..end]`, where it is borrowed.
    pub(super) fn part(&mut self, expr: &syn::Expr) -> Option<ExprKind> {
        match expr {
            syn::Expr::Paren(inner) => self.part(&inner.expr),
            syn::Expr::Index(index) => match &*index.index {
                syn::Expr::Range(range) => Some(self.part_of(&index.expr, range, false)),
                _ => None,
            },
            _ => None,
        }
    }

    /// `list.get(start..end)`
    pub(super) fn optional_part(&mut self, call: &syn::ExprMethodCall) -> Option<ExprKind> {
        match call.args.first() {
            Some(syn::Expr::Range(range)) if call.method == "get" => Some(self.part_of(&call.receiver, range, true)),
            _ => None,
        }
    }

    /// What a method is called on, which may be a part of a list.
    pub(super) fn receiver_or_part(&mut self, expr: &syn::Expr) -> Expr {
        let Some(part) = self.part(expr) else { return self.receiver(expr) };
        let mut read = self.new_expr(part);
        let extent = super::Extent::of(expr);
        (read.span, read.end) = (extent.start, extent.end);
        read
    }

    fn part_of(&mut self, list: &syn::Expr, range: &syn::ExprRange, optional: bool) -> ExprKind {
        let list = self.boxed(list);
        let mut bound = |bound: &Option<Box<syn::Expr>>| bound.as_deref().map(|bound| self.boxed(bound));
        let (start, end) = (bound(&range.start), bound(&range.end));
        let closed = matches!(range.limits, syn::RangeLimits::Closed(_));
        ExprKind::Part(Part { list, start, end, closed, optional })
    }
}
