//! Places: variables and parts of them.

use super::value::member_text;
use super::{Emit, place};
use crate::workflow::syntax::{Expr, ExprKind, Part};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Emit<'_> {
    /// A part of a list, which is a reference in Rust.
    pub(super) fn native_part(&mut self, expr: &Expr, part: &Part) -> TokenStream {
        let list = self.native(&part.list);
        let start = part.start.as_deref().map(|start| self.native(start));
        let end = part.end.as_deref().map(|end| self.native(end));
        let limits = if part.closed { quote!(..=) } else { quote!(..) };
        let range = quote!(#start #limits #end);
        if part.optional {
            let range = place::group(proc_macro2::Delimiter::Parenthesis, range, expr.end);
            return quote!(#list.get #range);
        }
        place::call(expr, quote!(::workflow_runtime::checked::part), quote!(&#list, #range))
    }
}

/// How a place is reached, the same for all places of one type: a variable, and the fields and items on the way.
pub(super) fn path(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Var(var, _) => var.0.to_string(),
        ExprKind::Field(base, member) => format!("{}.{}", path(base), member_text(member)),
        ExprKind::Index(base, _) => path(base) + "[]",
        ExprKind::Deref(base) => path(base) + "*",
        _ => String::new(),
    }
}

/// A place as it can be named where its variable is bound: what stands between brackets does not exist there yet.
pub(super) fn named(expr: &Expr) -> TokenStream {
    match &expr.kind {
        ExprKind::Var(_, ident) => quote!(#ident),
        ExprKind::Field(base, member) => {
            let base = named(base);
            quote!(#base.#member)
        }
        ExprKind::Index(base, _) => {
            let base = named(base);
            let item = place::call(expr, quote!(::workflow_runtime::checked::an_item), quote!(&#base));
            quote_spanned!(expr.span=> (*#item))
        }
        ExprKind::Deref(base) => {
            let base = named(base);
            quote_spanned!(expr.span=> (*#base))
        }
        _ => TokenStream::new(),
    }
}
