//! Patterns: which variant a value is, and where a pattern's bindings are found.

use super::Wit;
use super::value::bind_simple;
use crate::WorkflowData;
use crate::data::{EnumRepr, Field, Shape, Variant, VariantStyle};
use crate::failure::{ErrorKind, ErrorVariant, WorkflowError};
use serde_json::Value;
use workflow_asl::jsonata::{BinaryOp, Expr};

/// The variant called `ident` in Rust, and how the enum writes which one it is.
pub(super) fn variant_of<T: WorkflowData>(ident: &str) -> Option<(EnumRepr, Variant)> {
    let Shape::Enum(repr, variants) = T::SHAPE else { return None };
    variants.iter().find(|variant| variant.ident == ident).map(|variant| (repr, *variant))
}

/// Whether `value` is the variant called `ident`.
pub fn is_variant<T: WorkflowData>(_: Wit<T>, ident: &str, value: Expr) -> Expr {
    let Some((repr, variant)) = variant_of::<T>(ident) else { return Expr::literal(Value::Bool(true)) };
    let tag = match repr {
        EnumRepr::Name => value,
        EnumRepr::Internal(tag) | EnumRepr::Adjacent(tag, _) => value.field(tag),
    };
    tag.binary(BinaryOp::Eq, Expr::string(variant.name))
}

/// The field called `ident` of the variant called `variant`; a tuple's fields are `0`, `1`, ...
pub fn variant_field<T: WorkflowData>(_: Wit<T>, variant: &str, ident: &str, value: Expr) -> Expr {
    let Some((repr, variant)) = variant_of::<T>(variant) else { return value };
    let content = match repr {
        EnumRepr::Name | EnumRepr::Internal(_) => value,
        EnumRepr::Adjacent(_, content) => value.field(content),
    };
    match variant.style {
        VariantStyle::Unit | VariantStyle::Newtype => content,
        VariantStyle::Tuple => content.index(Expr::integer(ident.parse().unwrap_or_default())),
        VariantStyle::Struct => named(variant.fields, ident, content),
    }
}

fn named(fields: &[Field], ident: &str, base: Expr) -> Expr {
    match fields.iter().find(|field| field.ident == ident) {
        Some(field) if field.rest => super::dictionary::rest(fields, base),
        Some(field) if !field.flatten => base.field(field.name),
        _ => base,
    }
}

/// Whether an option holds a value: neither missing nor null.
pub fn is_some(value: Expr) -> Expr {
    bind_simple("_v", value.or_missing(), |v| match v {
        // Only a field can be missing; a variable or a result that is `None` is null.
        v @ (Expr::Variable(_) | Expr::States(_)) => v.binary(BinaryOp::Ne, null()),
        v => {
            let exists = Expr::Call("exists", vec![v.clone()]);
            exists.binary(BinaryOp::And, v.binary(BinaryOp::Ne, null()))
        }
    })
}

/// Whether an option holds no value.
pub fn is_none(value: Expr) -> Expr {
    match value.or_missing() {
        v @ (Expr::Variable(_) | Expr::States(_)) => v.binary(BinaryOp::Eq, null()),
        v => Expr::Call("not", vec![is_some(v)]),
    }
}

pub(super) fn null() -> Expr {
    Expr::literal(Value::Null)
}

/// What `Some` holds: the option itself, which is known to be there.
pub fn payload(value: Expr) -> Expr {
    value.or_missing()
}

/// Whether a list has as many items as a slice pattern names, or (`more`) at least as many.
pub fn has_length(list: Expr, length: usize, more: bool) -> Expr {
    let length = Expr::integer(i64::try_from(length).unwrap_or(i64::MAX));
    Expr::Call("count", vec![list]).binary(if more { BinaryOp::Ge } else { BinaryOp::Eq }, length)
}

/// An item of a list that is known to be there; a negative position counts from the end.
pub fn at(list: Expr, position: i64) -> Expr {
    list.index(Expr::integer(position))
}

