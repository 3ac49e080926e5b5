//! How Rust types stand in an execution's JSON: the descriptions behind `#[derive(WorkflowData)]`.

use std::collections::BTreeMap;

/// A type whose values can be kept in an execution: inputs, outputs and variables. Derive it next to serde's derives.
#[diagnostic::on_unimplemented(
    message = "[W0801] `{Self}` cannot be kept in an execution's state",
    label = "a workflow's values are kept as JSON between states, and this type does not say how",
    note = "add `#[derive(WorkflowData)]` next to `Serialize` and `Deserialize`, or keep the value inside a task (of floats, `f64` can be kept)"
)]
pub trait WorkflowData {
    /// The type without references and lifetimes: `Vec<&str>` and `Vec<String>` are the same JSON.
    type Erased: WorkflowData + 'static;

    /// Whether a value may be null in JSON: [`CanBeNull`] or [`CannotBeNull`].
    type Null;

    /// How the type stands in JSON.
    const SHAPE: Shape;

    /// Whether it stands as the one value that it holds: a newtype, or `#[serde(transparent)]`.
    const TRANSPARENT: bool = false;
}

/// Values that are never null.
#[derive(Clone, Copy, Debug)]
pub enum CannotBeNull {}

/// Values that may be null, as `None` is.
#[derive(Clone, Copy, Debug)]
pub enum CanBeNull {}

/// What is never null, so that it can be told from nothing.
#[diagnostic::on_unimplemented(
    message = "[W0803] an `Option` of `{Self}` cannot be looked into in a workflow",
    label = "`Some` of a value that is null and `None` are the same JSON",
    note = "take an option in an option apart with `.flatten()`, ask with `.any(..)` or `.position(..)`, or keep the value in a struct"
)]
pub trait NeverNull: WorkflowData {}

#[diagnostic::do_not_recommend]
impl<T: WorkflowData> NeverNull for T where T::Null: IsNever {}

/// Says of a [`WorkflowData::Null`] that there is none.
pub trait IsNever {}

impl IsNever for CannotBeNull {}

/// How a type stands in JSON, one level deep (rustc knows the types of the fields).
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// null (`()`).
    Unit,
    /// true or false.
    Bool,
    /// A whole number.
    Integer(Integer),
    /// A 64-bit floating-point number.
    Float,
    /// Text.
    Text,
    /// A value or null.
    Option,
    /// An array.
    List,
    /// An array of fixed length.
    Tuple(usize),
    /// An object with any keys.
    Dictionary,
    /// An object with known fields.
    Struct(&'static [Field]),
    /// One of several variants.
    Enum(EnumRepr, &'static [Variant]),
    /// JSON whose inside the workflow cannot look at (`serde_json::Value`).
    Opaque,
}

/// The range of an integer type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integer {
    /// The type's name in Rust.
    pub name: &'static str,
    /// The least value that arithmetic may give: the type's own or -[`EXACT`].
    pub min: i64,
    /// The greatest value that arithmetic may give: the type's own or [`EXACT`].
    pub max: i64,
}

/// A field of a struct or of a variant.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in Rust; a tuple's fields are `0`, `1`, ...
    pub ident: &'static str,
    /// Its name in JSON, as serde writes it.
    pub name: &'static str,
    /// Whether its fields stand in the parent (`#[serde(flatten)]`).
    pub flatten: bool,
    /// Whether it is a map of the parent's keys that are no other field's (`#[serde(flatten)]` on a map).
    pub rest: bool,
}

/// A variant of an enum.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its name in Rust.
    pub ident: &'static str,
    /// Its name in JSON, as serde writes it.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// Whether it is written `V`, `V(..)` or `V { .. }`.
    pub style: VariantStyle,
}

/// How a variant is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantStyle {
    /// `V`
    Unit,
    /// `V(T)`: the content is the value itself.
    Newtype,
    /// `V(A, B)`: the content is an array.
    Tuple,
    /// `V { a: A }`: the content is an object.
    Struct,
}

/// How serde writes which variant an enum holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumRepr {
    /// All variants are units: the variant's name as text.
    Name,
    /// `#[serde(tag = "t")]`: the name in a field beside the variant's own.
    Internal(&'static str),
    /// `#[serde(tag = "t", content = "c")]`.
    Adjacent(&'static str, &'static str),
}

impl Integer {
    /// Whether JSONata holds every value of the type exactly.
    pub const fn is_narrow(&self) -> bool {
        self.max < EXACT
    }
}

macro_rules! shapes {
    ($($type:ty => $erased:ty: $shape:expr, $null:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl WorkflowData for $type {
            type Erased = $erased;
            type Null = $null;
            const SHAPE: Shape = $shape;
        }
    )* };
}

