//! Patterns of the errors in `Result` values.

use super::Emit;
use super::pattern::all;
use super::value::member_text;
use crate::workflow::syntax::{Pattern, PatternKind, enum_of, last_ident, nested_variant};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Emit<'_> {
    /// The condition that the error in `__value` matches a pattern; none where every error does.
    pub(super) fn error_test(&mut self, pattern: &Pattern) -> Option<TokenStream> {
        match &pattern.kind {
            PatternKind::Bind(_, _, Some(inner)) => self.error_test(inner),
            PatternKind::Or(cases) => {
                let tests: Option<Vec<_>> = cases.iter().map(|case| self.error_test(case)).collect();
                tests?.into_iter().reduce(|left, right| quote!(__value::logic(__value::BinaryOp::Or, #left, #right)))
            }
            PatternKind::Path(..) => {
                let variant = self.variant(pattern)?;
                let (w, path) = (&variant.witness, &variant.path);
                let mut tests =
                    vec![quote_spanned!(pattern.span=> __pattern::is_error(#w, &[#(#path),*], __value.clone()))];
                for (member, field) in variant.fields {
                    let Some(test) = self.test(field, &quote!(__value), None) else { continue };
                    let member = member_text(member);
                    tests.push(quote!({
                        let __value = __pattern::error_field(#w, &[#(#path),*], #member, __value.clone());
                        #test
                    }));
                }
                all(tests)
            }
            _ => None,
        }
    }

    /// What a pattern binds in the error in `__value`.
    pub(super) fn bind_error(&mut self, pattern: &Pattern) -> TokenStream {
        match &pattern.kind {
            PatternKind::Bind(var, _, inner) => {
                let (name, inner) = (self.name(*var), inner.as_deref().map(|inner| self.bind_error(inner)));
                quote!(__env.set(#name, __value.clone()); #inner)
            }
            PatternKind::Path(..) => {
                let Some(variant) = self.variant(pattern) else { return TokenStream::new() };
                let (w, path) = (&variant.witness, &variant.path);
                let sets = variant.fields.iter().map(|(member, field)| {
                    let (member, inner) = (member_text(member), self.bind(field, &quote!(__value), None));
                    if inner.is_empty() {
                        return inner;
                    }
                    quote!({
                        let __value = __pattern::error_field(#w, &[#(#path),*], #member, __value.clone());
                        #inner
                    })
                });
                sets.collect()
            }
            PatternKind::Or(cases) => {
                self.bind_alternatives(cases, |emit, case| (emit.error_test(case), emit.bind_error(case)))
            }
            _ => TokenStream::new(),
        }
    }

    fn variant<'p>(&self, pattern: &'p Pattern) -> Option<Variant<'p>> {
        let PatternKind::Path(path, fields) = &pattern.kind else { return None };
        let ty = enum_of(path)?;
        let mut idents: Vec<String> = last_ident(path).map(ToString::to_string).into_iter().collect();
        let fields = nested_variant(fields, &mut idents);
        Some(Variant { witness: quote!(__define::Wit::<#ty>::new()), path: idents, fields })
    }
}

/// A variant of an error type that a pattern names.
struct Variant<'p> {
    witness: TokenStream,
    /// Its identifier, and those of variants inside transparent ones.
    path: Vec<String>,
    fields: &'p [(syn::Member, Pattern)],
}
