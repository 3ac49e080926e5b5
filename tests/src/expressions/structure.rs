//! Lists, tuples, structs, enums and patterns.

use super::expressions;
use workflow_runtime::prelude::*;

/// A point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Point {
    /// Across.
    pub x: i32,
    /// Down.
    pub y: Option<i32>,
    /// More.
    pub tags: Vec<Vec<String>>,
}

/// A shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figure {
    /// Round.
    Circle {
        /// Its size.
        radius: u32,
    },
    /// Nothing.
    Empty,
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, WorkflowData)]
pub enum Colour {
    /// Red.
    Red,
    /// Green.
    Green,
}

expressions! {
    item_at(list: Vec<i32>, at: usize) -> i32 = list[at]; [[[1], 0], [[1, 2], 1], [[], 0], [[1], 1]];
    nested_at(list: Vec<Vec<i32>>, at: usize) -> Vec<i32> = list[at].clone(); [[[[1]], 0], [[[], [2, 3]], 0], [[[], [2, 3]], 1], [[], 0]];
    nested_item(list: Vec<Vec<i32>>, at: usize) -> i32 = list[at][0]; [[[[1]], 0], [[[], [2, 3]], 0], [[[], [2, 3]], 1], [[[7, 8]], 0]];
    whole_list(list: Vec<i32>) -> Vec<i32> = list; [[], [1], [1, 2]];
    made_list(a: i32, list: Vec<i32>) -> Vec<Vec<i32>> = vec![vec![a], list, vec![]]; [[1, []], [1, [2]], [1, [2, 3]]];
    nested_options(a: bool, b: Option<Vec<i32>>, c: i32) -> (i32, Vec<Option<Vec<i32>>>) = if a { (c, vec![b, None]) } else { (c, vec![]) }; [[true, null, 1], [true, [], 1], [true, [1], 1], [true, [1, 2], 1], [false, [], 1]];
    made_options(a: Option<Vec<i32>>, b: i32) -> Vec<Option<Vec<i32>>> = vec![a, None, Some(vec![b])]; [[null, 1], [[], 1], [[1, 2], 1]];
    lengths_of(list: Vec<Vec<i32>>) -> (usize, bool) = (list.len(), list.is_empty()); [[], [[]], [[1, 2]], [[], []]];
    contains_item(list: Vec<i32>, a: i32) -> bool = list.contains(&a); [[[], 1], [[1], 1], [[1, 2], 3]];
    contains_word(list: Vec<String>, a: String) -> bool = list.contains(&a); [[[], ""], [[""], ""], [["ab"], "a"]];
    contains_flag(list: Vec<bool>) -> bool = list.contains(&false); [[], [true], [false], [true, false]];
    pair(a: i32, b: Vec<i32>) -> (Vec<i32>, (i32, i32)) = (b, (a, -a)); [[1, []], [1, [2]], [1, [2, 3]]];
    second(pair: (i32, (String, Vec<i32>))) -> Vec<i32> = pair.1.1; [[1, ["a", []]], [1, ["a", [1]]], [1, ["a", [1, 2]]]];
    struct_field(point: Point) -> Option<i32> = point.y; [{"x": 1, "tags": []}, {"x": 1, "y": null, "tags": []}, {"x": 1, "y": 3, "tags": []}];
    struct_made(x: i32, tags: Vec<String>) -> Point = Point { x, y: None, tags: vec![tags, vec![]] }; [[1, []], [1, ["a"]], [1, ["a", "b"]]];
    struct_with(point: Point, x: i32) -> Point = Point { x, ..point }; [[{"x": 1, "y": 2, "tags": [["a"]]}, 5], [{"x": 1, "tags": [[]]}, 5]];
    figure(figure: Figure) -> u32 = match figure { Figure::Circle { radius: 0 } => 1, Figure::Circle { radius } => radius * 2, Figure::Empty => 0 };
        [{"kind": "circle", "radius": 0}, {"kind": "circle", "radius": 4}, {"kind": "empty"}, {"kind": "circle", "radius": u32::MAX}];
    figure_made(radius: u32) -> Figure = if radius > 0 { Figure::Circle { radius } } else { Figure::Empty }; [0, 1];
    colours(colour: Colour) -> (bool, bool, Colour) = (colour == Colour::Red, colour != Colour::Green, colour); ["Red", "Green"];
    ranges(n: i32) -> String = match n { ..=-1 => "negative", 0 => "none", 1 | 2 => "few", 3..10 => "some", _ => "many" }.to_string(); [i32::MIN, -1, 0, 1, 2, 3, 9, 10];
    texts(text: String) -> u8 = match text.as_str() { "" => 0, "a" | "b" => 1, _ => 2 }; ["", "a", "b", "ab", "🦀"];
    tuples_matched(a: i32, b: bool) -> i32 = match (a, b) { (0, _) => 0, (n, true) if n > 5 => n, (_, true) => 1, (n, false) => -n }; [[0, true], [6, true], [5, true], [7, false], [i32::MIN, false]];
    destructured_here(pair: (i32, (i32, i32))) -> i32 = { let (a, (b, c)) = pair; a + b * c }; [[1, [2, 3]], [0, [i32::MAX, 2]]];
    shadowed_here(a: i32) -> i32 = { let a = a + 1; let a = a * a; a + { let a = a - 1; a } }; [0, 3, -1, 46_340];
    nested_if(a: i32, b: i32) -> i32 = if a > b { if a > 10 { a } else { b } } else if a == b { 0 } else { b - a }; [[11, 1], [2, 1], [1, 1], [1, 5]];
    list_chain(list: Vec<i32>) -> Vec<i32> = list.iter().map(|n| n * 2).filter(|n| *n > 2).collect(); [[], [1], [2], [1, 2], [2, 3], [i32::MAX]];
    summed(list: Vec<f64>) -> f64 = list.iter().sum(); [[], [0.1], [0.1, 0.2, 0.3], [1e16, 1.0, 1.0], [1e308, 1e308, -1e308]];
    summed_wide(list: Vec<i64>) -> i64 = list.iter().sum(); [[], [9_007_199_254_740_991_i64, 1, -2], [-1, 1]];
    summed_natural(list: Vec<u64>) -> u64 = list.iter().sum(); [[9_007_199_254_740_990_i64, 1], [9_007_199_254_740_991_i64, 1, 1], [9_007_199_254_740_991_i64, 2]];
    extremes(list: Vec<i32>) -> (Option<i32>, Option<i32>) = (list.iter().copied().min(), list.iter().copied().max()); [[], [5], [3, -1, 7]];
}
