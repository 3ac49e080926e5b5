//! Assignments: what changes a variable or a part of one.

use super::block::Parser;
use super::{Expr, ExprKind, Extent, MethodCall, Pattern, PatternKind, last_ident};
use crate::catalogue::code;
use proc_macro2::Ident;
use quote::quote;
use syn::BinOp;
use syn::spanned::Spanned;

impl Parser<'_> {
    pub(super) fn assign(&mut self, assign: &syn::ExprAssign) -> Expr {
        let value = self.boxed(&assign.right);
        if let syn::Expr::Tuple(places) = &*assign.left {
            return match self.assigned_tuple(places) {
                Some(pattern) => self.new_expr(ExprKind::Destructure(pattern, value)),
                None => self.new_expr(ExprKind::Refused),
            };
        }
        match self.assigned(&assign.left) {
            Some(place) => self.new_expr(ExprKind::Assign(place, value)),
            None => self.new_expr(ExprKind::Refused),
        }
    }

    pub(super) fn assign_op(&mut self, binary: &syn::ExprBinary, op: BinOp) -> Expr {
        let value = self.boxed(&binary.right);
        match self.assigned(&binary.left) {
            Some(place) => self.new_expr(ExprKind::AssignOp(place, op, value)),
            None => self.new_expr(ExprKind::Refused),
        }
    }

    /// `place.push(value)` and its like.
    pub(super) fn change(&mut self, call: &syn::ExprMethodCall) -> Expr {
        let args = call.args.iter().map(|argument| self.argument(argument));
        let args = args.map(|argument| if call.method == "sort_by_key" { by_reverse(argument) } else { argument });
        let args = args.collect();
        let Some(receiver) = self.assigned(&call.receiver) else {
            return self.new_expr(ExprKind::Refused);
        };
        let turbofish = call.turbofish.as_ref().map(|types| quote!(#types));
        self.new_expr(ExprKind::Change(MethodCall { receiver, method: call.method.clone(), turbofish, args }))
    }

    /// The place that an assignment changes: a variable, a field or an item.
    fn assigned(&mut self, place: &syn::Expr) -> Option<Box<Expr>> {
        let kind = match place {
            syn::Expr::Paren(inner) => return self.assigned(&inner.expr),
            syn::Expr::Group(inner) => return self.assigned(&inner.expr),
            syn::Expr::Path(path) => match path.path.get_ident() {
                Some(ident) => self.assigned_variable(ident)?,
                None => return self.refuse_place(place),
            },
            syn::Expr::Field(field) => ExprKind::Field(self.assigned(&field.base)?, field.member.clone()),
            syn::Expr::Index(index) => {
                let base = self.assigned(&index.expr)?;
                let position = self.boxed(&index.index);
                if !position.is_pure() {
                    self.report.error(code::AWAIT_IN_PLACE, &index.index, "a task cannot be awaited in the place that is assigned\n  = help: bind its result with `let` first");
                    return None;
                }
                ExprKind::Index(base, position)
            }
            _ => return self.refuse_place(place),
        };
        let mut read = self.new_expr(kind);
        let Extent { start, end } = Extent::of(place);
        (read.span, read.end) = (start, end);
        Some(Box::new(read))
    }

    /// `(a, b)` on the left of an assignment: a pattern that binds what is there already.
    fn assigned_tuple(&mut self, places: &syn::ExprTuple) -> Option<Pattern> {
        let mut elements = Vec::new();
        for place in &places.elems {
            let kind = match place {
                syn::Expr::Infer(_) => PatternKind::Wild,
                syn::Expr::Tuple(inner) => {
                    elements.push(self.assigned_tuple(inner)?);
                    continue;
                }
                syn::Expr::Path(path) if let Some(ident) = path.path.get_ident() => {
                    match self.assigned_variable(ident)? {
                        ExprKind::Var(var, ident) => PatternKind::Bind(var, ident, None),
                        _ => return None,
                    }
                }
                _ => {
                    self.report.error(code::SEVERAL_PLACES, place, "several places are assigned at once only if they are variables\n  = help: bind the values with `let`, then assign one after the other");
                    return None;
                }
            };
            elements.push(Pattern { tokens: syn::Pat::Verbatim(quote!(#place)), span: place.span(), kind });
        }
        let kind = PatternKind::Tuple(elements);
        Some(Pattern { tokens: syn::Pat::Verbatim(quote!(#places)), span: places.span(), kind })
    }

    fn refuse_place(&mut self, place: &syn::Expr) -> Option<Box<Expr>> {
        if let syn::Expr::Unary(deref) = place
            && self.is_refused(&deref.expr)
        {
            return None;
        }
        self.report.error(code::ASSIGNED_PLACE, place, "only a variable, a field or an item of one can be assigned\n  = help: assign to the variable itself: `order.items[0].quantity = 2;`");
        None
    }

    fn assigned_variable(&mut self, ident: &Ident) -> Option<ExprKind> {
        let Some(var) = self.vars.resolve(ident) else {
            self.report.error(code::UNKNOWN_VARIABLE, ident, format!("`{ident}` is not a variable of this workflow\n  = help: declare it in this body: `let mut {ident} = ..;`"));
            return None;
        };
        if self.in_closure {
            self.report.error(code::ASSIGNED_IN_CLOSURE, ident, format!("`{ident}` cannot change in a closure: the closure computes a value and nothing else\n  = help: use `.filter(..)`, `.count()`, `.sum()` and the like"));
            return None;
        }
        if self.vars.is_outer(var) {
            self.report.error(code::ASSIGNED_IN_BRANCH, ident, format!("`{ident}` belongs to the code around this branch: branches run side by side and cannot change it\n  = help: return the value from the branch and assign it after the join"));
            return None;
        }
        if self.vars.is_parameter(var) {
            self.report.error(code::ASSIGNED_PARAMETER, ident, format!("the parameter `{ident}` is the execution's input, which does not change\n  = help: copy it first: `let mut {ident} = {ident};`"));
            return None;
        }
        Some(ExprKind::Var(var, ident.clone()))
    }
}

/// A closure whose key is `Reverse(key)`.
fn by_reverse(mut argument: Expr) -> Expr {
    if let ExprKind::Closure(closure) = &mut argument.kind
        && let ExprKind::Construct(construct) = &mut closure.body.kind
        && last_ident(&construct.path).is_some_and(|ident| ident == "Reverse")
        && construct.fields.len() == 1
        && let Some((_, key)) = construct.fields.pop()
    {
        closure.body.kind = ExprKind::Reverse(construct.path.clone(), Box::new(key));
    }
    argument
}

/// What to say about `std::mem::swap` and its like.
pub(super) fn in_memory(path: &syn::Path) -> Option<&'static str> {
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let function = names.next()?;
    if names.next()? != "mem" {
        return None;
    }
    Some(match function.as_str() {
        "swap" => {
            "a definition has no references through which a variable could change\n  = help: write `(a, b) = (b, a);`"
        }
        "replace" | "take" => {
            "a definition has no references through which a variable could change\n  = help: bind the old value with `let`, then assign the new one"
        }
        _ => return None,
    })
}

/// Methods that change what they are called on, with their number of arguments.
const CHANGES: &[(&str, usize)] = &[
    ("clear", 0),
    ("dedup", 0),
    ("extend", 1),
    ("insert", 2),
    ("pop", 0),
    ("push", 1),
    ("push_str", 1),
    ("remove", 1),
    ("retain", 1),
    ("reverse", 0),
    ("sort", 0),
    ("sort_by_key", 1),
    ("sort_unstable", 0),
    ("swap", 2),
    ("truncate", 1),
];

/// Whether a method changes what it is called on.
pub(super) fn changes(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    CHANGES.contains(&(name.as_str(), call.args.len()))
}

/// The operator of `op=`.
pub(super) fn compound(op: &BinOp) -> Option<BinOp> {
    let spans = op.span();
    Some(match op {
        BinOp::AddAssign(_) => BinOp::Add(syn::Token![+](spans)),
        BinOp::SubAssign(_) => BinOp::Sub(syn::Token![-](spans)),
        BinOp::MulAssign(_) => BinOp::Mul(syn::Token![*](spans)),
        BinOp::DivAssign(_) => BinOp::Div(syn::Token![/](spans)),
        BinOp::RemAssign(_) => BinOp::Rem(syn::Token![%](spans)),
        _ => return None,
    })
}
