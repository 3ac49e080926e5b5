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
        if !matches!(dest, Dest::Ignore) {
            let method = &call.method;
            self.report.error(code::VALUE_OF_A_CHANGE, method, format!("what `.{method}(..)` gives has no form here: it changes a variable\n  = help: make it a statement of its own, and read what you need before it"));
            return cursor;
        }
        let mut cursor = cursor;
        for argument in &call.args {
            cursor = self.hoist_child(argument, cursor);
        }
        self.update(expr, &call.receiver, cursor)
    }
}
