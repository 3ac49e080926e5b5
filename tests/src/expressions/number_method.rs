//! Methods of numbers.

use super::expressions;

expressions! {
    abs_i32(n: i32) -> i32 = n.abs(); [-5, 0, 5, i32::MIN, i32::MAX];
    abs_i64(n: i64) -> i64 = n.abs(); [-5, 9_007_199_254_740_991_i64, -9_007_199_254_740_991_i64];
    abs_f64(n: f64) -> f64 = n.abs(); [-5.5, 0.0, 1e300];
    abs_each(list: Vec<i8>) -> Vec<i8> = list.iter().map(|n| n.abs()).filter(|n| n.pow(2) > 1).collect(); [[], [-2], [-2, 1, 3], [-128], [12]];
    diff_u8(a: u8, b: u8) -> u8 = a.abs_diff(b); [[1, 2], [2, 1], [0, 255]];
    diff_i32(a: i32, b: i32) -> u32 = a.abs_diff(b); [[i32::MIN, i32::MAX], [1, -1]];
    diff_i64(a: i64, b: i64) -> u64 = a.abs_diff(b); [[9_007_199_254_740_991_i64, -9_007_199_254_740_991_i64], [1, -1]];
    least_greatest(a: i32, b: i32) -> (i32, i32) = (a.min(b), a.max(b)); [[1, 2], [2, 1], [-1, -1], [i32::MIN, i32::MAX]];
    least_f64(a: f64, b: f64) -> (f64, f64) = (a.min(b), a.max(b)); [[0.1, 0.2], [1e300, -1e300]];
    min_literal(a: u32) -> u32 = a.min(10) + a.max(3); [0, 5, 11, u32::MAX];
    clamped(a: i32, b: i32, c: i32) -> i32 = a.clamp(b, c); [[5, 1, 3], [0, 1, 3], [2, 1, 3], [2, 3, 1], [1, 1, 1]];
    clamped_literal(a: i32) -> i32 = a.clamp(-3, 3); [-9, -3, 0, 3, 9];
    clamped_f64(a: f64) -> f64 = a.clamp(0.0, 1.0); [-0.5, 0.5, 1.5];
    signum_i32(n: i32) -> i32 = n.signum(); [-7, 0, 7, i32::MIN];
    signs(n: i64) -> (bool, bool) = (n.is_positive(), n.is_negative()); [-7, 0, 7];
    pow_i32(a: i32, b: u32) -> i32 = a.pow(b); [[2, 30], [2, 31], [-2, 31], [-2, 32], [0, 0], [7, 0], [-7, 3], [10, 400], [1, 4_000_000_000_u32], [-1, 4_000_000_001_u32]];
    pow_u8(a: u8) -> u8 = a.pow(2); [0, 15, 16];
    pow_i64(a: i64, b: u32) -> i64 = a.pow(b); [[2, 52], [2, 53], [3, 33], [3, 34], [-3, 33], [7, 18], [7, 19], [10, 15], [94_906_265, 2], [94_906_267, 2]];
    euclid_i32(a: i32, b: i32) -> (i32, i32) = (a.div_euclid(b), a.rem_euclid(b));
        [[7, 4], [7, -4], [-7, 4], [-7, -4], [8, 4], [-8, 4], [1, 0], [i32::MIN, 7], [0, 3], [i32::MIN, i32::MIN], [i32::MIN, -1]];
    rem_euclid_only(a: i32, b: i32) -> i32 = a.rem_euclid(b); [[i32::MIN, -1], [-1, 7], [i32::MAX, i32::MIN]];
    euclid_u32(a: u32, b: u32) -> (u32, u32) = (a.div_euclid(b), a.rem_euclid(b)); [[7, 4], [0, 4], [1, 0]];
    checked_u8(a: u8, b: u8) -> (Option<u8>, Option<u8>, Option<u8>, Option<u8>, Option<u8>) =
        (a.checked_add(b), a.checked_sub(b), a.checked_mul(b), a.checked_div(b), a.checked_rem(b)); [[200, 55], [200, 56], [2, 3], [7, 0], [16, 16]];
    checked_i32(a: i32, b: i32) -> (Option<i32>, Option<i32>, Option<i32>, Option<i32>, Option<i32>) =
        (a.checked_add(b), a.checked_sub(b), a.checked_mul(b), a.checked_div(b), a.checked_rem(b));
        [[i32::MIN, -1], [i32::MAX, 1], [7, 0], [-7, 2], [65_536, 65_536], [i32::MIN, i32::MIN]];
    checked_chain(a: u8, b: u8) -> u8 = a.checked_add(b).unwrap_or(255) / b.checked_sub(1).unwrap(); [[200, 56], [1, 2], [1, 0], [1, 1]];
    saturating_i8(a: i8, b: i8) -> (i8, i8, i8) = (a.saturating_add(b), a.saturating_sub(b), a.saturating_mul(b)); [[127, 1], [-128, 1], [-128, -1], [5, 6], [-128, -128]];
    saturating_u32(a: u32, b: u32) -> (u32, u32, u32) = (a.saturating_add(b), a.saturating_sub(b), a.saturating_mul(b)); [[u32::MAX, u32::MAX], [1, 2], [65_536, 65_535]];
    floats(n: f64) -> (f64, f64, f64, f64) = (n.floor(), n.ceil(), n.trunc(), n.round());
        [0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, -0.49999999999999994, 1e300, 4503599627370495.5, -4503599627370497.5, 9007199254740993.0, 0.0, -7.0, 2.4, -2.6];
    roots(n: f64) -> f64 = n.sqrt(); [0.0, 2.0, 1e300, -1.0, 0.1];
    to_i32(n: f64) -> i32 = n as i32; [0.0, -0.5, 0.9, -0.9, 2147483647.5, -2147483648.9, 1e300, -1e300];
    to_u8(n: f64) -> u8 = n as u8; [-0.1, -5.0, 255.9, 256.0, 1e300];
    to_i64(n: f64) -> i64 = n as i64; [1.9, -1.9, 9007199254740991.0, 9007199254740992.0, -9007199254740992.0, 1e300];
    to_u64(n: f64) -> u64 = n as u64; [1.9, -1.9, 9007199254740991.0, 9007199254740992.0, -1e300];
    to_text_of(n: f64) -> String = format!("{}", n as i32); [-0.5, 0.0, -7.9, 1e9];
}
