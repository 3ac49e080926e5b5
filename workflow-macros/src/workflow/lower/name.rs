//! What states are called.
//!
//! A name comes from the tokens at the state: a task's function, the value that is looked at, the error that is failed
//! with. So it does not move when unrelated lines do. States that would share a name are called after the arm or
//! binding around them too, and if that does not tell them apart the user names them.

use super::Lower;
use crate::catalogue::code;
use crate::workflow::graph::{State, StateId};
use crate::workflow::syntax::{Expr, ExprKind, Pattern, PatternKind, Variables, last_ident, name_problem};
use std::collections::HashMap;

/// `send_mail` in the way states are named: `SendMail`.
pub(super) fn pascal(ident: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    if ident.chars().all(|letter| !letter.is_lowercase()) {
        // A constant: `HIGH_VALUE`.
        return ident.split('_').map(|part| word(&part.to_lowercase())).collect();
    }
    ident.trim_start_matches("r#").split('_').map(word).collect()
}

/// What a condition or scrutinee is about: the last name of the first place in it.
pub(super) fn of_value(expr: &Expr) -> String {
    first_name(expr).map(|name| pascal(&name)).unwrap_or_else(|| "Value".into())
}

fn first_name(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Field(_, syn::Member::Named(ident)) => Some(ident.to_string()),
        ExprKind::Field(base, _) => first_name(base),
        ExprKind::Var(_, ident) => Some(ident.to_string()),
        ExprKind::Const(path) => last_ident(path).map(ToString::to_string),
        ExprKind::Call(call) => last_ident(&call.path).map(ToString::to_string),
        ExprKind::Drawn(path, _) => last_ident(path).map(ToString::to_string),
        ExprKind::Await(effect) => match &effect.kind {
            crate::workflow::syntax::EffectKind::Task(call) => last_ident(&call.path).map(ToString::to_string),
            _ => None,
        },
        _ => {
            let mut found = None;
            expr.children(&mut |child| {
                if found.is_none() {
                    found = first_name(child);
                }
            });
            found
        }
    }
}

/// The arm that a condition opens.
pub(super) fn of_condition(condition: &Expr) -> Option<String> {
    match &condition.kind {
        ExprKind::Let(pattern, value) => of_pattern(pattern).or_else(|| Some(of_value(value))),
        _ => Some(format!("If{}", in_words(condition))),
    }
}

/// A condition in words: `total > LIMIT` is `TotalAboveLimit`.
pub(super) fn in_words(expr: &Expr) -> String {
    use syn::BinOp as B;
    match &expr.kind {
        ExprKind::Compare(op, left, right) => {
            let word = match op {
                B::Eq(_) => "Is",
                B::Ne(_) => "IsNot",
                B::Lt(_) => "Below",
                B::Le(_) => "AtMost",
                B::Gt(_) => "Above",
                _ => "AtLeast",
            };
            format!("{}{word}{}", in_words(left), in_words(right))
        }
        ExprKind::Logic(B::And(_), left, right) => format!("{}And{}", in_words(left), in_words(right)),
        ExprKind::Logic(_, left, right) => format!("{}Or{}", in_words(left), in_words(right)),
        ExprKind::Not(operand) => format!("Not{}", in_words(operand)),
        ExprKind::Neg(operand) => format!("Minus{}", in_words(operand)),
        ExprKind::Lit(syn::Lit::Str(text)) => pascal(&text.value()),
        ExprKind::Lit(syn::Lit::Int(number)) => number.base10_digits().to_owned(),
        ExprKind::Lit(syn::Lit::Bool(value)) => pascal(&value.value.to_string()),
        ExprKind::Method(call) => format!("{}{}", in_words(&call.receiver), pascal(&call.method.to_string())),
        ExprKind::Let(pattern, value) => format!("{}Is{}", of_value(value), of_pattern(pattern).unwrap_or_default()),
        ExprKind::Ref(inner) | ExprKind::Deref(inner) => in_words(inner),
        _ => of_value(expr),
    }
}

