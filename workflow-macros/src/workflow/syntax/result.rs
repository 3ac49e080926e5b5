//! What code does with an `Option` or a `Result`.

use super::{Closure, Expr, ExprKind, Pattern, PatternKind, enum_of, last_ident};

/// The operand of `?`, taken apart.
pub(crate) struct Attempt<'e> {
    /// The `Option` or `Result`.
    pub(crate) subject: &'e Expr,
    /// The error that stands for what is missing or went wrong, with the pattern of the one that it replaces.
    pub(crate) error: Option<(Option<&'e Pattern>, &'e Expr)>,
}

/// `subject.ok_or(error)`, `subject.ok_or_else(|| error)`, `subject.map_err(|pattern| error)`, or `subject`.
pub(crate) fn attempted(operand: &Expr) -> Attempt<'_> {
    let plain = Attempt { subject: operand, error: None };
    let ExprKind::Method(call) = &operand.kind else { return plain };
    let [argument] = call.args.as_slice() else { return plain };
    let error = match (call.method.to_string().as_str(), &argument.kind) {
        ("ok_or", _) => (None, argument),
        ("ok_or_else", ExprKind::Closure(Closure { body, .. })) => (None, &**body),
        ("map_err", ExprKind::Closure(Closure { parameters, body, .. })) => (parameters.first(), &**body),
        _ => return plain,
    };
    Attempt { subject: &call.receiver, error: Some(error) }
}

impl ExprKind {
    /// Whether the value of such an expression can be a `Result`.
    pub(crate) fn may_be_result(&self) -> bool {
        use ExprKind as K;
        matches!(
            self,
            K::Var(..)
                | K::Const(_)
                | K::Field(..)
                | K::Index(..)
                | K::Deref(_)
                | K::Method(_)
                | K::Call(_)
                | K::Convert(..)
        )
    }
}

/// `Outer(Inner::Variant { .. })`: the path to the variant that has the fields.
pub(crate) fn nested_variant<'a>(
    fields: &'a [(syn::Member, Pattern)],
    idents: &mut Vec<String>,
) -> &'a [(syn::Member, Pattern)] {
    if let [(_, Pattern { kind: PatternKind::Path(path, inner), .. })] = fields
        && enum_of(path).is_some()
    {
        idents.extend(last_ident(path).map(ToString::to_string));
        return nested_variant(inner, idents);
    }
    fields
}
