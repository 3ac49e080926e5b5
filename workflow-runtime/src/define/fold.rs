//! Decisions between assignments: variables that stand for conditional values.

use super::Env;
use super::value::{block, keep};
use workflow_asl::jsonata::Expr;

/// Lets a statement change `env`, of which only the variables in `assigned` count afterwards.
///
/// A value that was assigned on the same way is computed once, before the statement that reads it: that is what the
/// native body does, and it keeps a row of decisions about one variable from growing with the square of their number.
pub fn fold(env: &mut Env, read: &[&'static str], assigned: &[&'static str], statement: impl FnOnce(&mut Env)) {
    let (mut locals, mut inside) = (Vec::new(), env.clone());
    for name in read {
        let value = env.read(name);
        if !value.is_simple() {
            inside.set(name, keep(&mut locals, value));
        }
    }
    statement(&mut inside);
    for name in assigned {
        env.set(name, with_locals(&locals, inside.read(name)));
    }
}

fn with_locals(locals: &[(String, Expr)], value: Expr) -> Expr {
    let mentioned: Vec<_> = locals.iter().filter(|(name, _)| value.mentions(name)).cloned().collect();
    if mentioned.is_empty() { value } else { block(mentioned, value) }
}

/// The variables as a branch leaves them.
pub fn branch(env: &Env, statements: impl FnOnce(&mut Env)) -> Env {
    let mut env = env.clone();
    statements(&mut env);
    env
}

/// The variables after a decision: those in `names` stand for what the branch that is taken leaves in them.
pub fn decide(env: &Env, names: &[&'static str], condition: &Expr, then: &Env, otherwise: &Env) -> Env {
    let decided = |name: &'static str| condition.clone().conditional(then.read(name), otherwise.read(name));
    names.iter().fold(env.clone(), |env, name| env.with(name, decided(name)))
}
