//! Lists, a page at a time.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};

use super::ApiError;
use crate::registry::Entry;

/// The size of a page when the client names none, or 0.
const DEFAULT_SIZE: usize = 100;

/// The size in bytes that the entries of a page may have together: a thousand events of a history may have hundreds of
/// megabytes.
const LARGEST_PAGE: usize = 4 * 1024 * 1024;

/// A page that a client asked for.
#[derive(Debug)]
pub(super) struct Page {
    /// The place of the last entry that the client has seen.
    pub(super) after: Option<u64>,
    /// How many entries it may have.
    pub(super) size: usize,
    /// What the list is of: a token is only good for the list that it comes from.
    list: u64,
}

impl Page {
    /// Reads `maxResults` and `nextToken`. `list` tells this list from all others.
    ///
    /// # Errors
    ///
    /// `InvalidToken`.
    pub(super) fn read(max_results: Option<usize>, token: Option<&str>, list: impl Hash) -> Result<Self, ApiError> {
        let mut hasher = DefaultHasher::new();
        list.hash(&mut hasher);
        let list = hasher.finish();
        let after = token.map(|token| place(token, list).ok_or_else(ApiError::invalid_token)).transpose()?;
        let size = max_results.filter(|size| *size > 0).unwrap_or(DEFAULT_SIZE);
        Ok(Self { after, size, list })
    }

    /// How many entries to look up: one more than the page has, to know whether there is another page.
    pub(super) fn lookup(&self) -> usize {
        self.size.saturating_add(1)
    }

    /// The response: the entries under this name, and the token of the next page if there are more. However many
    /// entries were asked for, there are only as many as one response should have; at least one.
    pub(super) fn write<T>(&self, name: &str, entries: Vec<Entry<T>>, describe: impl Fn(&T) -> Value) -> Value {
        let count = entries.len();
        let mut described = Vec::new();
        let mut last = None;
        let mut left = LARGEST_PAGE;
        for (place, entry) in entries.into_iter().take(self.size) {
            let value = describe(&entry);
            let length = value.to_string().len();
            if last.is_some() && length > left {
                break;
            }
            left = left.saturating_sub(length);
            last = Some(place);
            described.push(value);
        }
        let has_more = described.len() < count;
        let mut response = Map::new();
        response.insert(name.to_owned(), Value::Array(described));
        if let Some(place) = last.filter(|_| has_more) {
            response.insert("nextToken".to_owned(), json!(format!("{PREFIX}{:016x}{place:016x}", self.list)));
        }
        Value::Object(response)
    }
}

/// What every token starts with.
const PREFIX: &str = "AAAA";

fn place(token: &str, list: u64) -> Option<u64> {
    let digits = token.strip_prefix(PREFIX)?;
    let (token_list, place) = digits.split_at_checked(16)?;
    let is_of_list = u64::from_str_radix(token_list, 16) == Ok(list);
    u64::from_str_radix(place, 16).ok().filter(|_| is_of_list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other() {
        let all: Vec<Entry<u64>> = (1..=3).map(|place| (place, place * 10)).collect();
        let first = Page::read(Some(2), None, "list").unwrap();
        let response = first.write("items", all.iter().take(first.lookup()).copied().collect(), |item| json!(item));
        assert_eq!(response["items"], json!([10, 20]));
        let token = response["nextToken"].as_str();
        let second = Page::read(Some(2), token, "list").unwrap();
        assert_eq!(second.after, Some(2));
        let response = second.write("items", vec![(3, 30)], |item| json!(item));
        assert_eq!(response, json!({"items": [30]}));
        assert_eq!(Page::read(None, token, "another").unwrap_err().code, "InvalidToken");
    }

    #[test]
    fn a_page_is_cut_where_it_is_large() {
        let page = Page::read(Some(10), None, "list").unwrap();
        let large = "x".repeat(LARGEST_PAGE / 2);
        let entries = (1..=4).map(|place| (place, large.as_str())).collect();
        let response = page.write("items", entries, |item| json!(item));
        assert_eq!(response["items"].as_array().map(Vec::len), Some(1));
        let next = Page::read(Some(10), response["nextToken"].as_str(), "list").unwrap();
        assert_eq!(next.after, Some(1));
        let too_large = "x".repeat(LARGEST_PAGE + 1);
        let response = next.write("items", vec![(4, too_large.as_str())], |item| json!(item));
        assert_eq!((response["items"].as_array().map(Vec::len), response.get("nextToken")), (Some(1), None));
    }

    #[test]
    fn a_page_of_no_size_has_the_default() {
        assert_eq!(Page::read(Some(0), None, "list").unwrap().size, DEFAULT_SIZE);
        assert_eq!(Page::read(None, Some("ä"), "list").unwrap_err().message, "Invalid Token: 'Invalid token'");
    }
}
