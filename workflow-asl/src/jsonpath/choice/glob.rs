//! Patterns of `StringMatches`.

/// A pattern in which `*` stands for any text; `\*` and `\\` stand for the character.
#[derive(Clone, Debug)]
pub(super) struct Glob {
    /// The texts between the stars.
    pieces: Vec<String>,
}

impl Glob {
    pub(super) fn parse(pattern: &str) -> Self {
        let mut pieces = vec![String::new()];
        let mut characters = pattern.chars();
        while let Some(character) = characters.next() {
            match character {
                '*' => pieces.push(String::new()),
                other => {
                    let literal = if other == '\\' { characters.next().unwrap_or('\\') } else { other };
                    if let Some(last) = pieces.last_mut() {
                        last.push(literal);
                    }
                }
            }
        }
        Self { pieces }
    }

    /// Whether a text is as the pattern says. Each piece is looked for once, so the time does not explode.
    pub(super) fn matches(&self, text: &str) -> bool {
        let Some((first, rest)) = self.pieces.split_first() else { return text.is_empty() };
        let Some((last, middle)) = rest.split_last() else { return text == first };
        let Some(mut text) = text.strip_prefix(first.as_str()) else { return false };
        for piece in middle {
            match text.split_once(piece.as_str()) {
                Some((_, after)) => text = after,
                None => return false,
            }
        }
        text.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn stars_stand_for_any_text() {
        let cases = [
            ("log-*.txt", "log-2020.txt", true),
            ("log-*.txt", "log-.txt", true),
            ("log-*.txt", "log.txt", false),
            ("*", "", true),
            ("**", "anything", true),
            ("a*a", "a", false),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "acb", false),
            (r"a\*b", "a*b", true),
            (r"a\*b", "aXb", false),
            (r"a\\b", r"a\b", true),
            ("", "", true),
            ("", "a", false),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(Glob::parse(pattern).matches(text), expected, "{pattern} {text}");
        }
        assert!(!Glob::parse(&"*a".repeat(5_000)).matches(&"a".repeat(4_999)));
    }
}
