//! Methods of numbers whose result may not exist.

use super::exact;
use crate::data::EXACT;

/// What a method is called on: a number, or a reference to one as closures are given it.
#[diagnostic::on_unimplemented(
    message = "[W0804] this method has no exact form for `{Self}` in a workflow",
    label = "it works on integers of up to 64 bits and `f64` here"
)]
pub trait Receiver {
    #[doc(hidden)]
    type Number;
    #[doc(hidden)]
    fn number(self) -> Self::Number;
}

impl<T: Receiver + Copy> Receiver for &T {
    type Number = T::Number;

    #[inline]
    fn number(self) -> T::Number {
        (*self).number()
    }
}

/// The methods of a number type.
#[diagnostic::on_unimplemented(
    message = "[W0804] `{Self}` has no such method in a workflow",
    label = "the method is one of signed integers, or of integers"
)]
pub trait Integer: Sized + Copy {
    #[doc(hidden)]
    type Unsigned;
    #[doc(hidden)]
    fn pow(self, exponent: u32) -> Option<Self>;
    #[doc(hidden)]
    fn div_euclid(self, divisor: Self) -> Option<Self>;
    #[doc(hidden)]
    fn rem_euclid(self, divisor: Self) -> Option<Self>;
    #[doc(hidden)]
    fn abs_diff(self, other: Self) -> Option<Self::Unsigned>;
}

/// A number with a sign.
#[diagnostic::on_unimplemented(message = "[W0804] `{Self}` has no `.abs()`", label = "it has no sign")]
pub trait Signed: Sized + Copy {
    #[doc(hidden)]
    fn abs(self) -> Option<Self>;
}

macro_rules! integers {
    ($($type:ident $unsigned:ident $(signed $signed:ident)?;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Receiver for $type {
            type Number = Self;
            #[inline]
            fn number(self) -> Self { self }
        }

        #[diagnostic::do_not_recommend]
        impl Integer for $type {
            type Unsigned = $unsigned;
            #[inline]
            fn pow(self, exponent: u32) -> Option<Self> { self.checked_pow(exponent).filter(|n| is_exact(*n as i128)) }
            #[inline]
            fn div_euclid(self, divisor: Self) -> Option<Self> {
                self.checked_div_euclid(divisor).filter(|n| is_exact(*n as i128))
            }
            #[inline]
            fn rem_euclid(self, divisor: Self) -> Option<Self> {
                self.checked_rem_euclid(divisor).filter(|n| is_exact(*n as i128))
            }
            #[inline]
            fn abs_diff(self, other: Self) -> Option<$unsigned> {
                Some($type::abs_diff(self, other)).filter(|n| is_exact(*n as i128))
            }
        }

        $(
            #[diagnostic::do_not_recommend]
            impl Signed for $signed {
                #[inline]
                fn abs(self) -> Option<Self> { self.checked_abs().filter(|n| is_exact(*n as i128)) }
            }
        )?
    )* };
}

integers! {
    i8 u8 signed i8; i16 u16 signed i16; i32 u32 signed i32; i64 u64 signed i64; isize usize signed isize;
    u8 u8; u16 u16; u32 u32; u64 u64; usize usize;
}

/// Whether JSONata holds an integer: of 32 bits and less it holds all.
#[inline]
fn is_exact(n: i128) -> bool {
    n.unsigned_abs() <= EXACT as u128
}

#[diagnostic::do_not_recommend]
impl Receiver for f64 {
    type Number = Self;

    #[inline]
    fn number(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl Signed for f64 {
    #[inline]
    fn abs(self) -> Option<Self> {
        Some(f64::abs(self))
    }
}

/// `value.abs()`
#[doc(hidden)]
#[inline]
pub fn abs<R: Receiver<Number: Signed>>(value: R) -> R::Number {
    exact(value.number().abs(), "an absolute value has no exact result")
}

/// `value.abs_diff(other)`
#[doc(hidden)]
#[inline]
pub fn abs_diff<R: Receiver<Number: Integer>>(value: R, other: R::Number) -> <R::Number as Integer>::Unsigned {
    exact(value.number().abs_diff(other), "a difference has no exact result")
}

/// `value.pow(exponent)`
#[doc(hidden)]
#[inline]
pub fn pow<R: Receiver<Number: Integer>>(value: R, exponent: u32) -> R::Number {
    exact(value.number().pow(exponent), "a power has no exact result")
}

/// `value.div_euclid(divisor)`
#[doc(hidden)]
#[inline]
pub fn div_euclid<R: Receiver<Number: Integer>>(value: R, divisor: R::Number) -> R::Number {
    exact(value.number().div_euclid(divisor), "division has no exact result")
}

/// `value.rem_euclid(divisor)`
#[doc(hidden)]
#[inline]
pub fn rem_euclid<R: Receiver<Number: Integer>>(value: R, divisor: R::Number) -> R::Number {
    exact(value.number().rem_euclid(divisor), "remainder has no exact result")
}

/// `value.clamp(least, greatest)`
#[doc(hidden)]
#[inline]
pub fn clamp<R: Receiver<Number: PartialOrd>>(value: R, least: R::Number, greatest: R::Number) -> R::Number {
    let value = value.number();
    let clamped = match () {
        () if least > greatest => None,
        () if value < least => Some(least),
        () if value > greatest => Some(greatest),
        () => Some(value),
    };
    exact(clamped, "the limits of `clamp` cross")
}

/// `value.sqrt()`
#[doc(hidden)]
#[inline]
pub fn sqrt<R: Receiver<Number = f64>>(value: R) -> f64 {
    exact(Some(value.number().sqrt()).filter(|root| root.is_finite()), "a negative number has no square root")
}
