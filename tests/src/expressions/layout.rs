//! Width, fill and base in `format!`.

use super::expressions;

expressions! {
    aligned(a: String, b: i32) -> String = format!("[{a:>5}|{a:<5}|{a:5}|{b:>5}|{b:<5}|{b:5}|{a:*>3}|{b:é<4}]");
        [["", 0], ["ab", -12], ["abcdef", 123_456], ["🦀é", i32::MIN], ["e\u{301}", 7]];
    zeros(a: i32, b: u64, c: i8) -> String = format!("{a:05}|{b:08}|{c:03}|{0:01}", a); [[0, 0, 0], [-12, 12, -128], [123_456, 9_007_199_254_740_991_i64, 5], [-1, 1, -5], [i32::MIN, 3, -99]];
    zeros_of_text(a: String, b: bool) -> String = format!("{a:05}|{b:07}|{b:>7}|{b:<6}."); [["a", true], ["", false]];
    zeros_over_fill(a: i32) -> String = format!("{a:*<05}|{a:>06}"); [-7, 7];
    bases(a: u8, b: u64) -> String = format!("{a:x} {a:X} {a:b} {a:o} {b:x} {a:08b} {b:>4x} {b:04X} {b:_<6o}"); [[0, 0], [255, 255], [10, 9_007_199_254_740_991_i64]];
    named_layout(cents: u32) -> String = format!("{euros}.{rest:02}", euros = cents / 100, rest = cents % 100); [0, 5, 99, 100, 12_345];
    emoji_fill(a: u8) -> String = format!("{a:🦀>4}"); [1, 100];
}
