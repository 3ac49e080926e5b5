//! Constants, records, fields and other plain values.

use super::Wit;
use crate::WorkflowData;
use crate::data::{Field, Shape, Variant, VariantStyle};
use serde::Serialize;
pub use workflow_asl::jsonata::BinaryOp;
use workflow_asl::jsonata::Expr;

/// `$error(message)`: the evaluation fault of a value that does not exist.
pub fn error(message: &str) -> Expr {
    Expr::Call("error", vec![Expr::string(message)])
}

/// The same with a message that is computed.
pub fn fault(message: Expr) -> Expr {
    Expr::Call("error", vec![message])
}

/// Gives `body` an expression that may be written several times: `value` itself if it is simple, else a local of it,
/// called `name` or, where the body has a local of that name itself, `name2` and so on.
pub fn bind_simple(name: &str, value: Expr, body: impl FnOnce(Expr) -> Expr) -> Expr {
    if value.is_simple() {
        return body(value);
    }
    // The body is built around a name that nothing else can have, and gets the real one once all of it is known.
    let (placeholder, built) = nested(|depth| {
        let placeholder = format!("{name}#{depth}");
        let built = body(Expr::variable(placeholder.as_str()));
        (placeholder, built)
    });
    let numbered = (1..).map(|n| if n == 1 { name.to_owned() } else { format!("{name}{n}") });
    let local = numbered.into_iter().find(|candidate| !built.mentions(candidate)).unwrap_or_default();
    let built = built.substitute(&|variable| (variable == placeholder).then(|| Expr::variable(local.as_str())));
    Expr::Block(vec![(local.clone(), value)], Box::new(built))
}

/// A value that is assigned to a variable: what reads it in the same state reads it from a local.
pub fn shared(name: &str, value: Expr) -> Expr {
    // An array or object stays what it is, so that its parts can be seen.
    match value {
        value @ (Expr::List(_) | Expr::Object(_)) => value,
        value => Expr::shared(name, value),
    }
}

/// `inner` where `outer` holds. What was assigned in between is computed only there: `before` is what is known outside.
pub fn guarded(outer: Expr, before: &super::Env, inner: Expr) -> Expr {
    logic(BinaryOp::And, outer, inner.settled_after(before.values()))
}

/// Gives `body` a value that patterns look at: a local of it, but for what they see the parts of.
pub fn decided(value: Expr, body: impl FnOnce(Expr) -> Expr) -> Expr {
    match value {
        value @ (Expr::List(_) | Expr::Object(_)) => body(value),
        value => bind_simple("_v", value, body),
    }
}

/// Builds something around names that nothing else can have: they end with the depth that `build` gets.
pub(super) fn nested<R>(build: impl FnOnce(usize) -> R) -> R {
    let depth = DEPTH.replace(DEPTH.get() + 1);
    let built = build(depth);
    DEPTH.set(depth);
    built
}

/// Keeps a value in a local of the block that is being built, and stands for it from there on.
pub fn keep(locals: &mut Vec<(String, Expr)>, value: Expr) -> Expr {
    let count = LOCALS.replace(LOCALS.get() + 1);
    let name = format!("_t{count}");
    locals.push((name.clone(), value));
    Expr::Variable(name)
}

/// A block of the locals that were kept, and its value. Their names are final only here: they are counted in the block,
/// starting after those of the blocks inside it.
pub fn block(locals: Vec<(String, Expr)>, body: Expr) -> Expr {
    let mut built = Expr::Block(locals.clone(), Box::new(body));
    for (number, (kept, _)) in locals.iter().enumerate() {
        let numbered = (number + 1..).map(|n| format!("_{n}"));
        let name = numbered.into_iter().find(|candidate| !built.mentions(candidate)).unwrap_or_default();
        built = built.renamed(kept, &name);
    }
    built
}