/// `rest @ ..`: the items between the first `before` and the last `after`.
pub fn between<T: super::collection::List>(_: Wit<T>, list: Expr, before: usize, after: usize) -> Expr {
    let number = |count: usize| Expr::integer(i64::try_from(count).unwrap_or(i64::MAX));
    bind_simple("_l", list, |list| {
        let position = || Expr::variable("_j");
        let starts = (before > 0).then(|| position().binary(BinaryOp::Ge, number(before)));
        let count = Expr::Call("count", vec![list.clone()]);
        let ends = (after > 0).then(|| position().binary(BinaryOp::Lt, count.binary(BinaryOp::Sub, number(after))));
        match starts.into_iter().chain(ends).reduce(|a, b| a.binary(BinaryOp::And, b)) {
            Some(kept) => {
                let lambda = Expr::Lambda(vec!["_v".into(), "_j".into()], Box::new(kept));
                super::collection::listed::<T::Item>(Expr::Call("filter", vec![list, lambda]))
            }
            None => list,
        }
    })
}

/// What the alternatives of an or-pattern bind: `this` where its test holds, else what the others do.
pub fn first_of(test: Expr, this: super::Env, others: super::Env, names: &[&'static str]) -> super::Env {
    names.iter().fold(others.clone(), |env, name| {
        let (here, there) = (this.read(name), others.read(name));
        let value = if here == there { here } else { test.clone().conditional(here, there) };
        env.with(name, value)
    })
}

/// An error that a Catcher names.
#[derive(Clone, Copy, Debug)]
pub enum Caught {
    /// Any error that the type has a variant for.
    Any,
    /// A variant; further identifiers name a variant of the type that a transparent one holds.
    Variant(&'static [&'static str]),
}

