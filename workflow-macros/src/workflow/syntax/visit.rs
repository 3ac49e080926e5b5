//! Questions about a tree: what an expression contains.

use super::{Block, Effect, EffectKind, Expr, ExprKind, FormatPart, JoinKind, Note, Stmt, VarId};

impl Expr {
    /// Calls `f` with the expressions directly inside this one, in order of evaluation.
    pub(crate) fn children<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        use ExprKind as K;
        match &self.kind {
            K::Lit(_)
            | K::Var(..)
            | K::Const(_)
            | K::Unit
            | K::None(_)
            | K::Empty(..)
            | K::Continue(_)
            | K::Drawn(..)
            | K::Refused => {}
            K::Field(inner, _)
            | K::Ref(inner)
            | K::Deref(inner)
            | K::Not(inner)
            | K::Neg(inner)
            | K::Cast(inner, _)
            | K::Some(inner)
            | K::Ok(_, inner)
            | K::Err(_, inner)
            | K::Same(_, inner)
            | K::Convert(_, inner)
            | K::Seconds(_, inner, _)
            | K::Fault(inner)
            | K::Reverse(_, inner)
            | K::Destructure(_, inner)
            | K::Let(_, inner)
            | K::Try(inner) => f(inner),
            K::Part(part) => [Some(&part.list), part.start.as_ref(), part.end.as_ref()]
                .into_iter()
                .flatten()
                .for_each(|operand| f(operand)),
            K::Index(a, b)
            | K::Arith(_, a, b)
            | K::Compare(_, a, b)
            | K::Logic(_, a, b)
            | K::Append(a, b)
            | K::Range(a, b, _)
            | K::Assign(a, b)
            | K::AssignOp(a, _, b) => {
                f(a);
                f(b);
            }
            K::Method(call) | K::Change(call) => {
                f(&call.receiver);
                call.args.iter().for_each(f);
            }
            K::Call(call) => call.args.iter().for_each(f),
            K::Closure(closure) => f(&closure.body),
            K::Construct(construct) => {
                construct.fields.iter().for_each(|(_, value)| f(value));
                construct.rest.iter().for_each(|rest| f(rest));
            }
            K::Tuple(items) | K::List(_, items) => items.iter().for_each(f),
            K::Format(format) => format.parts.iter().for_each(|part| {
                if let FormatPart::Value(value, _) = part {
                    f(value);
                }
            }),
            K::If(branch) => {
                f(&branch.condition);
                branch.then.children(f);
                branch.otherwise.iter().for_each(|otherwise| f(otherwise));
            }
            K::Match(choice) => {
                f(&choice.scrutinee);
                for arm in &choice.arms {
                    arm.guard.iter().for_each(&mut *f);
                    f(&arm.body);
                }
            }
            K::Block(block) | K::Labelled(_, block) => block.children(f),
            K::Effect(effect) | K::Await(effect) => effect.children(f),
            K::Return(value) | K::Break(_, value) => value.iter().for_each(|value| f(value)),
            K::While(repeat) => {
                f(&repeat.condition);
                repeat.body.children(f);
            }
            K::Loop(repeat) => repeat.body.children(f),
            K::For(repeat) => {
                f(&repeat.list);
                repeat.body.children(f);
            }
        }
    }

    /// Calls `f` with this expression and all inside it, those that are evaluated first before the others.
    pub(crate) fn visit<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        self.children(&mut |child| child.visit(f));
        f(self);
    }

    /// The note of the state that a statement is about: that of the effect it awaits.
    pub(crate) fn noted_state(&mut self) -> &mut Note {
        use ExprKind as K;
        match &mut self.kind {
            K::Try(inner) | K::Return(Some(inner)) | K::Assign(_, inner) | K::AssignOp(_, _, inner) => {
                return inner.noted_state();
            }
            // The first that is awaited inside the value.
            K::Method(call) | K::Change(call) => {
                let mut operands = std::iter::once(&mut *call.receiver).chain(&mut call.args);
                if let Some(operand) = operands.find(|operand| !operand.awaits_nothing()) {
                    return operand.noted_state();
                }
            }
            K::Format(format) => {
                let mut values = format.parts.iter_mut().filter_map(|part| match part {
                    FormatPart::Value(value, _) => Some(value),
                    FormatPart::Text(_) => None,
                });
                if let Some(value) = values.find(|value| !value.awaits_nothing()) {
                    return value.noted_state();
                }
            }
            K::Arith(_, left, right) | K::Append(left, right) => {
                if let Some(operand) = [left, right].into_iter().find(|operand| !operand.awaits_nothing()) {
                    return operand.noted_state();
                }
            }
            K::Match(choice) if matches!(choice.scrutinee.kind, K::Await(_)) => return &mut choice.scrutinee.note,
            K::If(branch) => match &mut branch.condition.kind {
                K::Let(_, value) if matches!(value.kind, K::Await(_)) => return &mut value.note,
                _ => {}
            },
            _ => {}
        }
        &mut self.note
    }

    /// Calls `f` with the expressions directly inside this one that are evaluated whenever it is, in the definition too.
    pub(crate) fn strict_children<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        use ExprKind as K;
        match &self.kind {
            K::If(branch) => f(&branch.condition),
            K::Match(choice) => f(&choice.scrutinee),
            K::Logic(_, left, _) => f(left),
            // The arguments of some methods are computed only where the method needs them.
            K::Method(call) => f(&call.receiver),
            K::Closure(_) | K::Block(_) => {}
            _ => self.children(f),
        }
    }

    /// Whether evaluating it is no more than computing a value: no effect, no jump, no assignment, and nothing that is
    /// another value each time.
    pub(crate) fn is_pure(&self) -> bool {
        self.acts_in_place() && !matches!(self.kind, ExprKind::Drawn(..)) && self.all_children(Expr::is_pure)
    }

    /// Whether nothing in it is awaited or jumps, though it may be another value each time.
    pub(crate) fn awaits_nothing(&self) -> bool {
        self.acts_in_place() && self.all_children(Expr::awaits_nothing)
    }

    fn all_children(&self, holds: impl Fn(&Expr) -> bool) -> bool {
        let mut all = true;
        self.children(&mut |child| all &= holds(child));
        all
    }

    fn acts_in_place(&self) -> bool {
        use ExprKind as K;
        !matches!(
            self.kind,
            K::Await(_)
                | K::Effect(_)
                | K::Try(_)
                | K::Return(_)
                | K::Break(..)
                | K::Continue(_)
                | K::Labelled(..)
                | K::While(_)
                | K::Loop(_)
                | K::For(_)
                | K::Assign(..)
                | K::AssignOp(..)
                | K::Destructure(..)
                | K::Change(_)
        )
    }

    /// Whether its value may not exist: arithmetic that can overflow, an index, `unwrap`.
    pub(crate) fn may_fault(&self) -> bool {
        use ExprKind as K;
        let own = match &self.kind {
            K::Arith(..) | K::Index(..) | K::Cast(..) | K::AssignOp(..) | K::Fault(_) => true,
            // What the function does is not known here.
            K::Call(_) => true,
            K::Neg(operand) => !matches!(operand.kind, K::Lit(_)),
            K::Method(call) => super::methods::may_fault(call),
            K::Change(call) => matches!(call.method.to_string().as_str(), "insert" | "remove" | "swap"),
            K::Part(part) => !part.optional,
            _ => false,
        };
        let mut faults = own;
        self.children(&mut |child| faults |= child.may_fault());
        faults
    }

    /// The variable that a place is in; none for what is computed.
    pub(crate) fn root(&self) -> Option<VarId> {
        match &self.kind {
            ExprKind::Var(var, _) => Some(*var),
            ExprKind::Field(base, _) | ExprKind::Index(base, _) | ExprKind::Deref(base) => base.root(),
            _ => None,
        }
    }

    /// The variable that an assignment changes.
    pub(crate) fn assigned_var(&self) -> Option<VarId> {
        match &self.kind {
            ExprKind::Assign(place, _) | ExprKind::AssignOp(place, ..) => place.root(),
            ExprKind::Change(call) => call.receiver.root(),
            _ => None,
        }
    }

    /// A place that costs nothing to name twice: a variable, or a field of one.
    pub(crate) fn is_place(&self) -> bool {
        match &self.kind {
            ExprKind::Var(..) => true,
            ExprKind::Field(base, _) | ExprKind::Ref(base) | ExprKind::Deref(base) => base.is_place(),
            ExprKind::Method(call) => {
                matches!(call.method.to_string().as_str(), "clone" | "as_str" | "as_ref" | "as_deref")
                    && call.receiver.is_place()
            }
            _ => false,
        }
    }
}

