//! Methods of values: a table of what each becomes.

use super::{Emit, place};
use crate::workflow::syntax::{Expr, ExprKind, MethodCall, is_iterator};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Emit<'_> {
    pub(super) fn method(&mut self, expr: &Expr, call: &MethodCall) -> TokenStream {
        let name = call.method.to_string();
        if is_iterator(&call.receiver) {
            return match chars_of(&call.receiver) {
                Some(text) => self.unary(text, quote!(__define::text::char_count), call.method.span()),
                None => self.iterator_method(expr, call, &name),
            };
        }
        let span = call.method.span();
        let receiver = &*call.receiver;
        match (name.as_str(), call.args.as_slice()) {
            (
                "clone" | "cloned" | "copied" | "as_str" | "as_ref" | "as_deref" | "to_owned" | "into" | "as_slice"
                | "to_vec",
                [],
            ) => {
                let (from, to, value) = (self.witness(receiver), self.witness(expr), self.value(receiver));
                quote_spanned!(span=> __value::same(#from, #to, #value))
            }
            // Only a caught error has this: what the Catcher got.
            ("failure", []) => self.value(receiver),
            ("iter" | "into_iter", []) => {
                let (w, value) = (self.witness(receiver), self.value(receiver));
                place::call(span, quote!(__define::iterator::iterate), quote!(#w, #value))
            }
            ("windows" | "chunks", [size]) => {
                let method = &call.method;
                self.binary_method(receiver, size, quote!(__define::iterator::#method), span)
            }
            ("keys" | "into_keys", []) => self.unary(receiver, quote!(__define::dictionary::keys), span),
            ("values" | "into_values", []) => self.unary(receiver, quote!(__define::dictionary::values), span),
            ("contains_key", [key]) => {
                self.binary_method(receiver, key, quote!(__define::dictionary::contains_key), span)
            }
            ("to_string", []) => self.unary(receiver, quote!(__define::text::to_string), span),
            ("to_uppercase", []) => self.on_text(expr, receiver, quote!(__define::text::to_uppercase)),
            ("to_lowercase", []) => self.on_text(expr, receiver, quote!(__define::text::to_lowercase)),
            ("len", []) => self.unary(receiver, quote!(__define::collection::len), span),
            ("is_empty", []) => self.unary(receiver, quote!(__define::collection::is_empty), span),
            ("first" | "last", []) => {
                let (method, w, found) = (&call.method, self.witness(receiver), self.witness(expr));
                let value = self.value(receiver);
                place::call(span, quote!(__define::collection::#method), quote!(#w, #found, #value))
            }
            ("concat", []) => {
                let (w, result, value) = (self.witness(receiver), self.witness(expr), self.value(receiver));
                place::call(span, quote!(__define::collection::concat), quote!(#w, #result, #value))
            }
            ("join", [separator]) => self.binary_method(receiver, separator, quote!(__define::collection::join), span),
            ("is_some", []) => self.unary(receiver, quote!(__define::option::is_some), span),
            ("is_none", []) => self.unary(receiver, quote!(__define::option::is_none), span),
            ("is_ok", []) => self.unary(receiver, quote!(__define::result::has_value), span),
            ("is_err", []) => self.unary(receiver, quote!(__define::result::has_error), span),
            ("ok", []) => self.unary(receiver, quote!(__define::result::to_option), span),
            ("ok_or", [error]) => self.with_error(receiver, error, span),
            ("ok_or_else", [Expr { kind: ExprKind::Closure(closure), .. }]) => {
                self.with_error(receiver, &closure.body, span)
            }
            ("map_err", [Expr { kind: ExprKind::Closure(closure), .. }]) => {
                let (w, value) = (self.witness(receiver), self.value(receiver));
                let bind = closure.parameters.first().map(|parameter| self.bind_error(parameter));
                let error = self.error_object(&closure.body);
                let function = quote!(__define::result::map_err);
                place::call(
                    span,
                    function,
                    quote!(#w, #value, |__value| { let mut __env = __env.clone(); #bind #error }),
                )
            }
            ("unwrap", []) | ("expect", [_]) => self.unary(receiver, quote!(__define::option::unwrap), span),
            ("unwrap_or", [other]) => self.binary_method(receiver, other, quote!(__define::option::unwrap_or), span),
            ("get", [at]) => {
                let (w, found) = (self.witness(receiver), self.witness(expr));
                let (value, at) = (self.value(receiver), self.value(at));
                place::call(span, quote!(__define::collection::get), quote!(#w, #found, #value, #at))
            }
            ("contains", [item]) => self.binary_method(receiver, item, quote!(__define::collection::contains), span),
            ("map", [closure]) => self.on_option(receiver, closure, quote!(__define::option::map), span),
            ("is_some_and", [closure]) => {
                self.on_option(receiver, closure, quote!(__define::option::is_some_and), span)
            }
            _ => quote!(__value::null()),
        }
    }

    fn with_error(&mut self, receiver: &Expr, error: &Expr, span: proc_macro2::Span) -> TokenStream {
        let (w, value, error) = (self.witness(receiver), self.value(receiver), self.error_object(error));
        place::call(span, quote!(__define::result::ok_or), quote!(#w, #value, #error))
    }

    fn unary(&mut self, receiver: &Expr, function: TokenStream, span: proc_macro2::Span) -> TokenStream {
        let (w, value) = (self.witness(receiver), self.value(receiver));
        place::call(span, function, quote!(#w, #value))
    }

    /// A method that gives text of text: the result tells, as the receiver may have no such method at all.
    fn on_text(&mut self, expr: &Expr, receiver: &Expr, function: TokenStream) -> TokenStream {
        let (w, value) = (self.witness(expr), self.value(receiver));
        place::call(expr, function, quote!(#w, #value))
    }

    fn binary_method(
        &mut self,
        receiver: &Expr,
        argument: &Expr,
        function: TokenStream,
        span: proc_macro2::Span,
    ) -> TokenStream {
        let (w, value, argument) = (self.witness(receiver), self.value(receiver), self.value(argument));
        place::call(span, function, quote!(#w, #value, #argument))
    }

    /// A closure on what an `Option` holds: its parameter stands for the value.
    fn on_option(
        &mut self,
        receiver: &Expr,
        closure: &Expr,
        function: TokenStream,
        span: proc_macro2::Span,
    ) -> TokenStream {
        let (w, value) = (self.witness(receiver), self.value(receiver));
        let ExprKind::Closure(closure) = &closure.kind else { return quote!(__value::null()) };
        let bind = closure.parameters.first().map(|parameter| self.bind(parameter, &quote!(__value), None));
        let body = self.value(&closure.body);
        place::call(span, function, quote!(#w, #value, |__value| { let mut __env = __env.clone(); #bind #body }))
    }
}

/// `text` of `text.chars()`, of which only the number is known here.
fn chars_of(receiver: &Expr) -> Option<&Expr> {
    match &receiver.kind {
        ExprKind::Method(call) if call.method == "chars" => Some(&call.receiver),
        _ => None,
    }
}
