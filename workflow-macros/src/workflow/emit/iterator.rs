//! Methods of iterators: a table of what each becomes. An iterator is the list of its items.

use super::Emit;
use crate::workflow::syntax::{Closure, Expr, ExprKind, MethodCall, Pattern, PatternKind};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Emit<'_> {
    pub(super) fn iterator_method(&mut self, expr: &Expr, call: &MethodCall, name: &str) -> TokenStream {
        let list = self.value(&call.receiver);
        let span = call.method.span();
        let closure = call.args.first().and_then(|argument| match &argument.kind {
            ExprKind::Closure(closure) => Some(closure),
            _ => None,
        });
        match (name, closure) {
            ("cloned" | "copied" | "collect" | "into_iter" | "iter", None) => list,
            ("count", None) => quote_spanned!(span=> __define::collection::count(#list)),
            ("sum", None) => {
                let w = self.witness(expr);
                quote_spanned!(span=> __define::collection::sum(#w, #list))
            }
            ("max" | "min", None) => {
                let w = self.witness(expr);
                quote_spanned!(span=> __define::collection::extreme(#w, #name, #list))
            }
            ("map", Some(closure)) => {
                let (w, lambda) = (self.witness(&closure.body), self.lambda(closure));
                quote_spanned!(span=> __define::collection::map(#w, #list, #lambda))
            }
            ("filter", Some(closure)) => {
                let lambda = self.lambda(closure);
                let w = self.item_witness(closure);
                quote_spanned!(span=> __define::collection::filter(#w, #list, #lambda))
            }
            ("any" | "all", Some(closure)) => {
                let (w, lambda, function) = (self.item_witness(closure), self.lambda(closure), &call.method);
                quote_spanned!(span=> __define::collection::#function(#w, #list, #lambda))
            }
            _ => quote!(__value::null()),
        }
    }

    /// The witness of the items that a closure is given; what is taken apart at once may be anything.
    fn item_witness(&mut self, closure: &Closure) -> TokenStream {
        match closure.parameters.first() {
            Some(parameter @ Pattern { kind: PatternKind::Bind(var, _, None), .. }) => {
                self.var_witness(*var, parameter)
            }
            _ => quote!(__define::Wit::<::workflow_runtime::__private::serde_json::Value>::new()),
        }
    }
}
