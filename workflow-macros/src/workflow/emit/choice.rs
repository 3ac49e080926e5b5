//! Choice states.

use super::Emit;
use super::builder::caught;
use crate::workflow::graph::{Condition, EdgeId, Rule};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    pub(super) fn choice(&mut self, rules: &[Rule<'_>], default: Option<EdgeId>) -> TokenStream {
        let rules = rules.iter().map(|rule| {
            let (condition, edge) = (self.rule_condition(&rule.condition), self.edge(rule.edge));
            quote!(__state::rule(#condition, #edge))
        });
        let rules = rules.collect::<Vec<_>>();
        let default = match default {
            Some(edge) => {
                let edge = self.edge(edge);
                quote!(::std::option::Option::Some(#edge))
            }
            None => quote!(::std::option::Option::None),
        };
        quote!(__state::choice(::std::vec![#(#rules),*], #default))
    }

    fn rule_condition(&mut self, condition: &Condition<'_>) -> TokenStream {
        match condition {
            Condition::Expr(expr) => self.condition(expr),
            Condition::Pattern(value, pattern, guard) => {
                let (tokens, ty) = (self.graph_value(value), self.graph_value_witness(value));
                let test = self.arm_test(pattern, *guard, &quote!(__value), ty.as_ref());
                let test = test.unwrap_or_else(|| quote!(__value::constant(&true)));
                quote!({ let __value = #tokens; #test })
            }
            Condition::Holds(value, subject) => {
                let (w, value) = (self.witness(subject), self.graph_value(value));
                quote!(__define::result::holds(#w, #value))
            }
            Condition::Within { outer, ops, inner } => {
                let outer = outer.as_ref().map(|outer| self.rule_condition(outer));
                let inner = inner.as_ref().map(|inner| {
                    let (ops, test) =
                        (ops.iter().map(|op| self.op(op)).collect::<TokenStream>(), self.rule_condition(inner));
                    quote!({ let mut __env = __env.clone(); #ops #test })
                });
                match (outer, inner) {
                    (Some(outer), Some(inner)) => quote!(__value::guarded(#outer, &__env, #inner)),
                    (one, other) => quote!(#one #other),
                }
            }
            Condition::Failed { site, failure, patterns } => {
                let Some(w) = self.error_witness(*site) else { return quote!(__value::null()) };
                let (failure, patterns) = (self.name(*failure), patterns.iter().map(caught).collect::<Vec<_>>());
                quote!(__define::execution::failed_with(#w, &[#(#patterns),*], __env.read(#failure)))
            }
            Condition::HasNext { list, index } => {
                let (list, index) = (self.graph_value(list), self.name(*index));
                quote!(__value::has_item(#list, __env.read(#index)))
            }
            Condition::Before { index, end, closed } => {
                let w = self.graph_value_witness(end);
                let (end, index) = (self.graph_value(end), self.name(*index));
                quote!(__define::collection::is_before(#w, __env.read(#index), #end, #closed))
            }
        }
    }
}
