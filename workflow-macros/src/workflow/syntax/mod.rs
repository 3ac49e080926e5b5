//! The subset of Rust that a workflow is written in, every node with its span and every variable resolved.
//!
//! Stages after this one never see `syn`'s expressions, so what this tree cannot hold is refused here and nowhere else.

mod assign;
mod block;
mod call;
mod comment;
mod effect;
mod expr;
mod expression;
mod extent;
mod fault;
mod format;
mod layout;
mod methods;
mod ok_arms;
mod part;
mod pattern;
mod result;
mod scope;
mod signature;
mod visit;

pub(crate) use block::name_problem;
pub(crate) use expression::Expression;
pub(crate) use methods::{asked_one_by_one, has_size, is_iterator, parsed, without_value};
pub(crate) use pattern::{binds, bound_by};
pub(crate) use result::{attempted, nested_variant};
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
    Ref(Box<Expr>),
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
    /// `u32::try_from(x)`.
    Convert(TokenStream, Box<Expr>),
    /// `String::new()`, `Vec::new()`.
    Empty(TokenStream, Emptiness),
    /// `&list[start..end]`, `list.get(start..end)`
    Part(Part),
    /// `Reverse(key)`, by which a list is sorted.
    Reverse(Path, Box<Expr>),
    /// `Duration::from_secs(x)`.
    Seconds(TokenStream, Box<Expr>, u64),
    Tuple(Vec<Expr>),
    /// `[a, b]`, `vec![a, b]`.
    List(bool, Vec<Expr>),
    /// `start..end`, `start..=end`: an iterator over integers.
    Range(Box<Expr>, Box<Expr>, bool),
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
    /// `operand?`, on what is awaited or on a value
    Try(Box<Expr>),
    Return(Option<Box<Expr>>),
    /// `break 'label value`
    Break(Option<syn::Lifetime>, Option<Box<Expr>>),
    Continue(Option<syn::Lifetime>),
    While(While),
    Loop(Loop),
    For(For),
    /// `'label: { .. }`, which `break 'label value` leaves.
    Labelled(syn::Lifetime, Block),
    /// `place = value`, where a place is a variable or a part of one.
    Assign(Box<Expr>, Box<Expr>),
    /// `(a, b) = value`
    Destructure(Pattern, Box<Expr>),
    /// `place op= value`
    AssignOp(Box<Expr>, BinOp, Box<Expr>),
    /// A method that changes the place it is called on: `place.push(value)`.
    Change(MethodCall),
    /// `panic!("..")` and `unreachable!("..")`: an evaluation fault, with its message.
    Fault(Box<Expr>),
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

/// Some of the items of a list, one after the other.
pub(crate) struct Part {
    pub(crate) list: Box<Expr>,
    pub(crate) start: Option<Box<Expr>>,
    pub(crate) end: Option<Box<Expr>>,
    /// Whether the end is one of them.
    pub(crate) closed: bool,
    /// Whether there is an `Option` of it, which is `None` where the list is shorter.
    pub(crate) optional: bool,
}

pub(crate) struct FunctionCall {
    pub(crate) path: Path,
    /// Where the parentheses around the arguments are.
    pub(crate) parens: Span,
    pub(crate) args: Vec<Expr>,
}

pub(crate) struct Closure {
    pub(crate) moves: Option<syn::Token![move]>,
    pub(crate) output: syn::ReturnType,
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
    Value(Expr, Layout),
}

/// What stands after the colon of `{name:>8}`.
#[derive(Clone, Default)]
pub(crate) struct Layout {
    /// As it was written.
    pub(crate) text: String,
    pub(crate) fill: Option<char>,
    /// Whether the value stands on the left; the type decides where nothing is said.
    pub(crate) left: Option<bool>,
    /// Whether zeros stand between the sign and the digits.
    pub(crate) zeros: bool,
    pub(crate) width: u16,
    /// The base of a number, and whether its digits are capitals.
    pub(crate) base: Option<(u8, bool)>,
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
    /// The list (of a range: its end) and the position, as variables of the definition.
    pub(crate) list_var: VarId,
    pub(crate) index_var: VarId,
    pub(crate) body: Block,
}

impl For {
    /// Whether the variable that the source names is the counter.
    pub(crate) fn counts_itself(&self) -> bool {
        matches!(self.pattern.kind, PatternKind::Bind(var, _, None) if var == self.index_var)
    }
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
    /// `(a, b)`; `(a, ..)` has the elements that it names.
    Tuple(Vec<Pattern>),
    /// `Struct { .. }`, `Enum::Variant { .. }`, `Enum::Variant(..)`, `Enum::Variant`.
    Path(Path, Vec<(Member, Pattern)>),
    Some(Box<Pattern>),
    None,
    Ok(Box<Pattern>),
    Err(Box<Pattern>),
    Lit(Lit),
    /// `start..=end`; the bounds are literals or constants.
    Range(Option<Box<Expr>>, Option<Box<Expr>>, bool),
    Or(Vec<Pattern>),
    /// `[first, rest @ .., last]`
    Slice(Slice),
    Refused,
}

/// The parts of a slice pattern.
pub(crate) struct Slice {
    pub(crate) before: Vec<Pattern>,
    /// `..`, and the name of what is in between, if it has one.
    pub(crate) rest: Option<Option<Box<Pattern>>>,
    pub(crate) after: Vec<Pattern>,
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
    /// `try_join!(..)` and `join!(..)`
    Join(Vec<Branch>, JoinKind),
    Map(MapCall),
    Sleep(Path, Box<Expr>),
    SleepUntil(Path, Box<Expr>),
}

/// What becomes of a branch's error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum JoinKind {
    /// It ends the others: `try_join!`.
    Try,
    /// It is what the branch gives: `join!`.
    Settle,
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
