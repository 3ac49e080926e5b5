//! Where nodes begin and end.

use crate::extent::Extent;

impl From<&super::Expr> for Extent {
    fn from(expr: &super::Expr) -> Self {
        Extent { start: expr.span, end: expr.end }
    }
}

impl From<&super::Effect> for Extent {
    fn from(effect: &super::Effect) -> Self {
        Extent { start: effect.span, end: effect.end }
    }
}

impl From<&super::Pattern> for Extent {
    fn from(pattern: &super::Pattern) -> Self {
        Extent::of_tokens(&pattern.tokens)
    }
}
