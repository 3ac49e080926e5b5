//! `if` and `match` that only assign: conditional values in the `Assign` of the state before, instead of a Choice state.

use super::control::is_irrefutable;
use super::live::{Vars, read_by_expr, read_strictly};
use super::{Cursor, Dest, Lower};
use crate::workflow::graph::{EdgeId, Fold, Graph, Op};
use crate::workflow::syntax::{Block, Expr, ExprKind, Let, Match, PatternKind, Stmt, VarId, bound_by};

/// How many decisions one state may compute one after the other: each stands around those before it.
const MOST_FOLDS: usize = 16;

impl<'a> Lower<'a, '_> {
    /// Whether a statement decides between assignments and does nothing else. One that was given a name is a state.
    pub(super) fn is_fold(&self, expr: &Expr, dest: Dest<'_>, cursor: &Cursor) -> bool {
        if !matches!(dest, Dest::Ignore) || expr.note.name.is_some() {
            return false;
        }
        let decides = match &expr.kind {
            // A task in the condition is a state of its own before.
            ExprKind::If(branch) => !matches!(branch.condition.kind, ExprKind::Let(..)) || branch.condition.is_pure(),
            ExprKind::Match(choice) => !matches!(choice.scrutinee.kind, ExprKind::Await(_)),
            _ => false,
        };
        decides
            && only_assigns(expr, true, &mut Vars::new())
            && !assigned(expr).is_empty()
            && cursor.iter().all(|edge| self.folds_on(*edge) < MOST_FOLDS)
    }

    fn folds_on(&self, edge: EdgeId) -> usize {
        let ops = self.graph.edge(edge).map(|edge| edge.ops.as_slice()).unwrap_or_default();
        ops.iter().filter(|op| matches!(op, Op::Fold(_))).count()
    }

    /// Adds the assignments to every way of the cursor.
    pub(super) fn fold(&mut self, expr: &'a Expr, cursor: Cursor) -> Cursor {
        let decided_by = match &expr.kind {
            ExprKind::If(branch) => &*branch.condition,
            ExprKind::Match(choice) => &*choice.scrutinee,
            _ => return cursor,
        };
        let cursor = self.hoist_child(decided_by, cursor);
        let assigned = assigned(expr);
        let read = read(&self.graph, expr, assigned.iter().copied().collect());
        let mut surely_read = Vars::new();
        read_strictly(&self.graph, expr, &mut surely_read);
        match assigned.as_slice() {
            _ if looks_away(expr) => surely_read.clear(),
            // The one value that there is names them all.
            [_] => surely_read.clone_from(&read),
            _ => {}
        }
        surely_read.extend(assigned.iter().copied().filter(|var| read.contains(var)));
        let fold = Fold { expr, assigned, read, surely_read };
        self.op(&cursor, || Op::Fold(fold.clone()));
        cursor
    }
}

/// Whether everything in it is a value, a `let` or an assignment, and every fault in it is a fault of a variable's final
/// value. `faulting` are the variables whose value so far may not exist: overwritten, it would not be computed.
fn only_assigns(expr: &Expr, outermost: bool, faulting: &mut Vars) -> bool {
    match &expr.kind {
        ExprKind::Assign(place, value) if let ExprKind::Var(var, _) = place.kind => {
            let overwrites = faulting.contains(&var) && !reads_strictly(value, var);
            if may_fault(value, faulting) {
                faulting.insert(var);
            }
            value.is_pure() && !overwrites
        }
        ExprKind::Assign(..) | ExprKind::AssignOp(..) | ExprKind::Change(_) => {
            faulting.extend(expr.assigned_var());
            let mut pure = true;
            expr.children(&mut |operand| pure &= operand.is_pure());
            pure
        }
        ExprKind::If(branch) => {
            let mut otherwise = faulting.clone();
            let pure = outermost || branch.condition.is_pure();
            let folds = pure
                && block_only_assigns(&branch.then, faulting)
                && branch.otherwise.as_deref().is_none_or(|expr| only_assigns(expr, false, &mut otherwise));
            faulting.extend(otherwise);
            note_faults(&branch.condition, expr, faulting);
            folds
        }
        ExprKind::Match(choice) => {
            let before = faulting.clone();
            let mut folds = outermost || choice.scrutinee.is_pure();
            for arm in &choice.arms {
                let mut inside = before.clone();
                folds &= arm.guard.as_ref().is_none_or(|guard| guard.is_pure() && !guard.may_fault());
                folds &= only_assigns(&arm.body, false, &mut inside);
                faulting.extend(inside);
            }
            note_faults(&choice.scrutinee, expr, faulting);
            folds && (is_tested(choice) || !choice.scrutinee.may_fault())
        }
        ExprKind::Block(block) => block_only_assigns(block, faulting),
        _ => expr.is_pure() && !expr.may_fault(),
    }
}