/// The `ErrorEquals` of a Catcher for `patterns` of the error type `E`.
///
/// `States.ALL` is never written: it would take evaluation faults, which nothing in a Rust program can catch.
pub fn error_equals<E: WorkflowError>(_: Wit<E>, patterns: &[Caught]) -> Vec<String> {
    let mut names = Vec::new();
    for pattern in patterns {
        match pattern {
            Caught::Any => names_of_all(E::VARIANTS, &mut names),
            Caught::Variant(path) => names_of(E::VARIANTS, path, &mut names),
        }
    }
    if names.iter().any(|name| name == ANY[0]) {
        return ANY.map(str::to_owned).to_vec();
    }
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

/// The `ErrorEquals` of every error.
pub(super) const ANY: [&str; 2] = ["States.TaskFailed", "States.Timeout"];

/// The `ErrorEquals` of a Retrier for variants by identifier; none is every error.
pub(super) fn retried(all: &[ErrorVariant], idents: &[&'static str]) -> Vec<String> {
    let mut names = Vec::new();
    for ident in idents {
        names_of(all, &[ident], &mut names);
    }
    if idents.is_empty() || names.iter().any(|name| name == ANY[0]) {
        return ANY.map(str::to_owned).to_vec();
    }
    names
}

fn names_of(variants: &[ErrorVariant], path: &[&str], names: &mut Vec<String>) {
    let Some((ident, rest)) = path.split_first() else { return names_of_all(variants, names) };
    match variants.iter().find(|variant| variant.ident == *ident).map(|variant| variant.kind) {
        Some(ErrorKind::Named { error, .. }) => names.push(error.to_owned()),
        Some(ErrorKind::Transparent { variants }) => names_of(variants, rest, names),
        Some(ErrorKind::Other) => names.push(ANY[0].to_owned()),
        None => {}
    }
}

fn names_of_all(variants: &[ErrorVariant], names: &mut Vec<String>) {
    for variant in variants {
        names_of(variants, &[variant.ident], names);
    }
}

/// Whether the error of a `Result` is the variant at a path.
pub fn is_error<E: WorkflowError>(_: Wit<E>, path: &[&str], error: Expr) -> Expr {
    let name = error.field("Error");
    let mut names = Vec::new();
    names_of(E::VARIANTS, path, &mut names);
    if names.iter().any(|name| name == ANY[0]) {
        // The variant for every other error: none of those that have variants of their own.
        let mut others = Vec::new();
        names_of_all(E::VARIANTS, &mut others);
        let declared = others.into_iter().filter(|name| name != ANY[0]).map(Expr::string).collect();
        return Expr::Call("not", vec![name.binary(BinaryOp::In, Expr::List(declared))]);
    }
    match names.as_slice() {
        [only] => name.binary(BinaryOp::Eq, Expr::string(only)),
        _ => name.binary(BinaryOp::In, Expr::List(names.into_iter().map(Expr::string).collect())),
    }
}

/// A field of the variant at `path` of a caught error, read from its cause.
pub fn error_field<E: WorkflowError>(_: Wit<E>, path: &[&str], ident: &str, caught: Expr) -> Expr {
    let Some(fields) = error_fields(E::VARIANTS, path) else { return caught };
    let c = || Expr::Variable("_c".into());
    // A Lambda function's error arrives in its response, `errorMessage` holding the JSON of the fields.
    let envelope = Expr::Call("exists", vec![c().field("errorType")]);
    let message = Expr::Call("parse", vec![c().field("errorMessage")]);
    let cause = Expr::Call("parse", vec![caught.field("Cause")]);
    let fields_of = Expr::Block(vec![("_c".into(), cause)], Box::new(envelope.conditional(message, c())));
    match fields.iter().find(|field| field.ident == ident) {
        Some(_) if ident == "0" => fields_of,
        Some(field) => fields_of.field(field.name),
        None => fields_of,
    }
}

/// The fields of the variant at `path`; `None` where it holds a `Failure`, which is the error itself.
fn error_fields(variants: &'static [ErrorVariant], path: &[&str]) -> Option<&'static [Field]> {
    let (ident, rest) = path.split_first()?;
    match variants.iter().find(|variant| variant.ident == *ident)?.kind {
        ErrorKind::Named { fields, .. } => Some(fields),
        ErrorKind::Transparent { variants } => error_fields(variants, rest),
        ErrorKind::Other => None,
    }
}

/// The name and cause of an error that the program makes: `Error` and `Cause` of a Fail state.
pub fn error_value<E: WorkflowError>(_: Wit<E>, path: &[&str], fields: Vec<(&str, Expr)>) -> (Expr, Option<Expr>) {
    let Some((ident, _)) = path.split_first() else { return (Expr::string(""), None) };
    let found = E::VARIANTS.iter().find(|variant| variant.ident == *ident);
    match found.map(|variant| variant.kind) {
        Some(ErrorKind::Named { error, fields: known }) => (Expr::string(error), cause(known, fields)),
        // `Other(failure)`: the failure's own name and cause.
        _ => match fields.into_iter().next() {
            Some((_, failure)) => rethrown(failure),
            None => (Expr::string(*ident), None),
        },
    }
}

fn cause(known: &[Field], fields: Vec<(&str, Expr)>) -> Option<Expr> {
    if fields.is_empty() {
        return None;
    }
    let content = match fields.first() {
        Some(("0", _)) => fields.into_iter().next().map(|(_, value)| value)?,
        _ => Expr::Object(
            fields
                .into_iter()
                .map(|(ident, value)| {
                    let name = known.iter().find(|field| field.ident == ident).map_or(ident, |field| field.name);
                    (name.to_owned(), value)
                })
                .collect(),
        ),
    };
    Some(json_text(content))
}

/// `$string` gives a string back as it is, so a cause that is one text is quoted by hand.
fn json_text(value: Expr) -> Expr {
    match value {
        object @ Expr::Object(_) => Expr::Call("string", vec![object]),
        other => {
            let wrapped = Expr::Call("string", vec![Expr::Object(vec![("v".into(), other)])]);
            Expr::Call("replace", vec![wrapped, Expr::Regex(r#"^\{"v":|\}$"#.into()), Expr::string("")])
        }
    }
}

/// The `Error` and `Cause` of an error that was caught and is failed with again.
pub fn rethrown(caught: Expr) -> (Expr, Option<Expr>) {
    let cause = caught.clone().field("Cause");
    let present = is_some(cause.clone());
    (caught.field("Error"), Some(present.conditional(cause, Expr::string(""))))
}
