//! Arithmetic and comparison.

use super::expressions;

expressions! {
    add_u8(a: u8, b: u8) -> u8 = a + b; [[1, 2], [200, 55], [200, 56]];
    sub_u8(a: u8, b: u8) -> u8 = a - b; [[2, 2], [2, 3]];
    either(a: u8, b: Option<u8>) -> u8 = b.unwrap_or(a); [[1, 2], [1, null], {"a": 1}];
}
