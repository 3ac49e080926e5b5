//! Whether Catchers take what the arms of a `match` take.

use super::Wit;
use super::pattern::Caught;
use crate::failure::{ErrorKind, ErrorVariant, WorkflowError};

/// The arms for errors of one `match`, in order.
pub trait Arms {
    /// What they take.
    const ARMS: &'static [Caught];
}

/// Refuses, when the definition is compiled, an arm whose Catcher would take errors that another arm takes or none.
///
/// Only an arm for a variant that stands for every error (`#[error(other)]`) can: Amazon States Language has no way to
/// say "every error but these", so the other variants have to be handled before it.
pub fn exact<E: WorkflowError, A: Arms>(_: Wit<E>, _: A) {
    const {
        assert!(
            are_exact(E::VARIANTS, A::ARMS),
            "a Catcher for the variant that takes every other error would also take variants that no arm before it \
             handles; put arms for all other variants before it"
        );
    }
}

#[expect(clippy::indexing_slicing, reason = "a const fn has no iterators; every index is below the length")]
const fn are_exact(variants: &[ErrorVariant], arms: &[Caught]) -> bool {
    let mut i = 0;
    while i < arms.len() {
        if let Caught::Variant(path) = arms[i]
            && is_wild(variants, path)
            && !(path.len() == 1 && others_are_handled(variants, path[0], arms, i))
        {
            return false;
        }
        i += 1;
    }
    true
}

/// Whether the variant at a path stands for every error.
#[expect(clippy::indexing_slicing, reason = "as above")]
const fn is_wild(variants: &[ErrorVariant], path: &[&str]) -> bool {
    let mut i = 0;
    while i < variants.len() {
        if path.is_empty() || equal(variants[i].ident, path[0]) {
            let rest = match path.split_first() {
                Some((_, rest)) => rest,
                None => path,
            };
            let wild = match variants[i].kind {
                ErrorKind::Other => true,
                ErrorKind::Named { .. } => false,
                ErrorKind::Transparent { variants } => is_wild(variants, rest),
            };
            if wild {
                return true;
            }
        }
        i += 1;
    }
    false
}

/// Whether all variants but `ident` have arms of their own among the first `count`.
#[expect(clippy::indexing_slicing, reason = "as above")]
const fn others_are_handled(variants: &[ErrorVariant], ident: &str, arms: &[Caught], count: usize) -> bool {
    let mut i = 0;
    while i < variants.len() {
        if !equal(variants[i].ident, ident) && !is_handled(variants[i].ident, arms, count) {
            return false;
        }
        i += 1;
    }
    true
}

#[expect(clippy::indexing_slicing, reason = "as above")]
const fn is_handled(ident: &str, arms: &[Caught], count: usize) -> bool {
    let mut i = 0;
    while i < count {
        match arms[i] {
            Caught::Any => return true,
            Caught::Variant(path) if path.len() == 1 && equal(path[0], ident) => return true,
            Caught::Variant(_) => {}
        }
        i += 1;
    }
    false
}

#[expect(clippy::indexing_slicing, reason = "as above")]
const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const INNER: &[ErrorVariant] = &[named("Gone"), ErrorVariant { ident: "Rest", kind: ErrorKind::Other }];
    const OUTER: &[ErrorVariant] =
        &[named("A"), named("B"), ErrorVariant { ident: "Inner", kind: ErrorKind::Transparent { variants: INNER } }];

    const fn named(ident: &'static str) -> ErrorVariant {
        ErrorVariant { ident, kind: ErrorKind::Named { error: ident, fields: &[] } }
    }

    #[test]
    fn an_arm_for_the_rest_needs_arms_for_the_others_before_it() {
        use Caught::{Any, Variant};
        let cases: &[(&[ErrorVariant], &[Caught], bool)] = &[
            (INNER, &[Variant(&["Gone"]), Variant(&["Rest"])], true),
            (INNER, &[Variant(&["Rest"]), Variant(&["Gone"])], false),
            (INNER, &[Variant(&["Rest"])], false),
            (INNER, &[Variant(&["Gone"])], true),
            (INNER, &[Variant(&["Gone"]), Any], true),
            (OUTER, &[Variant(&["A"])], true),
            (OUTER, &[Variant(&["A"]), Variant(&["Inner"])], false),
            (OUTER, &[Variant(&["A"]), Variant(&["B"]), Variant(&["Inner"])], true),
            (OUTER, &[Variant(&["Inner", "Gone"])], true),
            (OUTER, &[Variant(&["A"]), Variant(&["B"]), Variant(&["Inner", "Rest"])], false),
        ];
        for (variants, arms, exact) in cases {
            assert_eq!(are_exact(variants, arms), *exact, "{arms:?}");
        }
    }
}
