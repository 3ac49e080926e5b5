//! Parts of lists, and items of maps.

use super::expressions;
use std::collections::BTreeMap;

expressions! {
    part_between(xs: Vec<u8>, a: usize, b: usize) -> Vec<u8> = xs[a..b].to_vec(); [[[], 0, 0], [[], 0, 1], [[1], 0, 1], [[1, 2, 3], 1, 2], [[1, 2, 3], 1, 3], [[1, 2, 3], 2, 1], [[1, 2, 3], 3, 3], [[1, 2, 3], 3, 4], [[1, 2, 3], 4, 4]];
    part_closed(xs: Vec<Vec<u8>>, a: usize, b: usize) -> Vec<Vec<u8>> = xs[a..=b].to_vec(); [[[], 0, 0], [[[1]], 0, 0], [[[1], [], [2, 3]], 1, 2], [[[1], [2], [3]], 1, 3], [[[1], [2]], 1, 0], [[[1], [2]], 2, 0], [[[1]], 1, 0]];
    part_after(xs: Vec<Vec<u8>>, a: usize) -> Vec<Vec<u8>> = xs[a..].to_vec(); [[[], 0], [[], 1], [[[1]], 0], [[[1], [2, 3]], 1], [[[1]], 1], [[[1]], 2]];
    part_before(xs: Vec<String>, b: usize) -> (Vec<String>, String) = (xs[..b].to_vec(), xs[..=b].join("-")); [[[], 0], [["a"], 0], [["a", "b"], 1], [["a", "b"], 2], [["a"], 2]];
    part_whole(xs: Vec<u8>) -> (usize, Vec<u8>) = (xs[..].len(), xs[..].to_vec()); [[], [1], [1, 2]];
    part_computed(xs: Vec<u8>, n: usize) -> u8 = xs[n - 1..xs.len() - 1].iter().sum(); [[[1, 2, 3], 1], [[1, 2, 3], 2], [[1], 1], [[], 1], [[1, 2], 0], [[1, 2], 3]];
    part_of_part(xs: Vec<u8>) -> (usize, u8) = { let part = &xs[1..]; (part.len(), part[1..][0]) }; [[1, 2, 3], [1, 2], []];
    part_given(xs: Vec<u8>, a: usize, b: usize) -> Option<Vec<u8>> = xs.get(a..b).map(|part| part.to_vec()); [[[], 0, 0], [[], 0, 1], [[1], 0, 1], [[1, 2, 3], 1, 2], [[1, 2, 3], 2, 1], [[1, 2, 3], 3, 3], [[1, 2, 3], 4, 4]];
    part_given_open(xs: Vec<u8>, a: usize) -> (Option<usize>, Option<usize>, Option<usize>) = (xs.get(a..).map(|part| part.len()), xs.get(..a).map(|part| part.len()), xs.get(..=a).map(|part| part.len())); [[[], 0], [[], 1], [[1], 0], [[1], 1], [[1], 2]];
    part_each(xs: Vec<Vec<u8>>) -> Vec<u8> = xs.iter().map(|list| list[..1][0]).collect(); [[], [[1, 2]], [[1], [2, 3]], [[]]];
    map_index(m: BTreeMap<String, Vec<u8>>, k: String) -> (Vec<u8>, u8) = (m[&k].clone(), m["a"][0]); [[{}, "a"], [{"a": [1]}, "a"], [{"a": [1], "b": []}, "b"], [{"a": [1]}, "b"], [{"a": []}, "a"], [{"a": [1, 2], "": [3]}, ""]];
    map_index_null(m: BTreeMap<String, Option<u8>>, k: String) -> Option<u8> = m[k.as_str()]; [[{}, "a"], [{"a": null}, "a"], [{"a": 1}, "a"]];
}
