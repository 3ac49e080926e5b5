//! Ends that are alike: one state for all of them.

use super::{Cursor, Lower};
use crate::workflow::graph::{Op, Target, Value};
use crate::workflow::syntax::{Expr, ExprKind, VarId, without_into};
use quote::quote;

impl<'a> Lower<'a, '_> {
    /// Leads the cursor to a Fail state of this scope that fails with the same error, if there is one. Its variables may
    /// be others here: the way there assigns them.
    pub(super) fn fails_alike(&mut self, site: &'a Expr, error: &'a Expr, cursor: &Cursor) -> bool {
        if self.error_name(error).is_none() {
            return false;
        }
        let scope = self.scope;
        let known = self.fails.iter().filter(|(of, ..)| *of == scope);
        let found = known.filter_map(|(_, known, state)| Some((*state, alike(known, error)?))).next();
        let Some((state, vars)) = found else { return false };
        let renamed: Vec<_> = vars.into_iter().filter(|(there, here)| there != here).collect();
        // Two could stand in each other's way, and a parameter is no variable that could be assigned.
        if renamed.len() > 1 || renamed.iter().any(|(there, _)| self.vars.is_parameter(*there)) {
            return false;
        }
        for (there, here) in renamed {
            self.op(cursor, || Op::Set(there, Value::Var(here, None)));
        }
        self.graph.sites.insert(site.id, state);
        self.unqualify(state);
        self.lead(cursor, Target::State(state));
        true
    }
}

/// The pairs of variables in two values that are otherwise the same; nothing if they differ, or if that they are the same
/// depends on more than what is written.
fn alike(a: &Expr, b: &Expr) -> Option<Vec<(VarId, VarId)>> {
    use ExprKind as K;
    let (a, b) = (without_into(a), without_into(b));
    let text = |tokens: &dyn quote::ToTokens| quote!(#tokens).to_string();
    match (&a.kind, &b.kind) {
        (K::Var(a, _), K::Var(b, _)) => Some(vec![(*a, *b)]),
        (K::Lit(a), K::Lit(b)) => (text(a) == text(b)).then(Vec::new),
        (K::Const(a), K::Const(b)) => (text(a) == text(b)).then(Vec::new),
        (K::Unit, K::Unit) | (K::None(_), K::None(_)) => Some(Vec::new()),
        (K::Field(a, first), K::Field(b, second)) if first == second => {
            // A field of another type may have another name in JSON.
            alike(a, b).filter(|vars| vars.iter().all(|(a, b)| a == b))
        }
        (K::Some(a), K::Some(b)) => alike(a, b),
        (K::Method(a), K::Method(b)) if a.method == b.method && is_copy(a) && is_copy(b) => {
            alike(&a.receiver, &b.receiver)
        }
        (K::Method(a), K::Method(b)) if a.method == b.method && is_literal(&a.receiver) && is_literal(&b.receiver) => {
            alike(&a.receiver, &b.receiver)
        }
        (K::Construct(a), K::Construct(b))
            if text(&a.path) == text(&b.path) && a.rest.is_none() && b.rest.is_none() =>
        {
            let same = a.fields.len() == b.fields.len() && a.fields.iter().zip(&b.fields).all(|(a, b)| a.0 == b.0);
            let pairs = a.fields.iter().zip(&b.fields).map(|(a, b)| alike(&a.1, &b.1));
            pairs.collect::<Option<Vec<_>>>().filter(|_| same).map(|pairs| pairs.concat())
        }
        _ => None,
    }
}

/// Methods that give the same JSON.
fn is_copy(call: &crate::workflow::syntax::MethodCall) -> bool {
    call.args.is_empty() && (call.method == "clone" || call.method == "into")
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Lit(_))
}
