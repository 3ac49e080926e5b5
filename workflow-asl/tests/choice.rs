//! The 39 comparisons of Choice rules, and `And`, `Or` and `Not`.
use serde_json::{Value, json};
use workflow_asl::JsonPathFields;
use workflow_asl::jsonpath::{ChoiceCondition, Data, NoRandomness};

/// Whether a rule holds, or the name of its error.
fn holds(rule: &Value, input: &Value) -> Result<bool, String> {
    let fields: JsonPathFields = rule.as_object().into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect();
    let condition = ChoiceCondition::parse(&fields).map_err(|error| format!("{rule}: {error:?}"))?;
    let data = Data { input, context: &json!({}), variables: &(), random: &NoRandomness };
    condition.holds(&data).map_err(|error| error.error)
}

/// Which of less, equal and greater each order takes.
const ORDERS: &[(&str, [bool; 3])] = &[
    ("Equals", [false, true, false]),
    ("LessThan", [true, false, false]),
    ("GreaterThan", [false, false, true]),
    ("LessThanEquals", [true, true, false]),
    ("GreaterThanEquals", [false, true, true]),
];

#[test]
fn every_order_of_every_type_compares_with_values_and_with_paths() {
    let types = [
        ("Numeric", [json!(-1.5), json!(3), json!(1e3)]),
        ("String", [json!("A"), json!("a"), json!("ä")]),
        (
            "Timestamp",
            [json!("2016-01-01T00:00:00Z"), json!("2016-01-01T00:00:00.5Z"), json!("2016-01-01T00:00:00-01:00")],
        ),
    ];
    let mut operators = 0;
    for (kind, [less, middle, greater]) in &types {
        for (order, expected) in ORDERS {
            operators += 2;
            for (value, expected) in [less, middle, greater].into_iter().zip(expected) {
                let input = json!({"left": value, "right": middle});
                let direct = json!({"Variable": "$.left", format!("{kind}{order}"): middle});
                let by_path = json!({"Variable": "$.left", format!("{kind}{order}Path"): "$.right"});
                assert_eq!(holds(&direct, &input), Ok(*expected), "{direct} {input}");
                assert_eq!(holds(&by_path, &input), Ok(*expected), "{by_path} {input}");
            }
            // Values of other types are never in any order.
            for other in [json!(null), json!(true), json!([middle]), json!({"a": middle})] {
                let rule = json!({"Variable": "$.left", format!("{kind}{order}"): middle});
                assert_eq!(holds(&rule, &json!({"left": other})), Ok(false), "{rule} {other}");
            }
        }
    }
    assert_eq!(operators, 30);
}

#[test]
fn the_other_comparisons() {
    let cases = [
        (json!({"BooleanEquals": true}), json!(true), true),
        (json!({"BooleanEquals": true}), json!("true"), false),
        (json!({"BooleanEqualsPath": "$.other"}), json!(false), true),
        (json!({"NumericEquals": 0}), json!(0.0), true),
        (json!({"TimestampEquals": "2016-01-01T00:00:00Z"}), json!("2016-01-01T01:00:00+01:00"), true),
        (json!({"TimestampEquals": "2016-01-01T00:00:00Z"}), json!("2016-01-01"), false),
        (json!({"StringMatches": "log-*.txt"}), json!("log-1.txt"), true),
        (json!({"StringMatches": "log-*.txt"}), json!(1), false),
        (json!({"IsNull": true}), json!(null), true),
        (json!({"IsNull": false}), json!(0), true),
        (json!({"IsNumeric": true}), json!(1.5), true),
        (json!({"IsNumeric": false}), json!("1"), true),
        (json!({"IsString": true}), json!(""), true),
        (json!({"IsBoolean": true}), json!(false), true),
        (json!({"IsBoolean": false}), json!(false), false),
        (json!({"IsTimestamp": true}), json!("2016-01-01T00:00:00Z"), true),
        (json!({"IsTimestamp": true}), json!("today"), false),
        (json!({"IsPresent": true}), json!(null), true),
        (json!({"IsPresent": false}), json!(null), false),
    ];
    for (mut rule, value, expected) in cases {
        rule["Variable"] = json!("$.value");
        let input = json!({"value": value, "other": false});
        assert_eq!(holds(&rule, &input), Ok(expected), "{rule} {input}");
    }
}

#[test]
fn what_is_not_there_fails_but_where_it_is_looked_for() {
    let input = json!({});
    for operator in ["IsNull", "IsString", "BooleanEquals"] {
        let rule = json!({"Variable": "$.no", operator: true});
        assert_eq!(holds(&rule, &input), Err("States.Runtime".to_owned()), "{rule}");
    }
    assert_eq!(holds(&json!({"Variable": "$.no", "IsPresent": false}), &input), Ok(true));
}

#[test]
fn rules_are_combined_and_looked_at_only_as_far_as_needed() {
    let yes = json!({"Variable": "$.n", "NumericEquals": 1});
    let no = json!({"Variable": "$.n", "NumericEquals": 2});
    let fails = json!({"Variable": "$.no", "NumericEquals": 2});
    let input = json!({"n": 1});
    for (rule, expected) in [
        (json!({"And": [yes, yes]}), Ok(true)),
        (json!({"And": [no, fails]}), Ok(false)),
        (json!({"Or": [no, yes, fails]}), Ok(true)),
        (json!({"Or": [no, no]}), Ok(false)),
        (json!({"Not": no}), Ok(true)),
        (json!({"Not": {"Or": [{"And": [yes, no]}, {"Not": yes}]}}), Ok(true)),
        (json!({"And": [yes, fails]}), Err("States.Runtime".to_owned())),
    ] {
        assert_eq!(holds(&rule, &input), expected, "{rule}");
    }
}
