//! Methods of iterators: a table of what each becomes. An iterator is the list of its items.

use super::{Emit, place};
use crate::workflow::syntax::{Closure, Expr, ExprKind, MethodCall, PatternKind, is_iterator};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Emit<'_> {
    /// What an iterator's method gives. The witness of an iterator is that of its items.
    pub(super) fn iterator_method(&mut self, expr: &Expr, call: &MethodCall, name: &str) -> TokenStream {
        let (list, method) = (self.value(&call.receiver), &call.method);
        let span = method.span();
        let at = |function: TokenStream, arguments: TokenStream| place::call(span, function, arguments);
        match (name, call.args.as_slice()) {
            ("cloned" | "copied" | "into_iter" | "iter", []) => list,
            ("count" | "len", []) => at(quote!(__define::search::count), list),
            ("rev", []) => at(quote!(__define::iterator::rev), list),
            ("collect" | "sum" | "product", []) => {
                let w = self.witness(expr);
                at(quote!(__define::search::#method), quote!(#w, #list))
            }
            ("max" | "min", []) => {
                let w = self.witness(expr);
                at(quote!(__define::search::extreme), quote!(#w, #name, #list))
            }
            ("next" | "last", []) => {
                let w = self.witness(expr);
                at(quote!(__define::search::#method), quote!(#w.found(), #list))
            }
            ("flatten", []) => {
                let w = self.witness(&call.receiver);
                at(quote!(__define::iterator::flatten), quote!(#w.found(), #list))
            }
            ("enumerate" | "unzip", []) => {
                let w = self.witness(expr);
                at(quote!(__define::iterator::#method), quote!(#w, #list))
            }
            ("nth", [position]) => {
                let (w, position) = (self.witness(expr), self.value(position));
                at(quote!(__define::search::nth), quote!(#w.found(), #list, #position))
            }
            ("take" | "skip" | "step_by", [number]) => {
                let (w, number) = (self.witness(expr), self.value(number));
                at(quote!(__define::iterator::#method), quote!(#w, #list, #number))
            }
            ("chain" | "zip", [other]) => {
                let other = self.items_of(other);
                at(quote!(__define::iterator::#method), quote!(#list, #other))
            }
            ("fold", [start, Expr { kind: ExprKind::Closure(closure), .. }]) => {
                let (start, closure) = (self.value(start), self.closure(closure));
                at(quote!(__define::search::fold), quote!(#list, #start, #closure))
            }
            (_, [Expr { kind: ExprKind::Closure(closure), .. }]) => self.with_closure(expr, call, &list, closure),
            _ => quote!(__value::null()),
        }
    }

    /// A method whose only argument is a closure.
    fn with_closure(&mut self, expr: &Expr, call: &MethodCall, list: &TokenStream, closure: &Closure) -> TokenStream {
        let method = &call.method;
        let (function, witnesses) = match method.to_string().as_str() {
            "any" | "all" | "position" => (quote!(__define::search::#method), TokenStream::new()),
            "find" | "find_map" | "reduce" => {
                let w = self.witness(expr);
                (quote!(__define::search::#method), quote!(#w.found(),))
            }
            "min_by_key" | "max_by_key" => {
                let (w, key) = (self.witness(expr), self.witness(&closure.body));
                (quote!(__define::search::#method), quote!(#w.found(), #key,))
            }
            "filter_map" => {
                let w = self.witness(&closure.body);
                (quote!(__define::iterator::filter_map), quote!(#w.found(),))
            }
            "flat_map" => {
                let w = self.witness(&closure.body);
                let inner = if is_iterator(&closure.body) { quote!(__define::witness::list_of(#w)) } else { w };
                (quote!(__define::iterator::flat_map), quote!(#inner.found(),))
            }
            _ => {
                let w = self.witness(expr);
                (quote!(__define::iterator::#method), quote!(#w,))
            }
        };
        let closure = self.closure(closure);
        place::call(method.span(), function, quote!(#witnesses #list, #closure))
    }

    /// The items of what is iterated over.
    fn items_of(&mut self, of: &Expr) -> TokenStream {
        let value = self.value(of);
        if is_iterator(of) {
            return value;
        }
        let w = self.witness(of);
        place::call(of, quote!(__define::iterator::iterate), quote!(#w, #value))
    }

    /// A closure for the builder.
    fn closure(&mut self, closure: &Closure) -> TokenStream {
        let (mut names, mut binds) = (Vec::new(), TokenStream::new());
        for (i, parameter) in closure.parameters.iter().enumerate() {
            names.push(match &parameter.kind {
                PatternKind::Bind(var, _, None) => self.name(*var),
                _ => "_p",
            });
            let bind = self.bind(parameter, &quote!(__value), None);
            if !bind.is_empty() {
                binds.extend(quote!({ let __value = __define::closure::parameter(__parameters, #i); #bind }));
            }
        }
        let body = self.value(&closure.body);
        let new = if closure.body.may_fault() { quote!(fallible) } else { quote!(new) };
        quote_spanned! {closure.body.span=>
            __define::Closure::#new(&[#(#names),*], |__parameters| { let mut __env = __env.clone(); #binds #body })
        }
    }
}
