//! The function that `#[expression]` stands on.

use super::block::Parser;
use super::{Block, Expr, ExprKind, Parameter, Stmt, Variables};
use crate::catalogue::code;
use crate::report::Report;
use proc_macro2::Ident;
use syn::{Attribute, FnArg, GenericParam, ItemFn, Lifetime, Pat, ReturnType, Signature, Type, Visibility};

/// An expression as written.
pub(crate) struct Expression {
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) signature: Signature,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) output: Type,
    pub(crate) body: Block,
    pub(crate) variables: Variables,
}

impl Expression {
    /// Reads the function; `None` where it could not be an expression whatever its body says.
    pub(crate) fn read(item: &ItemFn, report: &mut Report) -> Option<Expression> {
        check_qualifiers(&item.sig, report);
        item.sig.inputs.iter().for_each(|input| check_parameter(input, report));
        let output = output(&item.sig, report).filter(|_| report.is_empty())?;
        let mut parser = Parser::new(report, &item.block);
        let parameters = item.sig.inputs.iter().filter_map(|input| parameter(input, &mut parser)).collect();
        let body = parser.body(&item.block);
        let variables = parser.finish();
        check_block(&body, &item.sig.ident, report);
        Some(Expression {
            name: item.sig.ident.clone(),
            visibility: item.vis.clone(),
            attributes: item.attrs.clone(),
            signature: item.sig.clone(),
            parameters,
            output,
            body,
            variables,
        })
    }

    pub(crate) fn idents(&self) -> Vec<&Ident> {
        self.parameters.iter().map(|parameter| &parameter.ident).collect()
    }

    pub(crate) fn types(&self) -> Vec<&Type> {
        self.parameters.iter().map(|parameter| &parameter.ty).collect()
    }

    pub(crate) fn lifetimes(&self) -> Vec<&Lifetime> {
        let parameters = self.signature.generics.params.iter();
        let lifetimes = parameters.filter_map(|parameter| match parameter {
            GenericParam::Lifetime(parameter) => Some(&parameter.lifetime),
            _ => None,
        });
        lifetimes.collect()
    }
}

fn check_qualifiers(signature: &Signature, report: &mut Report) {
    if let Some(token) = &signature.asyncness {
        report.error(
            code::EXPRESSION_ASYNC,
            token,
            "an expression computes a value and waits for nothing\n  = help: leave out `async`, or make it a `#[task]`",
        );
    }
    for parameter in &signature.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(lifetime) if lifetime.bounds.is_empty()) {
            report.error(code::EXPRESSION_GENERIC, parameter, "an expression has no generic parameters: what it becomes depends on its types\n  = help: write a function for each type");
        }
    }
    if let Some(clause) = &signature.generics.where_clause {
        report.error(
            code::EXPRESSION_GENERIC,
            clause,
            "an expression has no `where` clause, as it has no generic parameters\n  = help: remove it",
        );
    }
    if let Some(variadic) = &signature.variadic {
        report.error(
            code::EXPRESSION_QUALIFIER,
            variadic,
            "an expression has a fixed number of parameters\n  = help: take a slice",
        );
    }
    if !matches!(signature.safety, syn::Safety::Default) {
        report.error(
            code::EXPRESSION_QUALIFIER,
            &signature.safety,
            "an expression cannot be unsafe\n  = help: do unsafe work inside a `#[task]`",
        );
    }
    if let Some(token) = &signature.constness {
        report.error(
            code::EXPRESSION_QUALIFIER,
            token,
            "an expression cannot be const: its operators are checked as it runs\n  = help: leave out `const`",
        );
    }
    if let Some(abi) = &signature.abi {
        report.error(code::EXPRESSION_QUALIFIER, abi, "an expression has no other ABI\n  = help: remove `extern`");
    }
}

fn output(signature: &Signature, report: &mut Report) -> Option<Type> {
    match &signature.output {
        ReturnType::Type(_, ty) if matches!(**ty, Type::ImplTrait(_)) => {
            report.error(
                code::EXPRESSION_IMPL,
                ty,
                "an expression gives a value of one type\n  = help: write the type out",
            );
            None
        }
        ReturnType::Type(_, ty) => Some((**ty).clone()),
        ReturnType::Default => {
            report.error(
                code::EXPRESSION_WITHOUT_VALUE,
                &signature.ident,
                "an expression gives a value\n  = help: write the value's type, `-> T`, or make it a `#[task]`",
            );
            None
        }
    }
}

