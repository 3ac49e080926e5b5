//! Assignments in the native body.

use super::native_number::checked;
use super::{Emit, place};
use crate::workflow::syntax::{Expr, ExprKind, MethodCall, is_text};
use proc_macro2::{Delimiter, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::BinOp;

impl Emit<'_> {
    pub(super) fn native_assign(&mut self, expr: &Expr, to: &Expr, value: &Expr) -> TokenStream {
        let value = self.native(value);
        let (positions, to_place) = self.place_of(to);
        if positions.is_empty() {
            return quote_spanned!(expr.span=> #to_place = #value);
        }
        // As in plain Rust the value is computed first.
        quote!({ let __value = #value; #positions #to_place = __value; })
    }

    pub(super) fn native_assign_op(&mut self, expr: &Expr, to: &Expr, op: &BinOp, value: &Expr) -> TokenStream {
        let (operand, text) = (self.native(value), is_text(value));
        let (positions, to_place) = self.place_of(to);
        if text {
            return quote!({ #positions #to_place += #operand; });
        }
        let function = checked(op, Some(to), value, expr.span);
        let checked = |place: TokenStream, operand: TokenStream| {
            place::call(expr, quote!(::workflow_runtime::checked::#function), quote!(#place, #operand))
        };
        if matches!(to.kind, ExprKind::Var(..)) {
            let result = checked(to_place.clone(), operand);
            return quote_spanned!(expr.span=> #to_place = #result);
        }
        let result = checked(quote!(*__place), quote!(__operand));
        quote!({ let __operand = #operand; #positions let __place = &mut #to_place; *__place = #result; })
    }

    /// A method that changes its receiver. What stands between brackets is computed before the receiver is borrowed.
    pub(super) fn native_change(&mut self, expr: &Expr, call: &MethodCall) -> TokenStream {
        let (method, turbofish) = (&call.method, &call.turbofish);
        let (positions, receiver) = self.place_of(&call.receiver);
        let arguments = self.several(&call.args, |arguments| quote!(#(#arguments),*));
        let arguments = place::group(Delimiter::Parenthesis, arguments, expr.end);
        let changed = quote!(#receiver.#method #turbofish #arguments);
        if positions.is_empty() { changed } else { quote!({ #positions #changed }) }
    }

    /// The positions that a place is reached by, as `let`s, and the place.
    fn place_of(&mut self, expr: &Expr) -> (TokenStream, TokenStream) {
        match &expr.kind {
            ExprKind::Field(base, member) => {
                let (positions, base) = self.place_of(base);
                (positions, quote!(#base.#member))
            }
            ExprKind::Index(base, position) => {
                let (positions, base) = self.place_of(base);
                let (name, position) = (format_ident!("__position{}", expr.id.0), self.native(position));
                let item = place::call(expr, quote!(::workflow_runtime::checked::index_mut), quote!(&mut #base, #name));
                (quote!(#positions let #name = #position;), quote_spanned!(expr.span=> (*#item)))
            }
            _ => (TokenStream::new(), self.native(expr)),
        }
    }
}
