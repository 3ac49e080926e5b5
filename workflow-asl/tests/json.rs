//! Malformed JSON, in the words of AWS (which are those of Jackson), and where values stand.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use workflow_asl::json::{self, SourceMap};

const VALUES: &str = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/// The message, line and column of a text that is no JSON. `VALUES` stands for what a value may start with.
fn assert_malformed(text: &str, message: &str, line: usize, column: usize) {
    let found = json::parse(text).unwrap_err();
    let place = (found.line(), found.column());
    assert_eq!((found.message(), place), (message.replace("VALUES", VALUES).as_str(), (line, column)), "{text:?}");
}

#[test]
fn what_starts_no_value() {
    assert_malformed("not a definition", "Unrecognized token 'not': was expecting VALUES", 1, 4);
    assert_malformed("[tru]", "Unrecognized token 'tru': was expecting VALUES", 1, 5);
    assert_malformed("[truex]", "Unrecognized token 'truex': was expecting VALUES", 1, 7);
    assert_malformed("[\n  nul]", "Unrecognized token 'nul': was expecting VALUES", 2, 6);
    assert_malformed("{\"a\": A}", "Unrecognized token 'A': was expecting VALUES", 1, 8);
    assert_malformed("{\"a\":}", "Unexpected character ('}' (code 125)): expected a value", 1, 7);
    assert_malformed("'a'", "Unexpected character (''' (code 39)): expected a valid value VALUES", 1, 2);
    assert_malformed(
        "\u{feff}{}",
        "Unexpected character ('\u{feff}' (code 65279 / 0xfeff)): expected a valid value VALUES",
        1,
        2,
    );
    let nan = "enable JsonParser.Feature.ALLOW_NON_NUMERIC_NUMBERS to allow";
    assert_malformed("NaN", &format!("Non-standard token 'NaN': {nan}"), 1, 4);
}

#[test]
fn what_stands_between_values() {
    assert_malformed(
        "[1 2]",
        "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries",
        1,
        5,
    );
    assert_malformed(
        "{\"a\": 1\n \"b\": 2}",
        "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
        2,
        3,
    );
    assert_malformed(
        "{\"a\" 1}",
        "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
        1,
        7,
    );
    let name = "was expecting double-quote to start field name";
    assert_malformed("{\"a\": 1,}", &format!("Unexpected character ('}}' (code 125)): {name}"), 1, 10);
    assert_malformed("{a: 1}", &format!("Unexpected character ('a' (code 97)): {name}"), 1, 3);
    assert_malformed("[1,]", "Unexpected character (']' (code 93)): expected a valid value VALUES", 1, 5);
    assert_malformed(
        "{\"a\": [1}",
        "Unexpected close marker '}': expected ']' (for Array starting at [Source: (String)\"{\"a\": [1}\"; line: 1, column: 7])",
        1,
        10,
    );
    assert_malformed(
        "/**/{}",
        "Unexpected character ('/' (code 47)): maybe a (non-standard) comment? \
         (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)",
        1,
        2,
    );
    assert_malformed(
        "\u{c}{}",
        "Illegal character ((CTRL-CHAR, code 12)): only regular white space (\\r, \\n, \\t) is allowed between tokens",
        1,
        2,
    );
}

#[test]
fn texts_that_end_too_early() {
    assert_malformed(
        "{",
        "Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)\"{\"; line: 1, column: 1])",
        1,
        2,
    );
    assert_malformed("{\"a", "Unexpected end-of-input in field name", 1, 4);
    assert_malformed("{\"a\"", "Unexpected end-of-input within/between Object entries", 1, 5);
    assert_malformed("{\"a\":", "Unexpected end-of-input within/between Object entries", 1, 6);
    assert_malformed("[1,", "Unexpected end-of-input within/between Array entries", 1, 4);
    assert_malformed("[\"a", "Unexpected end-of-input: was expecting closing quote for a string value", 1, 4);
    assert_malformed("\"a\\", "Unexpected end-of-input in character escape sequence", 1, 4);
}

#[test]
fn strings_and_numbers() {
    assert_malformed(
        "\"a\nb\"",
        "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value",
        1,
        4,
    );
    assert_malformed("\"\\x\"", "Unrecognized character escape 'x' (code 120)", 1, 4);
    assert_malformed(
        "\"\\u00g0\"",
        "Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence",
        1,
        7,
    );
    assert_malformed("[01]", "Invalid numeric value: Leading zeroes not allowed", 1, 3);
    assert_malformed(
        "[-a]",
        "Unexpected character ('a' (code 97)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
        1,
        4,
    );
    assert_malformed(
        "[1.]",
        "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit",
        1,
        3,
    );
    assert_malformed("1a", "Unexpected character ('a' (code 97)): Expected space separating root-level values", 1, 3);
}

#[test]
fn long_texts_are_cut_in_the_location() {
    let text = format!("[\"{}\"", "x".repeat(600));
    let location = json::parse(&text).unwrap_err().location();
    let expected = format!("[Source: (String)\"[\"{}\"[truncated 103 chars]; line: 1, column: 604]", "x".repeat(498));
    assert_eq!(location, expected);
    let text = format!("[\"{}\"", "x".repeat(40_000));
    assert_eq!(json::parse(&text).unwrap_err().location(), "[Source: (StringReader); line: 1, column: 40004]");
}

/// What is well formed is read as `serde_json` reads it.
#[test]
fn agrees_with_serde_json() {
    for text in [
        "null",
        " true ",
        "[]",
        "{}",
        "-0",
        "0",
        "-0.5e+3",
        "1E5",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "0.1",
        "\"\"",
        r#""\b\f\n\r\t\"\/\\\u00e9\ud83d\ude00 é 😀""#,
        "[1, [2, {\"a\": [null, false]}], \"x\"]\r\n",
        "{\"a\": {\"b\": 1, \"a\": 2}, \"a\": 3}",
    ] {
        assert_eq!(json::parse(text).unwrap(), serde_json::from_str::<Value>(text).unwrap(), "{text}");
    }
    for text in ["", " ", "{} {}", "[1e999]", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "+1", ".5", "nan"] {
        assert!(json::parse(text).is_err() && serde_json::from_str::<Value>(text).is_err(), "{text}");
    }
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(json::parse(&nested(128)).is_ok());
    assert_eq!(json::parse(&nested(129)).unwrap_err().message(), "JSON is nested more than 128 deep");
    assert!(json::parse(&"{\"a\":".repeat(1_000_000)).is_err());
}

#[test]
fn every_value_has_its_place() {
    let text = "{\n  \"a/b\": [10, {\"ü\": \"x\"}],\n  \"~\": null\n}";
    let map = SourceMap::read(text).unwrap();
    let at = |pointer: &str| map.span(pointer).map(|span| &text[span]);
    assert_eq!(at(""), Some(text));
    assert_eq!(at("/a~1b/0"), Some("10"));
    assert_eq!(at("/a~1b/1/ü"), Some("\"x\""));
    assert_eq!(at("/~0"), Some("null"));
    for missing in ["/c", "/a~1b/2", "/a~1b/x", "/~0/a", "a"] {
        assert_eq!(at(missing), None, "{missing}");
    }
    assert_eq!(&text[map.nearest("/a~1b/1/y/z")], "{\"ü\": \"x\"}");
    assert_eq!(&text[map.name_span("/a~1b").unwrap()], "\"a/b\"");
    assert_eq!(map.name_span("/a~1b/0"), None);
    let position = map.position(map.span("/a~1b/1/ü").unwrap().start);
    assert_eq!((position.line, position.column), (2, 21));
}
