//! The function that `#[workflow]` stands on.

use super::block::Parser;
use super::{Block, VarId, Variables};
use crate::catalogue::code;
use crate::report::Report;
use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, FnArg, GenericArgument, ItemFn, Pat, PathArguments, ReturnType, Type, Visibility};

/// A workflow as written.
pub(crate) struct Workflow {
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) attributes: Vec<Attribute>,
    /// Its documentation, as plain text.
    pub(crate) comment: String,
    /// The lints of its definition that it allows.
    pub(crate) allow: Vec<String>,
    /// Whether its executions are Express executions.
    pub(crate) is_express: bool,
    /// How its state machine is deployed, as a value.
    pub(crate) settings: TokenStream,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Type,
    pub(crate) error: Type,
    pub(crate) body: Block,
    pub(crate) variables: Variables,
}

pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    pub(crate) mutable: bool,
    pub(crate) ty: Type,
    pub(crate) var: VarId,
}

impl Workflow {
    /// Reads the function; `None` where it could not be a workflow whatever its body says.
    pub(crate) fn read(item: &ItemFn, report: &mut Report) -> Option<Workflow> {
        check_qualifiers(item, report);
        let result = result_types(item, report);
        item.sig.inputs.iter().for_each(|input| check_parameter(input, report));
        let (output, error) = result.filter(|_| report.is_empty())?;
        let mut parser = Parser::new(report, &item.block);
        let parameters = item.sig.inputs.iter().filter_map(|input| parameter(input, &mut parser)).collect();
        let body = parser.body(&item.block);
        let variables = parser.finish();
        Some(Workflow {
            name: item.sig.ident.clone(),
            visibility: item.vis.clone(),
            attributes: item.attrs.clone(),
            comment: documentation(&item.attrs),
            allow: Vec::new(),
            is_express: false,
            settings: TokenStream::new(),
            parameters,
            output,
            error,
            body,
            variables,
        })
    }
}

fn check_qualifiers(item: &ItemFn, report: &mut Report) {
    let signature = &item.sig;
    if signature.asyncness.is_none() {
        report.error(
            code::WORKFLOW_NOT_ASYNC,
            signature.fn_token,
            "a workflow is an `async fn`: it awaits its tasks\n  = help: write `async fn`",
        );
    }
    if !signature.generics.params.is_empty() {
        report.error(
            code::WORKFLOW_GENERIC,
            &signature.generics,
            "a workflow has no generic parameters: its definition is one state machine\n  = help: write the types out",
        );
    } else if let Some(clause) = &signature.generics.where_clause {
        report.error(
            code::WORKFLOW_GENERIC,
            clause,
            "a workflow has no `where` clause, as it has no generic parameters\n  = help: remove it",
        );
    }
    if let Some(variadic) = &signature.variadic {
        report.error(
            code::WORKFLOW_QUALIFIER,
            variadic,
            "a workflow has a fixed number of parameters\n  = help: take a `Vec`",
        );
    }
    if !matches!(signature.safety, syn::Safety::Default) {
        report.error(
            code::WORKFLOW_QUALIFIER,
            &signature.safety,
            "a workflow cannot be unsafe\n  = help: do unsafe work inside a `#[task]`",
        );
    }
    if let Some(token) = &signature.constness {
        report.error(code::WORKFLOW_QUALIFIER, token, "a workflow cannot be const\n  = help: remove `const`");
    }
    if let Some(abi) = &signature.abi {
        report.error(code::WORKFLOW_QUALIFIER, abi, "a workflow has no other ABI\n  = help: remove `extern`");
    }
}

/// `T` and `E` of `-> Result<T, E>`.
fn result_types(item: &ItemFn, report: &mut Report) -> Option<(Type, Type)> {
    let help = "a workflow succeeds or fails\n  = help: give `Result<T, E>`, where `E` derives `WorkflowError`";
    let ReturnType::Type(_, ty) = &item.sig.output else {
        report.error(code::WORKFLOW_RESULT, &item.sig.ident, help);
        return None;
    };
    match result_arguments(ty).as_deref() {
        Some([output, error]) => Some((output.clone(), error.clone())),
        Some([_] | []) => {
            report.error(code::WORKFLOW_ERROR_TYPE, ty, "the workflow's error type has to be written out\n  = help: write `Result<T, E>`, where `E` derives `WorkflowError`");
            None
        }
        _ => {
            report.error(code::WORKFLOW_RESULT, ty, help);
            None
        }
    }
}

/// The arguments of a type that is called `Result`.
fn result_arguments(ty: &Type) -> Option<Vec<Type>> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Result")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Some(Vec::new()) };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    Some(types.collect())
}

fn check_parameter(input: &FnArg, report: &mut Report) {
    let FnArg::Typed(typed) = input else {
        return report.error(
            code::WORKFLOW_SELF,
            input,
            "a workflow has no `self`: its input is its parameters\n  = help: make it a free function",
        );
    };
    match &*typed.ty {
        Type::Reference(reference) => {
            report.error(
                code::WORKFLOW_BORROWED_INPUT,
                reference,
                "a workflow owns its input\n  = help: take the parameter by value",
            );
        }
        Type::ImplTrait(ty) => report.error(
            code::WORKFLOW_IMPL_INPUT,
            ty,
            "a workflow's parameter has a type of its own\n  = help: write the type out",
        ),
        _ => {}
    }
    if !matches!(&*typed.pat, Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none()) {
        report.error(code::WORKFLOW_PARAMETER_PATTERN, &typed.pat, "a workflow's parameter is a plain name, which names its field in the input\n  = help: take it apart with `let`");
    }
}

fn parameter(input: &FnArg, parser: &mut Parser<'_>) -> Option<Parameter> {
    let FnArg::Typed(typed) = input else { return None };
    let Pat::Ident(pattern) = &*typed.pat else { return None };
    let ident = pattern.ident.clone();
    let var = parser.vars.declare_parameter(&ident);
    Some(Parameter { ident, mutable: pattern.mutability.is_some(), ty: (*typed.ty).clone(), var })
}

/// The documentation comment: the definition's `Comment`.
fn documentation(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
        let syn::Meta::NameValue(meta) = &attribute.meta else { return None };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &meta.value else { return None };
        Some(text.value().trim().to_owned())
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}
