//! Where code begins and ends.
//!
//! A span that reaches over several tokens cannot be made on stable Rust. rustc joins the spans of an expression's first
//! and last token, though, so code that is generated for an expression begins and ends with tokens at these two places.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Expr;
use syn::spanned::Spanned;

/// The first and the last token of something in the source.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) start: Span,
    pub(crate) end: Span,
}

impl Extent {
    /// The extent of an expression. Operands are not turned into tokens for it: what is nested deeply would be, again at
    /// every level.
    pub(crate) fn of(expr: &Expr) -> Self {
        Extent { start: start(expr), end: end(expr) }
    }

    pub(crate) fn of_tokens(tokens: &impl ToTokens) -> Self {
        Extent { start: first(tokens), end: last(tokens) }
    }
}

impl From<Span> for Extent {
    fn from(span: Span) -> Self {
        Extent { start: span, end: span }
    }
}

fn start(expr: &Expr) -> Span {
    match expr {
        Expr::Assign(e) => start(&e.left),
        Expr::Await(e) => start(&e.base),
        Expr::Binary(e) => start(&e.left),
        Expr::Block(e) => e.block.brace_token.span.open(),
        Expr::Call(e) => start(&e.func),
        Expr::Cast(e) => start(&e.expr),
        Expr::Field(e) => start(&e.base),
        Expr::If(e) => e.if_token.span(),
        Expr::Index(e) => start(&e.expr),
        Expr::Macro(e) => first(&e.mac.path),
        Expr::Match(e) => e.match_token.span(),
        Expr::MethodCall(e) => start(&e.receiver),
        Expr::Paren(e) => e.paren_token.span.open(),
        Expr::Reference(e) => e.and_token.span(),
        Expr::Return(e) => e.return_token.span(),
        Expr::Struct(e) => first(&e.path),
        Expr::Try(e) => start(&e.expr),
        Expr::Unary(e) => e.op.span(),
        other => first(other),
    }
}

fn end(expr: &Expr) -> Span {
    match expr {
        Expr::Assign(e) => end(&e.right),
        Expr::Await(e) => e.await_token.span(),
        Expr::Binary(e) => end(&e.right),
        Expr::Block(e) => e.block.brace_token.span.join(),
        Expr::Call(e) => e.paren_token.span.join(),
        Expr::Field(e) => e.member.span(),
        Expr::If(e) => match &e.else_branch {
            Some((_, otherwise)) => end(otherwise),
            None => e.then_branch.brace_token.span.join(),
        },
        Expr::Index(e) => e.bracket_token.span.join(),
        Expr::Macro(e) => e.mac.delimiter.span().join(),
        Expr::Match(e) => e.brace_token.span.join(),
        Expr::MethodCall(e) => e.paren_token.span.join(),
        Expr::Paren(e) => e.paren_token.span.join(),
        Expr::Reference(e) => end(&e.expr),
        Expr::Return(e) => e.expr.as_ref().map_or_else(|| e.return_token.span(), |value| end(value)),
        Expr::Struct(e) => e.brace_token.span.join(),
        Expr::Try(e) => e.question_token.span(),
        Expr::Unary(e) => end(&e.expr),
        other => last(other),
    }
}

fn first(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

fn last(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().last().map_or_else(Span::call_site, |token| token.span())
}
