//! The way to a value of a definition, built one step at a time.
//!
//! It ends up in two spellings: a JSON pointer (RFC 6901) for us, and a location as AWS writes it, which has
//! indices in brackets and escapes nothing. So while it is built, an index is marked as one: with `~2`, which the
//! escapes of the RFC leave free.

use crate::field;

/// What marks an index.
const INDEX: &str = "~2";

/// The way to `token` below `parent`.
pub(crate) fn below(parent: &str, token: &str) -> String {
    format!("{parent}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// The way to the element at `index` below `parent`.
pub(crate) fn at(parent: &str, index: usize) -> String {
    format!("{parent}/{INDEX}{index}")
}

/// The way as a JSON pointer (RFC 6901).
pub(crate) fn to_pointer(way: &str) -> String {
    way.replace(INDEX, "")
}

/// The way as AWS writes it: `/States/Choose/Choices[0]/Next`.
pub(crate) fn to_location(way: &str) -> String {
    let mut location = String::new();
    for token in way.split('/').skip(1) {
        match token.strip_prefix(INDEX) {
            Some(index) => location.push_str(&format!("[{index}]")),
            None => {
                location.push('/');
                location.push_str(&token.replace("~1", "/").replace("~0", "~"));
            }
        }
    }
    if location.is_empty() { "/".to_owned() } else { location }
}

/// The name of the innermost state that a JSON pointer into a definition leads to or into; none where it leads to no state.
///
/// ```
/// use workflow_asl::state_at;
///
/// assert_eq!(state_at("/States/All/Branches/0/States/a~1b/Arguments").as_deref(), Some("a/b"));
/// assert_eq!(state_at("/States"), None);
/// ```
pub fn state_at(pointer: &str) -> Option<String> {
    let mut tokens = pointer.split('/').skip(1);
    let mut innermost = None;
    while tokens.next() == Some(field::STATES) {
        let Some(name) = tokens.next() else { break };
        innermost = Some(name);
        match tokens.next() {
            Some(field::ITEM_PROCESSOR | field::ITERATOR) => {}
            Some(field::BRANCHES) if tokens.next().is_some() => {}
            _ => break,
        }
    }
    innermost.map(|name| name.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_found_by_the_structure_of_a_definition() {
        let at = |pointer| state_at(pointer).unwrap_or_default();
        assert_eq!(at("/States/A"), "A");
        assert_eq!(at("/States/A/Arguments/States/B"), "A");
        assert_eq!(at("/States/A/ItemProcessor/States/B/Next"), "B");
        assert_eq!(at("/States/A/Iterator/StartAt"), "A");
        assert_eq!(at("/States/A/Branches/1/States/States/Next"), "States");
        assert_eq!([at(""), at("/StartAt"), at("/States")], ["", "", ""]);
    }

    #[test]
    fn escapes_as_the_rfc_says_and_as_aws_does() {
        let way = below(&at(&below("/States", "a/b~c"), 2), "~2");
        assert_eq!(to_pointer(&way), "/States/a~1b~0c/2/~02");
        assert_eq!(to_location(&way), "/States/a/b~c[2]/~2");
        assert_eq!((to_pointer("").as_str(), to_location("").as_str()), ("", "/"));
    }
}
