//! `if` and `match` that give the result and compute it only: a conditional output, and no Choice state.

use super::{Cursor, Lower};
use crate::workflow::graph::Value;
use crate::workflow::syntax::{Block, Expr, ExprKind, Stmt};

impl<'a> Lower<'a, '_> {
    /// Ends the scope with a conditional value.
    pub(super) fn conditional_end(&mut self, expr: &'a Expr, cursor: Cursor) -> Cursor {
        let decided_by = match &expr.kind {
            ExprKind::If(branch) => &*branch.condition,
            ExprKind::Match(choice) => &*choice.scrutinee,
            _ => return cursor,
        };
        let cursor = self.hoist_child(decided_by, cursor);
        outcomes(expr, &mut |ok| {
            self.graph.outcomes.insert(ok.id);
        });
        self.end_with(&cursor, Value::Expr(expr), expr);
        // The state is entered for the whole of it, and not where its condition stands.
        if let Some(state) = self.graph.sites.remove(&expr.id) {
            self.graph.ends.insert(expr.id, state);
        }
        Cursor::new()
    }
}

/// Whether an `if` or `match` that is the result of its scope gives `Ok` of a value whatever it decides.
pub(super) fn is_output(expr: &Expr) -> bool {
    if expr.note.name.is_some() {
        return false;
    }
    match &expr.kind {
        // A task in the condition is a state of its own before.
        ExprKind::If(branch) if !matches!(branch.condition.kind, ExprKind::Let(..)) || branch.condition.is_pure() => {
            block_gives_ok(&branch.then) && branch.otherwise.as_deref().is_some_and(gives_ok)
        }
        ExprKind::Match(choice) if !matches!(choice.scrutinee.kind, ExprKind::Await(_)) => {
            choice.arms.iter().all(|arm| arm.guard.as_ref().is_none_or(Expr::is_pure) && gives_ok(&arm.body))
        }
        _ => false,
    }
}

fn gives_ok(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Ok(_, value) => value.is_pure() && expr.note.name.is_none(),
        ExprKind::If(branch) => branch.condition.is_pure() && is_output(expr),
        ExprKind::Match(choice) => choice.scrutinee.is_pure() && is_output(expr),
        ExprKind::Block(block) => block_gives_ok(block),
        _ => false,
    }
}

fn block_gives_ok(block: &Block) -> bool {
    let only_values = block.stmts.iter().all(|stmt| match stmt {
        Stmt::Let(binding) => binding.otherwise.is_none() && binding.init.as_ref().is_some_and(Expr::is_pure),
        Stmt::Expr(_) => false,
        Stmt::Trace(_) => true,
    });
    only_values && block.tail.as_deref().is_some_and(gives_ok)
}

/// Calls `f` with each `Ok` that an output decides between.
fn outcomes(expr: &Expr, f: &mut dyn FnMut(&Expr)) {
    match &expr.kind {
        ExprKind::Ok(..) => f(expr),
        ExprKind::If(branch) => {
            branch.then.tail.iter().for_each(|tail| outcomes(tail, f));
            branch.otherwise.iter().for_each(|otherwise| outcomes(otherwise, f));
        }
        ExprKind::Match(choice) => choice.arms.iter().for_each(|arm| outcomes(&arm.body, f)),
        ExprKind::Block(block) => block.tail.iter().for_each(|tail| outcomes(tail, f)),
        _ => {}
    }
}