fn block_only_assigns(block: &Block, faulting: &mut Vars) -> bool {
    let statements = block.stmts.iter().enumerate().all(|(at, stmt)| match stmt {
        Stmt::Let(binding) => {
            let Some(value) = binding.init.as_ref().filter(|_| binding.otherwise.is_none()) else { return false };
            let vars = bound(binding);
            let computed = !value.may_fault()
                || matches!(binding.pattern.kind, PatternKind::Bind(_, _, None))
                    && vars.iter().all(|var| block.stmts.iter().skip(at + 1).any(|later| computes(later, *var)));
            if may_fault(value, faulting) {
                faulting.extend(vars);
            }
            value.is_pure() && computed
        }
        Stmt::Expr(expr) => only_assigns(expr, false, faulting),
        Stmt::Trace(_) => true,
    });
    statements && block.tail.as_deref().is_none_or(|tail| only_assigns(tail, false, faulting))
}

/// Whether the first condition of a `match` computes what it looks at.
fn is_tested(choice: &Match) -> bool {
    choice.arms.first().is_some_and(|arm| !is_irrefutable(&arm.pattern))
}

/// Whether there is a `match` or `if let` in it that may not compute what it looks at.
fn looks_away(expr: &Expr) -> bool {
    let mut away = match &expr.kind {
        ExprKind::Match(choice) => !is_tested(choice),
        ExprKind::Let(pattern, _) => is_irrefutable(pattern),
        _ => false,
    };
    expr.children(&mut |child| away |= looks_away(child));
    away
}

/// A fault in what decides is one of everything that is decided.
fn note_faults(decided_by: &Expr, decision: &Expr, faulting: &mut Vars) {
    if decided_by.may_fault() {
        faulting.extend(assigned(decision));
    }
}

/// Whether a statement's value needs that of a variable, and is computed itself.
fn computes(stmt: &Stmt, var: VarId) -> bool {
    match stmt {
        Stmt::Let(binding) => binding.init.as_ref().is_some_and(|init| init.may_fault() && reads_strictly(init, var)),
        Stmt::Expr(Expr { kind: ExprKind::Assign(_, value) | ExprKind::AssignOp(_, _, value), .. }) => {
            reads_strictly(value, var)
        }
        _ => false,
    }
}

/// Whether a value may not exist, be it for a variable that it reads.
fn may_fault(value: &Expr, faulting: &Vars) -> bool {
    let mut vars = Vars::new();
    read_by_expr(&Graph::default(), value, &mut vars);
    value.may_fault() || !vars.is_disjoint(faulting)
}

fn reads_strictly(expr: &Expr, var: VarId) -> bool {
    let mut vars = Vars::new();
    read_strictly(&Graph::default(), expr, &mut vars);
    vars.contains(&var)
}

/// The variables from outside that a statement may assign, in the order of the source.
pub(crate) fn assigned(expr: &Expr) -> Vec<VarId> {
    let (mut assigned, mut own) = (Vec::new(), Vars::new());
    collect(expr, &mut assigned, &mut own);
    let mut seen = own;
    assigned.retain(|var| seen.insert(*var));
    assigned
}

