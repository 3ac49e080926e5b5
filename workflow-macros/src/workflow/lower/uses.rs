//! Checks of the tree that need to know which states there are.

use super::Lower;
use crate::catalogue::code;
use crate::workflow::syntax::{Block, Expr, ExprKind, without_into};

impl Lower<'_, '_> {
    /// Names are given to states, and a caught error is only what a Catcher knows of it.
    pub(super) fn check_uses(&mut self, body: &Block) {
        body.children(&mut |expr| self.check_use(expr));
    }

    fn check_use(&mut self, expr: &Expr) {
        self.check_name(expr);
        match &expr.kind {
            // Returned as it is, or asked for what the Catcher got.
            ExprKind::Err(_, error) if self.is_caught(without_into(error)) => return,
            ExprKind::Method(call) if call.method == "failure" && self.is_caught(&call.receiver) => return,
            ExprKind::Method(call) if call.method == "failure" => {
                let message = "`.failure()` is what a Catcher got, and this was not caught\n  = help: bind the error in an arm: `Err(error) => error.failure()`";
                self.report.error(code::FAILURE_OF_NO_CATCH, &call.method, message);
            }
            ExprKind::Var(_, ident) if self.is_caught(expr) => {
                self.report.error(code::CAUGHT_ERROR_READ, ident, format!("a definition cannot look into the caught error `{ident}`\n  = help: match its variant, `Err(MyError::Variant {{ field }})`, or use `{ident}.failure()`, which has its name and cause"));
            }
            _ => {}
        }
        expr.children(&mut |child| self.check_use(child));
    }

    fn is_caught(&self, expr: &Expr) -> bool {
        matches!(&expr.kind, ExprKind::Var(var, _) if self.vars.is_error(*var))
    }

    fn check_name(&mut self, expr: &Expr) {
        let Some((name, span)) = &expr.note.name else { return };
        let names = self.graph.states.iter().filter_map(|state| state.note.name.as_ref());
        if self.report.is_empty() && !names.into_iter().any(|(given, _)| given == name) {
            self.report.error_at(code::NAME_WITHOUT_STATE, *span, "there is no state here that could have a name: values are computed in the state before\n  = help: leave the attribute out");
        }
    }
}
