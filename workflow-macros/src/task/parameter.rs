//! One parameter of a task: data that callers give, or what is filled in by whoever runs the task.

use crate::catalogue::{Code, code};
use crate::report::Report;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::visit::Visit;
use syn::{
    Attribute, Expr, ExprLit, GenericArgument, Lifetime, Lit, LitStr, Meta, MetaNameValue, Pat, PatType, PathArguments,
    Type, TypeImplTrait, TypeReference,
};

pub(super) struct Parameter {
    pub(super) name: Ident,
    /// As the user wrote it.
    pub(super) ty: Type,
    pub(super) kind: Kind,
    /// Its name in JSON: its own, or that of a service's argument, dotted where it stands in another.
    pub(super) wire: String,
    /// `#[arg(name = "..")]`
    pub(super) given: Option<LitStr>,
}

pub(super) enum Kind {
    /// Data by value.
    Owned,
    /// Data by reference to this type, which is owned as itself.
    Cloned(Type),
    /// Data by reference to this type, which is owned as another: `str`, `[T]`.
    Unsized(Type),
    /// `Dep<T>`.
    Dependency(Type),
    /// `TaskContext`.
    Context,
    /// `TaskToken<T>`.
    Token(Type),
}

impl Parameter {
    pub(super) fn is_data(&self) -> bool {
        matches!(self.kind, Kind::Owned | Kind::Cloned(_) | Kind::Unsized(_))
    }

    pub(super) fn read(input: &PatType, index: usize, report: &mut Report) -> Option<Self> {
        let mut given = None;
        for attribute in &input.attrs {
            if attribute.path().is_ident("arg") {
                given = argument_name(attribute, report);
            } else {
                let message = "a task's parameter has no attributes but `#[arg(name = \"..\")]`";
                report.error(code::PARAMETER_ATTRIBUTE, attribute, message);
            }
        }
        let kind = kind(&input.ty, report);
        let name = match &*input.pat {
            Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => pattern.ident.clone(),
            pattern => {
                report.error(
                    code::TASK_PARAMETER_PATTERN,
                    pattern,
                    "a parameter's name is the argument's name in JSON: name it, and take it apart in the body",
                );
                quote::format_ident!("argument{index}")
            }
        };
        let wire = name.unraw().to_string();
        Some(Parameter { name, ty: (*input.ty).clone(), kind: kind?, wire, given })
    }

    /// Whether a service is given it.
    pub(super) fn is_argument(&self) -> bool {
        self.is_data() || matches!(self.kind, Kind::Token(_))
    }

    /// Whether it may be left out: its type is `Option<..>`, or a reference to one.
    pub(super) fn is_optional(&self) -> bool {
        let ty = match &self.ty {
            Type::Reference(reference) => &reference.elem,
            ty => ty,
        };
        let Type::Path(path) = ty else { return false };
        self.is_data() && path.path.segments.last().is_some_and(|last| last.ident == "Option")
    }
}

/// The text of `#[arg(name = "..")]`.
fn argument_name(attribute: &Attribute, report: &mut Report) -> Option<LitStr> {
    let name = match &attribute.meta {
        Meta::List(list) => list.parse_args::<MetaNameValue>().ok().filter(|option| option.path.is_ident("name")),
        _ => None,
    };
    match name.map(|option| option.value) {
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text),
        _ => {
            report.error(code::ARG, attribute, "write `#[arg(name = \"TopicArn\")]`: the argument that it is");
            None
        }
    }
}

/// `None` where a call could not own the argument.
fn kind(ty: &Type, report: &mut Report) -> Option<Kind> {
    if let Type::Reference(reference) = ty {
        return borrowed(reference, report);
    }
    let Some(injected) = injected(ty) else {
        return is_owned(
            ty,
            code::TASK_BORROWED,
            "a parameter is owned or one reference: write the owned type here",
            report,
        )
        .then_some(Kind::Owned);
    };
    let (ident, arguments) = (injected.ident.to_string(), &injected.arguments);
    Some(match (ident.as_str(), single_type(arguments)) {
        ("TaskContext", _) => Kind::Context,
        ("Dep", Some(inner)) => Kind::Dependency(inner.clone()),
        ("TaskToken", Some(inner)) => Kind::Token(inner.clone()),
        ("Dep", None) => {
            report.error(code::INJECTED_UNTYPED, ty, "write what it depends on: `Dep<Pool>`");
            Kind::Context
        }
        _ => {
            report.error(code::INJECTED_UNTYPED, ty, "write what the token is completed with: `TaskToken<Approval>`");
            Kind::Context
        }
    })
}

fn borrowed(reference: &TypeReference, report: &mut Report) -> Option<Kind> {
    if let Some(mutability) = &reference.mutability {
        report.error(
            code::TASK_MUTABLE,
            mutability,
            "a task gets a copy of its arguments: take the value, and return what has changed",
        );
    }
    if let Some(lifetime) = &reference.lifetime {
        report.error(
            code::TASK_LIFETIME,
            lifetime,
            "the call owns its arguments, so a parameter has no lifetime: remove it",
        );
    }
    if let Some(injected) = injected(&reference.elem) {
        report.error(code::INJECTED_BY_REFERENCE, reference, format!("take `{}` by value", injected.ident));
        return Some(Kind::Context);
    }
    is_owned(
        &reference.elem,
        code::TASK_BORROWED,
        "a parameter is owned or one reference: write the owned type here",
        report,
    )
    .then(|| (*reference.elem).clone())
    .map(|target| if is_unsized(&target) { Kind::Unsized(target) } else { Kind::Cloned(target) })
}

/// Whether a reference's target is one of those that are owned as another type. The rest is asked to be `Clone` by
/// name, which rustc explains better than `ToOwned`.
fn is_unsized(target: &Type) -> bool {
    match target {
        Type::Slice(_) => true,
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| ["str", "Path", "OsStr", "CStr"].iter().any(|name| last.ident == name)),
        _ => false,
    }
}

/// The last path segment of a type that is filled in by whoever runs the task.
fn injected(ty: &Type) -> Option<&syn::PathSegment> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    ["Dep", "TaskContext", "TaskToken"].iter().any(|name| last.ident == name).then_some(last)
}

fn single_type(arguments: &PathArguments) -> Option<&Type> {
    match types(arguments).as_slice() {
        [single] => Some(single),
        _ => None,
    }
}

pub(super) fn types(arguments: &PathArguments) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

/// Whether a type is owned throughout; reports what is not.
pub(super) fn is_owned(ty: &Type, code: Code, advice: &str, report: &mut Report) -> bool {
    struct Borrows<'a> {
        code: Code,
        advice: &'a str,
        found: bool,
        report: &'a mut Report,
    }
    impl Borrows<'_> {
        fn refuse(&mut self, code: Code, tokens: impl ToTokens, advice: &str) {
            self.found = true;
            self.report.error(code, tokens, advice);
        }
    }
    impl<'ast> Visit<'ast> for Borrows<'_> {
        fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
            self.refuse(self.code, reference, self.advice);
        }
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            if lifetime.ident != "static" {
                self.refuse(self.code, lifetime, self.advice);
            }
        }
        fn visit_type_impl_trait(&mut self, ty: &'ast TypeImplTrait) {
            self.refuse(code::TASK_IMPL, ty, "a task is one thing with one name: write the type out");
        }
    }
    let mut borrows = Borrows { code, advice, found: false, report };
    borrows.visit_type(ty);
    !borrows.found
}
