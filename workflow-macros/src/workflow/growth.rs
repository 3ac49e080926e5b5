//! What the macro writes grows with what the user writes, and not with its square.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

fn expanded(body: &str) -> usize {
    let source =
        format!("async fn large(order: Order) -> Result<String, ShopError> {{ {body} charge(&order.id, 1).await }}");
    let item: TokenStream = source.parse().expect("tokens");
    let expansion = super::expand(quote!(), item);
    let text = expansion.to_string();
    assert!(!text.contains("compile_error"), "{text}");
    count(expansion)
}

fn count(tokens: TokenStream) -> usize {
    let inside = |token: TokenTree| match token {
        TokenTree::Group(group) => 2 + count(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(inside).sum()
}

/// Counts the tokens for three sizes, each twice the one before: the second step adds at most 2.2 times the first.
#[track_caller]
fn grows_in_step(size: usize, code: impl Fn(usize) -> String) {
    let counts = [size, size * 2, size * 4].map(|size| expanded(&code(size)));
    let [first, second, third] = counts;
    assert!((third - second) * 10 <= (second - first) * 22, "{counts:?}");
    // Shown with `--nocapture`; docs/compile-time.md has them.
    println!("{size}, {}, {}: {counts:?} tokens", size * 2, size * 4);
}

fn joined(size: usize, separator: &str, item: impl Fn(usize) -> String) -> String {
    (0..size).map(item).collect::<Vec<_>>().join(separator)
}

#[test]
fn sums() {
    grows_in_step(80, |size| format!("let total = {};", joined(size, " + ", |i| format!("order.items[{i}].cents"))));
}

#[test]
fn sums_that_nest_to_the_right() {
    grows_in_step(20, |size| {
        let sum = (0..size).fold(String::from("1"), |sum, i| format!("order.quantity * {i} + ({sum})"));
        format!("let total = {sum};")
    });
}

#[test]
fn conditions() {
    grows_in_step(80, |size| {
        let condition = joined(size, " && ", |i| format!("order.quantity > {i}"));
        format!("if {condition} {{ return Err(ShopError::Network); }}")
    });
}

#[test]
fn conditions_that_bind() {
    grows_in_step(20, |size| {
        let condition = joined(size, " && ", |i| format!("let Some(part{i}) = &order.coupon"));
        format!("if {condition} {{ return Err(ShopError::Network); }}")
    });
}

#[test]
fn nested_blocks() {
    grows_in_step(5, |size| {
        let inner = String::from("return Err(ShopError::Network);");
        let depth = |code: String, i: usize| format!("#[state(name = \"If{i}\")] if order.quantity > {i} {{ {code} }}");
        (0..size).fold(inner, depth)
    });
}

#[test]
fn bodies() {
    grows_in_step(50, |size| {
        joined(size, " ", |i| {
            format!(
                "let cents{i} = order.quantity + {i};
                 #[state(name = \"Charge{i}\")] let text{i} = charge(&order.id, cents{i}).await?;
                 #[state(name = \"Tell{i}\")] notify(format!(\"{{text{i}}}\")).await?;"
            )
        })
    });
}

#[test]
fn arms() {
    grows_in_step(40, |size| {
        let arms = joined(size, " ", |i| format!("{i} => \"n{i}\","));
        format!("let text = match order.quantity {{ {arms} _ => \"many\" }}; notify(text.to_string()).await?;")
    });
}
