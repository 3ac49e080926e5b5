//! Assignments: what a variable is afterwards.

use super::{Emit, place};
use crate::workflow::syntax::{Expr, ExprKind, MethodCall, Part, is_text};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

impl Emit<'_> {
    /// The value of the whole variable after an assignment to it or to a part of it.
    pub(super) fn updated(&mut self, assignment: &Expr) -> TokenStream {
        let (to, value) = match &assignment.kind {
            ExprKind::Assign(to, value) => (&**to, self.value(value)),
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

    /// What a method that changes a place gives, of the place as it was.
    pub(super) fn taken(&mut self, change: &Expr) -> TokenStream {
        let ExprKind::Change(call) = &change.kind else { return quote!(__value::null()) };
        let (w, found, whole) = (self.witness(&call.receiver), self.witness(change), self.value(&call.receiver));
        let arguments = call.args.iter().map(|argument| self.value(argument)).collect::<Vec<_>>();
        let function = if call.method == "pop" { quote!(last) } else { quote!(removed) };
        place::call(call.method.span(), quote!(__define::taken::#function), quote!(#w, #found, #whole #(, #arguments)*))
    }

    /// A part of a list.
    pub(super) fn part_of_a_list(&mut self, expr: &Expr, part: &Part) -> TokenStream {
        let (w, list) = (self.witness(&part.list), self.value(&part.list));
        let mut bound = |bound: Option<&Expr>| match bound.map(|bound| self.value(bound)) {
            Some(bound) => quote!(::std::option::Option::Some(#bound)),
            None => quote!(::std::option::Option::None),
        };
        let (start, end) = (bound(part.start.as_deref()), bound(part.end.as_deref()));
        let (closed, function) = (part.closed, if part.optional { quote!(get) } else { quote!(of) });
        place::call(expr, quote!(__define::part::#function), quote!(#w, #list, #start, #end, #closed))
    }

    /// What a place holds after a method that changes it.
    fn changed(&mut self, call: &MethodCall) -> TokenStream {
        let (w, whole) = (self.witness(&call.receiver), self.value(&call.receiver));
        let method = &call.method;
        let arguments = call.args.iter().map(|argument| match &argument.kind {
            ExprKind::Closure(closure) => {
                let reversed = match &closure.body.kind {
                    ExprKind::Reverse(_, key) => Some(&**key),
                    _ => None,
                };
                let (key, closure) = (self.witness(reversed.unwrap_or(&closure.body)), self.closure(closure));
                let falling = (method == "sort_by_key").then(|| {
                    let falling = reversed.is_some();
                    quote!(, #falling)
                });
                quote!(#key, #closure #falling)
            }
            _ if method == "extend" => self.items_of(argument),
            _ => self.value(argument),
        });
        let arguments = arguments.collect::<Vec<_>>();
        let function = match method.to_string().as_str() {
            "sort_unstable" => Ident::new("sort", method.span()),
            _ => method.clone(),
        };
        place::call(method.span(), quote!(__define::assign::#function), quote!(#w, #whole, #(#arguments),*))
    }
}
