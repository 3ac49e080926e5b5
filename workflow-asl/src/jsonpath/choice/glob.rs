/// The pattern of `StringMatches`: `*` is any text, `\*` is an asterisk and `\\` a backslash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Glob {
    /// What is before the first `*`.
    prefix: Box<str>,
    /// What is between one `*` and the next, and behind the last; nothing if there is none.
    rest: Option<(Vec<Box<str>>, Box<str>)>,
}

impl Glob {
    pub(super) fn parse(pattern: &str) -> Self {
        let mut parts = Vec::new();
        let mut part = String::new();
        let mut chars = pattern.chars();
        while let Some(char) = chars.next() {
            match char {
                '*' => parts.push(std::mem::take(&mut part).into_boxed_str()),
                '\\' => match chars.next() {
                    Some(escaped @ ('*' | '\\')) => part.push(escaped),
                    other => {
                        part.push('\\');
                        part.extend(other);
                    }
                },
                _ => part.push(char),
            }
        }
        let last = part.into_boxed_str();
        if parts.is_empty() {
            return Self { prefix: last, rest: None };
        }
        let prefix = parts.remove(0);
        parts.retain(|part| !part.is_empty());
        Self { prefix, rest: Some((parts, last)) }
    }

    /// Takes time linear in the text: what is between two `*` is found where it is first, and never elsewhere.
    pub(super) fn matches(&self, text: &str) -> bool {
        let Some((between, suffix)) = &self.rest else { return text == &*self.prefix };
        let inner = text.strip_prefix(&*self.prefix).and_then(|text| text.strip_suffix(&**suffix));
        let left = inner.and_then(|inner| {
            between.iter().try_fold(inner, |text, part| text.split_once(&**part).map(|(_, after)| after))
        });
        left.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn matches_what_it_should() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("*", "any\nthing", true),
            ("a*", "a", true),
            ("a*", "ba", false),
            ("*a", "ba", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("log-*.txt", "log-1.txt", true),
            ("log-*.txt", "log-.txt", true),
            ("log-*.txt", "log-1.txt.gz", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "acb", false),
            ("*ab*ab*", "abab", true),
            ("*ab*ab*", "aba", false),
            ("**", "x", true),
            (r"\*", "*", true),
            (r"\*", "x", false),
            (r"a\\*", r"a\b", true),
            (r"a\\*", "ab", false),
            (r"\x", r"\x", true),
            (r"a\", r"a\", true),
            ("é*ü", "é→ü", true),
        ] {
            assert_eq!(Glob::parse(pattern).matches(text), expected, "{pattern} {text}");
        }
    }
}
