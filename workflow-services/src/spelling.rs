//! What somebody may have meant.

/// The name that is written most like `name`, unless all are quite different.
pub fn closest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = plain(name);
    let distances = names.into_iter().map(|other| (distance(&wanted, &plain(other)), other));
    let (distance, closest) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= wanted.len().div_ceil(3).max(1)).then_some(closest)
}

/// A name without what spellings differ in: `topic_arn`, `topicARN` and `TopicArn` are one.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|letter| *letter != '_').map(|letter| letter.to_ascii_lowercase()).collect()
}

/// How many letters have to be put in, taken out or replaced.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.chars().enumerate() {
        let mut next = vec![above + 1];
        let mut left = above + 1;
        for (other, pair) in to.iter().zip(row.windows(2)) {
            let &[diagonal, up] = pair else { continue };
            left = (left + 1).min(up + 1).min(diagonal + usize::from(*other != letter));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (from, to, expected) in
            [("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(from, to), expected, "{from} {to}");
        }
    }

    #[test]
    fn what_is_quite_different_was_not_meant() {
        let names = ["TopicArn", "Message"];
        assert_eq!(closest("topic", names), None);
        assert_eq!(closest("topic_am", names), Some("TopicArn"));
        assert_eq!(closest("msesage", names), Some("Message"));
        assert_eq!(closest("x", []), None);
    }
}
