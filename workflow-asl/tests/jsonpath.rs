//! Tables for paths, intrinsic functions and their errors.

use serde_json::{Value, json};
use workflow_asl::jsonpath::{Data, Expression, Path, PayloadTemplate, ReferencePath, ResultPath};

fn data<'a>(input: &'a Value, context: &'a Value) -> Data<'a> {
    Data { input, context, variables: &(), random: &(|| 42) }
}

fn shop() -> Value {
    json!({
        "a": { "b": 1, "c": [1, 2, 3], "d-e": "x", "f g": null },
        "books": [
            { "title": "A", "price": 8, "tags": ["old"] },
            { "title": "B", "price": 12.5 },
            { "title": "C", "price": 20, "isbn": "1" },
        ],
    })
}

#[test]
fn paths_read_what_they_name() {
    let (input, context) = (shop(), json!({ "Execution": { "Name": "run" } }));
    for (path, expected) in [
        ("$.a.b", json!(1)),
        ("$['a']['b']", json!(1)),
        ("$.a['b','c']", json!({ "b": 1, "c": [1, 2, 3] })),
        ("$.a.d-e", json!("x")),
        ("$.a['f g']", json!(null)),
        ("$.a.c[0]", json!(1)),
        ("$.a.c[-1]", json!(3)),
        ("$.a.c[0,2]", json!([1, 3])),
        ("$.a.c[1:]", json!([2, 3])),
        ("$.a.c[:2]", json!([1, 2])),
        ("$.a.c[1:2]", json!([2])),
        ("$.a.c[-2:]", json!([2, 3])),
        ("$.a.c[:-1]", json!([1, 2])),
        ("$.a.c[*]", json!([1, 2, 3])),
        ("$.books[*].isbn", json!(["1"])),
        ("$..price", json!([8, 12.5, 20])),
        ("$..c[0]", json!([1])),
        ("$.books[?(@.price > 10)].title", json!(["B", "C"])),
        ("$.books[?(@.price > 10 && @.isbn)].title", json!(["C"])),
        ("$.books[?(@.price < 10 || @.title == 'C')].title", json!(["A", "C"])),
        ("$.books[?(!@.isbn)].title", json!(["A", "B"])),
        ("$.books[?(@.title in ['A','B'])].price", json!([8, 12.5])),
        ("$.books[?(@.title =~ /[ab]/i)].title", json!(["A", "B"])),
        ("$.books[?(@.price == $.books[0].price)].title", json!(["A"])),
        ("$.a.c.length()", json!(3)),
        ("$.a.c.sum()", json!(6.0)),
        ("$.no[*].such", json!([])),
        ("$$.Execution.Name", json!("run")),
        ("$", shop()),
    ] {
        let parsed = Path::parse(path).unwrap();
        assert_eq!(parsed.read(&data(&input, &context)).unwrap().into_owned(), expected, "{path}");
    }
}

#[test]
fn what_is_no_path_is_refused() {
    for text in [
        "",
        "a",
        "$.",
        "$..",
        "$a b",
        "$.a b",
        "$[",
        "$['a",
        "$[a]",
        "$[?(@.a ==)]",
        "$.a.no()",
        "$[:]",
        "$[1",
        "$.a...",
    ] {
        assert!(Path::parse(text).is_err(), "{text}");
    }
    let deep = format!("$[?({}@.a{})]", "(".repeat(100_000), ")".repeat(100_000));
    assert!(Path::parse(&deep).is_err());
}

#[test]
fn what_is_not_there_fails_as_on_aws() {
    let (input, context) = (json!({ "a": { "b": 1 }, "l": [] }), json!({}));
    for (path, cause) in [
        ("$.p", "Invalid path '$.p' : No results for path: $['p']"),
        ("$.no.such.path", "Invalid path '$.no.such.path' : Missing property in path $['no']"),
        ("$.l[0]", "Invalid path '$.l[0]' : No results for path: $['l'][0]"),
    ] {
        let error = Path::parse(path).unwrap().read(&data(&input, &context)).unwrap_err();
        assert_eq!((error.error.as_str(), error.cause.as_str()), ("States.Runtime", cause));
    }
}

