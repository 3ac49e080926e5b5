//! Patterns.

use super::block::Parser;
use super::{Expr, ExprKind, Pattern, PatternKind, Slice};
use crate::catalogue::code;
use syn::spanned::Spanned;
use syn::{Member, Pat};

impl Parser<'_> {
    /// Reads a pattern and declares what it binds.
    pub(super) fn pattern(&mut self, pattern: &Pat) -> Pattern {
        let kind = self.pattern_kind(pattern);
        Pattern { tokens: pattern.clone(), span: pattern.span(), kind }
    }

    fn pattern_kind(&mut self, pattern: &Pat) -> PatternKind {
        match pattern {
            Pat::Wild(_) => PatternKind::Wild,
            Pat::Paren(inner) => self.pattern_kind(&inner.pat),
            Pat::Reference(inner) => self.pattern_kind(&inner.pat),
            Pat::Type(inner) => self.pattern_kind(&inner.pat),
            Pat::Ident(ident) if is_constant(ident) => PatternKind::Path(ident.ident.clone().into(), Vec::new()),
            Pat::Ident(ident) if ident.ident == "None" => PatternKind::None,
            Pat::Ident(ident) => {
                let inner = ident.subpat.as_ref().map(|(_, inner)| Box::new(self.pattern(inner)));
                PatternKind::Bind(self.bound(&ident.ident), ident.ident.clone(), inner)
            }
            Pat::Tuple(tuple) => PatternKind::Tuple(self.elements(&tuple.elems)),
            Pat::Slice(slice) => self.slice(slice),
            Pat::Path(path) => match path.path.get_ident() {
                Some(ident) if ident == "None" => PatternKind::None,
                _ => PatternKind::Path(path.path.clone(), Vec::new()),
            },
            Pat::TupleStruct(tuple) => self.tuple_struct(tuple),
            Pat::Struct(fields) => {
                let read = fields.fields.iter().map(|field| (field.member.clone(), self.pattern(&field.pat))).collect();
                PatternKind::Path(fields.path.clone(), read)
            }
            Pat::Lit(lit) => PatternKind::Lit(lit.lit.clone()),
            Pat::Or(or) => self.or_pattern(or),
            Pat::Range(range) => self.range_pattern(range),
            other => {
                self.report.error(code::PATTERN, other, "this pattern cannot be exported to Amazon States Language\n  = help: use names, `_`, tuples, structs, enum variants, literals, ranges and `|`");
                PatternKind::Refused
            }
        }
    }

    fn tuple_struct(&mut self, tuple: &syn::PatTupleStruct) -> PatternKind {
        let elements = self.elements(&tuple.elems);
        let ident = tuple.path.get_ident().map(ToString::to_string);
        match (ident.as_deref(), elements.len()) {
            (Some("Some"), 1) => wrap(elements, PatternKind::Some),
            (Some("Ok"), 1) => wrap(elements, PatternKind::Ok),
            (Some("Err"), 1) => {
                elements.iter().for_each(|error| self.mark_errors(error));
                wrap(elements, PatternKind::Err)
            }
            _ => {
                let fields = elements.into_iter().enumerate().map(|(i, element)| (Member::from(i), element));
                PatternKind::Path(tuple.path.clone(), fields.collect())
            }
        }
    }

    /// Names for whole errors, of which a definition knows the name and the cause.
    pub(super) fn mark_errors(&mut self, error: &Pattern) {
        match &error.kind {
            PatternKind::Bind(var, _, inner) => {
                self.vars.mark_error(*var);
                inner.iter().for_each(|inner| self.mark_errors(inner));
            }
            PatternKind::Or(cases) => cases.iter().for_each(|case| self.mark_errors(case)),
            _ => {}
        }
    }

    /// The elements before `..`; those after it would be counted from an end that only the type knows.
    fn elements<'p>(&mut self, elements: impl IntoIterator<Item = &'p Pat>) -> Vec<Pattern> {
        let mut read = Vec::new();
        let mut rest = false;
        for element in elements {
            match element {
                Pat::Rest(_) => rest = true,
                _ if rest => self.report.error(code::PATTERN_AFTER_REST, element, "what stands after `..` cannot be counted here\n  = help: put `..` last, with a `_` for each element in between"),
                element => read.push(self.pattern(element)),
            }
        }
        read
    }

    fn slice(&mut self, slice: &syn::PatSlice) -> PatternKind {
        let mut parts = Slice { before: Vec::new(), rest: None, after: Vec::new() };
        for element in &slice.elems {
            match (element, &parts.rest) {
                (Pat::Rest(_), None) => parts.rest = Some(None),
                (Pat::Ident(syn::PatIdent { ident, subpat: Some((_, inner)), .. }), None)
                    if matches!(**inner, Pat::Rest(_)) =>
                {
                    let kind = PatternKind::Bind(self.vars.declare(ident), ident.clone(), None);
                    let named = Pattern { tokens: element.clone(), span: element.span(), kind };
                    parts.rest = Some(Some(Box::new(named)));
                }
                (element, None) => parts.before.push(self.pattern(element)),
                (element, Some(_)) => parts.after.push(self.pattern(element)),
            }
        }
        PatternKind::Slice(parts)
    }

    /// The alternatives of an or-pattern bind the same names, which are the same variables.
    fn or_pattern(&mut self, or: &syn::PatOr) -> PatternKind {
        let mut cases = or.cases.iter();
        let mut read: Vec<Pattern> = cases.next().map(|case| self.pattern(case)).into_iter().collect();
        let mut names = Vec::new();
        read.iter().for_each(|first| bound_by(first, &mut |var, ident| names.push((ident.to_string(), var))));
        let outer = std::mem::replace(&mut self.or_names, names);
        read.extend(cases.map(|case| self.pattern(case)));
        self.or_names = outer;
        PatternKind::Or(read)
    }

    /// The variable that a pattern binds: in a further alternative that of the first.
    fn bound(&mut self, ident: &proc_macro2::Ident) -> super::VarId {
        let known = self.or_names.iter().find(|(name, _)| ident == name).map(|(_, var)| *var);
        known.unwrap_or_else(|| self.vars.declare(ident))
    }

    fn range_pattern(&mut self, range: &syn::PatRange) -> PatternKind {
        let mut bound = |expr: &Option<Box<syn::Expr>>| expr.as_deref().and_then(|expr| self.range_bound(expr));
        let (start, end) = (bound(&range.start), bound(&range.end));
        PatternKind::Range(start, end, matches!(range.limits, syn::RangeLimits::Closed(_)))
    }

    fn range_bound(&mut self, expr: &syn::Expr) -> Option<Box<Expr>> {
        let read = self.boxed(expr);
        let inner = match &read.kind {
            ExprKind::Neg(inner) => inner,
            _ => &read,
        };
        if matches!(inner.kind, ExprKind::Lit(_) | ExprKind::Const(_)) {
            return Some(read);
        }
        self.report.error(
            code::RANGE_BOUND,
            expr,
            "the bounds of a range pattern are literals or constants\n  = help: write a guard: `n if n <= most`",
        );
        None
    }
}

