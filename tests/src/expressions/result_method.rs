//! Methods of `Result`, and what fails to convert.

use super::expressions;
use crate::corpus::model::ShopError;
use workflow_runtime::prelude::*;

/// A number below ten.
#[expression]
fn digit(n: u32) -> Result<u32, ShopError> {
    if n < 10 { Ok(n) } else { Err(ShopError::Code(n as i32)) }
}

/// What may be nothing, of an even number.
#[expression]
fn halved(n: u32) -> Result<Option<u32>, ShopError> {
    if n % 2 == 1 { Err(ShopError::Network) } else { Ok(if n == 0 { None } else { Some(n / 2) }) }
}

/// A list of as many items, of a digit.
#[expression]
fn listed(n: u32) -> Result<Vec<Vec<u32>>, ShopError> {
    if n < 10 { Ok((0..n).map(|i| vec![i]).collect()) } else { Err(ShopError::Code(n as i32)) }
}

expressions! {
    result_asked(n: u32) -> (bool, bool, bool, bool) = { let r = digit(n); (r.is_ok(), r.is_err(), r.is_ok_and(|d| d > 5), digit(n).is_err_and(|_| n > 20)) }; [0, 5, 6, 10, 21];
    result_ok(n: u32) -> (Option<u32>, Option<Vec<Vec<u32>>>) = (digit(n).ok(), listed(n).ok()); [0, 1, 2, 10];
    result_unwrap(n: u32) -> u32 = digit(n).unwrap() + 1; [0, 9, 10];
    result_expect(n: u32) -> Vec<Vec<u32>> = listed(n).expect("a digit"); [0, 1, 2, 10];
    result_unwrap_null(n: u32) -> Option<u32> = halved(n).unwrap(); [0, 1, 2];
    result_unwrap_or(n: u32, m: u32) -> (u32, Option<u32>) = (digit(n).unwrap_or(10 / m), halved(n).unwrap_or(Some(7))); [[0, 1], [10, 1], [11, 2], [1, 0], [10, 0]];
    result_unwrap_lazy(n: u32, m: u32) -> u32 = digit(n).unwrap_or_else(|_| 10 / m); [[0, 0], [10, 1], [10, 0]];
    result_unwrap_default(n: u32) -> (u32, Option<u32>, Vec<Vec<u32>>) = (digit(n).unwrap_or_default(), halved(n).unwrap_or_default(), listed(n).unwrap_or_default()); [0, 1, 4, 10, 11];
    result_map(n: u32) -> (Option<u32>, bool, Vec<Vec<u32>>) = (digit(n).map(|d| d * 2).ok(), halved(n).map(|h| h.is_none()).unwrap_or(true), listed(n).map(|list| list).unwrap_or(vec![vec![1]])); [0, 1, 2, 9, 10, 11];
    result_map_faults(n: u32) -> u32 = digit(n).map(|d| 10 / d).unwrap_or(0); [0, 1, 10];
    result_map_or(n: u32, m: u32) -> (u32, u32) = (digit(n).map_or(10 / m, |d| d + 1), digit(n).map_or_else(|_| m, |d| d + 2)); [[1, 1], [10, 1], [1, 0], [10, 5]];
    result_and_then(n: u32) -> (Option<u32>, bool, bool) = {
        let r = digit(n).and_then(|d| halved(d));
        (r.clone().unwrap_or_default(), r.is_ok(), digit(n).and_then(|d| if d > 5 { Err(ShopError::Network) } else { Ok(d) }).is_ok())
    }; [0, 1, 2, 6, 10];
    result_ors(n: u32, m: u32) -> (Option<u32>, Option<u32>, Option<u32>) = (digit(n).or(digit(m)).ok(), digit(n).or_else(|_| digit(m + 1)).ok(), digit(n).and(digit(m)).ok()); [[1, 2], [10, 2], [1, 10], [10, 9], [10, 11]];
    result_error(n: u32) -> (String, String) = (digit(n).map_or_else(|error| error.failure().error, |d| d.to_string()), digit(n).map(|d| d.to_string()).unwrap_or_else(|error| error.failure().cause)); [1, 10, 25];
    result_map_err(n: u32) -> u32 = match digit(n).map_err(|_| ShopError::Declined { reason: "large".to_string(), tries: n }) { Ok(d) => d, Err(ShopError::Network) => 4, Err(ShopError::Declined { .. }) => 2, Err(_) => 0 }; [1, 10, 25];
    result_by_reference(n: u32) -> (u32, usize, bool) = {
        let (r, list) = (digit(n), listed(n));
        (r.as_ref().copied().unwrap_or(3), list.as_ref().map(|list| list.len()).unwrap_or(0), list.is_ok())
    }; [1, 10];
    parse_matched(text: String) -> u32 = match text.parse::<u32>() { Ok(0) => 7, Ok(n) => n, Err(_) => 5 }; ["0", "12", "x", "-1"];
    parse_let(text: String) -> u32 = if let Ok(n) = text.parse::<u32>() { n + 1 } else { 0 }; ["0", "12", "x", "4294967295"];
    parse_kept(text: String) -> (bool, Option<u8>, u8) = { let n = text.parse::<u8>(); (n.is_err(), n.clone().ok(), n.unwrap_or(9)) }; ["0", "255", "256", ""];
    parse_mapped(text: String) -> Option<u8> = text.parse::<u8>().map(|n| n / 2).ok(); ["1", "255", "x"];
    parse_mapped_bool(text: String) -> bool = text.parse::<bool>().is_ok_and(|yes| !yes); ["true", "false", "x"];
    parse_each(texts: Vec<String>) -> Vec<u8> = texts.iter().filter_map(|text| text.parse::<u8>().ok()).collect(); [[], ["1"], ["x"], ["1", "x", "2"]];
    parse_wide(text: String) -> i64 = text.parse::<i64>().map_or(-1, |n| n); ["9007199254740991", "9007199254740992", "x"];
    try_from_u8(n: u32) -> Option<u8> = u8::try_from(n).ok(); [0, 255, 256, 4294967295u32];
    try_from_signed(n: i32) -> (Option<u32>, Option<i8>, Option<i64>, Option<usize>) = (u32::try_from(n).ok(), i8::try_from(n).ok(), i64::try_from(n).ok(), usize::try_from(n).ok()); [0, -1, 127, 128, -128, -129, i32::MIN, i32::MAX];
    try_from_wide(n: i64) -> (Option<u64>, Option<i32>) = (u64::try_from(n).ok(), i32::try_from(n).ok()); [0, -1, 2147483648i64, -2147483649i64, 9007199254740991i64, -9007199254740991i64];
    try_into(n: i64) -> (u8, u16) = (n.try_into().unwrap_or(7), n.try_into().unwrap_or_default()); [0, 255, 256, 65536, -1];
    try_from_unwrap(n: u64) -> u8 = u8::try_from(n).unwrap() + 1; [0, 254, 255, 256];
    try_from_matched(n: i64) -> u32 = match u32::try_from(n) { Ok(n) => n, Err(_) => 3 }; [0, -1, 4294967295i64, 4294967296i64];
}
