//! The shape that `#[derive(WorkflowData)]` says a type has, against the JSON that serde writes for a sample of it.

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use workflow_runtime::data::{EnumRepr, Field, Shape, Variant, VariantStyle};
use workflow_runtime::prelude::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    card_number: String,
    #[serde(rename = "lines")]
    all_items: Vec<u32>,
    #[serde(default)]
    order_note: Option<String>,
    r#type: bool,
}

#[derive(Serialize, Deserialize, WorkflowData)]
struct Flat {
    id: u64,
    #[serde(flatten)]
    order: Order2,
    #[serde(flatten)]
    kind: Internal,
}

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "kebab-case")]
struct Order2 {
    one_thing: u8,
    rest: BTreeMap<String, f64>,
}

#[derive(Serialize, Deserialize, WorkflowData)]
struct Newtype(Order2);
#[derive(Serialize, Deserialize, WorkflowData)]
struct Number(i32);
#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(transparent)]
struct Transparent {
    inner: Option<u8>,
}
#[derive(Serialize, Deserialize, WorkflowData)]
struct Pair(u8, String);
#[derive(Serialize, Deserialize, WorkflowData)]
struct Unit;
#[derive(Serialize, Deserialize, WorkflowData)]
struct Nothing {}
#[derive(Serialize, Deserialize, WorkflowData)]
struct NoParts();

#[derive(Serialize, Deserialize, WorkflowData)]
struct Page<T, const N: usize> {
    items: Vec<T>,
    next: Option<T>,
}

#[derive(Serialize, Deserialize, WorkflowData)]
struct Tree {
    label: String,
    children: Vec<Tree>,
}

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Level {
    VeryLow,
    #[serde(rename = "top")]
    High,
}

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
enum Internal {
    ByCard {
        card_number: String,
        #[serde(rename = "sum")]
        cents: u32,
    },
    #[serde(rename_all = "UPPERCASE")]
    Transfer {
        bank_code: u8,
    },
    InKind(Order2),
    Cash,
}

#[derive(Serialize, Deserialize, WorkflowData)]
#[serde(tag = "t", content = "c")]
enum Adjacent<T> {
    Named {
        left: T,
        right: T,
    },
    One(T),
    Two(T, u8),
    #[serde(rename = "none")]
    Zero,
}

/// Whether `json` has this shape; one level deep, as a shape is.
fn agrees(shape: Shape, json: &Value) -> Result<(), String> {
    let fits = match (shape, json) {
        (Shape::Unit, json) => json.is_null(),
        (Shape::Bool, json) => json.is_boolean(),
        (Shape::Integer(_), json) => json.is_i64() || json.is_u64(),
        (Shape::Float, json) => json.is_number(),
        (Shape::Text, json) => json.is_string(),
        (Shape::Option | Shape::Opaque, _) => true,
        (Shape::List, json) => json.is_array(),
        (Shape::Tuple(length), json) => json.as_array().is_some_and(|array| array.len() == length),
        (Shape::Dictionary, json) => json.is_object(),
        (Shape::Struct(fields), json) => return has_fields(fields, json, None),
        (Shape::Enum(repr, variants), json) => return is_variant(repr, variants, json),
    };
    if fits { Ok(()) } else { Err(format!("{shape:?} is not {json}")) }
}

fn has_fields(fields: &[Field], json: &Value, tag: Option<&str>) -> Result<(), String> {
    let object = json.as_object().ok_or_else(|| format!("{json} is not an object"))?;
    let expected: Vec<&str> = tag.into_iter().chain(fields.iter().filter(|f| !f.flatten).map(|f| f.name)).collect();
    let open = fields.iter().any(|field| field.flatten);
    let missing = expected.iter().find(|name| !object.contains_key(**name));
    let extra = object.keys().find(|key| !open && !expected.contains(&key.as_str()));
    match (missing, extra) {
        (None, None) => Ok(()),
        different => Err(format!("{different:?} in {json}")),
    }
}

