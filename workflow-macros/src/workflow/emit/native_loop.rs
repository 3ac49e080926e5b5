//! Loops in the native body.

use super::{Emit, place};
use crate::workflow::syntax::{Expr, For, While};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    pub(super) fn native_while(&mut self, expr: &Expr, repeat: &While) -> TokenStream {
        let condition = self.native(&repeat.condition);
        let bound = self.condition_bound(&repeat.condition);
        let body = self.statements(&repeat.body);
        let label = repeat.label.as_ref().map(|label| quote!(#label:));
        // Where there are tasks in the condition, the Choice state is entered after the last of them.
        let enter = self.graph.site_name(expr.id).filter(|_| repeat.condition.is_pure()).map(|name| self.enter(name));
        quote!(#label loop { #enter if #condition { #bound #body } else { break } })
    }

    pub(super) fn native_for(&mut self, expr: &Expr, repeat: &For) -> TokenStream {
        let list = self.native(&repeat.list);
        let list = place::call(&*repeat.list, quote!(::std::iter::IntoIterator::into_iter), list);
        let (pattern, bound) = (&repeat.pattern.tokens, self.bound(&repeat.pattern));
        let body = self.statements(&repeat.body);
        let label = repeat.label.as_ref().map(|label| quote!(#label:));
        let enter = self.graph.site_name(expr.id).map(|name| self.enter(name));
        quote!({
            let mut __items = #list;
            #label loop {
                #enter
                let ::std::option::Option::Some(#pattern) = ::std::iter::Iterator::next(&mut __items) else { break };
                #bound
                #body
            }
        })
    }
}
