//! Effects: tasks, joins, maps and waits, recognised by name here and verified by type in the native body.

use super::block::Parser;
use super::{Block, Branch, Effect, EffectKind, Expr, ExprKind, Extent, JoinKind, MapCall, TaskCall, last_ident};
use crate::catalogue::code;
use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Path, Token};

impl Parser<'_> {
    /// `effect.await`
    pub(super) fn awaited(&mut self, awaited: &syn::ExprAwait) -> Expr {
        if self.in_closure {
            return self.refuse(code::AWAIT_IN_CLOSURE, awaited.await_token, "a task cannot be awaited inside this closure\n  = help: use `map(items, |item| ..)` for a task per item");
        }
        if self.is_refused(&awaited.base) {
            return self.new_expr(ExprKind::Refused);
        }
        if let syn::Expr::Call(call) = &*awaited.base
            && let syn::Expr::Path(function) = &*call.func
            && let Some(message) = outside_effect(&function.path)
        {
            return self.refuse(code::WORK_OUTSIDE, &call.func, message);
        }
        match self.effect(&awaited.base) {
            Some(effect) => self.new_expr(ExprKind::Await(Box::new(effect))),
            None => self.refuse(code::NOT_AWAITABLE, &awaited.base, "a workflow awaits calls of tasks, `map`, `sleep` and `sleep_until` only\n  = help: move this into a `#[task]`"),
        }
    }

    /// `operand?`
    pub(super) fn tried(&mut self, tried: &syn::ExprTry) -> Expr {
        if self.in_closure {
            return self.refuse(
                code::TRY_IN_CLOSURE,
                tried.question_token,
                "`?` cannot leave a closure here\n  = help: use `match`, or `.and_then(..)`",
            );
        }
        let operand = self.boxed(&tried.expr);
        let help = match &operand.kind {
            ExprKind::Await(effect) => match effect.kind {
                EffectKind::Sleep(..) | EffectKind::SleepUntil(..) => {
                    Some((code::TRIED_WAIT, "a wait does not fail\n  = help: leave out the `?`"))
                }
                EffectKind::Join(_, JoinKind::Settle) => Some((
                    code::TRIED_JOIN,
                    "`join!` gives a tuple of results\n  = help: use `try_join!`, or bind them and write `?` after each",
                )),
                _ => None,
            },
            ExprKind::Effect(_) => {
                Some((code::TRIED_BEFORE_AWAIT, "`?` works on what was awaited\n  = help: await it first: `.await?`"))
            }
            _ => None,
        };
        match help {
            Some((code, message)) => self.refuse(code, tried.question_token, message),
            None => self.new_expr(ExprKind::Try(operand)),
        }
    }

    /// Whether this is a variable whose value was refused.
    pub(super) fn is_refused(&self, expr: &syn::Expr) -> bool {
        let syn::Expr::Path(path) = expr else { return false };
        path.path.get_ident().is_some_and(|ident| self.refused.contains(&ident.to_string()))
    }

    /// A call that stands where an effect may: awaited, or as a branch.
    fn effect(&mut self, expr: &syn::Expr) -> Option<Effect> {
        let Extent { start, end } = Extent::of(expr);
        let kind = match expr {
            syn::Expr::Paren(inner) => return self.effect(&inner.expr),
            syn::Expr::Group(inner) => return self.effect(&inner.expr),
            syn::Expr::Call(call) => {
                let syn::Expr::Path(function) = &*call.func else { return None };
                self.effect_call(&function.path, call)
            }
            syn::Expr::MethodCall(call) => return self.with_option(call),
            _ => return None,
        };
        Some(Effect { span: start, end, kind })
    }

    fn effect_call(&mut self, path: &Path, call: &syn::ExprCall) -> EffectKind {
        let args = &call.args;
        let name = last_ident(path).map(ToString::to_string).unwrap_or_default();
        match (name.as_str(), args.first(), args.get(1)) {
            ("sleep", Some(delay), None) => EffectKind::Sleep(path.clone(), self.boxed(delay)),
            ("sleep_until", Some(moment), None) => EffectKind::SleepUntil(path.clone(), self.boxed(moment)),
            ("map", Some(items), Some(syn::Expr::Closure(closure))) => self.map_call(path, items, closure),
            ("map", Some(_), Some(function @ syn::Expr::Path(path)))
                if path.path.get_ident().is_none_or(|ident| self.vars.resolve(ident).is_none()) =>
            {
                self.report.error(
                    code::MAP_OF_A_FUNCTION,
                    function,
                    "`map` takes a closure\n  = help: write `|item| task(item)`",
                );
                EffectKind::Task(TaskCall {
                    path: path.path.clone(),
                    start: None,
                    parens: call.paren_token.span.join(),
                    args: Vec::new(),
                    timeout: None,
                    heartbeat: None,
                    retry: None,
                })
            }
            ("start_execution", Some(started), None) => self.start_execution(path, started),
            _ => EffectKind::Task(TaskCall {
                path: path.clone(),
                start: None,
                parens: call.paren_token.span.join(),
                args: args.iter().map(|argument| self.expr(argument)).collect(),
                timeout: None,
                heartbeat: None,
                retry: None,
            }),
        }
    }

    /// `start_execution(workflow(..))`
    fn start_execution(&mut self, start: &Path, started: &syn::Expr) -> EffectKind {
        let call = match started {
            syn::Expr::Call(call) => Some(call),
            _ => None,
        };
        let function = call.and_then(|call| match &*call.func {
            syn::Expr::Path(function) => Some(function.path.clone()),
            _ => None,
        });
        if function.is_none() {
            self.report.error(
                code::EXECUTION_OF_NO_CALL,
                started,
                "`start_execution` takes a workflow's call\n  = help: write `start_execution(workflow(..)).await?`",
            );
        }
        EffectKind::Task(TaskCall {
            path: function.unwrap_or_else(|| start.clone()),
            start: Some(start.clone()),
            parens: call.map_or_else(Span::call_site, |call| call.paren_token.span.join()),
            args: call.iter().flat_map(|call| &call.args).map(|argument| self.expr(argument)).collect(),
            timeout: None,
            heartbeat: None,
            retry: None,
        })
    }

    /// `call(..).timeout(d)`, `map(..).max_concurrency(n)`.
    fn with_option(&mut self, call: &syn::ExprMethodCall) -> Option<Effect> {
        let method = call.method.to_string();
        if !is_option(&method) {
            return None;
        }
        let mut effect = self.effect(&call.receiver)?;
        if matches!(method.as_str(), "retry" | "no_retry") {
            self.retry(&mut effect, call);
            return Some(effect);
        }
        let value = call.args.first().map(|value| self.boxed(value));
        if value.is_none() {
            self.report.error(code::OPTION_WITHOUT_VALUE, &call.method, format!("`.{method}(..)` needs its value\n  = help: write `.timeout(Duration::from_secs(30))`, `.max_concurrency(5)`"));
        }
        match (&mut effect.kind, method.as_str()) {
            (EffectKind::Task(TaskCall { start: Some(_), .. }), _) => self.report.error(code::OPTION_OF_AN_EXECUTION, &call.method, format!("`.{method}(..)` of an execution has no form\n  = help: give the tasks of the workflow that is started a timeout")),
            (EffectKind::Task(task), "timeout") => task.timeout = value,
            (EffectKind::Task(task), "heartbeat") => task.heartbeat = value,
            (EffectKind::Map(map), "max_concurrency") => map.max_concurrency = value,
            _ => self.report.error(code::OPTION_MISPLACED, &call.method, format!("`.{method}(..)` does not belong here\n  = help: tasks have `.timeout(..)`, `.heartbeat(..)`, `.retry(..)` and `.no_retry()`, `map` has `.max_concurrency(..)`")),
        }
        Some(effect)
    }

    /// The same where the call is not awaited: only a branch may be such an expression.
    pub(super) fn effect_with_options(&mut self, call: &syn::ExprMethodCall) -> Option<Expr> {
        let method = call.method.to_string();
        if !is_option(&method) {
            return None;
        }
        let effect = self.with_option(call)?;
        Some(self.new_expr(ExprKind::Effect(Box::new(effect))))
    }

    fn map_call(&mut self, path: &Path, items: &syn::Expr, closure: &syn::ExprClosure) -> EffectKind {
        let items = self.boxed(items);
        self.vars.enter_scope();
        let item = match closure.inputs.first() {
            Some(input) => self.pattern(input),
            None => {
                self.report.error(
                    code::MAP_WITHOUT_ITEM,
                    closure,
                    "`map`'s closure takes the item\n  = help: write `|item| ..`",
                );
                super::Pattern { tokens: syn::parse_quote!(_), span: closure.span(), kind: super::PatternKind::Wild }
            }
        };
        let body = self.branch_body(&closure.body);
        self.vars.leave_scope();
        EffectKind::Map(MapCall { path: path.clone(), items, item, body, max_concurrency: None })
    }

    /// `try_join!(a, b)` and `join!(a, b)`, which await their branches themselves.
    pub(super) fn join(&mut self, mac: &syn::Macro, kind: JoinKind) -> Expr {
        let branches = match mac.parse_body_with(Punctuated::<syn::Expr, Token![,]>::parse_terminated) {
            Ok(branches) => branches,
            Err(error) => {
                self.report.syntax(error);
                return self.new_expr(ExprKind::Refused);
            }
        };
        if branches.is_empty() {
            return self.refuse(
                code::EMPTY_JOIN,
                mac,
                "a join needs at least one branch\n  = help: write `try_join!(first(..), second(..))?`",
            );
        }
        let read = |parser: &mut Self, branch: &syn::Expr| {
            parser.vars.enter_scope();
            let body = parser.branch_body(branch);
            parser.vars.leave_scope();
            body
        };
        let branches = branches.iter().map(|branch| read(self, branch)).collect();
        let Extent { start, end } = Extent::of_tokens(mac);
        let effect = Effect { span: start, end, kind: EffectKind::Join(branches, kind) };
        self.new_expr(ExprKind::Await(Box::new(effect)))
    }

    fn branch_body(&mut self, body: &syn::Expr) -> Branch {
        let outside = std::mem::replace(&mut self.in_closure, false);
        let branch = match body {
            syn::Expr::Async(block) => {
                Branch { moves: block.capture.is_some(), is_block: true, body: self.block(&block.block) }
            }
            other => self.bare_branch(other),
        };
        self.in_closure = outside;
        branch
    }

    /// A branch that is one effect.
    fn bare_branch(&mut self, body: &syn::Expr) -> Branch {
        let Extent { start, end } = Extent::of(body);
        let mut tail = match self.effect(body) {
            Some(effect) => self.new_expr(ExprKind::Effect(Box::new(effect))),
            None => self.refuse(code::BRANCH, body, "a branch is a task's call or an async block\n  = help: write `async { .. }`, or `async move { .. }` in a `map` closure"),
        };
        (tail.span, tail.end) = (start, end);
        Branch {
            moves: false,
            is_block: false,
            body: Block { stmts: Vec::new(), tail: Some(Box::new(tail)), span: Span::call_site() },
        }
    }
}

fn is_option(method: &str) -> bool {
    matches!(method, "timeout" | "heartbeat" | "max_concurrency" | "retry" | "no_retry")
}

/// What to say about awaiting something that is known to be no task.
fn outside_effect(path: &Path) -> Option<String> {
    let name = last_ident(path)?.to_string();
    let help = match name.as_str() {
        "spawn" | "spawn_blocking" | "spawn_local" => {
            "run calls side by side with `try_join!`, or for each item of a list with `map`"
        }
        "join_all" | "try_join_all" => "use `map(items, |item| ..)` for a task per item",
        _ => return None,
    };
    Some(format!("`{name}` starts work that is not part of the definition\n  = help: {help}"))
}
