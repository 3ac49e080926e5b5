//! The subset of Rust that a workflow is written in, every node with its span and every variable resolved.
//!
//! Stages after this one never see `syn`'s expressions, so what this tree cannot hold is refused here and nowhere else.

mod block;
mod call;
mod comment;
mod effect;
mod expr;
mod expression;
mod extent;
mod format;
mod methods;
mod pattern;
mod scope;
mod signature;
mod visit;

pub(crate) use block::name_problem;
pub(crate) use expression::Expression;
pub(crate) use methods::is_iterator;
pub(crate) use pattern::binds;
pub(crate) use scope::{VarId, Variables};
pub(crate) use signature::{Parameter, Workflow};
pub(crate) use visit::{is_text, without_into};

use crate::extent::Extent;
use proc_macro2::{Ident, Span, TokenStream};
use syn::{BinOp, Lit, Member, Path, Type};

/// A body or a nested block.
pub(crate) struct Block {
    pub(crate) stmts: Vec<Stmt>,
    /// The value: an expression without a semicolon at the end.
    pub(crate) tail: Option<Box<Expr>>,
    pub(crate) span: Span,
}

#[expect(clippy::large_enum_variant, reason = "a tree is made once for each macro call")]
pub(crate) enum Stmt {
    Let(Box<Let>),
    Expr(Expr),
    /// A `tracing` macro: runs natively, is absent from the definition.
    Trace(TokenStream),
}

/// `let pattern: ty = init else { otherwise };`
pub(crate) struct Let {
    pub(crate) pattern: Pattern,
    pub(crate) ty: Option<Type>,
    pub(crate) init: Option<Expr>,
    pub(crate) otherwise: Option<Block>,
}

/// Identifies an expression, for its witness.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct ExprId(pub(crate) usize);

pub(crate) struct Expr {
    pub(crate) id: ExprId,
    /// Its first token.
    pub(crate) span: Span,
    /// Its last token.
    pub(crate) end: Span,
    /// `#[state(name = "...")]`, the comment above, and where it stands.
    pub(crate) note: Note,
    pub(crate) kind: ExprKind,
}

/// What the source says about a state beside its code.
#[derive(Clone, Default)]
pub(crate) struct Note {
    pub(crate) name: Option<(String, Span)>,
    pub(crate) comment: Option<String>,
}

pub(crate) enum ExprKind {
    Lit(Lit),
    Var(VarId, Ident),
    /// A constant of the program or a unit variant.
    Const(Path),
    Unit,
    Field(Box<Expr>, Member),
    Index(Box<Expr>, Box<Expr>),
    Ref(bool, Box<Expr>),
    Deref(Box<Expr>),
    Not(Box<Expr>),
    Neg(Box<Expr>),
    Arith(BinOp, Box<Expr>, Box<Expr>),
    Compare(BinOp, Box<Expr>, Box<Expr>),
    Logic(BinOp, Box<Expr>, Box<Expr>),
    /// `text + &other`.
    Append(Box<Expr>, Box<Expr>),
    Cast(Box<Expr>, Type),
    Method(MethodCall),
    /// A call of an `#[expression]`.
    Call(FunctionCall),
    /// `now()`, `uuid()`, `random()`: another value each time.
    Drawn(Path, Span),
    Closure(Closure),
    /// `Enum::Variant(..)`, `Struct { .. }`.
    Construct(Construct),
    Some(Box<Expr>),
    None(Span),
    /// `Ok(value)`, perhaps with types: `Ok::<_, MyError>(value)`.
    Ok(Path, Box<Expr>),
    Err(Path, Box<Expr>),
    /// `String::from(x)` and its like: another Rust type of the same JSON.
    Same(TokenStream, Box<Expr>),
    /// `String::new()`, `Vec::new()`.
    Empty(TokenStream, Emptiness),
    /// `Duration::from_secs(x)`.
    Seconds(TokenStream, Box<Expr>, u64),
    Tuple(Vec<Expr>),
    /// `[a, b]`, `vec![a, b]`.
    List(bool, Vec<Expr>),
    Format(Format),
    If(If),
    Match(Match),
    Block(Block),
    /// `let pattern = value` in a condition.
    Let(Pattern, Box<Expr>),
    /// An effect that is not awaited: an argument of `try_join!` or the body of a `map` closure.
    Effect(Box<Effect>),
    /// `effect.await`
    Await(Box<Effect>),
    /// `operand?`
    Try(Box<Expr>),
    Return(Option<Box<Expr>>),
    Break(Option<syn::Lifetime>),
    Continue(Option<syn::Lifetime>),
    While(While),
    Loop(Loop),
    For(For),
    /// `place = value`
    Assign(VarId, Ident, Box<Expr>),
    /// `place op= value`
    AssignOp(VarId, Ident, BinOp, Box<Expr>),
    /// What was refused; an error has been reported.
    Refused,
}

pub(crate) enum Emptiness {
    Text,
    List,
}

pub(crate) struct MethodCall {
    pub(crate) receiver: Box<Expr>,
    pub(crate) method: Ident,
    pub(crate) turbofish: Option<TokenStream>,
    pub(crate) args: Vec<Expr>,
}

