//! Expressions.

use super::assign::compound;
use super::block::Parser;
use super::methods;
use super::visit::is_text;
use super::{Arm, Expr, ExprKind, Extent, For, If, Loop, Match, PatternKind, While};
use crate::catalogue::{Code, code};
use syn::spanned::Spanned;
use syn::{BinOp, UnOp};

impl Parser<'_> {
    /// Reads an expression and notes where it stands.
    pub(super) fn expr(&mut self, expr: &syn::Expr) -> Expr {
        let read = self.receiver(expr);
        match super::methods::unfinished(&read) {
            Some((code, method, message)) => self.refuse(code, method, message),
            None => read,
        }
    }

    /// The same for what a method is called on, which may be what `.parse()` gives.
    pub(super) fn receiver(&mut self, expr: &syn::Expr) -> Expr {
        let mut read = self.unplaced(expr);
        let Extent { start, end } = Extent::of(expr);
        (read.span, read.end) = (start, end);
        read
    }

    fn unplaced(&mut self, expr: &syn::Expr) -> Expr {
        use ExprKind as K;
        let kind = match expr {
            syn::Expr::Paren(inner) => return self.expr(&inner.expr),
            syn::Expr::Group(inner) => return self.expr(&inner.expr),
            syn::Expr::Lit(lit) => K::Lit(lit.lit.clone()),
            syn::Expr::Path(path) => return self.path(path),
            syn::Expr::Field(field) => K::Field(self.boxed(&field.base), field.member.clone()),
            syn::Expr::Index(index) if matches!(*index.index, syn::Expr::Range(_)) => {
                return self.refuse(code::PART_OF_A_LIST, &index.index, methods::PART_OF_A_LIST);
            }
            syn::Expr::Index(index) => K::Index(Box::new(self.receiver_or_part(&index.expr)), self.boxed(&index.index)),
            syn::Expr::Reference(reference) if reference.mutability.is_some() => {
                return self.refuse(code::MUTABLE_REFERENCE, reference, "a definition has no references through which a variable could change\n  = help: assign to the variable itself: `order.items[0].quantity = 2;`");
            }
            syn::Expr::Reference(reference) if let Some(part) = self.part(&reference.expr) => part,
            syn::Expr::Reference(reference) => K::Ref(self.boxed(&reference.expr)),
            syn::Expr::Unary(unary) => return self.unary(unary),
            syn::Expr::Binary(binary) => return self.binary(binary),
            syn::Expr::Cast(cast) => K::Cast(self.boxed(&cast.expr), (*cast.ty).clone()),
            syn::Expr::MethodCall(call) => return self.method_call(call),
            syn::Expr::Call(call) => return self.call(call),
            syn::Expr::Struct(literal) => return self.struct_literal(literal),
            syn::Expr::Tuple(tuple) if tuple.elems.is_empty() => K::Unit,
            syn::Expr::Tuple(tuple) => K::Tuple(tuple.elems.iter().map(|element| self.expr(element)).collect()),
            syn::Expr::Array(array) => K::List(false, array.elems.iter().map(|element| self.expr(element)).collect()),
            syn::Expr::Range(range) => return self.range(range),
            syn::Expr::Macro(mac) => return self.macro_call(mac),
            syn::Expr::If(branch) => return self.if_expr(branch),
            syn::Expr::Match(choice) => return self.match_expr(choice),
            syn::Expr::Block(block) => match &block.label {
                Some(label) => K::Labelled(label.name.clone(), self.block(&block.block)),
                None => K::Block(self.block(&block.block)),
            },
            syn::Expr::Let(condition) => {
                let value = self.boxed(&condition.expr);
                K::Let(self.pattern(&condition.pat), value)
            }
            syn::Expr::Await(awaited) => return self.awaited(awaited),
            syn::Expr::Try(tried) => return self.tried(tried),
            syn::Expr::Return(returned) => K::Return(returned.expr.as_ref().map(|value| self.boxed(value))),
            syn::Expr::Break(broken) => return self.break_expr(broken),
            syn::Expr::Continue(next) => K::Continue(next.label.clone()),
            syn::Expr::While(repeat) => return self.while_loop(repeat),
            syn::Expr::Loop(repeat) => {
                let body = self.block(&repeat.body);
                K::Loop(Loop { label: repeat.label.as_ref().map(|label| label.name.clone()), body })
            }
            syn::Expr::ForLoop(repeat) => return self.for_loop(repeat),
            syn::Expr::Assign(assign) => return self.assign(assign),
            other => {
                let (code, message) = refusal(other);
                return self.refuse(code, other, message);
            }
        };
        self.new_expr(kind)
    }

    pub(super) fn boxed(&mut self, expr: &syn::Expr) -> Box<Expr> {
        Box::new(self.expr(expr))
    }

    fn path(&mut self, path: &syn::ExprPath) -> Expr {
        let Some(ident) = path.path.get_ident() else {
            return self.new_expr(ExprKind::Const(path.path.clone()));
        };
        if ident == "None" {
            return self.new_expr(ExprKind::None(ident.span()));
        }
        if let Some(var) = self.vars.resolve(ident) {
            self.vars.mark_read(var);
            return self.new_expr(ExprKind::Var(var, ident.clone()));
        }
        // What is no variable is a constant of the program; rustc says so if there is none of that name.
        self.new_expr(ExprKind::Const(path.path.clone()))
    }

    fn unary(&mut self, unary: &syn::ExprUnary) -> Expr {
        let operand = self.boxed(&unary.expr);
        let kind = match unary.op {
            UnOp::Not(_) => ExprKind::Not(operand),
            UnOp::Neg(_) => ExprKind::Neg(operand),
            UnOp::Deref(_) => ExprKind::Deref(operand),
            _ => {
                return self.refuse(
                    code::OPERATOR,
                    unary,
                    "this operator has no form in Amazon States Language\n  = help: compute it inside a `#[task]`",
                );
            }
        };
        self.new_expr(kind)
    }

    /// A chain of operators is read from its first operand on: it may be longer than the stack is deep.
    fn binary(&mut self, binary: &syn::ExprBinary) -> Expr {
        if let Some(op) = compound(&binary.op) {
            return self.assign_op(binary, op);
        }
        let (mut chain, mut first) = (vec![binary], &*binary.left);
        while let syn::Expr::Binary(inner) = first
            && compound(&inner.op).is_none()
        {
            chain.push(inner);
            first = &inner.left;
        }
        let mut read = self.expr(first);
        for binary in chain.into_iter().rev() {
            let right = self.boxed(&binary.right);
            let (start, end) = (read.span, right.end);
            read = self.operation(binary.op, Box::new(read), right);
            (read.span, read.end) = (start, end);
        }
        read
    }

    fn operation(&mut self, op: BinOp, left: Box<Expr>, right: Box<Expr>) -> Expr {
        let kind = match op {
            BinOp::Add(_) if is_text(&right) => ExprKind::Append(left, right),
            op @ (BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_)) => {
                ExprKind::Arith(op, left, right)
            }
            op @ (BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)) => {
                ExprKind::Compare(op, left, right)
            }
            op @ (BinOp::And(_) | BinOp::Or(_)) => ExprKind::Logic(op, left, right),
            op => {
                return self.refuse(
                    code::OPERATOR,
                    op,
                    "this operator has no form in Amazon States Language\n  = help: compute it inside a task",
                );
            }
        };
        self.new_expr(kind)
    }

    /// `start..end`, which counts up over integers.
    fn range(&mut self, range: &syn::ExprRange) -> Expr {
        let (Some(start), Some(end)) = (&range.start, &range.end) else {
            return self
                .refuse(code::OPEN_RANGE, range, "a range has both ends here\n  = help: write `start..end`; for a part of a list use `.iter().skip(..).take(..)`");
        };
        let (start, end) = (self.boxed(start), self.boxed(end));
        self.new_expr(ExprKind::Range(start, end, matches!(range.limits, syn::RangeLimits::Closed(_))))
    }

    fn if_expr(&mut self, branch: &syn::ExprIf) -> Expr {
        // What the condition binds is visible in the first block only.
        self.vars.enter_block();
        let condition = self.boxed(&branch.cond);
        let then = self.block(&branch.then_branch);
        self.vars.leave_block();
        let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| self.boxed(otherwise));
        self.new_expr(ExprKind::If(If { condition, then, otherwise }))
    }

    fn match_expr(&mut self, choice: &syn::ExprMatch) -> Expr {
        let scrutinee = self.boxed(&choice.expr);
        let mut arms = Vec::new();
        for arm in &choice.arms {
            self.vars.enter_block();
            let (pattern, guard) = match &arm.pat {
                syn::Pat::Guard(guarded) => (&*guarded.pat, Some(&guarded.guard)),
                pattern => (pattern, None),
            };
            let pattern = self.pattern(pattern);
            let guard = guard.map(|guard| self.expr(guard));
            if guard.is_some() && super::pattern::binds_in_alternatives(&pattern) {
                self.report.error(code::GUARD_OF_ALTERNATIVES, &arm.pat, "the guard would be tried for each alternative that matches\n  = help: write an arm for each alternative");
            }
            let note = self.note(&arm.attrs, arm.pat.span());
            let mut body = self.noted(&arm.body);
            body.note.name = body.note.name.take().or(note.name);
            body.note.comment = body.note.comment.take().or(note.comment);
            arms.push(Arm { pattern, guard, body });
            self.vars.leave_block();
        }
        let arms = self.with_one_ok(&scrutinee, Extent::of_tokens(&choice.match_token), arms);
        self.new_expr(ExprKind::Match(Match { scrutinee, arms }))
    }

    fn break_expr(&mut self, broken: &syn::ExprBreak) -> Expr {
        let value = broken.expr.as_ref().map(|value| Box::new(self.noted(value)));
        self.new_expr(ExprKind::Break(broken.label.clone(), value))
    }

    fn while_loop(&mut self, repeat: &syn::ExprWhile) -> Expr {
        self.vars.enter_block();
        let condition = self.boxed(&repeat.cond);
        let body = self.block(&repeat.body);
        self.vars.leave_block();
        let label = repeat.label.as_ref().map(|label| label.name.clone());
        self.new_expr(ExprKind::While(While { label, condition, body }))
    }

    fn for_loop(&mut self, repeat: &syn::ExprForLoop) -> Expr {
        let list = self.boxed(&repeat.expr);
        if let Some((code, message)) = methods::laziness(&list, "`for`") {
            self.report.error(code, &repeat.expr, message);
        }
        self.vars.enter_block();
        let range = matches!(list.kind, ExprKind::Range(..));
        let list_var = self.vars.declare_hidden(if range { "end" } else { "items" });
        let (pattern, index_var) = match &*repeat.pat {
            syn::Pat::Ident(name) if range && name.mutability.is_none() && name.subpat.is_none() => {
                let pattern = self.pattern(&repeat.pat);
                let own = match pattern.kind {
                    PatternKind::Bind(var, ..) => Some(var),
                    _ => None,
                };
                (pattern, own.unwrap_or(list_var))
            }
            pattern => {
                let index_var = self.vars.declare_hidden("index");
                (self.pattern(pattern), index_var)
            }
        };
        let body = self.block(&repeat.body);
        self.vars.leave_block();
        let label = repeat.label.as_ref().map(|label| label.name.clone());
        self.new_expr(ExprKind::For(For { label, pattern, list, list_var, index_var, body }))
    }
}

fn refusal(expr: &syn::Expr) -> (Code, &'static str) {
    match expr {
        syn::Expr::Closure(_) => (
            code::CLOSURE_ALONE,
            "a closure can only be the argument of a method such as `.map(..)`\n  = help: write its body where it is called, or put `#[expression]` on a function and call that",
        ),
        syn::Expr::Async(_) => (
            code::ASYNC_BLOCK,
            "an async block can only be a branch of `try_join!` or the body of a `map` closure\n  = help: await the tasks one after the other, or write `try_join!(async { .. }, async { .. })?`",
        ),
        syn::Expr::Unsafe(_) => {
            (code::UNSAFE_BLOCK, "unsafe code cannot be part of a definition\n  = help: move it into a `#[task]`")
        }
        syn::Expr::Repeat(_) => (code::REPEATED_ITEM, "`[value; n]` has no form here\n  = help: list the items"),
        _ => (
            code::NOT_EXPORTED,
            "this cannot be exported to Amazon States Language\n  = help: move it into a `#[task]`",
        ),
    }
}
