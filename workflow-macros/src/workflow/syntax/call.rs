//! Calls of functions, methods and macros in expressions.

use super::block::Parser;
use super::methods;
use super::{Closure, Construct, Emptiness, Expr, ExprKind, Extent, JoinKind, MethodCall, last_ident};
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
        let receiver = Box::new(self.receiver(&call.receiver));
        let args: Vec<Expr> = call.args.iter().map(|argument| self.argument(argument)).collect();
        if call.method == "map_err"
            && let [Expr { kind: ExprKind::Closure(closure), .. }] = args.as_slice()
        {
            closure.parameters.iter().for_each(|error| self.mark_errors(error));
        }
        let method = MethodCall {
            receiver,
            method: call.method.clone(),
            turbofish: call.turbofish.as_ref().map(|types| quote!(#types)),
            args,
        };
        if matches!(method.receiver.kind, ExprKind::Refused) {
            return self.new_expr(ExprKind::Refused);
        }
        if let Some(message) = methods::refusal(&method) {
            return self.refuse(&call.method, message);
        }
        self.new_expr(ExprKind::Method(method))
    }

    /// An argument of a method, which may be a closure.
    pub(super) fn argument(&mut self, argument: &syn::Expr) -> Expr {
        let syn::Expr::Closure(closure) = argument else { return self.expr(argument) };
        if let Some(token) = &closure.asyncness {
            return self.refuse(token, "this closure computes a value and cannot be async");
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
            return self.refuse(call, "only tasks and enum variants can be called here");
        };
        let path = &function.path;
        if let Some(known) = self.known_call(call, path) {
            return known;
        }
        if is_constructor(path) {
            let fields = call.args.iter().enumerate().map(|(i, field)| (Member::from(i), self.expr(field))).collect();
            let construct = Construct { path: path.clone(), fields, rest: None, braces: false };
            return self.new_expr(ExprKind::Construct(construct));
        }
        if last_ident(path).is_some_and(|ident| self.refused.contains(&ident.to_string())) {
            return self.new_expr(ExprKind::Refused);
        }
        let message = outside_call(path);
        self.refuse(&call.func, message)
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
            _ => self.refuse(
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
            Err(_) => self.refuse(mac, "`vec![value; n]` has no form here\n  = help: list the items"),
        }
    }
}

/// What to say about a call of something that is no task.
fn outside_call(path: &syn::Path) -> String {
    let name = quote!(#path).to_string().replace(' ', "");
    match last_ident(path).map(ToString::to_string).as_deref() {
        Some("now") => format!(
            "`{name}` reads a clock, and would read another time when the execution is replayed\n  = help: read the time in a `#[task]`"
        ),
        Some("new_v4" | "now_v7" | "random") => format!(
            "`{name}` gives something else each time, also when the execution is replayed\n  = help: make the value in a `#[task]`"
        ),
        _ => format!(
            "`{name}` is neither a task nor an expression, so it cannot be part of a definition\n  = help: if it is a task, await it: `{name}(..).await?`; else put `#[task]` on it"
        ),
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
