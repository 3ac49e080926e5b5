//! `panic!`, `unreachable!`, `assert!` and `matches!`.

use super::block::Parser;
use super::format::Arguments;
use super::{Arm, Block, Expr, ExprKind, If, Match, Pattern, PatternKind};
use proc_macro2::Span;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Lit, LitBool, Pat, Token};

/// `matches!(value, pattern if guard)`
struct Matches {
    value: syn::Expr,
    pattern: Pat,
    guard: Option<syn::Expr>,
}

impl Parse for Matches {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<Token![,]>()?;
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        let guard = match input.parse::<Option<Token![if]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        input.parse::<Option<Token![,]>>()?;
        Ok(Matches { value, pattern, guard })
    }
}

/// `assert!(condition, "message")`
struct Assertion {
    condition: syn::Expr,
    message: Option<Arguments>,
}

impl Parse for Assertion {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let condition = input.parse()?;
        let comma = input.parse::<Option<Token![,]>>()?.is_some();
        let message = if comma && !input.is_empty() { Some(input.parse()?) } else { None };
        Ok(Assertion { condition, message })
    }
}

impl Parser<'_> {
    /// `panic!(..)` and `unreachable!(..)`.
    pub(super) fn panic(&mut self, mac: &syn::Macro, otherwise: &str) -> Expr {
        if mac.tokens.is_empty() {
            return self.fault(None, otherwise, mac.path.span());
        }
        match mac.parse_body() {
            Ok(message) => self.fault(Some(message), otherwise, mac.path.span()),
            Err(error) => {
                self.report.syntax(error);
                self.new_expr(ExprKind::Refused)
            }
        }
    }

    fn fault(&mut self, message: Option<Arguments>, otherwise: &str, span: Span) -> Expr {
        let message = match message {
            Some(message) => self.formatted(message),
            None => {
                let text = syn::LitStr::new(otherwise, span);
                match syn::parse2(quote!(#text)) {
                    Ok(message) => self.formatted(message),
                    Err(_) => self.new_expr(ExprKind::Refused),
                }
            }
        };
        if matches!(message.kind, ExprKind::Refused) {
            return message;
        }
        let message = Box::new(at(message, span));
        let fault = self.new_expr(ExprKind::Fault(message));
        at(fault, span)
    }

    /// `assert!(..)`: a fault unless the condition holds.
    pub(super) fn assert(&mut self, mac: &syn::Macro) -> Expr {
        let span = mac.path.span();
        let assertion: Assertion = match mac.parse_body() {
            Ok(assertion) => assertion,
            Err(error) => {
                self.report.syntax(error);
                return self.new_expr(ExprKind::Refused);
            }
        };
        let holds = self.boxed(&assertion.condition);
        let condition = self.new_expr(ExprKind::Not(holds));
        let text = format!("assertion failed: {}", quote::ToTokens::to_token_stream(&assertion.condition));
        let text = text.replace('{', "{{").replace('}', "}}");
        let fault = self.fault(assertion.message, &text, span);
        if matches!(fault.kind, ExprKind::Refused) {
            return fault;
        }
        let then = Block { stmts: Vec::new(), tail: Some(Box::new(fault)), span };
        self.new_expr(ExprKind::If(If { condition: Box::new(at(condition, span)), then, otherwise: None }))
    }

    /// `matches!(..)`: a `match` that gives a boolean.
    pub(super) fn matches(&mut self, mac: &syn::Macro) -> Expr {
        let span = mac.path.span();
        let matches: Matches = match mac.parse_body() {
            Ok(matches) => matches,
            Err(error) => {
                self.report.syntax(error);
                return self.new_expr(ExprKind::Refused);
            }
        };
        let scrutinee = self.boxed(&matches.value);
        self.vars.enter_block();
        let pattern = self.pattern(&matches.pattern);
        let guard = matches.guard.as_ref().map(|guard| self.expr(guard));
        self.vars.leave_block();
        let rest = Pattern { tokens: syn::parse_quote!(_), span, kind: PatternKind::Wild };
        let (yes, no) = (self.boolean(true, span), self.boolean(false, span));
        let arms = vec![Arm { pattern, guard, body: yes }, Arm { pattern: rest, guard: None, body: no }];
        self.new_expr(ExprKind::Match(Match { scrutinee, arms }))
    }

    fn boolean(&mut self, value: bool, span: Span) -> Expr {
        let literal = self.new_expr(ExprKind::Lit(Lit::Bool(LitBool::new(value, span))));
        at(literal, span)
    }
}

fn at(mut expr: Expr, span: Span) -> Expr {
    (expr.span, expr.end) = (span, span);
    expr
}