fn collect(expr: &Expr, assigned: &mut Vec<VarId>, own: &mut Vars) {
    match &expr.kind {
        ExprKind::Assign(..) | ExprKind::AssignOp(..) | ExprKind::Change(_) => assigned.extend(expr.assigned_var()),
        ExprKind::If(branch) => {
            collect_block(&branch.then, assigned, own);
            branch.otherwise.iter().for_each(|otherwise| collect(otherwise, assigned, own));
        }
        ExprKind::Match(choice) => choice.arms.iter().for_each(|arm| collect(&arm.body, assigned, own)),
        ExprKind::Block(block) => collect_block(block, assigned, own),
        _ => {}
    }
}

fn collect_block(block: &Block, assigned: &mut Vec<VarId>, own: &mut Vars) {
    for stmt in &block.stmts {
        match stmt {
            Stmt::Let(binding) => own.extend(bound(binding)),
            Stmt::Expr(expr) => collect(expr, assigned, own),
            Stmt::Trace(_) => {}
        }
    }
    block.tail.iter().for_each(|tail| collect(tail, assigned, own));
}

fn bound(binding: &Let) -> Vars {
    let mut vars = Vars::new();
    bound_by(&binding.pattern, &mut |var, _| {
        vars.insert(var);
    });
    vars
}

/// What is read before a statement, if `after` is what is read after it.
fn read(graph: &Graph<'_>, expr: &Expr, mut after: Vars) -> Vars {
    match &expr.kind {
        ExprKind::Assign(place, value) if let ExprKind::Var(var, _) = place.kind => {
            after.remove(&var);
            read_by_expr(graph, value, &mut after);
        }
        // What is left of the variable is read.
        ExprKind::Assign(..) | ExprKind::AssignOp(..) | ExprKind::Change(_) => read_by_expr(graph, expr, &mut after),
        ExprKind::If(branch) => {
            let mut then = read_by_block(graph, &branch.then, after.clone());
            read_by_expr(graph, &branch.condition, &mut then);
            unbind(&branch.condition, &mut then);
            after = branch.otherwise.as_deref().map_or(after.clone(), |otherwise| read(graph, otherwise, after));
            after.extend(then);
        }
        ExprKind::Match(choice) => {
            let arms = choice.arms.iter().flat_map(|arm| {
                let mut live = read(graph, &arm.body, after.clone());
                arm.guard.iter().for_each(|guard| read_by_expr(graph, guard, &mut live));
                bound_by(&arm.pattern, &mut |var, _| {
                    live.remove(&var);
                });
                live
            });
            after = arms.collect();
            read_by_expr(graph, &choice.scrutinee, &mut after);
        }
        ExprKind::Block(block) => after = read_by_block(graph, block, after),
        _ => {}
    }
    after
}

fn read_by_block(graph: &Graph<'_>, block: &Block, after: Vars) -> Vars {
    let mut live = block.tail.as_deref().map_or(after.clone(), |tail| read(graph, tail, after));
    for stmt in block.stmts.iter().rev() {
        match stmt {
            Stmt::Let(binding) => {
                let vars = bound(binding);
                let is_read = !vars.is_disjoint(&live);
                live.retain(|var| !vars.contains(var));
                if let Some(init) = binding.init.as_ref().filter(|_| is_read) {
                    read_by_expr(graph, init, &mut live);
                }
            }
            Stmt::Expr(expr) => live = read(graph, expr, live),
            Stmt::Trace(_) => {}
        }
    }
    live
}

/// What the patterns of a condition bind is not read from outside.
fn unbind(condition: &Expr, vars: &mut Vars) {
    match &condition.kind {
        ExprKind::Let(pattern, _) => bound_by(pattern, &mut |var, _| {
            vars.remove(&var);
        }),
        ExprKind::Logic(syn::BinOp::And(_), left, right) => {
            unbind(left, vars);
            unbind(right, vars);
        }
        _ => {}
    }
}
