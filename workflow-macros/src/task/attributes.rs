//! Which of a function's attributes go where.

use syn::{AttrStyle, Attribute};

/// The attributes of the function, by what is emitted.
pub(super) struct Attributes {
    /// For the type and the function that makes calls: what describes the item.
    pub(super) described: Vec<Attribute>,
    /// For the function that makes calls alone.
    pub(super) caller: Vec<Attribute>,
    /// For the user's function: everything else, such as `#[tracing::instrument]`. `#[expect]` is among it, since rustc
    /// lints what a macro writes less than what the user does: an unused task is reported as the unused function.
    pub(super) function: Vec<Attribute>,
}

impl Attributes {
    pub(super) fn of(attributes: &[Attribute]) -> Self {
        let mut sorted = Attributes { described: Vec::new(), caller: Vec::new(), function: Vec::new() };
        for attribute in attributes {
            if !matches!(attribute.style, AttrStyle::Outer) {
                sorted.function.push(attribute.clone());
            } else if is(attribute, &["doc"]) {
                sorted.described.push(attribute.clone());
            } else if is(attribute, &["must_use", "deprecated"]) {
                sorted.caller.push(attribute.clone());
            } else if is(attribute, &["allow", "warn", "deny", "forbid"]) {
                sorted.caller.push(attribute.clone());
                sorted.function.push(attribute.clone());
            } else {
                sorted.function.push(attribute.clone());
            }
        }
        sorted
    }
}

fn is(attribute: &Attribute, names: &[&str]) -> bool {
    names.iter().any(|name| attribute.path().is_ident(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn sorted() {
        let sorted = Attributes::of(&[
            parse_quote!(#[doc = "text"]),
            parse_quote!(#[expect(dead_code, reason = "nothing calls it")]),
            parse_quote!(#[expect(clippy::too_many_lines)]),
            parse_quote!(#[allow(unused_variables)]),
            parse_quote!(#[instrument(skip(pool))]),
            parse_quote!(#[deprecated]),
        ]);
        let counts = (sorted.described.len(), sorted.caller.len(), sorted.function.len());
        assert_eq!(counts, (1, 2, 4));
    }
}
