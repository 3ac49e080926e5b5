//! `format!`: its template taken apart.

use super::block::Parser;
use super::{Expr, ExprKind, Format, FormatPart, layout};
use crate::catalogue::code;
use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token};

pub(super) struct Arguments {
    template: LitStr,
    positional: Vec<syn::Expr>,
    named: Vec<(Ident, syn::Expr)>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let template = input.parse()?;
        let (mut positional, mut named) = (Vec::new(), Vec::new());
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            if input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
                let name = input.call(Ident::parse_any)?;
                input.parse::<Token![=]>()?;
                named.push((name, input.parse()?));
            } else {
                positional.push(input.parse()?);
            }
        }
        Ok(Arguments { template, positional, named })
    }
}

impl Parser<'_> {
    pub(super) fn format(&mut self, mac: &syn::Macro) -> Expr {
        match mac.parse_body() {
            Ok(arguments) => self.formatted(arguments),
            Err(error) => {
                self.report.syntax(error);
                self.new_expr(ExprKind::Refused)
            }
        }
    }

    pub(super) fn formatted(&mut self, arguments: Arguments) -> Expr {
        let text = arguments.template.value();
        let mut parts = Vec::new();
        let mut next = 0;
        let pieces = pieces(&text);
        self.check_unused(&arguments, &pieces);
        for piece in pieces {
            match piece {
                Piece::Text(text) => parts.push(FormatPart::Text(text)),
                Piece::Argument(argument) => {
                    let (name, layout) = argument.split_once(':').unwrap_or((&argument, ""));
                    let value = self.format_argument(name.trim(), &arguments, &mut next);
                    match (value, layout::read(layout)) {
                        (Some(value), Ok(layout)) => parts.push(FormatPart::Value(value, layout)),
                        (Some(_), Err(message)) => {
                            return self.refuse(
                                code::FORMAT_LAYOUT,
                                &arguments.template,
                                format!("`{{{argument}}}`: {message}"),
                            );
                        }
                        (None, _) => return self.new_expr(ExprKind::Refused),
                    }
                }
            }
        }
        let kind = ExprKind::Format(Format { template: arguments.template, parts });
        self.new_expr(kind)
    }

    /// Arguments that the template does not mention are a mistake, which rustc would not see in what is generated.
    fn check_unused(&mut self, arguments: &Arguments, pieces: &[Piece]) {
        let names = pieces.iter().filter_map(|piece| match piece {
            Piece::Argument(name) => Some(name.split(':').next().unwrap_or_default()),
            Piece::Text(_) => None,
        });
        let names: Vec<&str> = names.collect();
        let in_order = names.iter().filter(|name| name.is_empty()).count();
        let positional = arguments.positional.iter().enumerate();
        let unused = positional.filter(|(i, _)| *i >= in_order && !names.contains(&i.to_string().as_str()));
        let unused_names = arguments.named.iter().filter(|(ident, _)| !names.contains(&ident.to_string().as_str()));
        for value in unused.map(|(_, value)| value).chain(unused_names.map(|(_, value)| value)) {
            self.report.error(
                code::FORMAT_UNUSED,
                value,
                "the template does not use this argument\n  = help: write `{}` for it, or remove it",
            );
        }
    }

    fn format_argument(&mut self, name: &str, arguments: &Arguments, next: &mut usize) -> Option<Expr> {
        let position = if name.is_empty() {
            *next += 1;
            Some(*next - 1)
        } else {
            name.parse::<usize>().ok()
        };
        let given = match position {
            Some(position) => arguments.positional.get(position),
            None => arguments.named.iter().find(|(ident, _)| ident == name).map(|(_, value)| value),
        };
        match (given, position) {
            (Some(value), _) => Some(self.expr(value)),
            (None, None) => match identifier(name, arguments.template.span()) {
                Some(ident) => Some(self.expr(&syn::parse_quote!(#ident))),
                None => {
                    self.report.error(code::FORMAT_EXPRESSION, &arguments.template, format!("`{{{name}}}`: only a variable can stand in the braces\n  = help: write `{{}}` and give the value as an argument"));
                    None
                }
            },
            (None, Some(position)) => {
                self.report.error(
                    code::FORMAT_MISSING,
                    &arguments.template,
                    format!("the template asks for an argument {position} that is not there\n  = help: give it after the template"),
                );
                None
            }
        }
    }
}

/// The variable that a template names.
fn identifier(name: &str, span: proc_macro2::Span) -> Option<Ident> {
    let mut ident: Ident = syn::parse_str(name).or_else(|_| syn::parse_str(&format!("r#{name}"))).ok()?;
    ident.set_span(span);
    Some(ident)
}

enum Piece {
    Text(String),
    Argument(String),
}

/// The template between and inside its braces; `{{` and `}}` are braces.
fn pieces(template: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut letters = template.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if letters.peek() == Some(&letter) => {
                letters.next();
                text.push(letter);
            }
            '{' => {
                if !text.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                }
                let name: String = letters.by_ref().take_while(|letter| *letter != '}').collect();
                pieces.push(Piece::Argument(name.trim_end().to_owned()));
            }
            other => text.push(other),
        }
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    pieces
}
