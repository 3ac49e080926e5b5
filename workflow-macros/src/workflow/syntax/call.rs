//! Calls of functions, methods and macros in expressions.

use super::block::Parser;
use super::methods;
use super::{
    Closure, Construct, Emptiness, Expr, ExprKind, Extent, FunctionCall, JoinKind, MethodCall, enum_of, last_ident,
};
use crate::catalogue::{Code, code};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Member, Token};

impl Parser<'_> {
    pub(super) fn method_call(&mut self, call: &syn::ExprMethodCall) -> Expr {
        if let Some(effect) = self.effect_with_options(call) {
            return effect;
        }
        if super::assign::changes(call) {
            return self.change(call);
        }
        if let Some(part) = self.optional_part(call) {
            return self.new_expr(part);
        }
        let receiver = Box::new(self.receiver_or_part(&call.receiver));
        let args: Vec<Expr> = call.args.iter().map(|argument| self.argument(argument)).collect();
        let method = MethodCall {
            receiver,
            method: call.method.clone(),
            turbofish: call.turbofish.as_ref().map(|types| quote!(#types)),
            args,
        };
        if let Some(closure) = methods::without_value(&method) {
            closure.parameters.iter().for_each(|error| self.mark_errors(error));
        }
        if matches!(method.receiver.kind, ExprKind::Refused) {
            return self.new_expr(ExprKind::Refused);
        }
        if let Some((code, message)) = methods::refusal(&method) {
            return self.refuse(code, &call.method, message);
        }
        self.new_expr(ExprKind::Method(method))
    }

    /// An argument of a method, which may be a closure.
    pub(super) fn argument(&mut self, argument: &syn::Expr) -> Expr {
        let syn::Expr::Closure(closure) = argument else { return self.expr(argument) };
        if let Some(token) = &closure.asyncness {
            return self.refuse(code::ASYNC_CLOSURE, token, "this closure computes a value and cannot be async\n  = help: use `map(items, |item| task(item))` for a task per item");
        }
        self.vars.enter_inner();
        let outside = std::mem::replace(&mut self.in_closure, true);
        let parameters = closure.inputs.iter().map(|input| self.pattern(input)).collect();
        let body = self.boxed(&closure.body);
        self.in_closure = outside;
        self.vars.leave_inner();
        let Extent { start, end } = Extent { start: Extent::of(argument).start, end: body.end };
        let mut read = self.new_expr(ExprKind::Closure(Closure {
            moves: closure.capture,
            output: closure.output.clone(),
            parameters,
            body,
        }));
        (read.span, read.end) = (start, end);
        read
    }

    pub(super) fn call(&mut self, call: &syn::ExprCall) -> Expr {
        let syn::Expr::Path(function) = &*call.func else {
            return self.refuse(
                code::CALLED_VALUE,
                call,
                "what is called has no name\n  = help: put `#[expression]` on a function and call that",
            );
        };
        let path = &function.path;
        if let Some(known) = self.known_call(call, path) {
            return known;
        }
        if is_drawn(path) && call.args.is_empty() {
            if self.in_closure {
                return self.refuse(code::DRAWN_IN_CLOSURE, call, format!("`{}()` is another value each time, and a closure is called any number of times\n  = help: bind one value before it: `let value = {}();`", name_of(path), name_of(path)));
            }
            return self.new_expr(ExprKind::Drawn(path.clone(), call.paren_token.span.join()));
        }
        if is_constructor(path) {
            let fields = call.args.iter().enumerate().map(|(i, field)| (Member::from(i), self.expr(field))).collect();
            let construct = Construct { path: path.clone(), fields, rest: None, braces: false };
            return self.new_expr(ExprKind::Construct(construct));
        }
        if last_ident(path).is_some_and(|ident| self.refused.contains(&ident.to_string())) {
            return self.new_expr(ExprKind::Refused);
        }
        if let Some(message) = super::assign::in_memory(path) {
            return self.refuse(code::MUTABLE_REFERENCE, &call.func, message);
        }
        if let Some((code, message)) = self.no_expression(path) {
            return self.refuse(code, &call.func, message);
        }
        let args = call.args.iter().map(|argument| self.expr(argument)).collect();
        let parens = call.paren_token.span.join();
        self.new_expr(ExprKind::Call(FunctionCall { path: path.clone(), parens, args }))
    }

    /// What to say about a call that cannot be of an `#[expression]`, whatever its type; the rest is the type's to tell.
    fn no_expression(&self, path: &syn::Path) -> Option<(Code, String)> {
        if let Some(refusal) = outside_call(path) {
            return Some(refusal);
        }
        let name = name_of(path);
        if last_ident(path).is_some_and(|ident| ident == "start_execution") {
            return Some((
                code::EXECUTION_NOT_AWAITED,
                "an execution that is started is awaited\n  = help: write `start_execution(workflow(..)).await?`"
                    .into(),
            ));
        }
        if path.segments.iter().any(|segment| !segment.arguments.is_none()) {
            return Some((
                code::TYPE_ARGUMENTS,
                format!(
                    "`{name}` has type arguments, which no task and no expression has\n  = help: leave them out, or move the call into a `#[task]`"
                ),
            ));
        }
        if path.get_ident().is_some_and(|ident| self.vars.resolve(ident).is_some()) {
            return Some((
                code::CALLED_VALUE,
                format!(
                    "`{name}` is a variable, which cannot be called here\n  = help: put `#[expression]` on a function and call that"
                ),
            ));
        }
        let of_a_number =
            path.segments.iter().rev().nth(1).is_some_and(|segment| NUMBERS.iter().any(|name| segment.ident == name));
        (of_a_number || enum_of(path).is_some()).then(|| {
            (code::FUNCTION_OF_A_TYPE, format!("`{name}` is a function of a type, which cannot be part of a definition\n  = help: write a free function and put `#[expression]` on it, or move the call into a `#[task]`"))
        })
    }

    /// `Some(x)`, `Ok(x)`, `Err(x)` and the constructors of text, lists and durations.
    fn known_call(&mut self, call: &syn::ExprCall, path: &syn::Path) -> Option<Expr> {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let tokens = quote!(#path);
        let first = call.args.first();
        let kind = match (names.as_slice(), call.args.len(), first) {
            (["Some"], 1, Some(value)) => ExprKind::Some(self.boxed(value)),
            (["Ok"], 1, Some(value)) => ExprKind::Ok(path.clone(), self.boxed(value)),
            (["Err"], 1, Some(value)) => ExprKind::Err(path.clone(), self.boxed(value)),
            (["String", "new"], 0, None) => ExprKind::Empty(tokens, Emptiness::Text),
            (["Vec", "new"], 0, None) => ExprKind::Empty(tokens, Emptiness::List),
            (["String", "from"], 1, Some(value)) => ExprKind::Same(tokens, self.boxed(value)),
            ([number, "try_from"], 1, Some(value)) if NUMBERS.contains(number) => {
                ExprKind::Convert(tokens, self.boxed(value))
            }
            ([number, "from"], 1, Some(value)) if NUMBERS.contains(number) => {
                ExprKind::Cast(self.boxed(value), syn::Type::Verbatim(number_type(path)))
            }
            (["Duration", unit] | ["std", "time", "Duration", unit], 1, Some(value)) => {
                let seconds = match *unit {
                    "from_secs" => 1,
                    "from_mins" => 60,
                    "from_hours" => 3600,
                    _ => {
                        return Some(self.refuse(
                            code::FRACTION_OF_A_SECOND,
                            path,
                            "Step Functions counts whole seconds\n  = help: write `Duration::from_secs(..)`",
                        ));
                    }
                };
                ExprKind::Seconds(tokens, self.boxed(value), seconds)
            }
            _ => return None,
        };
        Some(self.new_expr(kind))
    }

    pub(super) fn struct_literal(&mut self, literal: &syn::ExprStruct) -> Expr {
        let fields = literal.fields.iter().map(|field| (field.member.clone(), self.expr(&field.expr))).collect();
        let rest = literal.rest.as_ref().map(|rest| self.boxed(rest));
        let construct = Construct { path: literal.path.clone(), fields, rest, braces: true };
        self.new_expr(ExprKind::Construct(construct))
    }

    pub(super) fn macro_call(&mut self, call: &syn::ExprMacro) -> Expr {
        let name = last_ident(&call.mac.path).map(ToString::to_string).unwrap_or_default();
        match name.as_str() {
            "format" => self.format(&call.mac),
            "vec" => self.vec_macro(&call.mac),
            "try_join" => self.join(&call.mac, JoinKind::Try),
            "join" => self.join(&call.mac, JoinKind::Settle),
            "matches" => self.matches(&call.mac),
            "panic" => self.panic(&call.mac, "explicit panic"),
            "unreachable" => self.panic(&call.mac, "entered unreachable code"),
            "assert" => self.assert(&call.mac),
            _ => self.refuse(code::MACRO,
                &call.mac.path,
                format!("`{name}!` has no form in Amazon States Language\n  = help: `format!`, `vec!`, `matches!`, `assert!`, `panic!`, `unreachable!`, `join!`, `try_join!` and `tracing`'s macros can stand here; move anything else into a `#[task]`"),
            ),
        }
    }

    fn vec_macro(&mut self, mac: &syn::Macro) -> Expr {
        match mac.parse_body_with(Punctuated::<syn::Expr, Token![,]>::parse_terminated) {
            Ok(items) => {
                let items = items.iter().map(|item| self.expr(item)).collect();
                self.new_expr(ExprKind::List(true, items))
            }
            Err(_) => {
                self.refuse(code::REPEATED_ITEM, mac, "`vec![value; n]` has no form here\n  = help: list the items")
            }
        }
    }
}

/// Whether a path may be `workflow_runtime`'s `now`, `uuid` or `random`; its type tells whether it is.
fn is_drawn(path: &syn::Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let is_known = names.next().is_some_and(|name| matches!(name.as_str(), "now" | "uuid" | "random"));
    is_known && names.next().is_none_or(|name| name == "workflow_runtime" || name == "prelude")
}

fn name_of(path: &syn::Path) -> String {
    quote!(#path).to_string().replace(' ', "")
}

/// What to say about a function that is known to be neither a task nor an expression.
fn outside_call(path: &syn::Path) -> Option<(Code, String)> {
    let name = name_of(path);
    let help = |call: &str| {
        format!(
            "\n  = help: write `{call}` of `workflow_runtime::prelude`, which is recorded, or do this in a `#[task]`"
        )
    };
    match last_ident(path).map(ToString::to_string).as_deref() {
        Some("now") => Some((
            code::CLOCK,
            format!(
                "`{name}` reads a clock, and would read another time when the execution is replayed{}",
                help("now()")
            ),
        )),
        Some(function @ ("new_v4" | "now_v7" | "random")) => Some((
            code::RANDOM,
            format!(
                "`{name}` gives something else each time, also when the execution is replayed{}",
                help(if function == "random" { "random()" } else { "uuid()" })
            ),
        )),
        _ => None,
    }
}

const NUMBERS: &[&str] = &["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize", "f64"];

/// `f64` of `f64::from`.
fn number_type(path: &syn::Path) -> proc_macro2::TokenStream {
    let first = path.segments.first();
    quote!(#first)
}

/// Whether a call makes an enum variant or a tuple struct: its last segment starts with a capital letter.
fn is_constructor(path: &syn::Path) -> bool {
    last_ident(path).is_some_and(|ident| ident.to_string().starts_with(char::is_uppercase))
}