#[test]
fn much_work_ends() {
    let input = Value::Array(vec![json!([1, 2, 3, 4, 5]); 1000]);
    let path = Path::parse("$..*..*..*[?(@..*)]..*").unwrap();
    let _ = path.read(&data(&input, &Value::Null));
}

#[test]
fn intrinsic_functions_give_what_aws_gives() {
    let input = json!({ "l": [1, 2, 3], "e": [], "s": "a,b", "n": null, "o": { "k": 1, "m": [true] }, "t": "{}-{}" });
    for (call, expected) in [
        ("States.Array()", json!([])),
        ("States.Array(1, 'a', null, true, $.s)", json!([1, "a", null, true, "a,b"])),
        ("States.ArrayPartition($.l, 2.6)", json!([[1, 2], [3]])),
        ("States.ArrayContains($.l, 2)", json!(true)),
        ("States.ArrayContains($.l, '2')", json!(true)),
        ("States.ArrayContains($.l, 4)", json!(false)),
        ("States.ArrayRange(1, 9, 2)", json!([1, 3, 5, 7, 9])),
        ("States.ArrayRange(5, 1, -2)", json!([5, 3, 1])),
        ("States.ArrayRange(5, 1, 1)", json!([])),
        ("States.ArrayRange(1.6, 1.4, 1)", json!([1])),
        ("States.ArrayRange(5.4, -0.6, -2.4)", json!([5, 3, 1])),
        ("States.ArrayGetItem($.l, 1.2)", json!(2)),
        ("States.ArrayGetItem($.e, 999)", json!(null)),
        ("States.ArrayLength($.l)", json!(3)),
        ("States.ArrayUnique(States.Array(true, false, true))", json!([false, true])),
        ("States.ArrayUnique(States.Array(1, '1', '01', 1))", json!([1, "1", "01"])),
        ("States.Base64Encode('Data to encode')", json!("RGF0YSB0byBlbmNvZGU=")),
        ("States.Base64Decode(' YWJjZA== ')", json!("abcd")),
        ("States.Base64Decode('YWJjZA')", json!("abcd")),
        ("States.Hash('hello', 'MD5')", json!("5d41402abc4b2a76b9719d911017c592")),
        ("States.JsonMerge($.o, States.StringToJson('{\"k\":2}'), false)", json!({ "k": 2, "m": [true] })),
        ("States.StringToJson('')", json!(null)),
        ("States.StringToJson('[1, {\"a\": 2}]')", json!([1, { "a": 2 }])),
        ("States.JsonToString($.o)", json!("{\"k\":1,\"m\":[true]}")),
        ("States.MathAdd(-1.5, 0.5)", json!(0)),
        ("States.StringSplit('1+2,3.4', '.+,')", json!(["1", "2", "3", "4"])),
        ("States.StringSplit('abc', '')", json!(["abc"])),
        ("States.Format('{} {} {}', $.o, $.n, 1.5)", json!("{k=1, m=[true]} null 1.5")),
        (r"States.Format('\{{}\} it\'s', 1)", json!("{1} it's")),
        ("States.Format($.t, 1, 'x')", json!("1-x")),
        ("States.UUID()", json!("00000000-0000-402a-8000-00000000002a")),
    ] {
        let parsed = Expression::parse(call).unwrap();
        let found = parsed.evaluate("v.$", &data(&input, &Value::Null));
        assert_eq!(found.map(|value| value.into_owned()), Ok(expected), "{call}");
    }
}

