//! The arithmetic of a workflow's native body: exact, or an evaluation fault.
//!
//! A release build wraps where Amazon States Language does not, so the operators of a workflow become these functions.
//! Both sides have one number type, which is what lets literals and un-annotated variables be inferred as with operators.

mod indexed;
mod number;
mod operator;
mod text;
mod timestamp;

#[doc(hidden)]
pub use indexed::*;
pub use number::{abs, abs_diff, clamp, div_euclid, pow, rem_euclid, sqrt};
#[doc(hidden)]
pub use operator::*;
#[doc(hidden)]
pub use text::{Parse, parse, pattern};
#[doc(hidden)]
pub use timestamp::{FIRST_SECOND, LAST_SECOND, Moment, earlier, later};

use crate::data::EXACT;
use crate::fault::fault;

/// A number that a workflow computes with.
#[diagnostic::on_unimplemented(
    message = "[W0807] `{Self}` has no exact arithmetic in a workflow",
    label = "integers of up to 64 bits and `f64` can be computed with here",
    note = "JSONata's numbers are 64-bit floats; compute with `f64` or inside a task"
)]
pub trait Checked: Sized + Copy {
    #[doc(hidden)]
    fn add(self, other: Self) -> Option<Self>;
    #[doc(hidden)]
    fn sub(self, other: Self) -> Option<Self>;
    #[doc(hidden)]
    fn mul(self, other: Self) -> Option<Self>;
    #[doc(hidden)]
    fn div(self, other: Self) -> Option<Self>;
    #[doc(hidden)]
    fn rem(self, other: Self) -> Option<Self>;
    #[doc(hidden)]
    fn neg(self) -> Option<Self>;
}

/// One side of an operator: a number, or a reference to one.
#[diagnostic::on_unimplemented(
    message = "[W0807] `{Self}` cannot be computed with here",
    label = "both sides of an operator are of one number type in a workflow: integers of up to 64 bits, or `f64`",
    note = "JSONata's numbers are 64-bit floats; convert one side with `as` or `f64::from`, put text together with `format!`, or compute inside a task"
)]
pub trait Operand<T> {
    #[doc(hidden)]
    fn get(self) -> T;
    #[doc(hidden)]
    fn add(self, other: T) -> Option<T>;
    #[doc(hidden)]
    fn sub(self, other: T) -> Option<T>;
    #[doc(hidden)]
    fn mul(self, other: T) -> Option<T>;
    #[doc(hidden)]
    fn div(self, other: T) -> Option<T>;
    #[doc(hidden)]
    fn rem(self, other: T) -> Option<T>;
    #[doc(hidden)]
    fn neg(self) -> Option<T>;
}

macro_rules! operands {
    ($($type:ident)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Operand<$type> for $type {
            operand! { $type: |value| value }
        }
        #[diagnostic::do_not_recommend]
        impl Operand<$type> for &$type {
            operand! { $type: |value| *value }
        }
    )* };
}

macro_rules! operand {
    ($type:ident: |$value:ident| $number:expr) => {
        operand! { @ $type $value $number; add sub mul div rem }

        #[inline]
        fn get(self) -> $type {
            let $value = self;
            $number
        }
        #[inline]
        fn neg(self) -> Option<$type> {
            let $value = self;
            Checked::neg($number)
        }
    };
    (@ $type:ident $value:ident $number:expr; $($operator:ident)*) => { $(
        #[inline]
        fn $operator(self, other: $type) -> Option<$type> {
            let $value = self;
            Checked::$operator($number, other)
        }
    )* };
}

operands! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize f64 }

macro_rules! integers {
    ($($type:ident $within:expr;)*) => { $(
        impl Checked for $type {
            #[inline]
            fn add(self, other: Self) -> Option<Self> { self.checked_add(other).filter($within) }
            #[inline]
            fn sub(self, other: Self) -> Option<Self> { self.checked_sub(other).filter($within) }
            #[inline]
            fn mul(self, other: Self) -> Option<Self> { self.checked_mul(other).filter($within) }
            #[inline]
            fn div(self, other: Self) -> Option<Self> { self.checked_div(other).filter($within) }
            #[inline]
            fn rem(self, other: Self) -> Option<Self> { self.checked_rem(other).filter($within) }
            #[inline]
            fn neg(self) -> Option<Self> { self.checked_neg().filter($within) }
        }
    )* };
}

integers! {
    i8 |_| true;
    i16 |_| true;
    i32 |_| true;
    i64 |n| n.unsigned_abs() <= EXACT as u64;
    isize |n| n.unsigned_abs() <= EXACT as usize;
    u8 |_| true;
    u16 |_| true;
    u32 |_| true;
    u64 |n| *n <= EXACT as u64;
    usize |n| *n <= EXACT as usize;
}

impl Checked for f64 {
    #[inline]
    fn add(self, other: Self) -> Option<Self> {
        Some(self + other).filter(|n| n.is_finite())
    }
    #[inline]
    fn sub(self, other: Self) -> Option<Self> {
        Some(self - other).filter(|n| n.is_finite())
    }
    #[inline]
    fn mul(self, other: Self) -> Option<Self> {
        Some(self * other).filter(|n| n.is_finite())
    }
    #[inline]
    fn div(self, other: Self) -> Option<Self> {
        Some(self / other).filter(|n| n.is_finite())
    }
    #[inline]
    fn rem(self, other: Self) -> Option<Self> {
        Some(self % other).filter(|n| n.is_finite())
    }
    #[inline]
    fn neg(self) -> Option<Self> {
        Some(-self)
    }
}

