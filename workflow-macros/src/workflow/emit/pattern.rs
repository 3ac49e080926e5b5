//! Patterns: what they test and what they bind.

use super::Emit;
use super::value::{literal, member_text};
use crate::workflow::syntax::{Expr, Pattern, PatternKind, enum_of, last_ident};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

impl Emit<'_> {
    /// `__env.set(..)` for everything that a pattern binds in `value`, whose type `ty` witnesses.
    pub(super) fn bind(&mut self, pattern: &Pattern, value: &TokenStream, ty: Option<&TokenStream>) -> TokenStream {
        match &pattern.kind {
            PatternKind::Bind(var, _, inner) => {
                let name = self.name(*var);
                let inner = inner.as_deref().map(|inner| self.bind(inner, value, ty));
                quote!(__env.set(#name, #value.clone()); #inner)
            }
            PatternKind::Tuple(elements) => {
                let sets = elements.iter().enumerate().map(|(i, element)| {
                    let inner = self.bind(element, &quote!(__value), None);
                    quote!({ let __value = __value::element(#value.clone(), #i); #inner })
                });
                sets.collect()
            }
            PatternKind::Path(path, fields) => {
                let sets = fields.iter().map(|(member, field)| {
                    let part = self.part(path, &member_text(member), value, ty, pattern.span);
                    let part = self.normalised(field, part);
                    let inner = self.bind(field, &quote!(__value), None);
                    quote!({ let __value = #part; #inner })
                });
                sets.collect()
            }
            PatternKind::Some(inner) => {
                let ty = inside(inner, ty);
                let sets = self.bind(inner, &quote!(__value), ty.as_ref());
                quote!({ let __value = __pattern::payload(#value.clone()); #sets })
            }
            PatternKind::Or(cases) => {
                self.bind_alternatives(cases, |emit, case| (emit.test(case, value, ty), emit.bind(case, value, ty)))
            }
            PatternKind::Ok(inner) => {
                let ty = inside(inner, ty);
                let sets = self.bind(inner, &quote!(__value), ty.as_ref());
                quote!({ let __value = __define::result::value_in(#value.clone()); #sets })
            }
            PatternKind::Err(inner) => {
                let sets = self.bind_error(inner);
                quote!({ let __value = __define::result::error_in(#value.clone()); #sets })
            }
            PatternKind::Slice(parts) => self.bind_slice(parts, value),
            _ => TokenStream::new(),
        }
    }

    /// A field that may be missing is null where it is bound.
    fn normalised(&mut self, field: &Pattern, part: TokenStream) -> TokenStream {
        let PatternKind::Bind(var, _, _) = &field.kind else { return part };
        // A probe would count as a use, and rustc would not say that there is none.
        if self.vars.get(*var).is_none_or(|var| !var.read) {
            return part;
        }
        let w = self.var_witness(*var, field);
        quote!(__value::present(#w, #part))
    }

    /// A field of the struct or variant that a pattern names.
    fn part(
        &mut self,
        path: &syn::Path,
        member: &str,
        value: &TokenStream,
        ty: Option<&TokenStream>,
        span: proc_macro2::Span,
    ) -> TokenStream {
        let w = type_of(path, ty);
        match (enum_of(path), last_ident(path)) {
            (Some(_), Some(variant)) => {
                let variant = variant.to_string();
                quote_spanned!(span=> __pattern::variant_field(#w, #variant, #member, #value.clone()))
            }
            _ => quote_spanned!(span=> __value::field(#w, #member, #value.clone())),
        }
    }

    /// The condition that `value` matches a pattern; none where it always does.
    pub(super) fn test(
        &mut self,
        pattern: &Pattern,
        value: &TokenStream,
        ty: Option<&TokenStream>,
    ) -> Option<TokenStream> {
        match &pattern.kind {
            PatternKind::Wild | PatternKind::Bind(_, _, None) | PatternKind::Refused => None,
            PatternKind::Bind(_, _, Some(inner)) => self.test(inner, value, ty),
            PatternKind::Tuple(elements) => {
                let tests = elements.iter().enumerate().filter_map(|(i, element)| {
                    let test = self.test(element, &quote!(__value), None)?;
                    Some(quote!({ let __value = __value::element(#value.clone(), #i); #test }))
                });
                all(tests.collect())
            }
            PatternKind::Path(path, fields) => self.path_test(pattern, path, fields, value, ty),
            PatternKind::Some(inner) => {
                let some = quote!(__pattern::is_some(#value.clone()));
                let ty = inside(inner, ty);
                all(std::iter::once(some).chain(self.test(inner, value, ty.as_ref())).collect())
            }
            PatternKind::None => Some(quote!(__pattern::is_none(#value.clone()))),
            PatternKind::Lit(lit) => {
                let lit = literal(lit);
                Some(quote!(__value::logic(__value::BinaryOp::Eq, #value.clone(), #lit)))
            }
            PatternKind::Range(start, end, closed) => {
                let mut bound = |bound: &Expr, op: TokenStream| {
                    let bound = self.value(bound);
                    quote!(__value::logic(__value::BinaryOp::#op, #value.clone(), #bound))
                };
                let upper = if *closed { quote!(Le) } else { quote!(Lt) };
                let mut tests: Vec<_> = start.iter().map(|start| bound(start, quote!(Ge))).collect();
                tests.extend(end.iter().map(|end| bound(end, upper.clone())));
                all(tests)
            }
            PatternKind::Or(cases) => {
                let tests: Option<Vec<_>> = cases.iter().map(|case| self.test(case, value, ty)).collect();
                tests?.into_iter().reduce(|left, right| quote!(__value::logic(__value::BinaryOp::Or, #left, #right)))
            }
            PatternKind::Slice(parts) => self.slice_test(parts, value),
            PatternKind::Ok(inner) => {
                let is_ok = quote!(__define::result::is_ok(#value.clone()));
                let ty = inside(inner, ty);
                let test = self.test(inner, &quote!(__value), ty.as_ref());
                let test = test.map(|test| quote!({ let __value = __define::result::value_in(#value.clone()); #test }));
                all(std::iter::once(is_ok).chain(test).collect())
            }
            PatternKind::Err(inner) => {
                let Some(test) = self.error_test(inner) else {
                    return Some(quote!(__define::result::is_err(#value.clone())));
                };
                let test = quote!({ let __value = __define::result::error_in(#value.clone()); #test });
                Some(quote!(__define::result::fails_with(#value.clone(), #test)))
            }
        }
    }

    fn path_test(
        &mut self,
        pattern: &Pattern,
        path: &syn::Path,
        fields: &[(syn::Member, Pattern)],
        value: &TokenStream,
        ty: Option<&TokenStream>,
    ) -> Option<TokenStream> {
        let span = pattern.span;
        let mut tests = Vec::new();
        match (enum_of(path), last_ident(path)) {
            (Some(_), Some(variant)) => {
                let (w, variant) = (type_of(path, ty), variant.to_string());
                tests.push(quote_spanned!(span=> __pattern::is_variant(#w, #variant, #value.clone())));
            }
            // A constant.
            _ if fields.is_empty() => {
                tests.push(quote_spanned!(span=> __value::logic(__value::BinaryOp::Eq, #value.clone(), __value::constant(&#path))));
            }
            _ => {}
        }
        for (member, field) in fields {
            let Some(test) = self.test(field, &quote!(__value), None) else { continue };
            let part = self.part(path, &member_text(member), value, ty, span);
            tests.push(quote!({ let __value = #part; #test }));
        }
        all(tests)
    }

    /// A pattern's test and its guard, which sees what the pattern binds.
    pub(super) fn arm_test(
        &mut self,
        pattern: &Pattern,
        guard: Option<&Expr>,
        value: &TokenStream,
        ty: Option<&TokenStream>,
    ) -> Option<TokenStream> {
        let test = self.test(pattern, value, ty);
        let Some(guard) = guard else { return test };
        let (binds, guard) = (self.bind(pattern, value, ty), self.condition(guard));
        let guard = quote!({ let mut __env = __env.clone(); #binds #guard });
        all(test.into_iter().chain([guard]).collect())
    }
}

/// The witness of the type that a pattern's path belongs to: that of the whole value, or the type as it is written.
fn type_of(path: &syn::Path, ty: Option<&TokenStream>) -> TokenStream {
    if let Some(ty) = ty {
        return ty.clone();
    }
    let named = enum_of(path).unwrap_or_else(|| path.clone());
    quote!(__define::Wit::<#named>::new())
}

/// The witness of what `Some` or `Ok` holds, for a pattern that looks inside it.
fn inside(inner: &Pattern, ty: Option<&TokenStream>) -> Option<TokenStream> {
    let looks = matches!(inner.kind, PatternKind::Path(..) | PatternKind::Some(_) | PatternKind::Ok(_));
    ty.filter(|_| looks).map(|ty| quote!(__define::result::value_of(#ty)))
}

pub(super) fn all(tests: Vec<TokenStream>) -> Option<TokenStream> {
    tests.into_iter().reduce(|left, right| quote!(__value::logic(__value::BinaryOp::And, #left, #right)))
}
