//! `.parse()`.

use super::expressions;

expressions! {
    parse_u8(text: String) -> Option<u8> = text.parse::<u8>().ok();
        ["0", "255", "256", "-0", "-1", "+5", "+", "-", "", " 1", "1 ", "007", "0000000000000255", "1.0", "1e2", "0x1F", "٣", "1_0", "99999999999999999999", "1\n", "++1", "255\u{0}"];
    parse_i32(text: String) -> Option<i32> = text.parse().ok();
        ["0", "-0", "+0", "2147483647", "2147483648", "-2147483648", "-2147483649", "00000000000000000000000012", "-+1", "+-1", "0b1", "10000000000", "-", "1\n", "1\r\n"];
    parse_i64(text: String) -> Option<i64> = text.parse::<i64>().ok();
        ["9007199254740991", "9007199254740992", "-9007199254740991", "9223372036854775808", "00000000000000000009", "x", "", "+12", "1e3"];
    parse_u64(text: String) -> u64 = text.parse::<u64>().unwrap_or(7); ["9007199254740991", "18446744073709551616", "-1", "5"];
    parse_bool(text: String) -> Option<bool> = text.parse::<bool>().ok(); ["true", "false", "True", "", "1", " true"];
    parse_fault(text: String) -> u32 = text.parse::<u32>().unwrap() + 1; ["1", "", "4294967295", "4294967296"];
    parse_default(text: String) -> (u32, u32, u32) = (text.parse().unwrap_or_default(), text.parse().unwrap_or(5), text.parse().unwrap_or_else(|_| 6)); ["1", "x"];
    parse_expect(text: String) -> i8 = text.trim().parse().expect("a small number"); [" 5 ", "128", "-128"];
}
