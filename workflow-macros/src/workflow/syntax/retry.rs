//! Retriers at a call.

use super::block::Parser;
use super::{Effect, EffectKind, TaskCall};
use crate::catalogue::code;

const NO_CONSTANT: &str = "retriers are part of the definition and cannot depend on what happens\n  = help: write `.retry(retrier!(errors(ShopError::Network), interval = \"1s\"))`, or name a constant";

impl Parser<'_> {
    /// `call(..).retry(retrier!(..))`, `call(..).no_retry()`.
    pub(super) fn retry(&mut self, effect: &mut Effect, call: &syn::ExprMethodCall) {
        let method = &call.method;
        let task = match &mut effect.kind {
            EffectKind::Task(task @ TaskCall { start: None, .. }) => task,
            EffectKind::Task(_) => {
                self.report.error(code::OPTION_OF_AN_EXECUTION, method, format!("`.{method}(..)` of an execution has no form yet\n  = help: give the tasks of the workflow that is started retriers"));
                return;
            }
            _ => {
                self.report.error(code::OPTION_MISPLACED, method, format!("`.{method}(..)` does not belong here: what is tried again is a task\n  = help: write it at the calls inside"));
                return;
            }
        };
        let mixed =
            if method == "retry" { task.retry.as_ref().is_some_and(Vec::is_empty) } else { task.retry.is_some() };
        if mixed {
            self.report.error(
                code::RETRY_BOTH,
                method,
                "`.retry(..)` and `.no_retry()` say opposite things\n  = help: leave one of them out",
            );
        }
        let retriers = task.retry.get_or_insert_default();
        if method == "no_retry" {
            return;
        }
        match call.args.first() {
            Some(retrier) if self.is_constant(retrier) => {
                if let Some(earlier) = retriers.iter().find(|retrier| takes_every_error(retrier)) {
                    self.report.error(code::RETRY_UNREACHABLE, earlier, "this retrier takes every error, so the next one is never asked\n  = help: put it last, or give it `errors(..)`");
                }
                retriers.push(retrier.clone());
            }
            Some(other) => self.report.error(code::RETRY_COMPUTED, other, NO_CONSTANT),
            None => self.report.error(code::RETRY_COMPUTED, method, NO_CONSTANT),
        }
    }

    /// Whether this is a retrier that is written out, or a constant of the program.
    fn is_constant(&self, retrier: &syn::Expr) -> bool {
        match retrier {
            syn::Expr::Macro(mac) => is_retrier(mac),
            syn::Expr::Path(path) => path.path.get_ident().is_none_or(|ident| self.vars.resolve(ident).is_none()),
            _ => false,
        }
    }
}

fn is_retrier(mac: &syn::ExprMacro) -> bool {
    mac.mac.path.segments.last().is_some_and(|last| last.ident == "retrier")
}

fn takes_every_error(retrier: &syn::Expr) -> bool {
    let syn::Expr::Macro(mac) = retrier else { return false };
    let names_errors = |token| matches!(token, proc_macro2::TokenTree::Ident(ident) if ident == "errors");
    !mac.mac.tokens.clone().into_iter().any(names_errors)
}
