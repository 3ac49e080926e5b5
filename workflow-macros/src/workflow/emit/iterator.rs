//! Methods of iterators: a table of what each becomes. An iterator is the list of its items.

use super::{Emit, place};
use crate::workflow::syntax::{Closure, Expr, ExprKind, MethodCall, PatternKind, asked_one_by_one, is_iterator};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Emit<'_> {
    /// What an iterator's method gives. The witness of an iterator is that of its items.
    pub(super) fn iterator_method(&mut self, expr: &Expr, call: &MethodCall, name: &str) -> TokenStream {
        if let (ExprKind::Range(start, end, closed), "contains", [number]) =
            (&call.receiver.kind, name, call.args.as_slice())
        {
            let w = self.operand_witness(start, end);
            let (start, end, number) = (self.value(start), self.value(end), self.value(number));
            let arguments = quote!(#w, #number, #start, #end, #closed);
            return place::call(call.method.span(), quote!(__define::number::is_in_range), arguments);
        }
        let (base, stages) = asked_one_by_one(call);
        let (list, method) = (self.value(base), &call.method);
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
            ("next", []) if !stages.is_empty() => {
                let (w, stages) = (self.witness(expr), self.stages(&stages));
                let first =
                    quote!(__define::Closure::fallible(&["_x"], |__items| __define::closure::parameter(__items, 0)));
                let closure = quote!(#first.after(#stages, __value::null()));
                at(quote!(__define::search::find_map), quote!(#w, #list, #closure))
            }
            ("next" | "last", []) => {
                let w = self.witness(expr);
                at(quote!(__define::search::#method), quote!(#w, #list))
            }
            ("flatten", []) => {
                let w = self.witness(&call.receiver);
                at(quote!(__define::iterator::flatten), quote!(#w, #list))
            }
            ("enumerate" | "unzip", []) => {
                let w = self.witness(expr);
                at(quote!(__define::iterator::#method), quote!(#w, #list))
            }
            ("nth", [position]) => {
                let (w, position) = (self.witness(expr), self.value(position));
                at(quote!(__define::search::nth), quote!(#w, #list, #position))
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
                let (w, start, closure) = (self.witness(expr), self.value(start), self.closure(closure));
                at(quote!(__define::search::fold), quote!(#w, #list, #start, #closure))
            }
            (_, [Expr { kind: ExprKind::Closure(closure), .. }]) if stages.is_empty() => {
                self.with_closure(expr, call, &list, closure)
            }
            (_, [Expr { kind: ExprKind::Closure(closure), .. }]) => self.stopping(expr, call, &list, closure, &stages),
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
                (quote!(__define::search::#method), quote!(#w,))
            }
            "min_by_key" | "max_by_key" => {
                let (w, key) = (self.witness(expr), self.witness(&closure.body));
                (quote!(__define::search::#method), quote!(#w, #key,))
            }
            "filter_map" => {
                let w = self.witness(&closure.body);
                (quote!(__define::iterator::filter_map), quote!(#w,))
            }
            "flat_map" => {
                let w = self.witness(&closure.body);
                let inner = if is_iterator(&closure.body) { quote!(__define::witness::list_of(#w)) } else { w };
                (quote!(__define::iterator::flat_map), quote!(#inner,))
            }
            _ => {
                let w = self.witness(expr);
                (quote!(__define::iterator::#method), quote!(#w,))
            }
        };
        let closure = self.closure(closure);
        place::call(method.span(), function, quote!(#witnesses #list, #closure))
    }

    /// A method that stops early, after adapters that may be evaluation faults: one closure of all of them.
    fn stopping(
        &mut self,
        expr: &Expr,
        call: &MethodCall,
        list: &TokenStream,
        closure: &Closure,
        stages: &[&MethodCall],
    ) -> TokenStream {
        let (method, stages, closure) = (&call.method, self.stages(stages), self.closure(closure));
        let found = |emit: &mut Self, closure: TokenStream| {
            let w = emit.witness(expr);
            let arguments = quote!(#w, #list, #closure.after(#stages, __value::null()));
            place::call(method.span(), quote!(__define::search::find_map), arguments)
        };
        match method.to_string().as_str() {
            "find" => found(self, quote!(#closure.chosen())),
            "find_map" => found(self, closure),
            name => {
                let dropped = name == "all";
                let closure = quote!(#closure.after(#stages, __value::constant(&#dropped)));
                place::call(method.span(), quote!(__define::search::#method), quote!(#list, #closure))
            }
        }
    }

    fn stages(&mut self, stages: &[&MethodCall]) -> TokenStream {
        let stages = stages.iter().filter_map(|stage| match stage.args.as_slice() {
            [Expr { kind: ExprKind::Closure(closure), .. }] => {
                let closure = self.closure(closure);
                let kind = if stage.method == "map" { quote!(Map) } else { quote!(Filter) };
                Some(quote!(__define::closure::Stage::#kind(#closure)))
            }
            _ => None,
        });
        let stages = stages.collect::<Vec<_>>();
        quote!(::std::vec![#(#stages),*])
    }

    /// The items of what is iterated over.
    pub(super) fn items_of(&mut self, of: &Expr) -> TokenStream {
        let value = self.value(of);
        if is_iterator(of) {
            return value;
        }
        let w = self.witness(of);
        place::call(of, quote!(__define::iterator::iterate), quote!(#w, #value))
    }

    /// A closure for the builder.
    pub(super) fn closure(&mut self, closure: &Closure) -> TokenStream {
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
