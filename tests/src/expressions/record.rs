//! Iterators over structs and enums, whose fields may be missing.

use super::expressions;
use std::collections::BTreeMap;
use workflow_runtime::prelude::*;

/// A part of something.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// How large it is.
    pub size: u32,
    /// What stands on it.
    pub label: Option<String>,
    /// What it is made of.
    #[serde(default)]
    pub inner: Option<Vec<Material>>,
}

/// What a part is made of.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(tag = "kind")]
pub enum Material {
    /// So much wood.
    Wood {
        /// How much.
        grams: u32,
    },
    /// Steel.
    Steel,
}

/// A list in a newtype.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Sizes(pub Vec<u32>);

/// An option in a newtype.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Hint(pub Option<u32>);

/// Fields, and what else there is.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Open {
    /// A field.
    pub size: u32,
    /// The others.
    #[serde(flatten)]
    pub others: BTreeMap<String, u32>,
}

expressions! {
    others_found(open: Open) -> (Option<u32>, Option<u32>) = (open.others.get("size").copied(), open.others.get("a").copied()); [{"size": 1}, {"size": 1, "a": 2}];
    others_counted(open: Open) -> (usize, u32) = (open.others.len(), open.others.values().sum()); [{"size": 1}, {"size": 1, "a": 2}, {"b": 4, "size": 1, "a": 2}];
    others_matched(opens: Vec<Open>) -> Vec<bool> = opens.into_iter().map(|Open { others, .. }| others.is_empty()).collect(); [[], [{"size": 1}, {"size": 1, "a": 2}]];
    others_kept(open: Open) -> Open = Open { size: 7, ..open }; [{"size": 1}, {"size": 1, "a": 2}];
    labels(parts: Vec<Part>) -> Vec<Option<String>> = parts.iter().map(|part| part.label.clone()).collect(); [[], [{"name": "a", "size": 1}], [{"name": "a", "size": 1, "label": "x"}, {"name": "b", "size": 2, "label": null}]];
    labels_matched(parts: Vec<Part>) -> Vec<Option<String>> = parts.into_iter().map(|Part { label, .. }| label).collect(); [[], [{"name": "a", "size": 1}], [{"name": "a", "size": 1, "label": "x"}, {"name": "b", "size": 2}]];
    labels_there(parts: Vec<Part>) -> Vec<String> = parts.iter().filter_map(|part| part.label.clone()).collect(); [[], [{"name": "a", "size": 1}], [{"name": "a", "size": 1, "label": "x"}, {"name": "b", "size": 2}]];
    labels_flat(parts: Vec<Part>) -> Vec<String> = parts.iter().flat_map(|part| part.label.clone()).collect(); [[], [{"name": "a", "size": 1}], [{"name": "a", "size": 1, "label": "x"}, {"name": "b", "size": 2}]];
    label_found(parts: Vec<Part>) -> Option<String> = parts.iter().find_map(|part| part.label.clone()); [[], [{"name": "a", "size": 1}], [{"name": "b", "size": 2}, {"name": "a", "size": 1, "label": "x"}]];
    labelled(parts: Vec<Part>) -> Option<u32> = parts.iter().find(|part| part.label.is_some()).map(|part| part.size); [[], [{"name": "a", "size": 1}], [{"name": "b", "size": 2}, {"name": "a", "size": 1, "label": "x"}]];
    unlabelled(parts: Vec<Part>) -> (bool, bool) = (parts.iter().any(|part| part.label.is_none()), parts.iter().all(|part| part.label.is_none())); [[], [{"name": "a", "size": 1}], [{"name": "b", "size": 2}, {"name": "a", "size": 1, "label": "x"}]];
    largest(parts: Vec<Part>) -> Option<Part> = parts.into_iter().max_by_key(|part| part.size); [[], [{"name": "a", "size": 1, "label": null, "inner": null}], [{"name": "a", "size": 1, "label": null, "inner": []}, {"name": "b", "size": 1, "label": "x", "inner": [{"kind": "Steel"}]}]];
    numbered(parts: Vec<Part>) -> Vec<String> = parts.iter().enumerate().map(|(i, part)| format!("{}. {}", i + 1, part.name)).collect(); [[], [{"name": "a", "size": 1}], [{"name": "a", "size": 1}, {"name": "b", "size": 2}]];
    grams(parts: Vec<Part>) -> u32 = parts.iter().filter_map(|part| part.inner.as_ref()).flatten().map(|material| match material { Material::Wood { grams } => *grams, Material::Steel => 7 }).sum();
        [[], [{"name": "a", "size": 1}], [{"name": "a", "size": 1, "inner": []}], [{"name": "a", "size": 1, "inner": [{"kind": "Wood", "grams": 3}]}, {"name": "b", "size": 2}, {"name": "c", "size": 2, "inner": [{"kind": "Steel"}, {"kind": "Wood", "grams": 4}]}]];
    sizes_by_name(parts: Vec<Part>) -> BTreeMap<String, u32> = parts.into_iter().map(|part| (part.name, part.size)).collect(); [[], [{"name": "a", "size": 1}], [{"name": "b", "size": 1}, {"name": "a", "size": 2}, {"name": "b", "size": 3}]];
    renamed(parts: Vec<Part>) -> Vec<Part> = parts.iter().map(|part| Part { name: part.name.to_ascii_uppercase(), ..part.clone() }).collect(); [[], [{"name": "a", "size": 1, "label": null, "inner": null}], [{"name": "a", "size": 1, "label": "x", "inner": []}, {"name": "b", "size": 2, "label": null, "inner": [{"kind": "Steel"}]}]];
    newtypes_filtered(sizes: Vec<Sizes>) -> Vec<Sizes> = sizes.into_iter().filter(|sizes| sizes.0.len() > 1).collect(); [[], [[1]], [[1, 2]], [[1, 2], [3, 4], []]];
    newtypes_found(sizes: Vec<Sizes>) -> Option<Sizes> = sizes.into_iter().find(|Sizes(list)| list.is_empty()); [[], [[1]], [[]], [[1, 2], []]];
    newtypes_joined(sizes: Vec<Sizes>) -> Vec<u32> = sizes.iter().flat_map(|sizes| sizes.0.iter().copied()).collect(); [[], [[1]], [[]], [[1, 2], [], [3]]];
    hints(hints: Vec<Hint>) -> Vec<u32> = hints.into_iter().filter_map(|Hint(hint)| hint).collect(); [[], [null], [1, null, 2]];
    hints_reversed(hints: Vec<Hint>) -> Vec<Hint> = hints.into_iter().rev().skip(1).collect(); [[], [null], [1, null, 2], [null, null]];
}
