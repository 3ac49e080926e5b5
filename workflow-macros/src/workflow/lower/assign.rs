//! Assignments to parts of variables.

use super::{Cursor, Dest, Lower, name};
use crate::catalogue::code;
use crate::workflow::graph::{Op, Value};
use crate::workflow::syntax::{Expr, ExprKind, MethodCall};

impl<'a> Lower<'a, '_> {
    /// `place = value` and `place op= value`.
    pub(super) fn assign(&mut self, assignment: &'a Expr, place: &'a Expr, value: &'a Expr, cursor: Cursor) -> Cursor {
        self.labelled(Some(name::of_value(place)), |lower| match (&assignment.kind, place.root()) {
            (ExprKind::Assign(..), Some(var)) if matches!(place.kind, ExprKind::Var(..)) => {
                lower.expr(value, Dest::Var(var), cursor)
            }
            _ => {
                let cursor = lower.hoist_child(value, cursor);
                lower.update(assignment, place, cursor)
            }
        })
    }

    /// The whole variable is assigned, with the part that `assignment` changes.
    fn update(&mut self, assignment: &'a Expr, place: &Expr, cursor: Cursor) -> Cursor {
        if let Some(var) = place.root() {
            self.op(&cursor, || Op::Set(var, Value::Updated(assignment)));
        }
        cursor
    }

    /// `place.push(value)` and its like.
    pub(super) fn change(&mut self, expr: &'a Expr, call: &'a MethodCall, dest: Dest<'a>, cursor: Cursor) -> Cursor {
        let is_read = !matches!(dest, Dest::Ignore);
        let gives = call.method == "pop" || call.method == "remove";
        if is_read && (!gives || matches!(dest, Dest::Return)) {
            let method = &call.method;
            self.report.error(code::VALUE_OF_A_CHANGE, method, format!("what `.{method}(..)` gives has no form here: it changes a variable\n  = help: make it a statement of its own, and read what you need before it"));
            return cursor;
        }
        let mut cursor = cursor;
        for argument in &call.args {
            cursor = self.hoist_child(argument, cursor);
        }
        if is_read {
            self.store_value(Value::Taken(expr), dest, &cursor);
        }
        self.update(expr, &call.receiver, cursor)
    }

    /// Refuses an operand that changes a variable after another operand has read it: the definition reads all of them
    /// afterwards.
    pub(super) fn check_order(&mut self, before: &[&Expr], operand: &Expr) {
        let mut changed = Vec::new();
        operand.visit(&mut |inner| changed.extend(inner.assigned_var()));
        let read = before.iter().any(|earlier| {
            let mut read = false;
            earlier.visit(&mut |inner| read |= matches!(&inner.kind, ExprKind::Var(var, _) if changed.contains(var)));
            read
        });
        if read {
            self.report.error_at(code::CHANGED_AFTER_READ, operand, "this changes a variable that was read before it in the same expression\n  = help: bind what is read first with `let`");
        }
    }
}
