//! As much of the text of JSONata expressions as validation needs to see; no parser.

/// What stands between `{%` and `%}`, if the text is an expression.
pub(crate) fn body(text: &str) -> Option<&str> {
    text.strip_prefix("{%")?.strip_suffix("%}")
}

/// Whether a text starts or ends like an expression but is none.
pub(crate) fn is_half_open(text: &str) -> bool {
    body(text).is_none() && (text.starts_with("{%") || text.ends_with("%}"))
}

/// The names that the paths which start at `$states` read first: `result` of `$states.result.id`.
///
/// As AWS does, this looks at paths alone: `$states["result"]` and `($states).result` are not among them.
pub(crate) fn states_fields(body: &str) -> Vec<String> {
    let tokens = tokens(body);
    let paths = tokens.windows(3).filter_map(|window| match window {
        [Token::Variable(variable), Token::Other('.'), Token::Name(name)] if variable == "states" => Some(name),
        _ => None,
    });
    paths.cloned().collect()
}

enum Token {
    /// `$name`, without the dollar.
    Variable(String),
    /// `name`, or `name` in backticks.
    Name(String),
    /// A string or a regular expression.
    Literal,
    Other(char),
}

impl Token {
    /// Whether a value may end with it, after which a slash divides; else it starts a regular expression.
    fn ends_operand(&self) -> bool {
        match self {
            Token::Variable(_) | Token::Literal => true,
            Token::Name(name) => !matches!(name.as_str(), "and" | "or" | "in"),
            Token::Other(character) => matches!(character, ')' | ']' | '}' | '*' | '%'),
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        rest = match first {
            '/' if after.starts_with('*') => after.split_once("*/").map_or("", |(_, rest)| rest),
            '\'' | '"' => {
                tokens.push(Token::Literal);
                quoted(after, first).1
            }
            '/' if !tokens.last().is_some_and(Token::ends_operand) => {
                tokens.push(Token::Literal);
                quoted(after, first).1
            }
            '`' => {
                let (name, rest) = quoted(after, first);
                tokens.push(Token::Name(name.to_owned()));
                rest
            }
            '$' => {
                let (name, rest) = word(after);
                tokens.push(Token::Variable(name.to_owned()));
                rest
            }
            _ if is_word(first) => {
                let (name, rest) = word(rest);
                tokens.push(Token::Name(name.to_owned()));
                rest
            }
            _ => {
                if !first.is_whitespace() {
                    tokens.push(Token::Other(first));
                }
                after
            }
        };
    }
    tokens
}

/// What stands before the closing `quote`, and what after it. A backslash takes the next character with it.
fn quoted(text: &str, quote: char) -> (&str, &str) {
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            let rest = text.get(index + quote.len_utf8()..);
            return (text.get(..index).unwrap_or_default(), rest.unwrap_or_default());
        }
    }
    (text, "")
}

fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|character| !is_word(character)).unwrap_or(text.len()))
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
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

    #[test]
    fn only_paths_from_states_count() {
        let cases: &[(&str, &[&str])] = &[
            ("$states.result.id + $states.input.n", &["result", "input"]),
            ("$states . `result`[0]", &["result"]),
            ("$states.context.State.Name", &["context"]),
            ("$states['result']", &[]),
            ("($states).result", &[]),
            ("$mystates.result & $states2.result", &[]),
            ("\"$states.result\" & '\\'$states.result'", &[]),
            ("/* $states.result */ 1", &[]),
            ("$match($x, /$states.result/)", &[]),
            ("$a / $states.result / 2", &["result"]),
            ("\"never closed $states.result", &[]),
            ("größe.$states.result", &["result"]),
        ];
        for (text, expected) in cases {
            assert_eq!(states_fields(text), *expected, "{text}");
        }
    }
}