thread_local! {
    /// How many locals were kept so far: no two have the same name while they are being built.
    static LOCALS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    /// How many bodies are being built around the present one.
    static DEPTH: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A constant of the program, as serde writes it.
pub fn constant<T: Serialize + ?Sized>(value: &T) -> Expr {
    match serde_json::to_value(value) {
        Ok(value) => Expr::literal(value),
        Err(problem) => error(&problem.to_string()),
    }
}

/// The same JSON under another Rust type (`clone`, `as_str`, `into` between text types).
pub fn same<T: WorkflowData>(_: Wit<T>, _: Wit<T>, value: Expr) -> Expr {
    value
}

/// A field or parameter that is read: one that may be missing is null then, because undefined fails the state and
/// vanishes from lists.
pub fn present<T: WorkflowData>(_: Wit<T>, value: Expr) -> Expr {
    match (T::SHAPE, value) {
        (Shape::Option, value @ Expr::Field(..)) => Expr::OrNull(Box::new(value)),
        (_, value) => value,
    }
}

/// `base.field` of a struct, or `base.0` of a tuple.
pub fn field<T: WorkflowData>(_: Wit<T>, ident: &str, base: Expr) -> Expr {
    match T::SHAPE {
        _ if T::TRANSPARENT => base,
        Shape::Struct(fields) => in_fields(fields, ident, base),
        _ => numbered(ident, base),
    }
}

fn in_fields(fields: &[Field], ident: &str, base: Expr) -> Expr {
    match fields.iter().find(|field| field.ident == ident) {
        Some(field) if field.rest => super::dictionary::rest(fields, base),
        Some(field) if field.flatten => base,
        Some(field) => base.field(field.name),
        // rustc has found the field, so a shape without it does not occur.
        None => base,
    }
}

fn numbered(ident: &str, base: Expr) -> Expr {
    match ident.parse() {
        Ok(position) => base.index(Expr::integer(position)),
        Err(_) => base,
    }
}

/// A struct literal, its fields in the order written, after those of `..base`.
pub fn record<T: WorkflowData>(_: Wit<T>, fields: Vec<(&str, Expr)>, rest: Option<Expr>) -> Expr {
    let mut values = fields.into_iter();
    match T::SHAPE {
        _ if T::TRANSPARENT => values.next().map_or_else(null, |(_, value)| value),
        Shape::Struct(known) => merged(known, values.collect(), rest),
        _ => Expr::List(values.map(|(_, value)| value).collect()),
    }
}

fn merged(known: &[Field], fields: Vec<(&str, Expr)>, rest: Option<Expr>) -> Expr {
    let mut parts: Vec<Expr> = rest.into_iter().collect();
    let mut plain = Vec::new();
    for (ident, value) in fields {
        match known.iter().find(|field| field.ident == ident) {
            Some(field) if field.flatten => parts.push(value),
            Some(field) => plain.push((field.name.to_owned(), value)),
            None => plain.push((ident.to_owned(), value)),
        }
    }
    if parts.is_empty() {
        return Expr::Object(plain);
    }
    if !plain.is_empty() {
        parts.push(Expr::Object(plain));
    }
    Expr::Call("merge", vec![Expr::Array(parts)])
}

/// `Enum::Variant`, `Enum::Variant(..)` or `Enum::Variant { .. }`.
pub fn variant<T: WorkflowData>(_: Wit<T>, ident: &str, fields: Vec<(&str, Expr)>) -> Expr {
    use crate::data::EnumRepr::{Adjacent, Internal, Name};
    let Some((repr, variant)) = super::pattern::variant_of::<T>(ident) else {
        // `Shape` knows all variants of an enum; what is not an enum is a tuple struct.
        return record::<T>(Wit::new(), fields, None);
    };
    let tag = |tag: &str| (tag.to_owned(), Expr::string(variant.name));
    match repr {
        Name => Expr::string(variant.name),
        Internal(name) => match content(&variant, fields) {
            None => Expr::Object(vec![tag(name)]),
            Some(Expr::Object(fields)) => Expr::Object(std::iter::once(tag(name)).chain(fields).collect()),
            Some(other) => Expr::Call("merge", vec![Expr::Array(vec![Expr::Object(vec![tag(name)]), other])]),
        },
        Adjacent(name, content_name) => {
            let content = content(&variant, fields).map(|content| (content_name.to_owned(), content));
            Expr::Object(std::iter::once(tag(name)).chain(content).collect())
        }
    }
}

fn content(variant: &Variant, fields: Vec<(&str, Expr)>) -> Option<Expr> {
    match variant.style {
        VariantStyle::Unit => None,
        VariantStyle::Newtype => fields.into_iter().map(|(_, value)| value).next(),
        VariantStyle::Tuple => Some(Expr::List(fields.into_iter().map(|(_, value)| value).collect())),
        VariantStyle::Struct => Some(merged(variant.fields, fields, None)),
    }
}

/// `[a, b]` or `(a, b)`: each item with the witness of its own type.
pub fn list(items: Vec<Expr>) -> Expr {
    Expr::List(items)
}

/// An item of a list. One that may be an array is marked: a JSONata constructor would splice it.
pub fn item<T: WorkflowData>(_: Wit<T>, value: Expr) -> Expr {
    match (T::SHAPE, value) {
        (_, single @ (Expr::List(_) | Expr::Array(_) | Expr::Range(..) | Expr::Literal(_) | Expr::Object(_))) => single,
        (Shape::List | Shape::Tuple(_), value) => Expr::Whole(Box::new(value), true),
        (Shape::Option | Shape::Opaque, value) => Expr::Whole(Box::new(value), false),
        (_, value) => value,
    }
}

/// `condition ? then : otherwise`, or the condition itself where it says the same.
pub fn conditional(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
    if then == Expr::literal(true.into()) && otherwise == Expr::literal(false.into()) {
        return condition;
    }
    condition.conditional(then, otherwise)
}

/// `!operand`.
pub fn not(operand: Expr) -> Expr {
    Expr::Call("not", vec![operand])
}

/// `a && b && c`, `a || b || c`.
pub fn chain(op: BinaryOp, conditions: Vec<Expr>) -> Expr {
    let joined = conditions.into_iter().reduce(|left, right| left.binary(op, right));
    joined.unwrap_or_else(|| Expr::literal(serde_json::Value::Bool(true)))
}

/// `left && right`, `left || right`.
pub fn logic(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    left.binary(op, right)
}

/// null: what `None` and `()` are.
pub fn null() -> Expr {
    Expr::literal(serde_json::Value::Null)
}

/// The `Error` and `Cause` that a Catcher got.
pub fn error_output() -> Expr {
    Expr::States("errorOutput")
}

/// The input of a state.
pub fn input() -> Expr {
    Expr::States("input")
}

/// What a Parallel or Map state gives.
pub fn result() -> Expr {
    Expr::States("result")
}

/// An element of a tuple.
pub fn element(tuple: Expr, position: usize) -> Expr {
    tuple.index(Expr::integer(i64::try_from(position).unwrap_or(i64::MAX)))
}

/// The item of a `for` loop.
pub fn item_at(list: Expr, index: Expr) -> Expr {
    list.index(index)
}

/// Whether a `for` loop has another item.
pub fn has_item(list: Expr, index: Expr) -> Expr {
    index.binary(BinaryOp::Lt, Expr::Call("count", vec![list]))
}

/// The next position.
pub fn next(index: Expr) -> Expr {
    index.binary(BinaryOp::Add, Expr::integer(1))
}
