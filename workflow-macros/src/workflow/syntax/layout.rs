//! What stands after the colon in `{name:>8}`.

use super::Layout;

/// Reads it, or says what is wrong with it.
pub(super) fn read(text: &str) -> Result<Layout, &'static str> {
    let mut layout = Layout { text: text.to_owned(), ..Layout::default() };
    let mut letters = text.chars().collect::<Vec<_>>();
    let side = |letter: Option<&char>| matches!(letter, Some('<' | '^' | '>'));
    if side(letters.get(1)) {
        layout.fill = Some(letters.remove(0));
    }
    if side(letters.first()) {
        layout.left = match letters.remove(0) {
            '<' => Some(true),
            '>' => Some(false),
            _ => return Err("centred text has no exact form\n  = help: use `<` or `>`, or format inside a task"),
        };
    }
    let rest = letters.into_iter().collect::<String>();
    let rest = match rest.strip_prefix('0') {
        Some(rest) => {
            layout.zeros = true;
            rest
        }
        None => &rest,
    };
    let digits = rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    layout.width = match digits.as_str() {
        "" => 0,
        digits => digits.parse().map_err(|_| "the width is too large")?,
    };
    layout.base = match rest.strip_prefix(digits.as_str()).unwrap_or_default() {
        "" => None,
        "b" => Some((2, false)),
        "o" => Some((8, false)),
        "x" => Some((16, false)),
        "X" => Some((16, true)),
        rest => return Err(refusal(rest)),
    };
    Ok(layout)
}

fn refusal(rest: &str) -> &'static str {
    match rest {
        _ if rest.ends_with('?') => {
            "debug text has no exact form\n  = help: write what the text should say: `{}` of each field, or format inside a task"
        }
        _ if rest.starts_with('.') => {
            "digits after the point have no exact form: Rust rounds the binary value, JSONata the decimal one\n  = help: compute in the smallest unit (`cents: u32`) and write `{}.{:02}` of the parts, or format inside a task"
        }
        _ if rest.contains('$') => "the width is a number here\n  = help: write it in the template: `{:>8}`",
        _ => {
            "this layout has no exact form\n  = help: a fill, `<` or `>`, a width, zeros and `x`, `X`, `b`, `o` can stand here; format anything else inside a task"
        }
    }
}
