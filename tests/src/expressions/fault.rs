//! `matches!`, `assert!`, `panic!` and `unreachable!`.

use super::expressions;
use super::structure::Figure;

expressions! {
    matched_number(n: i32) -> (bool, bool, bool) = (matches!(n, 1 | 2 | 5..=9), matches!(n, x if x % 2 == 0), !matches!(n, -3..=3)); [-3, 0, 1, 5, 10, i32::MIN];
    matched_option(a: Option<u8>) -> (bool, bool, bool) = (matches!(a, Some(1..=9)), matches!(a, None | Some(0)), matches!(a, Some(n) if n > 5)); [null, 0, 1, 9, 200];
    matched_figure(figure: Figure) -> bool = matches!(figure, Figure::Circle { radius } if radius > 2); [{"kind": "circle", "radius": 2}, {"kind": "circle", "radius": 3}, {"kind": "empty"}];
    matched_each(list: Vec<Option<u8>>) -> usize = list.iter().filter(|n| matches!(n, Some(1))).count(); [[], [null], [1], [1, null, 2, 1]];
    panics(n: u8) -> u8 = if n > 3 { panic!("too large: {n}") } else { n }; [3, 4];
    panics_in_match(n: u8) -> String = match n { 0 => "none".to_string(), 1 => "one".to_string(), _ => unreachable!() }; [0, 1, 2];
    asserts(n: u8) -> u8 = { assert!(n < 10, "{n} has two digits"); assert!(n != 3); n + 1 }; [0, 3, 10];
    asserts_inside(n: u8) -> u8 = { let m = { if n > 200 { panic!(); } n + 1 }; m * 2 }; [0, 127, 201];
    panics_in_else(a: Option<u8>) -> u8 = { let Some(n) = a else { panic!("none") }; n + 1 }; [1, null, 255];
    panics_lazily(a: Option<u8>) -> u8 = a.unwrap_or_else(|| panic!("none")); [1, null];
    discarded_inside(a: u8, b: u8) -> u8 = if b < 5 { let _ = a / b; a } else { b }; [[1, 0], [1, 1], [0, 9]];
}
