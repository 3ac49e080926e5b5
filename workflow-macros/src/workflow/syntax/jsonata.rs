//! `jsonata!`: a text that is written through, and a closure that means the same.

use super::block::Parser;
use super::{Expr, ExprKind, JsonataText};
use crate::catalogue::code;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Pat, Token, Type};

/// `"text", |parameter: Type| -> Type { .. }`
struct Given {
    text: LitStr,
    closure: syn::ExprClosure,
}

impl Parse for Given {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let text = input.parse()?;
        input.parse::<Token![,]>()?;
        let closure = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Given { text, closure })
    }
}

impl Parser<'_> {
    pub(super) fn jsonata(&mut self, mac: &syn::Macro) -> Expr {
        let Ok(Given { text, closure }) = mac.parse_body::<Given>() else {
            return self.refuse(code::JSONATA, mac, "`jsonata!` takes a text and a closure that means the same\n  = help: write `jsonata!(\"$sum($prices)\", |prices: &[u32]| -> u32 { prices.iter().sum() })`");
        };
        if let Some(problem) = problem(&text.value()) {
            return self.refuse(code::JSONATA_TEXT, &text, problem);
        }
        let mut given = Vec::new();
        for parameter in &closure.inputs {
            let Pat::Type(typed) = parameter else {
                return self.refuse(
                    code::JSONATA_PARAMETER,
                    parameter,
                    "the closure's parameters are variables with their types\n  = help: write `|prices: &[u32]|`",
                );
            };
            let Pat::Ident(name) = &*typed.pat else {
                return self.refuse(code::JSONATA_PARAMETER, &typed.pat, "the closure's parameters are names of variables, which the text reads as `$name`\n  = help: write `|prices: &[u32]|`");
            };
            let Some(var) = self.vars.resolve(&name.ident) else {
                return self.refuse(
                    code::JSONATA_PARAMETER,
                    &name.ident,
                    format!(
                        "no variable of the workflow is called `{}`\n  = help: bind it with `let` first",
                        name.ident
                    ),
                );
            };
            self.vars.mark_read(var);
            let mut value = self.new_expr(ExprKind::Var(var, name.ident.clone()));
            (value.span, value.end) = (name.ident.span(), name.ident.span());
            given.push((name.ident.unraw().to_string(), matches!(*typed.ty, Type::Reference(_)), value));
        }
        self.new_expr(ExprKind::Text(Box::new(JsonataText { text: text.value(), closure, given })))
    }
}

/// What is wrong with a text, as far as it can be told without parsing it: it has to end where it seems to.
fn problem(text: &str) -> Option<String> {
    if text.contains("{%") || text.contains("%}") {
        return Some("the text stands inside of an expression, `{% .. %}` is written around it\n  = help: leave `{%` and `%}` out".into());
    }
    let mut open = Vec::new();
    let mut rest = text.trim();
    let mut is_operand = false;
    if rest.is_empty() {
        return Some("an empty text has no value\n  = help: write the expression".into());
    }
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        rest = after;
        match first {
            '/' if after.starts_with('*') => match after.split_once("*/") {
                Some((_, after)) => rest = after,
                None => return Some(unclosed("/*")),
            },
            '"' | '\'' | '`' => match after_quoted(after, first) {
                Some(after) => rest = after,
                None => return Some(unclosed(first)),
            },
            '/' if !is_operand => match after_quoted(after, first) {
                Some(after) => rest = after,
                None => return Some(unclosed(first)),
            },
            '(' | '[' | '{' => open.push(first),
            ')' | ']' | '}' if open.pop() != Some(opening(first)) => {
                return Some(format!("`{first}` closes nothing in this text\n  = help: write what opens before it"));
            }
            _ => {}
        }
        if !first.is_whitespace() {
            is_operand = first.is_alphanumeric() || "_$\"'`)]}".contains(first);
        }
    }
    open.pop().map(unclosed)
}

fn unclosed(open: impl std::fmt::Display) -> String {
    format!("`{open}` is not closed in this text\n  = help: write what closes it")
}

fn opening(closing: char) -> char {
    match closing {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}

/// What follows a string, a name between backquotes or a regular expression.
fn after_quoted(text: &str, quote: char) -> Option<&str> {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            _ if character == quote => return text.get(at + quote.len_utf8()..),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn texts_that_end_where_they_seem_to() {
        for text in [
            "$sum($prices)",
            "$x[a = ')'].`b)`",
            r#"$match($t, /[)"]\/\//)"#,
            "$a / $b /* ( */",
            r#"{"a": [1, "\""]}"#,
            "items[0]/2",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn texts_that_do_not() {
        for text in ["", " ", "(", "a)", "[(])", "'a", "$x ~> /a", "a /* b", "{% 1 %}", "`a", r#""\""#] {
            assert!(problem(text).is_some(), "{text}");
        }
    }
}
