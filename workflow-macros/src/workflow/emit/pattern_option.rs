//! Options that patterns look at: `Some` of what may be null cannot be told from `None`.

use super::value::member_text;
use crate::workflow::syntax::{Pattern, PatternKind};
use proc_macro2::TokenStream;
use quote::quote;

/// The test of a pattern, with a function that looks at the options in a value as the pattern does. It is never called: it
/// is there for the options' types.
pub(super) fn with_options(pattern: &Pattern, ty: Option<&TokenStream>, test: TokenStream) -> TokenStream {
    let looks = look(pattern);
    match ty {
        Some(ty) if !looks.is_empty() => quote!({ __define::option::looking(#ty, |__value| { #looks }); #test }),
        _ => test,
    }
}

/// Looks at the options in `__value`.
fn look(pattern: &Pattern) -> TokenStream {
    let inside = |inner: &Pattern, path: TokenStream| {
        let looks = look(inner);
        if looks.is_empty() {
            return looks;
        }
        quote!(#[allow(irrefutable_let_patterns)] if let #path(__value) = __value { #looks })
    };
    match &pattern.kind {
        PatternKind::None => looked(pattern),
        PatternKind::Some(inner) => {
            let (looked, inside) = (looked(pattern), inside(inner, quote!(::std::option::Option::Some)));
            quote!(#looked #inside)
        }
        PatternKind::Ok(inner) => inside(inner, quote!(::std::result::Result::Ok)),
        PatternKind::Err(inner) => inside(inner, quote!(::std::result::Result::Err)),
        PatternKind::Bind(_, _, Some(inner)) => look(inner),
        PatternKind::Or(cases) => cases.iter().map(look).collect(),
        PatternKind::Tuple(elements) => {
            let looks = elements.iter().enumerate().map(|(i, element)| {
                let (looks, position) = (look(element), syn::Index::from(i));
                if looks.is_empty() { looks } else { quote!({ let __value = &__value.#position; #looks }) }
            });
            looks.collect()
        }
        PatternKind::Path(path, fields) => {
            let looks = fields.iter().map(|(member, field)| {
                let looks = look(field);
                if looks.is_empty() {
                    return looks;
                }
                let member: TokenStream = member_text(member).parse().unwrap_or_default();
                quote!(#[allow(irrefutable_let_patterns)] if let #path { #member: __value, .. } = __value { #looks })
            });
            looks.collect()
        }
        PatternKind::Slice(parts) => {
            let looks: TokenStream = parts.before.iter().chain(&parts.after).map(look).collect();
            if looks.is_empty() { looks } else { quote!(for __value in __value.iter() { #looks }) }
        }
        _ => TokenStream::new(),
    }
}

fn looked(pattern: &Pattern) -> TokenStream {
    let call = super::place::call(
        pattern,
        quote!(__define::option::looked_into),
        super::place::moved(quote!(__value), pattern.span),
    );
    quote!(#call;)
}
