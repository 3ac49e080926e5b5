//! Methods of values: a table of what each becomes.

use super::{Emit, place};
use crate::workflow::syntax::{Closure, Expr, ExprKind, MethodCall, is_iterator, parsed, without_value};
use proc_macro2::{Span, TokenStream};
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
        if let Some(text) = parsed(call) {
            return self.parsed_method(expr, call, text);
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
            ("failure", _) => self.value(receiver),
            ("iter" | "into_iter", _) => {
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
            ("is_ok", []) => self.unary(receiver, quote!(__define::result::has_value), span),
            ("is_err", []) => self.unary(receiver, quote!(__define::result::has_error), span),
            ("ok", []) => self.unary(receiver, quote!(__define::result::to_option), span),
            ("ok_or", [error]) => self.with_error(receiver, error, span),
            ("ok_or_else", [Expr { kind: ExprKind::Closure(closure), .. }]) => {
                self.with_error(receiver, &closure.body, span)
            }
            ("map_err", [Expr { kind: ExprKind::Closure(closure), .. }]) => {
                let (w, value, error) =
                    (self.witness(receiver), self.value(receiver), self.error_object(&closure.body));
                let error = self.closure_of_error(closure, &error);
                place::call(span, quote!(__define::result::map_err), quote!(#w, #value, #error))
            }
            ("is_err_and", [Expr { kind: ExprKind::Closure(closure), .. }]) => {
                let (w, value, condition) = (self.witness(receiver), self.value(receiver), self.value(&closure.body));
                let condition = self.closure_of_error(closure, &condition);
                place::call(span, quote!(__define::result::is_err_and), quote!(#w, #value, #condition))
            }
            ("parse" | "try_into", []) => {
                let function = if name == "parse" { quote!(result) } else { quote!(converted) };
                let (from, to, value) = (self.witness(receiver), self.witness(expr), self.value(receiver));
                place::call(span, quote!(__define::parse::#function), quote!(#from, #to, #value))
            }
            ("get", [at]) => {
                let (w, found) = (self.witness(receiver), self.witness(expr));
                let (value, at) = (self.value(receiver), self.value(at));
                place::call(span, quote!(__define::collection::get), quote!(#w, #found, #value, #at))
            }
            // The message is not part of the value.
            ("expect", _) => self.unary(receiver, quote!(__define::option::unwrap), span),
            _ => match function(&name) {
                Some(function) => self.function(expr, call, function, span),
                None => quote!(__value::null()),
            },
        }
    }

    /// A method whose form is a function of `define`: it is given the receiver's type, the receiver and the arguments.
    fn function(&mut self, expr: &Expr, call: &MethodCall, function: TokenStream, span: Span) -> TokenStream {
        // What gives text of text has one type, and the receiver may have no such method at all.
        let of = if gives_text(&call.method.to_string()) { expr } else { &call.receiver };
        let (w, value) = (self.witness(of), self.value(&call.receiver));
        let typed = looks_into_text(&call.method.to_string());
        let otherwise = without_value(call).map(std::ptr::from_ref);
        let arguments = call.args.iter().map(|argument| match &argument.kind {
            ExprKind::Closure(closure) if otherwise == Some(std::ptr::from_ref(closure)) => {
                let body = self.value(&closure.body);
                self.closure_of_error(closure, &body)
            }
            ExprKind::Closure(closure) => {
                let parameters = closure.parameters.iter().map(|_| quote!(__value)).collect::<Vec<_>>();
                let bind = closure.parameters.iter().map(|parameter| self.bind(parameter, &quote!(__value), None));
                let bind = bind.collect::<TokenStream>();
                let body = self.value(&closure.body);
                quote!(|#(#parameters),*| { let mut __env = __env.clone(); #bind #body })
            }
            _ if typed => {
                let (w, value) = (self.witness(argument), self.value(argument));
                quote!(#w, #value)
            }
            _ => self.value(argument),
        });
        let arguments = arguments.collect::<Vec<_>>();
        place::call(span, function, quote!(#w, #value #(, #arguments)*))
    }

    /// A closure that is asked where there is no value: it is given the error, if it is one of a `Result`.
    fn closure_of_error(&mut self, closure: &Closure, body: &TokenStream) -> TokenStream {
        let bind = closure.parameters.first().map(|parameter| self.bind_error(parameter));
        quote!(|__value| { let mut __env = __env.clone(); #bind #body })
    }

    /// What follows on `text.parse()`, whose type the whole expression tells.
    fn parsed_method(&mut self, expr: &Expr, call: &MethodCall, text: &Expr) -> TokenStream {
        let name = call.method.to_string();
        let (from, to, text) = (self.witness(text), self.witness(expr), self.value(text));
        let parse = if name == "ok" { quote!(__define::parse::ok) } else { quote!(__define::parse::option) };
        let parsed = place::call(expr, parse, quote!(#from, #to, #text));
        let otherwise = call.args.first().map(|otherwise| match &otherwise.kind {
            ExprKind::Closure(closure) => self.value(&closure.body),
            _ => self.value(otherwise),
        });
        match (name.as_str(), otherwise) {
            ("ok", _) => parsed,
            ("unwrap_or", Some(other)) => {
                quote!(__define::option::unwrap_or(__define::parse::some(#to), #parsed, #other))
            }
            ("unwrap_or_else", Some(other)) => {
                quote!(__define::option::unwrap_or_else(__define::parse::some(#to), #parsed, |_| #other))
            }
            ("unwrap_or_default", _) => {
                quote!(__define::option::unwrap_or_default(__define::parse::some(#to), #parsed))
            }
            _ => quote!(__define::option::unwrap(__define::parse::some(#to), #parsed)),
        }
    }

    fn binary_method(&mut self, receiver: &Expr, argument: &Expr, function: TokenStream, span: Span) -> TokenStream {
        let (w, value, argument) = (self.witness(receiver), self.value(receiver), self.value(argument));
        place::call(span, function, quote!(#w, #value, #argument))
    }

    fn with_error(&mut self, receiver: &Expr, error: &Expr, span: Span) -> TokenStream {
        let (w, value, error) = (self.witness(receiver), self.value(receiver), self.error_object(error));
        place::call(span, quote!(__define::result::ok_or), quote!(#w, #value, #error))
    }

    fn unary(&mut self, receiver: &Expr, function: TokenStream, span: Span) -> TokenStream {
        let (w, value) = (self.witness(receiver), self.value(receiver));
        place::call(span, function, quote!(#w, #value))
    }
}

/// The function of `define` that a method becomes.
fn function(method: &str) -> Option<TokenStream> {
    let module = match method {
        "contains" | "first" | "get" | "is_empty" | "last" | "len" => quote!(collection),
        "abs" | "abs_diff" | "clamp" | "div_euclid" | "is_negative" | "is_positive" | "max" | "min" | "pow"
        | "rem_euclid" | "signum" => quote!(integer),
        "checked_add" | "checked_div" | "checked_mul" | "checked_rem" | "checked_sub" | "saturating_add"
        | "saturating_mul" | "saturating_sub" => quote!(integer),
        "ceil" | "floor" | "round" | "sqrt" | "trunc" => quote!(float),
        "and" | "and_then" | "filter" | "flatten" | "is_none" | "is_none_or" | "is_ok_and" | "is_some"
        | "is_some_and" | "map" | "map_or" | "map_or_else" | "or" | "or_else" | "then" | "then_some" | "unwrap"
        | "unwrap_or" | "unwrap_or_default" | "unwrap_or_else" | "xor" | "zip" => quote!(option),
        "ends_with"
        | "eq_ignore_ascii_case"
        | "is_ascii"
        | "lines"
        | "replace"
        | "split"
        | "split_once"
        | "split_whitespace"
        | "starts_with"
        | "strip_prefix"
        | "strip_suffix"
        | "to_ascii_lowercase"
        | "to_ascii_uppercase"
        | "to_string"
        | "trim"
        | "trim_end"
        | "trim_start" => quote!(text),
        _ => return None,
    };
    let function = if method == "is_ok_and" { "is_some_and" } else { method };
    let name = proc_macro2::Ident::new(function, Span::call_site());
    Some(quote!(__define::#module::#name))
}

fn gives_text(method: &str) -> bool {
    matches!(method, "replace" | "to_ascii_lowercase" | "to_ascii_uppercase" | "trim" | "trim_end" | "trim_start")
}

/// Methods whose arguments may be of several types, only some of which have a form.
fn looks_into_text(method: &str) -> bool {
    matches!(
        method,
        "contains"
            | "ends_with"
            | "eq_ignore_ascii_case"
            | "replace"
            | "split"
            | "split_once"
            | "starts_with"
            | "strip_prefix"
            | "strip_suffix"
    )
}

/// `text` of `text.chars()`, of which only the number is known here.
fn chars_of(receiver: &Expr) -> Option<&Expr> {
    match &receiver.kind {
        ExprKind::Method(call) if call.method == "chars" => Some(&call.receiver),
        _ => None,
    }
}