/// The greatest integer that stands for no other: 2^53 is also what JSONata makes of 2^53 + 1.
pub const EXACT: i64 = (1 << 53) - 1;

macro_rules! integers {
    ($($type:ident: $min:expr, $max:expr;)*) => {
        shapes! { $($type => $type: Shape::Integer(Integer { name: stringify!($type), min: $min, max: $max }), CannotBeNull;)* }
    };
}

integers! {
    i8: i8::MIN as i64, i8::MAX as i64;
    i16: i16::MIN as i64, i16::MAX as i64;
    i32: i32::MIN as i64, i32::MAX as i64;
    i64: -EXACT, EXACT;
    isize: -EXACT, EXACT;
    u8: 0, u8::MAX as i64;
    u16: 0, u16::MAX as i64;
    u32: 0, u32::MAX as i64;
    u64: 0, EXACT;
    usize: 0, EXACT;
}

shapes! {
    () => (): Shape::Unit, CanBeNull;
    bool => bool: Shape::Bool, CannotBeNull;
    char => char: Shape::Text, CannotBeNull;
    f64 => f64: Shape::Float, CannotBeNull;
    str => String: Shape::Text, CannotBeNull;
    String => String: Shape::Text, CannotBeNull;
    jiff::Timestamp => jiff::Timestamp: Shape::Text, CannotBeNull;
    serde_json::Value => serde_json::Value: Shape::Opaque, CanBeNull;
}

impl WorkflowData for crate::Failure {
    type Erased = Self;
    type Null = CannotBeNull;
    const SHAPE: Shape = Shape::Struct(&[
        Field { ident: "error", name: "Error", flatten: false, rest: false },
        Field { ident: "cause", name: "Cause", flatten: false, rest: false },
    ]);
}

impl<T: WorkflowData + ?Sized> WorkflowData for &T {
    type Erased = T::Erased;
    type Null = T::Null;
    const SHAPE: Shape = T::SHAPE;
    const TRANSPARENT: bool = T::TRANSPARENT;
}

impl<T: WorkflowData + ?Sized> WorkflowData for &mut T {
    type Erased = T::Erased;
    type Null = T::Null;
    const SHAPE: Shape = T::SHAPE;
    const TRANSPARENT: bool = T::TRANSPARENT;
}

impl<T: WorkflowData + ?Sized> WorkflowData for Box<T> {
    type Erased = T::Erased;
    type Null = T::Null;
    const SHAPE: Shape = T::SHAPE;
    const TRANSPARENT: bool = T::TRANSPARENT;
}

impl<T: WorkflowData> WorkflowData for Option<T> {
    type Erased = Option<T::Erased>;
    type Null = CanBeNull;
    const SHAPE: Shape = Shape::Option;
}

/// A result that a variable keeps: `{"Ok": value}` or `{"Err": error}`.
impl<T: WorkflowData, E> WorkflowData for Result<T, E> {
    // No form depends on the type of the error, which may be borrowed.
    type Erased = Result<T::Erased, ()>;
    type Null = CannotBeNull;
    const SHAPE: Shape = Shape::Dictionary;
}

impl<T: WorkflowData> WorkflowData for Vec<T> {
    type Erased = Vec<T::Erased>;
    type Null = CannotBeNull;
    const SHAPE: Shape = Shape::List;
}

impl<T: WorkflowData> WorkflowData for [T] {
    type Erased = Vec<T::Erased>;
    type Null = CannotBeNull;
    const SHAPE: Shape = Shape::List;
}

impl<T: WorkflowData, const N: usize> WorkflowData for [T; N] {
    type Erased = Vec<T::Erased>;
    type Null = CannotBeNull;
    const SHAPE: Shape = Shape::List;
}

impl<T: WorkflowData> WorkflowData for BTreeMap<String, T> {
    type Erased = BTreeMap<String, T::Erased>;
    type Null = CannotBeNull;
    const SHAPE: Shape = Shape::Dictionary;
}

macro_rules! tuples {
    ($($length:literal: $($name:ident)+;)*) => { $(
        impl<$($name: WorkflowData),+> WorkflowData for ($($name,)+) {
            type Erased = ($($name::Erased,)+);
            type Null = CannotBeNull;
            const SHAPE: Shape = Shape::Tuple($length);
        }

    )* };
}

tuples! {
    1: A; 2: A B; 3: A B C; 4: A B C D; 5: A B C D E; 6: A B C D E F; 7: A B C D E F G; 8: A B C D E F G H;
    9: A B C D E F G H I; 10: A B C D E F G H I J; 11: A B C D E F G H I J K; 12: A B C D E F G H I J K L;
}
