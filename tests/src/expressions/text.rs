//! Text and formatting.

use super::expressions;

expressions! {
    count_chars(text: String) -> usize = text.chars().count(); ["", "abc", "é", "e\u{301}", "🦀", "👩‍👩‍👧", "\u{0}\n"];
    empty_text(text: String) -> bool = text.is_empty(); ["", " ", "\u{0}"];
    contains_text(text: String, part: String) -> bool = text.contains(&part);
        [["", ""], ["abc", ""], ["", "a"], ["abc", "bc"], ["a🦀b", "🦀"], ["a.c", "abc"], ["é", "e\u{301}"], ["$1", "$1"]];
    contains_literal(text: String) -> bool = text.contains("🦀/\\\"'"); ["🦀/\\\"'", "x🦀/\\\"'y", "🦀"];
    equal_text(a: String, b: String) -> (bool, bool) = (a == b, a != b);
        [["", ""], ["a", "A"], ["é", "e\u{301}"], ["🦀", "🦀"], ["null", ""], ["1", "1"]];
    literal_text(text: String) -> bool = text == "{% $x %}"; ["{% $x %}", "x"];
    text_of_expression(text: String) -> String = if text.is_empty() { "{% 1 %}".to_string() } else { text.clone() }; ["", "{% 2 %}", "{%"];
    format_values(a: i32, b: bool, c: String) -> String = format!("{a}/{}/{c} {{}} {a}{0}", b); [[-5, true, "x"], [i32::MIN, false, "🦀\"\\"]];
    format_wide(a: u64, b: i64) -> String = format!("{a} {b}"); [[9_007_199_254_740_991_i64, -9_007_199_254_740_991_i64], [0, 0], [1_000_000_000_000_000_i64, -1]];
    format_nothing(a: u8) -> String = { let _ = a; format!("") }; [1];
    to_text(a: i64, b: bool) -> (String, String) = (a.to_string(), b.to_string()); [[-7, false], [0, true]];
    joined(a: String, b: String) -> String = a.clone() + &b + "!" + a.as_str(); [["", ""], ["🦀", "é"]];
    format_sum(a: u8, b: u8) -> String = format!("{}", a + b); [[1, 2], [255, 1]];
}
