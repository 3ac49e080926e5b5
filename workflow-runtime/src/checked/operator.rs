//! The operators, each four times: for operands that may be references, and for those that are numbers as they are
//! written. These are of the result's type; without that, rustc could not tell the type of literals that are computed with
//! each other, as in `seconds + 60 * 60`. They are written out because rustc shows them where operands do not fit.

use super::{Checked, Operand, exact};

#[doc(hidden)]
#[inline]
pub fn add<T, L: Operand<T>, R: Operand<T>>(left: L, right: R) -> T {
    exact(left.add(right.get()), "addition has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn add_left<T: Checked, R: Operand<T>>(left: T, right: R) -> T {
    exact(Checked::add(left, right.get()), "addition has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn add_right<T, L: Operand<T>>(left: L, right: T) -> T {
    exact(left.add(right), "addition has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn add_both<T: Checked>(left: T, right: T) -> T {
    exact(Checked::add(left, right), "addition has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn sub<T, L: Operand<T>, R: Operand<T>>(left: L, right: R) -> T {
    exact(left.sub(right.get()), "subtraction has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn sub_left<T: Checked, R: Operand<T>>(left: T, right: R) -> T {
    exact(Checked::sub(left, right.get()), "subtraction has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn sub_right<T, L: Operand<T>>(left: L, right: T) -> T {
    exact(left.sub(right), "subtraction has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn sub_both<T: Checked>(left: T, right: T) -> T {
    exact(Checked::sub(left, right), "subtraction has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn mul<T, L: Operand<T>, R: Operand<T>>(left: L, right: R) -> T {
    exact(left.mul(right.get()), "multiplication has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn mul_left<T: Checked, R: Operand<T>>(left: T, right: R) -> T {
    exact(Checked::mul(left, right.get()), "multiplication has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn mul_right<T, L: Operand<T>>(left: L, right: T) -> T {
    exact(left.mul(right), "multiplication has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn mul_both<T: Checked>(left: T, right: T) -> T {
    exact(Checked::mul(left, right), "multiplication has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn div<T, L: Operand<T>, R: Operand<T>>(left: L, right: R) -> T {
    exact(left.div(right.get()), "division has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn div_left<T: Checked, R: Operand<T>>(left: T, right: R) -> T {
    exact(Checked::div(left, right.get()), "division has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn div_right<T, L: Operand<T>>(left: L, right: T) -> T {
    exact(left.div(right), "division has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn div_both<T: Checked>(left: T, right: T) -> T {
    exact(Checked::div(left, right), "division has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn rem<T, L: Operand<T>, R: Operand<T>>(left: L, right: R) -> T {
    exact(left.rem(right.get()), "remainder has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn rem_left<T: Checked, R: Operand<T>>(left: T, right: R) -> T {
    exact(Checked::rem(left, right.get()), "remainder has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn rem_right<T, L: Operand<T>>(left: L, right: T) -> T {
    exact(left.rem(right), "remainder has no exact result")
}

#[doc(hidden)]
#[inline]
pub fn rem_both<T: Checked>(left: T, right: T) -> T {
    exact(Checked::rem(left, right), "remainder has no exact result")
}
