//! Which strings of a state are JSONata expressions.

/// What stands between `{%` and `%}`, if the text is an expression.
pub(crate) fn body(text: &str) -> Option<&str> {
    text.strip_prefix("{%")?.strip_suffix("%}")
}

/// Whether a string of a JSONata state is an expression, `{% ... %}`, and no constant.
pub fn is_jsonata(text: &str) -> bool {
    body(text).is_some()
}

/// Whether a text starts or ends like an expression but is none.
pub(crate) fn is_half_open(text: &str) -> bool {
    body(text).is_none() && (text.starts_with("{%") || text.ends_with("%}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        assert_eq!(body("{% 1 %}"), Some(" 1 "));
        assert_eq!(body("{%%}"), Some(""));
        for half in ["{% 1", "1 %}", " {% 1 %}", "{% 1 %} ", "{%}"] {
            assert!(is_half_open(half), "{half}");
        }
        assert!(!is_half_open("100%") && !is_half_open("{% 1 %}") && !is_half_open("a {% 1 %} b"));
    }
}
