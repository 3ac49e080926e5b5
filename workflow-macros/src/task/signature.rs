//! The function's signature as a task's: what is data, what is filled in, what comes back.

use super::attributes::Attributes;
use super::parameter::{Kind, Parameter, is_owned, types};
use crate::catalogue::code;
use crate::report::Report;
use proc_macro2::Ident;
use syn::{FnArg, ItemFn, Path, ReturnType, Safety, Type, parse_quote, token};

pub(super) struct Signature {
    pub(super) name: Ident,
    pub(super) blocking: bool,
    pub(super) parentheses: token::Paren,
    pub(super) attributes: Attributes,
    pub(super) parameters: Vec<Parameter>,
    pub(super) output: Type,
    pub(super) error: Type,
}

impl Signature {
    /// Reads the signature, or reports why it is none that a task can have. `None` where nothing can be called.
    pub(super) fn read(function: &ItemFn, report: &mut Report) -> Option<Self> {
        let mut callable = qualifiers(function, report);
        let mut parameters: Vec<Parameter> = Vec::new();
        for (index, input) in function.sig.inputs.iter().enumerate() {
            if let FnArg::Typed(input) = input {
                match Parameter::read(input, index, report) {
                    Some(parameter) => parameters.push(parameter),
                    None => callable = false,
                }
            }
        }
        let mut tokens = parameters.iter().filter(|parameter| matches!(parameter.kind, Kind::Token(_)));
        let (token, second) = (tokens.next(), tokens.next());
        if let Some(second) = second {
            report.error(code::TWO_TOKENS, &second.ty, "a task waits for one callback: take one `TaskToken`");
        }
        let (mut output, error) = result(function, report)?;
        if let Some(Parameter { kind: Kind::Token(completed), .. }) = token {
            if !matches!(&output, Type::Tuple(tuple) if tuple.elems.is_empty()) {
                report.error(
                    code::TOKEN_OUTPUT,
                    &output,
                    "a task with a `TaskToken` returns `Result<(), E>`: its output is what the token is completed with",
                );
            }
            output = completed.clone();
        }
        callable.then(|| Signature {
            name: function.sig.ident.clone(),
            blocking: function.sig.asyncness.is_none(),
            parentheses: function.sig.paren_token,
            attributes: Attributes::of(&function.attrs),
            parameters,
            output,
            error,
        })
    }

    /// Of a function whose signature says nothing.
    pub(super) fn unknown(function: &ItemFn) -> Self {
        Signature {
            name: function.sig.ident.clone(),
            blocking: false,
            parentheses: function.sig.paren_token,
            attributes: Attributes::of(&[]),
            parameters: Vec::new(),
            output: parse_quote!(()),
            error: parse_quote!(::workflow_runtime::Failure),
        }
    }

    pub(super) fn data(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.is_data())
    }

    pub(super) fn token(&self) -> Option<(&Parameter, &Type)> {
        self.parameters.iter().find_map(|parameter| match &parameter.kind {
            Kind::Token(completed) => Some((parameter, completed)),
            _ => None,
        })
    }
}

/// Refuses what may stand around a function's name; whether a call of it could be written at all.
fn qualifiers(function: &ItemFn, report: &mut Report) -> bool {
    let signature = &function.sig;
    if let Some(constness) = &signature.constness {
        report.error(code::TASK_QUALIFIER, constness, "a task does work that takes time: remove `const`");
    }
    match &signature.safety {
        Safety::Default => {}
        Safety::Unsafe(token) => {
            report.error(
                code::TASK_QUALIFIER,
                token,
                "whoever runs a task cannot vouch for it: make the function safe",
            );
        }
        Safety::Safe(token) => report.error(code::TASK_QUALIFIER, token, "remove `safe`"),
    }
    if let Some(abi) = &signature.abi {
        report.error(code::TASK_QUALIFIER, abi, "a task is called by name, over JSON: remove `extern`");
    }
    if let Some(variadic) = &signature.variadic {
        report.error(code::TASK_QUALIFIER, variadic, "a task has a fixed number of parameters: take a `Vec`");
    }
    let generic = !signature.generics.params.is_empty() || signature.generics.where_clause.is_some();
    if generic {
        report.error(
            code::TASK_GENERIC,
            &signature.generics,
            "a task is one thing with one name, so it has no generic parameters: write the types out",
        );
    }
    !generic && signature.variadic.is_none()
}

/// The types of `Result<T, E>`; where it is something else, those that disturb callers least. `None` where the output
/// cannot be owned.
fn result(function: &ItemFn, report: &mut Report) -> Option<(Type, Type)> {
    let advice = "write `Result<T, E>`, where `E` derives `WorkflowError`";
    let unknown: Type = parse_quote!(::workflow_runtime::Failure);
    let ReturnType::Type(_, ty) = &function.sig.output else {
        report.error(code::TASK_RESULT, &function.sig.ident, format!("a task can always fail to run: {advice}"));
        return Some((parse_quote!(()), unknown));
    };
    let last = match &**ty {
        Type::Path(path) => last_segment(&path.path),
        _ => None,
    };
    Some(match last {
        Some((name, arguments)) if name == "Result" => match arguments.as_slice() {
            [output, error] => {
                if !is_owned(
                    output,
                    code::TASK_OUTPUT_BORROWED,
                    "a task gives owned data: write the owned type here",
                    report,
                ) {
                    return None;
                }
                ((*output).clone(), (*error).clone())
            }
            [output] => {
                report.error(
                    code::TASK_ERROR_TYPE,
                    ty,
                    format!("the task's error type has to be written out: {advice}"),
                );
                ((*output).clone(), unknown)
            }
            _ => {
                report.error(code::TASK_ERROR_TYPE, ty, format!("the task's types have to be written out: {advice}"));
                (parse_quote!(()), unknown)
            }
        },
        _ => {
            report.error(code::TASK_RESULT, ty, format!("a task can always fail to run: {advice}"));
            is_owned(ty, code::TASK_OUTPUT_BORROWED, "a task gives owned data: write the owned type here", report)
                .then(|| ((**ty).clone(), unknown))?
        }
    })
}

fn last_segment(path: &Path) -> Option<(&Ident, Vec<&Type>)> {
    path.segments.last().map(|segment| (&segment.ident, types(&segment.arguments)))
}
