//! `Option`.

use super::expressions;

expressions! {
    unwrapped(a: Option<u8>, b: u8) -> u8 = a.unwrap() + b; [[1, 2], [null, 2], {"b": 2}];
    or_value(a: Option<u8>, b: u8) -> u8 = a.unwrap_or(b); [[1, 2], [null, 2], {"b": 2}, [0, 2]];
    or_eager(a: Option<u8>, b: u8) -> u8 = a.unwrap_or(1 / b); [[1, 0], [null, 1], [null, 0]];
    some_none(a: Option<String>, b: u8) -> (bool, bool, u8) = (a.is_some(), a.is_none(), b); [["", 1], [null, 1], {"b": 1}, ["x", 1]];
    mapped(a: Option<u8>, b: u8) -> Option<u8> = a.map(|n| n - b); [[3, 2], [null, 2], {"b": 2}, [1, 2]];
    some_and(a: Option<u8>, b: u8) -> bool = a.is_some_and(|n| n / b > 1); [[4, 2], [null, 0], [4, 0], {"b": 1}];
    text_ref(a: Option<String>) -> String = a.as_deref().unwrap_or("none").to_string(); [null, "", "x"];
    made(a: u8) -> Option<u8> = if a > 5 { Some(a) } else { None }; [5, 6];
    first_last(list: Vec<u8>) -> (Option<u8>, Option<u8>) = (list.first().map(|n| *n), list.last().map(|n| *n)); [[], [1], [1, 2]];
    expected(list: Vec<String>, at: usize) -> String = list.get(at).expect("an item").clone(); [[["a"], 0], [["a"], 1], [[], 0]];
    matched(a: Option<u8>) -> u8 = match a { Some(0) => 1, Some(n @ 1..=5) => n * 2, Some(n) if n > 100 => 100, Some(_) => 7, None => 9 }; [0, 3, 5, 6, 101, null];
    if_let(a: Option<u8>, b: Option<u8>) -> u8 = if let Some(x) = a && let Some(y) = b { x + y } else { 0 }; [[1, 2], [null, 2], [1, null], {"a": 1}, [255, 1]];
}