fn wrap(mut elements: Vec<Pattern>, kind: impl FnOnce(Box<Pattern>) -> PatternKind) -> PatternKind {
    match elements.pop() {
        Some(element) => kind(Box::new(element)),
        None => PatternKind::Refused,
    }
}

fn is_constant(pattern: &syn::PatIdent) -> bool {
    let name = pattern.ident.to_string();
    pattern.by_ref.is_none() && pattern.subpat.is_none() && name != "None" && name.starts_with(char::is_uppercase)
}

/// Whether a pattern binds a name.
pub(crate) fn binds(pattern: &Pattern) -> bool {
    let mut binds = false;
    bound_by(pattern, &mut |_, _| binds = true);
    binds
}

/// Whether alternatives in a pattern bind names.
pub(super) fn binds_in_alternatives(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Or(_) => binds(pattern),
        PatternKind::Bind(_, _, Some(inner))
        | PatternKind::Some(inner)
        | PatternKind::Ok(inner)
        | PatternKind::Err(inner) => binds_in_alternatives(inner),
        PatternKind::Tuple(elements) => elements.iter().any(binds_in_alternatives),
        PatternKind::Path(_, fields) => fields.iter().any(|(_, field)| binds_in_alternatives(field)),
        PatternKind::Slice(parts) => parts.all().any(binds_in_alternatives),
        _ => false,
    }
}

/// Calls `f` with the variables that a pattern binds.
pub(crate) fn bound_by(pattern: &Pattern, f: &mut dyn FnMut(super::VarId, &proc_macro2::Ident)) {
    match &pattern.kind {
        PatternKind::Bind(var, ident, inner) => {
            f(*var, ident);
            inner.iter().for_each(|inner| bound_by(inner, f));
        }
        PatternKind::Tuple(elements) => elements.iter().for_each(|element| bound_by(element, f)),
        // All alternatives bind the same.
        PatternKind::Or(cases) => cases.first().iter().for_each(|case| bound_by(case, f)),
        PatternKind::Path(_, fields) => fields.iter().for_each(|(_, field)| bound_by(field, f)),
        PatternKind::Slice(parts) => parts.all().for_each(|part| bound_by(part, f)),
        PatternKind::Some(inner) | PatternKind::Ok(inner) | PatternKind::Err(inner) => bound_by(inner, f),
        _ => {}
    }
}

impl Slice {
    /// The patterns of all parts.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Pattern> {
        self.before.iter().chain(self.rest.iter().flatten().map(|rest| &**rest)).chain(&self.after)
    }
}
