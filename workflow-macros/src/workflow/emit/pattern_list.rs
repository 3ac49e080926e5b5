//! Patterns of lists, and alternatives that bind.

use super::Emit;
use super::pattern::all;
use crate::workflow::syntax::{Pattern, Slice, bound_by};
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// What the alternatives of an or-pattern bind: for each variable, its place in the first that matches. `read`
    /// gives an alternative's test and what it binds.
    pub(super) fn bind_alternatives(
        &mut self,
        cases: &[Pattern],
        read: impl Fn(&mut Self, &Pattern) -> (Option<TokenStream>, TokenStream),
    ) -> TokenStream {
        let mut names = Vec::new();
        cases.first().into_iter().for_each(|case| bound_by(case, &mut |var, _| names.push(var)));
        if names.is_empty() {
            return TokenStream::new();
        }
        let names: Vec<_> = names.into_iter().map(|var| self.name(var)).collect();
        let mut known: Option<TokenStream> = None;
        for case in cases.iter().rev() {
            let (test, bind) = read(self, case);
            known = Some(match (known, test) {
                (Some(rest), Some(test)) => quote!({
                    let __otherwise = #rest;
                    let __test = #test;
                    let mut __env = __env.clone();
                    #bind
                    __pattern::first_of(__test, __env, __otherwise, &[#(#names),*])
                }),
                _ => quote!({ let mut __env = __env.clone(); #bind __env }),
            });
        }
        quote!(let __env_of_alternatives = #known; #(__env.set(#names, __env_of_alternatives.read(#names));)*)
    }

    pub(super) fn slice_test(&mut self, parts: &Slice, value: &TokenStream) -> Option<TokenStream> {
        let (length, more) = (parts.before.len() + parts.after.len(), parts.rest.is_some());
        let mut tests = match (length, more) {
            (0, true) => Vec::new(),
            _ => vec![quote!(__pattern::has_length(#value.clone(), #length, #more))],
        };
        for (position, part) in positions(parts) {
            if let Some(test) = self.test(part, &quote!(__value), None) {
                tests.push(quote!({ let __value = __pattern::at(#value.clone(), #position); #test }));
            }
        }
        all(tests)
    }

    pub(super) fn bind_slice(&mut self, parts: &Slice, value: &TokenStream) -> TokenStream {
        let mut sets = TokenStream::new();
        for (position, part) in positions(parts) {
            let inner = self.bind(part, &quote!(__value), None);
            sets.extend(quote!({ let __value = __pattern::at(#value.clone(), #position); #inner }));
        }
        if let Some(Some(rest)) = &parts.rest {
            let (before, after) = (parts.before.len(), parts.after.len());
            let mut var = None;
            bound_by(rest, &mut |bound, _| var = Some(bound));
            let Some(var) = var else { return sets };
            let (w, name) = (self.var_witness(var, &**rest), self.name(var));
            sets.extend(quote!(__env.set(#name, __pattern::between(#w, #value.clone(), #before, #after));));
        }
        sets
    }
}

/// The patterns of single items, with their positions; those after `..` are counted from the end.
fn positions(parts: &Slice) -> impl Iterator<Item = (i64, &Pattern)> {
    let before = (0..).zip(&parts.before);
    let after = parts.after.iter().rev().zip(1..).map(|(part, position): (_, i64)| (-position, part));
    before.chain(after)
}
