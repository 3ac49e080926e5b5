//! Methods of `Option` and `bool`.

use super::expressions;

expressions! {
    copied_first(list: Vec<u8>) -> (Option<u8>, Option<u8>) = (list.first().copied(), list.last().cloned()); [[], [1], [1, 2]];
    and_then_checked(a: Option<u8>, b: u8) -> Option<u8> = a.and_then(|n| n.checked_sub(b)); [[3, 2], [1, 2], [null, 2], {"b": 2}];
    ors(a: Option<u8>, b: Option<u8>) -> (Option<u8>, Option<u8>, Option<u8>) = (a.or(b), a.and(b), a.xor(b)); [[1, 2], [null, 2], [1, null], [null, null], {"a": 1}, {}];
    or_option_eager(a: Option<u8>, b: u8) -> Option<u8> = a.or(Some(1 / b)); [[1, 0], [null, 1], [null, 0]];
    or_else_lazy(a: Option<u8>, b: u8) -> Option<u8> = a.or_else(|| Some(1 / b)); [[1, 0], [null, 1], [null, 0]];
    unwrap_lazy(a: Option<u8>, b: u8) -> u8 = a.unwrap_or_else(|| 1 / b); [[1, 0], [null, 1], [null, 0], {"b": 0}];
    unwrap_defaults(a: Option<String>, b: Option<u8>, c: Option<Vec<u8>>) -> (String, u8, Vec<u8>) = (a.unwrap_or_default(), b.unwrap_or_default(), c.unwrap_or_default()); [["x", 1, [2]], [null, null, null], {}];
    filtered(a: Option<u8>, b: u8) -> Option<u8> = a.filter(|n| n / b > 1); [[4, 2], [2, 2], [null, 0], [1, 0]];
    none_or(a: Option<u8>, b: u8) -> bool = a.is_none_or(|n| n / b > 1); [[4, 2], [2, 2], [null, 0], [1, 0], {"b": 0}];
    map_ors(a: Option<u8>, b: u8) -> (u8, u8) = (a.map_or(b, |n| n + 1), a.map_or_else(|| b * 2, |n| n * 2)); [[1, 2], [null, 2], [255, 1], [null, 200]];
    map_or_eager(a: Option<u8>, b: u8) -> u8 = a.map_or(1 / b, |n| n); [[1, 0], [null, 1]];
    zipped(a: Option<Vec<u8>>, b: Option<String>) -> Option<(Vec<u8>, String)> = a.zip(b); [[[1], "x"], [[1, 2], ""], [[], "x"], [null, "x"], [[1], null], {}];
    flattened(a: Option<u8>, b: u8) -> Option<u8> = a.map(|n| n.checked_sub(b)).flatten(); [[3, 2], [1, 2], [null, 2]];
    thens(a: bool, b: u8) -> (Option<u8>, Option<u8>) = (a.then(|| b + 1), a.then_some(b)); [[true, 1], [false, 255], [true, 255]];
    then_eager(a: bool, b: u8) -> Option<u8> = a.then_some(1 / b); [[false, 0], [true, 1]];
    chained(a: Option<String>, b: Option<String>) -> String = a.as_ref().filter(|text| !text.is_empty()).or(b.as_ref()).map(|text| format!("<{text}>")).unwrap_or_default();
        [["x", "y"], ["", "y"], [null, "y"], ["", null], {}];
    compared(a: Option<u8>, b: Option<u8>) -> (bool, bool, bool, bool) = (a == b, a != b, a == Some(1), b == None); [[1, 1], [1, 2], [null, null], [null, 1], {"a": 1}, {}];
    list_in_option(a: Option<Vec<Vec<u8>>>) -> Vec<Vec<u8>> = a.unwrap_or_else(|| vec![vec![1]]); [null, [], [[]], [[1]], [[1, 2]]];
}
