//! Methods of text.

use super::expressions;

expressions! {
    starts(text: String, part: String) -> bool = text.starts_with(&part);
        [["", ""], ["abc", ""], ["", "a"], ["abc", "ab"], ["abc", "bc"], ["cabc", "abc"], ["🦀b", "🦀"], ["aab", "ab"], ["ab\n", "ab"], ["e\u{301}", "e"], ["$&", "$"]];
    ends(text: String, part: String) -> bool = text.ends_with(&part);
        [["", ""], ["abc", ""], ["", "a"], ["abc", "bc"], ["abc", "ab"], ["aaa", "aa"], ["a~", "~"], ["a~~", "~"], ["~", "~~"], ["a|~|b", "|~|"], ["|~|", "~|"], ["x~y", "y"], ["🦀", "🦀"], ["ab\n", "ab"], ["abab", "ab"], ["a~|~|", "~|~|"], ["|", "|~|"]];
    starts_literal(text: String) -> (bool, bool, bool, bool) = (text.starts_with("a.c/"), text.starts_with('x'), text.starts_with("🦀"), text.starts_with("")); ["a.c/d", "abc/", "x", "🦀 x", "", "za.c/"];
    ends_literal(text: String) -> (bool, bool, bool, bool, bool) = (text.ends_with(".csv"), text.ends_with("\\"), text.ends_with("(x)"), text.ends_with("é"), text.ends_with("{}[]"));
        ["a.csv", "a.csv\n", "acsv", "x\\", "(x)", "é", "e\u{301}", "", "{}[]", "a.csv\r\n"];
    without_prefix(text: String, part: String) -> Option<String> = text.strip_prefix(&part).map(|rest| rest.to_string()); [["abc", "ab"], ["abab", "ab"], ["b", "ab"], ["", ""], ["🦀", "🦀"], ["xab", "ab"]];
    without_suffix(text: String) -> (Option<String>, Option<String>) = (text.strip_suffix(".gz").map(|rest| rest.to_string()), text.strip_suffix("é~").map(|rest| rest.to_string()));
        ["a.gz", ".gz.gz", "agz", "a.gz\n", "", "é~", "~é~", "|~|é~", "é~é~"];
    splits(text: String, part: String) -> Vec<String> = text.split(&part).map(|part| part.to_string()).collect();
        [["a,b", ","], ["", ","], [",", ","], [",,a,", ","], ["abc", ""], ["a.b", "."], ["aaa", "aa"], ["🦀,é", ","], ["a||b", "||"], ["ab", "ab"]];
    splits_literal(text: String) -> Vec<String> = text.split(", ").map(|part| part.trim().to_string()).collect(); ["a, b", "", " a ,  b ", "a"];
    splits_char(text: String) -> usize = text.split('-').count(); ["a-b", "", "---", "x"];
    once(text: String, part: String) -> Option<(String, String)> = text.split_once(&part).map(|(a, b)| (a.to_string(), b.to_string())); [["a=b=c", "="], ["a", "="], ["", ""], ["=", "="], ["🦀=é", "="]];
    replaced(text: String, part: String, to: String) -> String = text.replace(&part, &to); [["aXbX", "X", "--"], ["aaa", "aa", "b"], ["a", "", "b"], ["a.b", ".", "$0"], ["x", "x", "\\1$1"], ["🦀🦀", "🦀", ""]];
    replaced_literal(text: String) -> String = text.replace("a", "$$").replace('b', "\""); ["abab", "", "c"];
    trims(text: String) -> (String, String, String) = (text.trim().to_string(), text.trim_start().to_string(), text.trim_end().to_string());
        ["", " ", " a  b ", "\t\na\r\n", "\u{85}a\u{a0}", "\u{feff}a\u{feff}", "\u{200b}a\u{200b}", "\u{1680}a b\u{3000}", "\u{2028}a\u{2029}", "\u{1c}a\u{1f}", "\u{b}a\u{c}", "\u{180e}a", "\u{2007}a\u{202f}\u{205f}", "🦀 ", "a\n\n"];
    words(text: String) -> Vec<String> = text.split_whitespace().map(|word| word.to_string()).collect(); ["", "  ", "a", " a  b\tc\n", "a\u{a0}b", "🦀 é"];
    lined(text: String) -> Vec<String> = text.lines().map(|line| line.to_string()).collect(); ["", "\n", "a", "a\n", "a\n\n", "a\r\nb\r\n", "a\r", "\r\r\n", "a\nb", "\n\na", "a\r\n\r\nb"];
    ascii(text: String) -> (bool, String, String) = (text.is_ascii(), text.to_ascii_uppercase(), text.to_ascii_lowercase()); ["", "aBc", "ßİΣ é", "x1_Z", "🦀az", "\u{7f}", "\u{80}"];
    equal_ascii(a: String, b: String) -> bool = a.eq_ignore_ascii_case(&b); [["ABC", "abc"], ["é", "É"], ["", ""], ["a1", "A1"], ["K", "\u{212a}"]];
    contains_char(text: String) -> (bool, bool) = (text.contains('a'), text.contains('🦀')); ["a", "🦀", ""];
}
