//! JSON pointers (RFC 6901), built one step at a time.

/// The pointer to `token` below `parent`.
pub(crate) fn below(parent: &str, token: &str) -> String {
    format!("{parent}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// The pointer to the element at `index` below `parent`.
pub(crate) fn at(parent: &str, index: usize) -> String {
    format!("{parent}/{index}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_as_the_rfc_says() {
        assert_eq!(below("/States", "a/b~c"), "/States/a~1b~0c");
        assert_eq!(at("/Retry", 2), "/Retry/2");
    }
}