#[inline]
fn exact<T>(result: Option<T>, otherwise: &'static str) -> T {
    match result {
        Some(value) => value,
        None => fault(otherwise),
    }
}

/// `-operand`.
#[doc(hidden)]
#[inline]
pub fn neg<T, O: Operand<T>>(operand: O) -> T {
    exact(operand.neg(), "negation has no exact result")
}

/// `collection[index]` as a place that is assigned.
#[doc(hidden)]
#[inline]
pub fn index_mut<T>(list: &mut [T], index: usize) -> &mut T {
    let length = list.len();
    match list.get_mut(index) {
        Some(item) => item,
        None => fault(format!("index {index} is out of range for a list of {length}")),
    }
}

/// `panic!(..)` and `unreachable!(..)`.
#[doc(hidden)]
#[cold]
pub fn panicked(message: String) -> ! {
    fault(message)
}

/// An `Option` or a `Result`.
#[diagnostic::on_unimplemented(
    message = "[W0811] there is nothing to unwrap in `{Self}`",
    label = "no `Option` and no `Result`"
)]
pub trait Unwrap {
    /// What it may hold.
    type Value;
    #[doc(hidden)]
    fn value(self) -> Option<Self::Value>;
}

#[diagnostic::do_not_recommend]
impl<T> Unwrap for Option<T> {
    type Value = T;

    #[inline]
    fn value(self) -> Option<T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T, E> Unwrap for Result<T, E> {
    type Value = T;

    #[inline]
    fn value(self) -> Option<T> {
        self.ok()
    }
}

/// `.unwrap()` and `.expect(..)`.
#[doc(hidden)]
#[inline]
pub fn unwrap<U: Unwrap>(of: U) -> U::Value {
    match of.value() {
        Some(value) => value,
        None => fault("there is no value"),
    }
}

/// What can be added up: numbers and references to them.
#[diagnostic::on_unimplemented(
    message = "[W0808] a workflow cannot add up or multiply items of type `{Item}` to a `{Self}`",
    label = "the items and the result must be of one number type"
)]
pub trait Sum<Item>: Checked {
    #[doc(hidden)]
    const ZERO: Self;
    #[doc(hidden)]
    const ONE: Self;
    #[doc(hidden)]
    fn of(item: Item) -> Self;
}

macro_rules! sums {
    ($($type:ident $zero:literal $one:literal;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Sum<$type> for $type {
            const ZERO: Self = $zero;
            const ONE: Self = $one;
            fn of(item: $type) -> Self { item }
        }
        #[diagnostic::do_not_recommend]
        impl Sum<&$type> for $type {
            const ZERO: Self = $zero;
            const ONE: Self = $one;
            fn of(item: &$type) -> Self { *item }
        }
    )* };
}

sums! { i8 0 1; i16 0 1; i32 0 1; i64 0 1; isize 0 1; u8 0 1; u16 0 1; u32 0 1; u64 0 1; usize 0 1; f64 0.0 1.0; }

/// `items.sum()`.
#[doc(hidden)]
pub fn sum<S: Sum<I::Item>, I: Iterator>(items: I) -> S {
    items.fold(S::ZERO, |total: S, item| match Checked::add(total, S::of(item)) {
        Some(total) => total,
        None => fault("a sum has no exact result"),
    })
}

/// `items.product()`.
#[doc(hidden)]
pub fn product<S: Sum<I::Item>, I: Iterator>(items: I) -> S {
    items.fold(S::ONE, |product: S, item| match Checked::mul(product, S::of(item)) {
        Some(product) => product,
        None => fault("a product has no exact result"),
    })
}

/// The size of `.windows(size)` and its like, or the step of `.step_by(step)`: at least one.
#[doc(hidden)]
#[inline]
pub fn size(size: usize) -> usize {
    if size == 0 { fault("a size or step of zero") } else { size }
}

/// A cast that keeps the value.
#[diagnostic::on_unimplemented(
    message = "[W0809] `{Self} as {To}` has no exact form in a workflow",
    label = "integers and `f64` can be cast to each other here",
    note = "convert inside a task"
)]
pub trait Cast<To> {
    #[doc(hidden)]
    fn cast(self) -> Option<To>;
}

macro_rules! casts {
    ($($from:ident)*) => { $( casts!(@ $from: i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
        #[diagnostic::do_not_recommend]
        impl Cast<f64> for $from {
            #[inline]
            fn cast(self) -> Option<f64> { Some(self as f64) }
        }
    )* };
    (@ $from:ident: $($to:ident)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Cast<$to> for $from {
            #[inline]
            fn cast(self) -> Option<$to> { $to::try_from(self).ok() }
        }
    )* };
}

casts! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

#[diagnostic::do_not_recommend]
impl Cast<f64> for f64 {
    #[inline]
    fn cast(self) -> Option<f64> {
        Some(self)
    }
}

macro_rules! float_casts {
    ($($to:ident $($exact:expr)?;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Cast<$to> for f64 {
            #[inline]
            fn cast(self) -> Option<$to> { Some(self as $to)$(.filter($exact))? }
        }
    )* };
}

float_casts! {
    i8; i16; i32; u8; u16; u32;
    i64 |n| n.unsigned_abs() <= EXACT as u64;
    isize |n| n.unsigned_abs() <= EXACT as usize;
    u64 |n| *n <= EXACT as u64;
    usize |n| *n <= EXACT as usize;
}

/// `value as To`.
#[doc(hidden)]
#[inline]
pub fn cast<To, From: Cast<To>>(value: From) -> To {
    match value.cast() {
        Some(value) => value,
        None => fault("the value does not fit the type it is cast to"),
    }
}
