//! Assignments: what a variable is afterwards.

use super::{Emit, place};
use crate::workflow::syntax::{Expr, ExprKind, MethodCall, is_text};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Emit<'_> {
    /// The value of the whole variable after an assignment to it or to a part of it.
    pub(super) fn updated(&mut self, assignment: &Expr) -> TokenStream {
        let (to, value) = match &assignment.kind {
            ExprKind::Assign(to, value) => (&**to, self.value(value)),
            ExprKind::AssignOp(to, op, value) if matches!(value.kind, ExprKind::Seconds(..)) => {
                let (current, duration, op) = (self.value(to), self.value(value), super::value::operator(op));
                (&**to, quote_spanned!(assignment.span=> __define::timestamp::shift(#op, #current, #duration)))
            }
            ExprKind::AssignOp(to, op, value) => {
                let (w, current, operand) = (self.witness(value), self.value(to), self.value(value));
                let result = if is_text(value) {
                    quote!(__define::text::append(#w, #current, #operand))
                } else {
                    let op = super::value::operator(op);
                    quote_spanned!(assignment.span=> __define::number::arithmetic(#w, #op, #current, #operand))
                };
                (&**to, result)
            }
            ExprKind::Change(call) => (&*call.receiver, self.changed(call)),
            _ => return quote!(__value::null()),
        };
        let Some(var) = to.root().filter(|_| !matches!(to.kind, ExprKind::Var(..))) else { return value };
        let (name, whole) = (self.name(var), self.put(to, value));
        // The variable is read at every step of the way.
        quote!(__value::bind_simple("_o", __env.read(#name), |__value| { let __env = __env.with(#name, __value); #whole }))
    }

    /// The variable that `to` is in, with `value` in that place.
    fn put(&mut self, to: &Expr, value: TokenStream) -> TokenStream {
        match &to.kind {
            ExprKind::Field(base, member) => {
                let (w, whole, member) = (self.witness(base), self.value(base), super::value::member_text(member));
                let function = quote!(__define::assign::field);
                let whole = place::call(to, function, quote!(#w, #member, #whole, #value));
                self.put(base, whole)
            }
            ExprKind::Index(base, position) => {
                let (w, whole, position) = (self.witness(base), self.value(base), self.value(position));
                let whole = place::call(to, quote!(__define::assign::item), quote!(#w, #whole, #position, #value));
                self.put(base, whole)
            }
            _ => value,
        }
    }

    /// What a place holds after a method that changes it.
    fn changed(&mut self, call: &MethodCall) -> TokenStream {
        let (w, whole) = (self.witness(&call.receiver), self.value(&call.receiver));
        let method = &call.method;
        let arguments = call.args.iter().map(|argument| match &argument.kind {
            ExprKind::Closure(closure) => {
                let (key, closure) = (self.witness(&closure.body), self.closure(closure));
                // Sorting compares the keys of two items.
                let again = (method == "sort_by_key").then(|| quote!(, #closure));
                quote!(#key, #closure #again)
            }
            _ if method == "extend" => self.items_of(argument),
            _ => self.value(argument),
        });
        let arguments = arguments.collect::<Vec<_>>();
        place::call(method.span(), quote!(__define::assign::#method), quote!(#w, #whole, #(#arguments),*))
    }
}
