//! Methods, closures, literals and texts in the native body.

use super::{Emit, place};
use crate::workflow::syntax::{
    Closure, Construct, Expr, ExprKind, FormatPart, JsonataText, MethodCall, has_size, is_iterator,
};
use proc_macro2::{Delimiter, Literal, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

impl Emit<'_> {
    pub(super) fn native_method(&mut self, expr: &Expr, call: &MethodCall) -> TokenStream {
        let (method, turbofish) = (&call.method, &call.turbofish);
        let receiver = self.native(&call.receiver);
        let looks = may_look_for_nothing(call);
        let arguments = self.several(&call.args, |mut arguments| {
            if let Some(pattern) = arguments.first_mut().filter(|_| looks) {
                *pattern = place::call(expr, quote!(::workflow_runtime::checked::pattern), pattern.clone());
            }
            quote!(#(#arguments),*)
        });
        let name = method.to_string();
        if name == "unwrap" || name == "expect" {
            place::call(expr, quote!(::workflow_runtime::checked::unwrap), receiver)
        } else if name == "parse" {
            place::call(expr, quote!(::workflow_runtime::checked::parse #turbofish), quote!(&#receiver))
        } else if is_checked(call) {
            let arguments = if arguments.is_empty() { receiver } else { quote!(#receiver, #arguments) };
            place::call(expr, quote!(::workflow_runtime::checked::#method), arguments)
        } else if (method == "sum" || method == "product") && call.args.is_empty() {
            let sum_type = call.turbofish.as_ref().map(|types| quote!(#types)).map(first_type);
            place::call(expr, quote!(::workflow_runtime::checked::#method #sum_type), receiver)
        } else {
            let arguments = match call.args.as_slice() {
                [size] if has_size(call) => place::call(size, quote!(::workflow_runtime::checked::size), arguments),
                _ => arguments,
            };
            let arguments = place::group(Delimiter::Parenthesis, arguments, expr.end);
            quote!(#receiver.#method #turbofish #arguments)
        }
    }

    /// The meaning of a text of JSONata: a function, which reads nothing but what it is given.
    pub(super) fn native_text(&mut self, expr: &Expr, text: &JsonataText) -> TokenStream {
        let closure = &text.closure;
        let given = text.given.iter().map(|(_, by_reference, value)| {
            let and = place::moved(quote!(&), value.span);
            let native = self.native(value);
            if *by_reference {
                return quote!(#and #native);
            }
            place::call(value, quote!(::std::clone::Clone::clone), quote!(#and #native))
        });
        let given = given.collect::<Vec<_>>();
        let types = closure.inputs.iter().map(|input| match input {
            syn::Pat::Type(typed) => typed.ty.to_token_stream(),
            _ => quote!(_),
        });
        let output = match &closure.output {
            syn::ReturnType::Type(_, ty) => ty.to_token_stream(),
            syn::ReturnType::Default => quote!(_),
        };
        let function = quote!(let __text: fn(#(#types),*) -> #output = #closure;);
        place::braces(quote!(#function __text(#(#given),*)), expr.end).to_token_stream()
    }

    pub(super) fn native_closure(&mut self, closure: &Closure) -> TokenStream {
        let parameters = closure.parameters.iter().map(|parameter| &parameter.tokens);
        let bound: TokenStream = closure.parameters.iter().map(|parameter| self.bound(parameter)).collect();
        let body = self.native(&closure.body);
        let Closure { moves, output, .. } = closure;
        if bound.is_empty() && matches!(output, syn::ReturnType::Default) {
            return quote!(#moves |#(#parameters),*| #body);
        }
        quote!(#moves |#(#parameters),*| #output { #bound #body })
    }

    pub(super) fn native_construct(&mut self, expr: &Expr, construct: &Construct) -> TokenStream {
        let path = &construct.path;
        let fields = construct.fields.iter().map(|(member, value)| {
            let value = self.native(value);
            if construct.braces { quote!(#member: #value,) } else { quote!(#value,) }
        });
        let fields = fields.collect::<TokenStream>();
        let rest = construct.rest.as_deref().map(|rest| {
            let rest = self.native(rest);
            quote!(..#rest)
        });
        let delimiter = if construct.braces { Delimiter::Brace } else { Delimiter::Parenthesis };
        let fields = place::group(delimiter, quote!(#fields #rest), expr.end);
        quote!(#path #fields)
    }

    pub(super) fn native_format(&mut self, expr: &Expr, template: &syn::LitStr, parts: &[FormatPart]) -> TokenStream {
        let (mut text, mut values) = (String::new(), Vec::new());
        for part in parts {
            match part {
                FormatPart::Text(literal) => text.push_str(&literal.replace('{', "{{").replace('}', "}}")),
                FormatPart::Value(value, layout) => {
                    values.push(self.native(value));
                    match layout.text.as_str() {
                        "" => text.push_str("{}"),
                        layout => text.push_str(&format!("{{:{layout}}}")),
                    }
                }
            }
        }
        let mut literal = Literal::string(&text);
        literal.set_span(template.span());
        let arguments = place::group(Delimiter::Parenthesis, quote!(#literal, #(#values),*), expr.end);
        quote_spanned!(expr.span=> ::std::format! #arguments)
    }
}

/// Whether the pattern that a method looks for may be empty, which JSONata does not take.
fn may_look_for_nothing(call: &MethodCall) -> bool {
    let looks = matches!(call.method.to_string().as_str(), "split" | "replace");
    let pattern = call.args.first().filter(|_| looks && !is_iterator(&call.receiver));
    pattern.is_some_and(|pattern| match &pattern.kind {
        ExprKind::Lit(syn::Lit::Str(text)) => text.value().is_empty(),
        ExprKind::Lit(_) => false,
        _ => true,
    })
}

/// Whether a method gives a function of `checked` instead: where rustc's own panics, wraps, or is not what JSONata has.
fn is_checked(call: &MethodCall) -> bool {
    matches!(
        (call.method.to_string().as_str(), call.args.as_slice()),
        ("abs" | "sqrt", []) | ("abs_diff" | "div_euclid" | "pow" | "rem_euclid", [_]) | ("clamp", [_, _])
    )
}

/// `::<S, _>` of `::<S>`.
fn first_type(turbofish: TokenStream) -> TokenStream {
    match syn::parse2::<syn::AngleBracketedGenericArguments>(turbofish) {
        Ok(arguments) => {
            let types = arguments.args;
            quote!(::<#types, _>)
        }
        Err(_) => TokenStream::new(),
    }
}
