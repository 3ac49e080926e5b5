//! Patterns.

use super::block::Parser;
use super::{Pattern, PatternKind};
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
                PatternKind::Bind(self.vars.declare(&ident.ident), ident.ident.clone(), inner)
            }
            Pat::Tuple(tuple) => PatternKind::Tuple(tuple.elems.iter().map(|element| self.pattern(element)).collect()),
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
                self.report.error(other, "this pattern cannot be exported to Amazon States Language\n  = help: use names, `_`, tuples, structs, enum variants, literals, ranges and `|`");
                PatternKind::Refused
            }
        }
    }

    fn tuple_struct(&mut self, tuple: &syn::PatTupleStruct) -> PatternKind {
        let mut elements: Vec<Pattern> = Vec::new();
        for element in &tuple.elems {
            if matches!(element, Pat::Rest(_)) {
                continue;
            }
            elements.push(self.pattern(element));
        }
        let ident = tuple.path.get_ident().map(ToString::to_string);
        match (ident.as_deref(), elements.len()) {
            (Some("Some"), 1) => wrap(elements, PatternKind::Some),
            (Some("Ok"), 1) => wrap(elements, PatternKind::Ok),
            (Some("Err"), 1) => wrap(elements, PatternKind::Err),
            _ => {
                let fields = elements.into_iter().enumerate().map(|(i, element)| (Member::from(i), element));
                PatternKind::Path(tuple.path.clone(), fields.collect())
            }
        }
    }

    /// The alternatives of an or-pattern bind the same names, which are the same variables.
    fn or_pattern(&mut self, or: &syn::PatOr) -> PatternKind {
        let cases: Vec<Pattern> = or.cases.iter().map(|case| self.pattern(case)).collect();
        if cases.iter().any(binds) && cases.len() > 1 {
            self.report.error(
                or,
                "an or-pattern that binds names has no exact form yet\n  = help: write an arm for each alternative",
            );
            return PatternKind::Refused;
        }
        PatternKind::Or(cases)
    }

    fn range_pattern(&mut self, range: &syn::PatRange) -> PatternKind {
        let mut bound = |expr: &Option<Box<syn::Expr>>| match expr.as_deref() {
            Some(syn::Expr::Lit(lit)) => Some(lit.lit.clone()),
            Some(other) => {
                self.report.error(other, "the bounds of a range pattern are literals here");
                None
            }
            None => None,
        };
        let (start, end) = (bound(&range.start), bound(&range.end));
        PatternKind::Range(start, end, matches!(range.limits, syn::RangeLimits::Closed(_)))
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
    match &pattern.kind {
        PatternKind::Bind(..) => true,
        PatternKind::Tuple(elements) | PatternKind::Or(elements) => elements.iter().any(binds),
        PatternKind::Path(_, fields) => fields.iter().any(|(_, field)| binds(field)),
        PatternKind::Some(inner) | PatternKind::Ok(inner) | PatternKind::Err(inner) => binds(inner),
        _ => false,
    }
}
