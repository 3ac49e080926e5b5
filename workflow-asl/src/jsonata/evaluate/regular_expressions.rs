//! Regular expressions as Step Functions reads them.

/// The text of an expression whose regular expressions stand at `places`, with `\s` and `\S` in the sense of Java:
/// blanks of ASCII. Nothing if it has none.
pub(super) fn with_ascii_blanks(text: &str, places: &[(usize, usize)]) -> Option<String> {
    let mut places = places.to_vec();
    places.sort_unstable();
    let mut rewritten = String::with_capacity(text.len());
    let mut copied = 0;
    let mut changed = false;
    for (start, end) in places {
        let (before, pattern) = (text.get(copied..start)?, text.get(start..end)?);
        rewritten.push_str(before);
        changed |= rewrite(pattern, &mut rewritten);
        copied = end;
    }
    rewritten.push_str(text.get(copied..)?);
    changed.then_some(rewritten)
}

/// Writes a pattern, and tells whether it is another now.
fn rewrite(pattern: &str, into: &mut String) -> bool {
    const BLANKS: &str = r"\t-\r\x20";
    let mut changed = false;
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match (characters.next(), in_class) {
                (Some('s'), true) => {
                    into.push_str(BLANKS);
                    changed = true;
                }
                (Some('s'), false) => {
                    into.push_str(&format!("[{BLANKS}]"));
                    changed = true;
                }
                // All but the blanks: the characters around them.
                (Some('S'), true) => {
                    into.push_str(r"\0-\x08\x0e-\x1f!-\uffff");
                    changed = true;
                }
                (Some('S'), false) => {
                    into.push_str(&format!("[^{BLANKS}]"));
                    changed = true;
                }
                (escaped, _) => {
                    into.push('\\');
                    into.extend(escaped);
                }
            },
            _ => {
                in_class = match character {
                    '[' => true,
                    ']' => false,
                    _ => in_class,
                };
                into.push(character);
            }
        }
    }
    changed
}
