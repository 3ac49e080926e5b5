//! A retrier at a call.

use crate::{Retrier, WorkflowError};
use std::fmt;
use std::marker::PhantomData;

/// A retrier for calls of tasks that fail with `E`, made by [`retrier!`](crate::retrier); what
/// [`Call::retry`](crate::Call::retry) takes.
pub struct Retry<E> {
    retrier: &'static Retrier,
    errors: PhantomData<fn(&E)>,
}

impl<E: WorkflowError> Retry<E> {
    /// The retrier, once the variants that it names were found in a pattern of the error's type.
    #[doc(hidden)]
    pub const fn new(_: fn(&E), retrier: &'static Retrier) -> Self {
        let mut i = 0;
        while let Some((variant, rest)) = retrier.variants.split_at(i).1.split_first() {
            assert!(has::<E>(variant), "a variant is named as its enum names it: `errors(Type::Variant)`");
            i = retrier.variants.len() - rest.len();
        }
        Retry { retrier, errors: PhantomData }
    }

    /// What it does.
    pub const fn retrier(&self) -> &'static Retrier {
        self.retrier
    }
}

/// Stands for a retrier that was refused.
pub const fn no_retry<E>() -> Retry<E> {
    Retry { retrier: &Retrier::DEFAULT, errors: PhantomData }
}

/// Whether an error type has a variant of this name: a path may lead to it by another one.
const fn has<E: WorkflowError>(ident: &str) -> bool {
    let mut rest = E::VARIANTS;
    while let Some((variant, others)) = rest.split_first() {
        if is_same(variant.ident, ident) {
            return true;
        }
        rest = others;
    }
    false
}

const fn is_same(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    while let (Some((first, left_rest)), Some((second, right_rest))) = (left.split_first(), right.split_first()) {
        if *first != *second {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
}

impl<E> Copy for Retry<E> {}

impl<E> Clone for Retry<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> fmt::Debug for Retry<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.retrier.fmt(f)
    }
}
