//! Regular expressions as Step Functions reads them.

use super::rewrite::Edit;

/// Edits of the regular expressions at `places`, so that `\s` and `\S` are those of Java: blanks of ASCII.
pub(super) fn with_ascii_blanks(text: &str, places: &[(usize, usize)]) -> Vec<Edit> {
    let edit = |&(start, end): &(usize, usize)| {
        let rewritten = rewrite(text.get(start..end)?)?;
        Some(Edit::replace(start, end, rewritten))
    };
    places.iter().filter_map(edit).collect()
}

/// The pattern, if it is another now.
fn rewrite(pattern: &str) -> Option<String> {
    const BLANKS: &str = r"\t-\r\x20";
    let mut rewritten = String::with_capacity(pattern.len() + 16);
    let mut in_class = false;
    let mut changed = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            in_class = if in_class { character != ']' } else { character == '[' };
            rewritten.push(character);
            continue;
        }
        let escaped = characters.next();
        let blanks = match (escaped, in_class) {
            (Some('s'), true) => BLANKS.to_owned(),
            (Some('s'), false) => format!("[{BLANKS}]"),
            // All but the blanks: the characters around them.
            (Some('S'), true) => r"\0-\x08\x0e-\x1f!-\uffff".to_owned(),
            (Some('S'), false) => format!("[^{BLANKS}]"),
            _ => {
                rewritten.push('\\');
                rewritten.extend(escaped);
                continue;
            }
        };
        rewritten.push_str(&blanks);
        changed = true;
    }
    changed.then_some(rewritten)
}
