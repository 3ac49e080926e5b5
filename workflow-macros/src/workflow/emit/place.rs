//! Generated code that stands where the user's does.
//!
//! What rustc says about generated code, it says at the code's first and last token: these are given the places of the
//! first and the last token of the user's code.

use crate::extent::Extent;
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote, quote_spanned};

/// `function(arguments)`
pub(super) fn call(place: impl Into<Extent>, function: TokenStream, arguments: TokenStream) -> TokenStream {
    let Extent { start, end } = place.into();
    let mut tokens = spread(function, start, end);
    tokens.append(group(Delimiter::Parenthesis, arguments, end));
    tokens
}

/// `path(arguments)`, where the path is the user's.
pub(super) fn applied(path: impl ToTokens, arguments: TokenStream, end: Span) -> TokenStream {
    let arguments = group(Delimiter::Parenthesis, arguments, end);
    quote!(#path #arguments)
}

/// `{ tokens }`
pub(super) fn braces(tokens: TokenStream, place: Span) -> Group {
    group(Delimiter::Brace, tokens, place)
}

pub(super) fn group(delimiter: Delimiter, tokens: TokenStream, place: Span) -> Group {
    let mut group = Group::new(delimiter, tokens);
    group.set_span(place);
    group
}

/// The same tokens at another place.
pub(super) fn moved(tokens: TokenStream, place: Span) -> TokenStream {
    let token = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            let mut inner = Group::new(group.delimiter(), moved(group.stream(), place));
            inner.set_span(place);
            return inner.into();
        }
        token.set_span(place);
        token
    };
    tokens.into_iter().map(token).collect()
}

/// The same tokens, the first at one place and all others at another.
fn spread(tokens: TokenStream, start: Span, end: Span) -> TokenStream {
    let mut tokens = tokens.into_iter();
    let first: TokenStream = tokens.next().into_iter().collect();
    let (first, rest) = (moved(first, start), moved(tokens.collect(), end));
    quote!(#first #rest)
}

/// A witness in code about something that the user has written. Witnesses are tuples of one, so that there are two
/// tokens to give places to.
pub(super) fn witness(name: &Ident, place: impl Into<Extent>) -> TokenStream {
    let Extent { start, end } = place.into();
    let name = Ident::new(&name.to_string(), start);
    let mut element = Literal::usize_unsuffixed(0);
    element.set_span(end);
    quote_spanned!(start=> #name.#element)
}

/// `&value`, where `value` is one token.
pub(super) fn reference(value: &Ident, place: impl Into<Extent>) -> TokenStream {
    let Extent { start, end } = place.into();
    let mut value = value.clone();
    value.set_span(end.resolved_at(value.span()));
    let and = moved(quote!(&), start);
    quote!(#and #value)
}

/// Whether another macro has put the tokens together: then they do not stand in the source one after the other.
pub(crate) fn is_assembled(tokens: TokenStream) -> bool {
    let mut last = None;
    proc_macro::is_available() && !stand_in_order(tokens, &mut last)
}

fn stand_in_order(tokens: TokenStream, last: &mut Option<(String, usize, usize)>) -> bool {
    tokens.into_iter().all(|token| match token {
        TokenTree::Group(group) => stand_in_order(group.stream(), last),
        token => {
            let span = token.span().unwrap();
            let place = (span.file(), span.line(), span.column());
            let in_order = last.as_ref().is_none_or(|last| last.0 == place.0 && *last <= place);
            *last = Some(place);
            in_order
        }
    })
}

/// The same tokens, with the names that only generated code has (`__cx`) resolved where the macro is called. Their places
/// are the user's, and where these come from several macros, they would make different variables of one name.
pub(crate) fn own_names(tokens: TokenStream) -> TokenStream {
    let token = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut own = Group::new(group.delimiter(), own_names(group.stream()));
            own.set_span(group.span());
            own.into()
        }
        TokenTree::Ident(mut ident) if ident.to_string().starts_with("__") => {
            ident.set_span(ident.span().resolved_at(Span::call_site()));
            ident.into()
        }
        other => other,
    };
    tokens.into_iter().map(token).collect()
}
