//! Blocks and statements.

use super::comment::Comments;
use super::{Block, Expr, ExprId, ExprKind, Extent, Let, Note, PatternKind, Stmt, VarId, Variables, is_iterator};
use crate::catalogue::{Code, code};
use crate::report::Report;
use proc_macro2::Span;
use syn::spanned::Spanned;

/// Reads a body: `syn`'s tree in, ours out, mistakes into the report.
pub(crate) struct Parser<'r> {
    pub(super) report: &'r mut Report,
    pub(super) vars: Variables,
    comments: Comments,
    next_id: usize,
    /// Whether the code is the body of a function of its own, in which an effect cannot stand.
    pub(super) in_closure: bool,
    /// Names of what was refused where it was declared, so that their uses are not refused again.
    pub(super) refused: Vec<String>,
    /// What the first alternative of the or-pattern around binds.
    pub(super) or_names: Vec<(String, VarId)>,
}

impl<'r> Parser<'r> {
    pub(super) fn new(report: &'r mut Report, block: &syn::Block) -> Self {
        Parser {
            report,
            vars: Variables::new(),
            comments: Comments::of(block),
            next_id: 0,
            in_closure: false,
            refused: Vec::new(),
            or_names: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Variables {
        self.vars
    }

    pub(super) fn body(&mut self, block: &syn::Block) -> Block {
        self.block(block)
    }

    /// A node; [`Parser::expr`] says where it stands.
    pub(super) fn new_expr(&mut self, kind: ExprKind) -> Expr {
        let id = ExprId(self.next_id);
        self.next_id += 1;
        Expr { id, span: Span::call_site(), end: Span::call_site(), note: Note::default(), kind }
    }

    pub(super) fn refuse(&mut self, code: Code, tokens: impl quote::ToTokens, message: impl std::fmt::Display) -> Expr {
        self.report.error(code, tokens, message);
        self.new_expr(ExprKind::Refused)
    }

    pub(super) fn block(&mut self, block: &syn::Block) -> Block {
        self.vars.enter_block();
        let mut stmts = Vec::new();
        let mut tail = None;
        for (i, stmt) in block.stmts.iter().enumerate() {
            let last = i + 1 == block.stmts.len();
            match stmt {
                syn::Stmt::Local(local) => stmts.push(Stmt::Let(Box::new(self.local(local)))),
                syn::Stmt::Expr(expr, None) if last => tail = Some(Box::new(self.noted(expr))),
                syn::Stmt::Expr(expr, _) => stmts.push(Stmt::Expr(self.noted(expr))),
                syn::Stmt::Macro(mac) if is_trace(&mac.mac) => stmts.push(Stmt::Trace(quote::quote!(#mac))),
                syn::Stmt::Macro(mac) => {
                    let expr = syn::Expr::Macro(syn::ExprMacro { attrs: mac.attrs.clone(), mac: mac.mac.clone() });
                    let expr = self.noted(&expr);
                    match (last, mac.semi_token) {
                        (true, None) => tail = Some(Box::new(expr)),
                        _ => stmts.push(Stmt::Expr(expr)),
                    }
                }
                syn::Stmt::Item(item) => {
                    self.refused.extend(item_name(item));
                    self.report.error(
                        code::ITEM_INSIDE,
                        item,
                        "an item cannot stand inside a workflow\n  = help: move it out of the function",
                    );
                }
            }
        }
        self.vars.leave_block();
        Block { stmts, tail, span: block.brace_token.span.join() }
    }

    fn local(&mut self, local: &syn::Local) -> Let {
        let note = self.note(&local.attrs, local.let_token.span());
        let init = local.init.as_ref().map(|init| {
            let mut expr = self.expr(&init.expr);
            prefer(expr.noted_state(), note);
            if is_iterator(&expr) {
                self.report.error(
                    code::ITERATOR_KEPT,
                    &init.expr,
                    "an iterator has no form as a variable\n  = help: end it with `.collect()`",
                );
            }
            expr
        });
        let otherwise = local.init.as_ref().and_then(|init| init.diverge.as_ref());
        let otherwise = otherwise.and_then(|(_, expr)| match &**expr {
            syn::Expr::Block(block) => Some(self.block(&block.block)),
            _ => None,
        });
        let (pattern, ty) = match &local.pat {
            syn::Pat::Type(typed) => (&*typed.pat, Some((*typed.ty).clone())),
            pattern => (pattern, None),
        };
        let pattern = self.pattern(pattern);
        if let (PatternKind::Bind(_, ident, None), Some(Expr { kind: ExprKind::Refused, .. })) = (&pattern.kind, &init)
        {
            self.refused.push(ident.to_string());
        }
        if init.is_none() {
            self.report.error(
                code::WITHOUT_VALUE,
                local,
                "a variable of a workflow has a value from the start\n  = help: write `let name = value;`",
            );
        }
        Let { pattern, ty, init, otherwise }
    }

    /// An expression as a statement or a block's value, with the comment above it.
    pub(super) fn noted(&mut self, expr: &syn::Expr) -> Expr {
        let note = self.note(attributes(expr), Extent::of(expr).start);
        let mut read = self.expr(expr);
        prefer(read.noted_state(), note);
        read
    }

    /// `#[state(name = "...")]` and the comment above.
    pub(super) fn note(&mut self, attributes: &[syn::Attribute], start: Span) -> Note {
        let mut note = Note { name: None, comment: self.comments.above(start) };
        for attribute in attributes {
            if attribute.path().is_ident("doc") {
                continue;
            }
            if !attribute.path().is_ident("state") {
                self.report.error(
                    code::ATTRIBUTE_INSIDE,
                    attribute,
                    "only `#[state(name = \"...\")]` can stand inside a workflow\n  = help: remove the attribute",
                );
                continue;
            }
            // The comment may stand above the attribute.
            let comment = self.comments.above(attribute.span());
            note.comment = note.comment.or(comment);
            let read = attribute.parse_nested_meta(|meta| {
                if !meta.path.is_ident("name") {
                    return Err(meta.error(code::STATE_ATTRIBUTE.message("a state's attribute is `name = \"...\"`")));
                }
                let name: syn::LitStr = meta.value()?.parse()?;
                note.name = Some((name.value(), name.span()));
                Ok(())
            });
            if let Err(error) = read {
                self.report.syntax(error);
            }
        }
        if let Some((name, span)) = &note.name
            && let Some((code, problem)) = name_problem(name)
        {
            self.report.error_at(code, *span, problem);
        }
        note
    }
}

/// Why Step Functions would refuse a state's name.
pub(crate) fn name_problem(name: &str) -> Option<(Code, String)> {
    let length = name.chars().count();
    if length == 0 {
        return Some((
            code::STATE_NAME,
            "a state's name cannot be empty\n  = help: write one, or leave the attribute out".into(),
        ));
    }
    if length > 80 {
        return Some((
            code::STATE_NAME_LONG,
            format!(
                "a state's name has at most 80 characters, this one has {length}: `{name}`\n  = help: give it a name with `#[state(name = \"...\")]`"
            ),
        ));
    }
    name.chars()
        .any(char::is_control)
        .then(|| (code::STATE_NAME, "a state's name has no control characters\n  = help: write it in one line".into()))
}

fn item_name(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Fn(function) => Some(function.sig.ident.to_string()),
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Const(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn prefer(note: &mut Note, outer: Note) {
    note.name = outer.name.or(note.name.take());
    note.comment = outer.comment.or(note.comment.take());
}

fn is_trace(mac: &syn::Macro) -> bool {
    const NAMES: &[&str] = &["trace", "debug", "info", "warn", "error"];
    let mut idents = mac.path.segments.iter().map(|segment| segment.ident.to_string());
    match (idents.next(), idents.next(), idents.next()) {
        (Some(first), Some(second), None) => first == "tracing" && NAMES.contains(&second.as_str()),
        (Some(only), None, None) => NAMES.contains(&only.as_str()),
        _ => false,
    }
}

fn attributes(expr: &syn::Expr) -> &[syn::Attribute] {
    match expr {
        syn::Expr::Await(e) => &e.attrs,
        syn::Expr::Try(e) => attributes_of_operand(&e.attrs, &e.expr),
        syn::Expr::If(e) => &e.attrs,
        syn::Expr::Match(e) => &e.attrs,
        syn::Expr::While(e) => &e.attrs,
        syn::Expr::Loop(e) => &e.attrs,
        syn::Expr::ForLoop(e) => &e.attrs,
        syn::Expr::Return(e) => &e.attrs,
        syn::Expr::Call(e) => &e.attrs,
        syn::Expr::MethodCall(e) => &e.attrs,
        syn::Expr::Macro(e) => &e.attrs,
        syn::Expr::Assign(e) => &e.attrs,
        syn::Expr::Binary(e) => &e.attrs,
        syn::Expr::Block(e) => &e.attrs,
        _ => &[],
    }
}

/// `#[state(..)] call().await?`: the parser gives the attribute to the innermost operand.
fn attributes_of_operand<'e>(own: &'e [syn::Attribute], operand: &'e syn::Expr) -> &'e [syn::Attribute] {
    if !own.is_empty() {
        return own;
    }
    match operand {
        syn::Expr::Await(e) if !e.attrs.is_empty() => &e.attrs,
        syn::Expr::Await(e) => match &*e.base {
            syn::Expr::Call(call) => &call.attrs,
            syn::Expr::MethodCall(call) => &call.attrs,
            _ => &[],
        },
        _ => &[],
    }
}