/// The arm that a pattern opens: its variant, or the value it equals.
pub(super) fn of_pattern(pattern: &Pattern) -> Option<String> {
    match &pattern.kind {
        PatternKind::Path(path, _) => last_ident(path).map(|ident| pascal(&ident.to_string())),
        PatternKind::Some(_) => Some("Some".into()),
        PatternKind::None => Some("None".into()),
        PatternKind::Lit(syn::Lit::Str(text)) => Some(pascal(&text.value())),
        PatternKind::Lit(syn::Lit::Bool(value)) => Some(if value.value { "True".into() } else { "False".into() }),
        PatternKind::Lit(syn::Lit::Int(value)) => Some(value.base10_digits().to_owned()),
        PatternKind::Or(cases) => cases.first().and_then(of_pattern),
        PatternKind::Wild => Some("Otherwise".into()),
        PatternKind::Tuple(elements) => elements.iter().find_map(of_pattern),
        _ => None,
    }
}

/// The arm for an error.
pub(super) fn of_error_pattern(pattern: &Pattern) -> Option<String> {
    match &pattern.kind {
        PatternKind::Path(path, fields) => match fields.as_slice() {
            [(_, inner @ Pattern { kind: PatternKind::Path(..), .. })] => of_error_pattern(inner),
            _ => last_ident(path).map(ToString::to_string),
        },
        PatternKind::Bind(_, _, inner) => inner.as_deref().and_then(of_error_pattern),
        PatternKind::Or(cases) => cases.first().and_then(of_error_pattern),
        _ => None,
    }
}

/// The name that a pattern binds, if it is one name.
pub(super) fn of_pattern_binding(pattern: &Pattern, vars: &Variables) -> Option<String> {
    match &pattern.kind {
        PatternKind::Bind(var, _, _) => Some(pascal(vars.name(*var))),
        _ => of_pattern(pattern),
    }
}

impl Lower<'_, '_> {
    /// Names all states.
    pub(super) fn name_states(&mut self) {
        let mut by_base: HashMap<String, Vec<StateId>> = HashMap::new();
        for (i, state) in
            self.graph.states.iter().enumerate().filter(|(i, _)| !self.graph.left_out.contains(&StateId(*i)))
        {
            by_base.entry(wanted(state)).or_default().push(StateId(i));
        }
        for (base, states) in by_base {
            let shared = states.len() > 1;
            for id in states {
                if let Some(state) = self.graph.states.get_mut(id.0) {
                    state.name = match (&state.note.name, &state.qualifier) {
                        (Some((name, _)), _) => name.clone(),
                        (None, Some(qualifier)) if shared => format!("{base}{qualifier}"),
                        _ => base.clone(),
                    };
                }
            }
        }
        self.name_in_words();
        self.check_names();
    }

    /// Choice states that the code around them does not tell apart are called after their whole conditions.
    fn name_in_words(&mut self) {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for state in self.graph.kept() {
            *counts.entry(state.name.clone()).or_default() += 1;
        }
        for state in &mut self.graph.states {
            let shared = counts.get(&state.name).is_some_and(|count| *count > 1);
            if let Some(words) = state.words.as_ref().filter(|_| shared && state.note.name.is_none()) {
                state.name = format!("Check{words}");
            }
        }
    }

    fn check_names(&mut self) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut problems = Vec::new();
        for state in self.graph.kept() {
            let count = seen.entry(state.name.clone()).or_default();
            *count += 1;
            if *count == 2 {
                problems.push((state.place, code::STATE_NAME_TWICE, format!("two states would be called `{}`\n  = help: name one of them: `#[state(name = \"...\")]` above the statement", state.name)));
            }
            if state.note.name.is_none()
                && let Some((code, problem)) = name_problem(&state.name)
            {
                problems.push((state.place, code, problem));
            }
        }
        for (place, code, problem) in problems {
            self.report.error_at(code, place, problem);
        }
    }
}

fn wanted(state: &State<'_>) -> String {
    state.note.name.as_ref().map_or_else(|| state.base.clone(), |(name, _)| name.clone())
}