fn check_parameter(input: &FnArg, report: &mut Report) {
    let FnArg::Typed(typed) = input else {
        return report.error(
            code::EXPRESSION_SELF,
            input,
            "an expression has no `self`\n  = help: make it a free function that takes the value",
        );
    };
    match &*typed.ty {
        Type::Reference(reference) if reference.mutability.is_some() => {
            report.error(
                code::EXPRESSION_MUTABLE,
                reference,
                "an expression changes nothing\n  = help: take `&T` and give the new value",
            );
        }
        Type::ImplTrait(ty) => {
            report.error(
                code::EXPRESSION_IMPL,
                ty,
                "an expression's parameter has a type of its own\n  = help: write the type out",
            );
        }
        _ => {}
    }
    if !matches!(&*typed.pat, Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() && pattern.mutability.is_none())
    {
        report.error(
            code::EXPRESSION_PATTERN,
            &typed.pat,
            "an expression's parameter is a plain name\n  = help: take it apart with `let`",
        );
    }
}

fn parameter(input: &FnArg, parser: &mut Parser<'_>) -> Option<Parameter> {
    let FnArg::Typed(typed) = input else { return None };
    let Pat::Ident(pattern) = &*typed.pat else { return None };
    let ident = pattern.ident.clone();
    let var = parser.vars.declare_parameter(&ident);
    Some(Parameter { ident, mutable: false, ty: (*typed.ty).clone(), var })
}

/// Refuses what is more than computing a value.
fn check_block(block: &Block, name: &Ident, report: &mut Report) {
    for stmt in &block.stmts {
        match stmt {
            Stmt::Let(binding) if binding.otherwise.is_some() => report.error_at(
                code::EXPRESSION_LET_ELSE,
                &binding.pattern,
                "`let .. else` has no value to give here\n  = help: use `match` or `if let`",
            ),
            Stmt::Let(binding) => binding.init.iter().for_each(|init| check(init, name, report)),
            // What is more than a value is refused for what it is.
            Stmt::Expr(expr) if expr.is_pure() && !matches!(expr.kind, ExprKind::Refused) => report.error_at(
                code::EXPRESSION_UNUSED_VALUE,
                expr,
                "an expression is one value, and nothing reads this one\n  = help: leave it out",
            ),
            Stmt::Expr(expr) => check(expr, name, report),
            Stmt::Trace(_) => {}
        }
    }
    block.tail.iter().for_each(|tail| check(tail, name, report));
}

fn check(expr: &Expr, name: &Ident, report: &mut Report) {
    use ExprKind as K;
    if let Some((_, span)) = &expr.note.name {
        report.error_at(
            code::EXPRESSION_STATE_NAME,
            *span,
            "an expression has no states that could have a name\n  = help: leave the attribute out",
        );
    }
    let (code, problem) = match &expr.kind {
        K::Await(_) | K::Effect(_) | K::Try(_) => (
            code::EXPRESSION_AWAITS,
            "an expression awaits nothing: it becomes a part of a state\n  = help: await the task in the workflow and give its result to the expression",
        ),
        K::Drawn(..) => (
            code::EXPRESSION_DRAWS,
            "an expression gives the same for the same arguments\n  = help: take this as a parameter, and draw it in the workflow",
        ),
        K::OfContext(..) => (
            code::EXPRESSION_DRAWS,
            "an expression gives the same for the same arguments\n  = help: take this as a parameter, and ask in the workflow",
        ),
        K::Return(_) => (
            code::EXPRESSION_RETURNS,
            "an expression does not return early\n  = help: write `if` and `else`, or `match`, as its value",
        ),
        K::While(_) | K::Loop(_) | K::For(_) | K::Break(..) | K::Continue(_) | K::Labelled(..) => (
            code::EXPRESSION_LOOPS,
            "an expression has no loops\n  = help: use an iterator chain, or loop in the workflow",
        ),
        K::Assign(..) | K::AssignOp(..) | K::Change(_) => (
            code::EXPRESSION_ASSIGNS,
            "a variable of an expression does not change\n  = help: bind the new value with `let`",
        ),
        K::Call(call) if call.path.is_ident(name) => (
            code::EXPRESSION_RECURSION,
            "an expression cannot call itself: it is written out wherever it is called\n  = help: use an iterator chain, or compute this in a `#[task]`",
        ),
        K::Block(block) => return check_block(block, name, report),
        K::If(branch) => {
            check(&branch.condition, name, report);
            check_block(&branch.then, name, report);
            return branch.otherwise.iter().for_each(|otherwise| check(otherwise, name, report));
        }
        _ => return expr.children(&mut |child| check(child, name, report)),
    };
    report.error_at(code, expr, problem);
}
