//! Lists and maps.

use super::expressions;
use std::collections::BTreeMap;

expressions! {
    list_get(xs: Vec<Vec<u8>>, i: usize) -> Option<Vec<u8>> = xs.get(i).cloned(); [[[], 0], [[[1]], 0], [[[1], []], 1], [[[1]], 1]];
    list_get_computed(xs: Vec<u8>, i: usize) -> Option<u8> = xs.get(i - 1).copied(); [[[], 0], [[], 1], [[1], 1], [[1, 2], 2], [[1], 0]];
    list_first(xs: Vec<Vec<u8>>) -> Option<Vec<u8>> = xs.first().cloned(); [[], [[]], [[1]], [[1, 2], [3]]];
    list_last(xs: Vec<Vec<u8>>) -> Option<Vec<u8>> = xs.last().cloned(); [[], [[]], [[1]], [[1, 2], [3]]];
    list_index(xs: Vec<Vec<u8>>, i: usize) -> Vec<u8> = xs[i].clone(); [[[], 0], [[[]], 0], [[[1]], 0], [[[1, 2], [3]], 1]];
    list_to_vec(xs: Vec<Vec<u8>>) -> Vec<Vec<u8>> = xs.as_slice().to_vec(); [[], [[]], [[1]], [[1, 2], [3]]];
    list_concat(xs: Vec<Vec<u8>>) -> Vec<u8> = xs.concat(); [[], [[]], [[1]], [[1, 2], [3]]];
    lists_concat(xs: Vec<Vec<Vec<u8>>>) -> Vec<Vec<u8>> = xs.concat(); [[], [[]], [[[]]], [[[1]]], [[[1, 2], []], [[3]]]];
    texts_concat(xs: Vec<String>) -> String = xs.concat(); [[], [""], ["a"], ["a", "🦀"]];
    texts_join(xs: Vec<String>, by: String) -> String = xs.join(&by); [[[], ","], [[""], ","], [["a"], ","], [["a", "", "🦀"], ", "], [["a", "b"], ""]];
    mapped_join(xs: Vec<u8>) -> String = xs.iter().map(|x| x.to_string()).collect::<Vec<_>>().join("-"); [[], [1], [1, 2]];
    list_contains(xs: Vec<u8>, x: u8) -> bool = xs.contains(&x); [[[], 1], [[1], 1], [[1, 2], 3]];
    map_get(m: BTreeMap<String, u8>, k: String) -> Option<u8> = m.get(&k).copied(); [[{}, "a"], [{"a": 1}, "a"], [{"a": 1}, "b"], [{"": 0}, ""], [{"a.b": 1}, "a.b"]];
    map_get_list(m: BTreeMap<String, Vec<u8>>, k: String) -> Option<Vec<u8>> = m.get(k.as_str()).cloned(); [[{}, "a"], [{"a": []}, "a"], [{"a": [1]}, "a"], [{"a": [1, 2]}, "a"]];
    map_get_or(m: BTreeMap<String, u8>) -> u8 = m.get("a").copied().unwrap_or(7); [{}, {"a": 1}, {"b": 2}];
    map_has(m: BTreeMap<String, Option<u8>>, k: String) -> bool = m.contains_key(&k); [[{}, "a"], [{"a": null}, "a"], [{"a": 1}, "a"], [{"a": 1}, "b"]];
    map_len(m: BTreeMap<String, u8>) -> (usize, bool) = (m.len(), m.is_empty()); [{}, {"a": 1}, {"b": 1, "a": 2}];
    map_keys(m: BTreeMap<String, u8>) -> Vec<String> = m.keys().cloned().collect();
        [{}, {"a": 1}, {"b": 1, "a": 2}, {"\u{ffff}": 1, "🦀": 2, "\u{e000}": 3, "\u{d7ff}": 4, "\u{d7fe}": 5, "a\u{ffff}": 6, "a🦀": 7, "a": 8, "": 9, "\u{fb03}": 10, "\u{10ffff}": 11, "\u{d7ff}\u{d7ff}": 12}];
    map_values(m: BTreeMap<String, Vec<u8>>) -> Vec<Vec<u8>> = m.values().cloned().collect(); [{}, {"a": []}, {"a": [1]}, {"b": [1], "a": [2, 3]}];
    map_values_owned(m: BTreeMap<String, Option<u8>>) -> Vec<Option<u8>> = m.into_values().collect(); [{}, {"a": null}, {"b": 1, "a": null}];
    map_pairs_of(m: BTreeMap<String, Vec<u8>>) -> Vec<(String, Vec<u8>)> = m.into_iter().collect(); [{}, {"a": []}, {"a": [1]}, {"b": [1], "a": [2, 3]}];
    map_iterated(m: BTreeMap<String, u8>) -> Vec<String> = m.iter().map(|(k, v)| format!("{k}={v}")).collect(); [{}, {"a": 1}, {"z": 1, "10": 2, "9": 3}];
    map_filtered(m: BTreeMap<String, u8>) -> BTreeMap<String, u8> = m.into_iter().filter(|(_, v)| *v > 1).collect(); [{}, {"a": 1}, {"a": 2}, {"b": 3, "a": 2}];
    map_sum(m: BTreeMap<String, u8>) -> u8 = m.values().sum(); [{}, {"a": 1}, {"a": 255, "b": 1}];
    map_find(m: BTreeMap<String, u8>) -> Option<String> = m.iter().find(|(_, v)| **v > 1).map(|(k, _)| k.clone()); [{}, {"a": 1}, {"b": 2, "a": 3}];
    pairs_collected(xs: Vec<(String, Vec<u8>)>) -> BTreeMap<String, Vec<u8>> = xs.into_iter().collect(); [[], [["a", []]], [["a", [1]]], [["a", [1, 2]], ["b", []], ["a", [3]]]];
    options_collected(xs: Vec<String>) -> BTreeMap<String, Option<u8>> = xs.into_iter().map(|x| (x, None)).collect(); [[], ["a"], ["a", "b"]];
    map_merged(a: BTreeMap<String, u8>, b: BTreeMap<String, u8>) -> BTreeMap<String, u8> = a.into_iter().chain(b).collect(); [[{}, {}], [{"a": 1}, {}], [{"a": 1}, {"a": 2, "b": 3}]];
}