fn is_variant(repr: EnumRepr, variants: &[Variant], json: &Value) -> Result<(), String> {
    let tag = match repr {
        EnumRepr::Name => json.as_str(),
        EnumRepr::Internal(tag) | EnumRepr::Adjacent(tag, _) => json.get(tag).and_then(Value::as_str),
    };
    let variant =
        variants.iter().find(|variant| Some(variant.name) == tag).ok_or_else(|| format!("no tag in {json}"))?;
    match (repr, variant.style) {
        (EnumRepr::Name, VariantStyle::Unit) => Ok(()),
        (EnumRepr::Internal(tag), VariantStyle::Unit | VariantStyle::Struct) => {
            has_fields(variant.fields, json, Some(tag))
        }
        (EnumRepr::Internal(_), VariantStyle::Newtype) => Ok(()),
        (EnumRepr::Adjacent(tag, _), VariantStyle::Unit) => has_fields(&[], json, Some(tag)),
        (EnumRepr::Adjacent(_, content), VariantStyle::Struct) => has_fields(variant.fields, &json[content], None),
        (EnumRepr::Adjacent(_, content), VariantStyle::Newtype) => {
            json.get(content).map(|_| ()).ok_or_else(|| format!("no content in {json}"))
        }
        (EnumRepr::Adjacent(_, content), VariantStyle::Tuple) => {
            agrees(Shape::Tuple(variant.fields.len()), &json[content])
        }
        odd => Err(format!("{odd:?}")),
    }
}

#[track_caller]
#[expect(clippy::unwrap_used, reason = "a test that cannot write JSON has failed")]
fn check<T: Serialize + WorkflowData>(sample: T) {
    let json = serde_json::to_value(&sample).unwrap();
    assert_eq!(agrees(T::SHAPE, &json), Ok(()), "{}", std::any::type_name::<T>());
    assert_eq!(agrees(<T::Erased as WorkflowData>::SHAPE, &json), Ok(()), "{} erased", std::any::type_name::<T>());
}

fn order2() -> Order2 {
    Order2 { one_thing: 1, rest: BTreeMap::from([("a".to_owned(), 1.5)]) }
}

#[test]
fn structs() {
    check(Order { card_number: "4".to_owned(), all_items: vec![1], order_note: None, r#type: true });
    check(order2());
    check(Flat { id: 1, order: order2(), kind: Internal::Cash });
    check(Newtype(order2()));
    check(Number(-3));
    check(Transparent { inner: Some(1) });
    check(Pair(1, "a".to_owned()));
    check(Unit);
    check(Nothing {});
    check(NoParts());
    check(Tree { label: "a".to_owned(), children: vec![Tree { label: "b".to_owned(), children: Vec::new() }] });
}

#[test]
fn generics() {
    check(Page::<_, 2> { items: vec![1_u8], next: None });
    check(Page::<&str, 0> { items: vec!["a"], next: Some("b") });
    check(Adjacent::One("a"));
}

#[test]
fn enums() {
    check(Level::VeryLow);
    check(Level::High);
    check(Internal::ByCard { card_number: "4".to_owned(), cents: 1 });
    check(Internal::Transfer { bank_code: 1 });
    check(Internal::InKind(order2()));
    check(Internal::Cash);
    check(Adjacent::Named { left: 1, right: 2 });
    check(Adjacent::One(1));
    check(Adjacent::Two(1, 2));
    check(Adjacent::<u8>::Zero);
}

#[test]
fn names_are_serdes() {
    let Shape::Struct(fields) = Order::SHAPE else { panic!("{:?}", Order::SHAPE) };
    let names: Vec<_> = fields.iter().map(|field| (field.ident, field.name, field.flatten)).collect();
    let expected =
        [("card_number", "cardNumber"), ("all_items", "lines"), ("order_note", "orderNote"), ("type", "type")];
    assert_eq!(names, expected.map(|(ident, name)| (ident, name, false)));

    let Shape::Enum(EnumRepr::Internal("kind"), variants) = Internal::SHAPE else { panic!("{:?}", Internal::SHAPE) };
    let names: Vec<_> = variants.iter().map(|variant| (variant.ident, variant.name)).collect();
    assert_eq!(names, [("ByCard", "by_card"), ("Transfer", "transfer"), ("InKind", "in_kind"), ("Cash", "cash")]);
    let fields: Vec<_> = variants.iter().flat_map(|variant| variant.fields).map(|field| field.name).collect();
    assert_eq!(fields, ["cardNumber", "sum", "BANK_CODE", "0"]);
}

/// A value of another shape does not agree; otherwise the checks above would show nothing.
#[test]
fn disagreement_is_seen() {
    assert!(agrees(Order2::SHAPE, &serde_json::json!({"one-thing": 1})).is_err());
    assert!(agrees(Order2::SHAPE, &serde_json::json!({"one-thing": 1, "rest": {}, "more": 1})).is_err());
    assert!(agrees(Level::SHAPE, &serde_json::json!("HIGH")).is_err());
    assert!(agrees(Pair::SHAPE, &serde_json::json!([1])).is_err());
    assert!(agrees(Adjacent::<u8>::SHAPE, &serde_json::json!({"t": "One"})).is_err());
}