#[test]
fn intrinsic_functions_fail_in_aws_words() {
    let input = json!({ "other": 1 });
    for (call, message) in [
        (
            "States.Format('{}',$.nope)",
            "The JsonPath argument for the field '$.nope' could not be found in the input '{\"other\":1}'",
        ),
        (
            "States.Format('{}', $$.No.Deep)",
            "The JsonPath argument for the field '$.No.Deep' could not be found in the input '{\"other\":1}'",
        ),
        ("States.Format('{}', $.other[0])", "Filter: [0] can only be applied to arrays. Current context is: 1"),
        ("States.MathAdd('a', 1)", "Invalid arguments in States.MathAdd"),
        ("States.MathAdd(2147483647, 1)", "Invalid arguments in States.MathAdd"),
        ("States.ArrayRange(1, 1001, 1)", "Invalid arguments in States.ArrayRange"),
        ("States.ArrayRange(1, 5, 0.49)", "Invalid arguments in States.ArrayRange"),
        ("States.MathRandom(1.4, 1.6)", "Invalid arguments in States.MathRandom"),
        ("States.StringToJson('{bad}')", "Invalid arguments in States.StringToJson"),
        ("States.Hash('a', 'sha-256')", "Invalid arguments in States.Hash"),
    ] {
        let error = Expression::parse(call).unwrap().evaluate("v.$", &data(&input, &json!({}))).unwrap_err();
        assert_eq!(error.error, "States.Runtime");
        assert_eq!(error.cause, format!("The function '{call}' had the following error: {message}"));
    }
}

#[test]
fn what_is_no_call_is_refused() {
    let deep = format!("{}1{}", "States.Array(".repeat(11), ")".repeat(11));
    for text in [
        "",
        "x",
        "States.format('a')",
        "States.Format('a",
        r"States.Format('\x')",
        "States.Array(1,)",
        "States.Array(1) x",
        &deep,
    ] {
        assert!(Expression::parse(text).is_err(), "{text}");
    }
}

#[test]
fn templates_are_filled_in_at_any_depth() {
    let input = json!({ "a": 1, "l": [1] });
    let template = json!({ "x.$": "$.a", "in": [{ "y.$": "$.l[5]" }, "$.a"], "z": { "w.$": "$$.c" } });
    let found = PayloadTemplate::parse(&template).unwrap().evaluate(&data(&input, &json!({ "c": 2 }))).unwrap();
    assert_eq!(found, json!({ "x": 1, "in": [{ "y": null }, "$.a"], "z": { "w": 2 } }));
    let errors = PayloadTemplate::parse(&json!({ "p.$": "nothing" })).unwrap_err();
    let text = "The value for the field 'p.$' must be a valid JSONPath or a valid intrinsic function call";
    assert_eq!(errors.iter().map(ToString::to_string).collect::<Vec<_>>(), [text]);
    let miss = PayloadTemplate::parse(&json!({ "v.$": "$.no" })).unwrap();
    let cause =
        "The JSONPath '$.no' specified for the field 'v.$' could not be found in the input '{\"a\":1,\"l\":[1]}'";
    assert_eq!(miss.evaluate(&data(&input, &Value::Null)).unwrap_err().cause, cause);
}

#[test]
fn results_are_put_where_the_path_points() {
    let write = |path, input, result| ResultPath::parse(path).unwrap().apply(input, result);
    assert_eq!(write(Some("$"), json!(1), json!(2)), Ok(json!(2)));
    assert_eq!(write(None, json!(1), json!(2)), Ok(json!(1)));
    assert_eq!(write(Some("$.a.b"), json!({ "c": 1 }), json!(2)), Ok(json!({ "c": 1, "a": { "b": 2 } })));
    assert_eq!(write(Some("$.l[1]"), json!({ "l": [1, 2] }), json!(3)), Ok(json!({ "l": [1, 3] })));
    assert_eq!(write(Some("$.a.b"), json!({ "a": 1 }), json!(2)).unwrap_err().error, "States.ResultPathMatchFailure");
    for refused in ["$[*]", "$..a", "$$.a", "$var", "$.a[?(@.b)]", "$.a[-1]", "$.a.length()"] {
        assert!(ResultPath::parse(Some(refused)).is_err(), "{refused}");
    }
    assert!(ReferencePath::parse("$.a[0].b").is_ok());
}
