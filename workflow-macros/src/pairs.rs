//! Names and values in parentheses: `environment(TABLE = "orders")`, `tags(team = "shop", "cost-center" = "4711")`.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Token};

/// One name with its value.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) span: Span,
}

impl Parse for Pair {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (name, span) = if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            (name.value(), name.span())
        } else {
            let name = Ident::parse_any(input)?;
            (name.unraw().to_string(), name.span())
        };
        let _: Token![=] = input.parse()?;
        let value: LitStr = input.parse()?;
        Ok(Pair { name, value: value.value(), span })
    }
}

/// The pairs, or where they are none.
pub(crate) fn read(tokens: TokenStream) -> syn::Result<Vec<Pair>> {
    let pairs = Punctuated::<Pair, Token![,]>::parse_terminated.parse2(tokens)?;
    Ok(pairs.into_iter().collect())
}

/// The first pair whose name an earlier one has.
pub(crate) fn repeated(pairs: &[Pair]) -> Option<&Pair> {
    let mut each = pairs.iter().enumerate();
    each.find_map(|(index, pair)| pairs.iter().take(index).any(|other| other.name == pair.name).then_some(pair))
}