impl Block {
    /// The same for a block.
    pub(crate) fn children<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        for stmt in &self.stmts {
            match stmt {
                Stmt::Let(binding) => {
                    binding.init.iter().for_each(&mut *f);
                    if let Some(otherwise) = &binding.otherwise {
                        otherwise.children(f);
                    }
                }
                Stmt::Expr(expr) => f(expr),
                Stmt::Trace(_) => {}
            }
        }
        self.tail.iter().for_each(|tail| f(tail));
    }
}

impl Effect {
    /// Whether awaiting it gives a `Result`: a wait does not fail, and the branches of `join!` have one each.
    pub(crate) fn can_fail(&self) -> bool {
        !matches!(self.kind, EffectKind::Sleep(..) | EffectKind::SleepUntil(..) | EffectKind::Join(_, JoinKind::Settle))
    }

    /// Calls `f` with the expressions of the state's own fields.
    pub(crate) fn operands<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            EffectKind::Task(call) => {
                call.args.iter().for_each(&mut *f);
                call.timeout.iter().chain(&call.heartbeat).for_each(|option| f(option));
            }
            EffectKind::Map(map) => {
                f(&map.items);
                map.max_concurrency.iter().for_each(|limit| f(limit));
            }
            EffectKind::Sleep(_, value) | EffectKind::SleepUntil(_, value) => f(value),
            EffectKind::Join(..) => {}
        }
    }

    fn children<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        self.operands(f);
        match &self.kind {
            EffectKind::Join(branches, _) => branches.iter().for_each(|branch| branch.body.children(f)),
            EffectKind::Map(map) => map.body.body.children(f),
            _ => {}
        }
    }
}

/// What only text can be added as: `+ "literal"`, `+ &other`, `+ text.as_str()`.
pub(crate) fn is_text(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Lit(syn::Lit::Str(_)) | ExprKind::Ref(..) => true,
        ExprKind::Method(call) => call.method == "as_str",
        _ => false,
    }
}

/// `error` of `error.into()`: `?`'s conversion written out.
pub(crate) fn without_into(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Method(call) if call.method == "into" => without_into(&call.receiver),
        _ => expr,
    }
}