pub(crate) struct FunctionCall {
    pub(crate) path: Path,
    /// Where the parentheses around the arguments are.
    pub(crate) parens: Span,
    pub(crate) args: Vec<Expr>,
}

pub(crate) struct Closure {
    pub(crate) parameters: Vec<Pattern>,
    pub(crate) body: Box<Expr>,
}

pub(crate) struct Construct {
    pub(crate) path: Path,
    pub(crate) fields: Vec<(Member, Expr)>,
    pub(crate) rest: Option<Box<Expr>>,
    pub(crate) braces: bool,
}

pub(crate) struct Format {
    pub(crate) template: syn::LitStr,
    pub(crate) parts: Vec<FormatPart>,
}

#[expect(clippy::large_enum_variant, reason = "a tree is made once for each macro call")]
pub(crate) enum FormatPart {
    Text(String),
    Value(Expr),
}

pub(crate) struct If {
    pub(crate) condition: Box<Expr>,
    pub(crate) then: Block,
    pub(crate) otherwise: Option<Box<Expr>>,
}

pub(crate) struct Match {
    pub(crate) scrutinee: Box<Expr>,
    pub(crate) arms: Vec<Arm>,
}

pub(crate) struct Arm {
    pub(crate) pattern: Pattern,
    pub(crate) guard: Option<Expr>,
    pub(crate) body: Expr,
}

pub(crate) struct While {
    pub(crate) label: Option<syn::Lifetime>,
    pub(crate) condition: Box<Expr>,
    pub(crate) body: Block,
}

pub(crate) struct Loop {
    pub(crate) label: Option<syn::Lifetime>,
    pub(crate) body: Block,
}

pub(crate) struct For {
    pub(crate) label: Option<syn::Lifetime>,
    pub(crate) pattern: Pattern,
    pub(crate) list: Box<Expr>,
    /// The list and the position, as variables of the definition.
    pub(crate) list_var: VarId,
    pub(crate) index_var: VarId,
    pub(crate) body: Block,
}

/// A pattern; `tokens` is what the user wrote.
pub(crate) struct Pattern {
    pub(crate) tokens: syn::Pat,
    pub(crate) span: Span,
    pub(crate) kind: PatternKind,
}

pub(crate) enum PatternKind {
    Wild,
    Bind(VarId, Ident, Option<Box<Pattern>>),
    Tuple(Vec<Pattern>),
    /// `Struct { .. }`, `Enum::Variant { .. }`, `Enum::Variant(..)`, `Enum::Variant`.
    Path(Path, Vec<(Member, Pattern)>),
    Some(Box<Pattern>),
    None,
    Ok(Box<Pattern>),
    Err(Box<Pattern>),
    Lit(Lit),
    Range(Option<Lit>, Option<Lit>, bool),
    Or(Vec<Pattern>),
    Refused,
}

/// Something that happens outside of the workflow's own code: a state.
pub(crate) struct Effect {
    /// Its first token.
    pub(crate) span: Span,
    /// Its last token.
    pub(crate) end: Span,
    pub(crate) kind: EffectKind,
}

#[expect(clippy::large_enum_variant, reason = "a tree is made once for each macro call")]
pub(crate) enum EffectKind {
    Task(TaskCall),
    /// `try_join!(..)`
    Join(Vec<Branch>),
    Map(MapCall),
    Sleep(Path, Box<Expr>),
    SleepUntil(Path, Box<Expr>),
}

/// A call of a task, or of a workflow that is started as an execution.
pub(crate) struct TaskCall {
    pub(crate) path: Path,
    /// `start_execution` around a workflow's call.
    pub(crate) start: Option<Path>,
    /// Where the parentheses around the arguments are.
    pub(crate) parens: Span,
    pub(crate) args: Vec<Expr>,
    pub(crate) timeout: Option<Box<Expr>>,
    pub(crate) heartbeat: Option<Box<Expr>>,
}

pub(crate) struct MapCall {
    pub(crate) path: Path,
    pub(crate) items: Box<Expr>,
    pub(crate) item: Pattern,
    pub(crate) body: Branch,
    pub(crate) max_concurrency: Option<Box<Expr>>,
}

/// What runs beside others: an effect, or an async block of its own scope.
pub(crate) struct Branch {
    pub(crate) moves: bool,
    /// Whether the source is an async block (else a bare effect).
    pub(crate) is_block: bool,
    pub(crate) body: Block,
}

/// The part of a pattern or path that names the enum: `ShopError` of `ShopError::Declined`, if any does.
pub(crate) fn enum_of(path: &Path) -> Option<Path> {
    let before = path.segments.len().checked_sub(2)?;
    let is_type = path.segments.iter().nth(before)?.ident.to_string().starts_with(char::is_uppercase);
    if !is_type {
        return None;
    }
    let segments = path.segments.iter().take(before + 1).cloned();
    Some(Path { leading_colon: path.leading_colon, segments: segments.collect() })
}

/// The last identifier of a path.
pub(crate) fn last_ident(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|segment| &segment.ident)
}
