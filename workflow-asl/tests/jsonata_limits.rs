//! Expressions that would take the time, the stack or the memory of the process end in an error.

#![expect(clippy::expect_used, reason = "tests")]

use std::time::Duration;

use serde_json::{Value, json};
use workflow_asl::jsonata::{Bindings, Conditions, Expression, Limits, Stop, Template};

/// The code of the error that an expression ends with, or what it gives.
fn end(text: &str, limits: Limits) -> String {
    let conditions = Conditions { limits, ..Conditions::new(0, 0) };
    let expression = Expression::parse(text).expect("an expression");
    match expression.evaluate("Output", &Bindings::new(&()), &conditions) {
        Ok(value) => value.to_string(),
        Err(error) => {
            assert_eq!(error.error, "States.QueryEvaluationError");
            let (_, threw) = error.cause.rsplit_once("threw an error during evaluation. ").expect("an error");
            threw.split(':').next().expect("a code").to_owned()
        }
    }
}

/// The limits of Step Functions without the time, which tests on a busy machine may need.
fn patient() -> Limits {
    Limits { time: Duration::MAX, ..Limits::default() }
}

fn steps(steps: u64) -> Limits {
    Limits { steps: Some(steps), ..patient() }
}

#[test]
fn recursion_that_never_ends() {
    assert_eq!(end("($f := function($n) { 1 + $f($n) }; $f(1))", patient()), "D1011");
    assert_eq!(end("($f := function($n) { [$f($n)] }; $f(1))", patient()), "D1011");
    assert_eq!(end("($f := function($n) { {'a': $map([$n], $f)} }; $f(1))", patient()), "D1011");
    let deep = "($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(1000))";
    assert_eq!(end(deep, patient()), "1000");
}

#[test]
fn tail_calls_that_never_end() {
    let endless = "($f := function($n) { $f($n + 1) }; $f(1))";
    assert_eq!(end(endless, steps(100_000)), "U1006");
    assert_eq!(end(endless, Limits { time: Duration::from_millis(1), ..patient() }), "D1012");
}

#[test]
fn regular_expressions_that_backtrack() {
    for pattern in ["/^(a+)+$/", "/^(a|a)*$/", "/^(a|aa)+$/", "/(?=(a+)+$)a/", "/^(([a-z])+.)+[A-Z]([a-z])+$/"] {
        let text = format!("$contains($pad('', 40, 'a') & '!', {pattern})");
        assert_eq!(end(&text, steps(200)), "U1006", "{pattern}");
        assert_eq!(end(&text, Limits { time: Duration::from_millis(1), ..patient() }), "D1012", "{pattern}");
    }
}

#[test]
fn long_lists_whose_items_are_compared() {
    let sizes = "$count($distinct([1..100000])) & ',' & $count($distinct([1..50000, 1..50000].{'a': [$, 0]}))";
    assert_eq!(end(sizes, patient()), r#""100000,50000""#);
    let kinds = "$distinct([[1..3000].(1), -0, 0, [1], [1.0], {'a': 1, 'b': 2}, {'b': 2, 'a': 1}, '1', null])";
    assert_eq!(end(kinds, patient()), r#"[1,0,[1],{"a":1,"b":2},"1",null]"#);
    assert_eq!(end("$distinct([1..3000].('a'))", patient()), r#""a""#);
    assert_eq!(end("$distinct([[1..3000].('a')])", patient()), r#"["a"]"#);
    let deep = "($f := function($value, $n) { $n = 0 ? $value : $f([$value], $n - 1) }; $deep := $f(1, 5000); \
                $count($distinct([1..3000, [$deep], [$deep]])))";
    assert_eq!(end(deep, patient()), "3001");
    assert_eq!(end("($distinct := 1; $distinct)", patient()), "1");
}

#[test]
fn values_that_are_too_large() {
    for text in [
        "$pad('', 3000000)",
        "$pad('', -3000000, 'ab')",
        "$reduce([1..64], function($text, $i) { $text & $text }, 'abc')",
        "$join($map([1..3000], function($i) { $pad('', 1000) }))",
        "$replace($pad('', 2000, 'a'), 'a', $pad('', 2000))",
        "[1..1000000]",
        "$reduce([1..64], function($all, $i) { $append($all, $all) }, [1])",
        "$string([1..200000].{'a': $, 'b': $, 'c': $})",
    ] {
        assert_eq!(end(text, patient()), "U1001", "{text}");
    }
    assert_eq!(end("[0..1000000000]", patient()), "D2014");
    assert_eq!(end("$range(0, 1000000000, 1)", patient()), "D3137");
}

#[test]
fn a_result_that_is_small_to_hold_and_large_to_write() {
    let text = "$reduce([1..40], function($value, $i) { {'a': $value, 'b': $value} }, 1)";
    assert_eq!(end(text, Limits { result: 1 << 16, ..patient() }), "U1001");
    let text = "($f := function($value, $n) { $n = 0 ? $value : $f({'a': $value}, $n - 1) }; $f(1, 2000))";
    assert_eq!(end(text, patient()), "U1001");
}

#[test]
fn texts_that_nest_deep() {
    let shapes = [
        ("(", ")"),
        ("[", "]"),
        ("{'a': ", "}"),
        ("-", ""),
        ("$f(", ")"),
        ("function() { ", " }"),
        ("1 / ", ""),
        ("/* */ true ? ", " : 2"),
        ("$x := ", ""),
        ("$states.input[", "]"),
    ];
    for (open, close) in shapes {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        let error = Expression::parse(&nested(20_000)).expect_err("it is too deep");
        assert!(error.message.contains("nested too deeply"), "{error}");
        // What is not too deep comes back, whatever it gives.
        let expression = Expression::parse(&nested(200)).expect("an expression");
        let _ = expression.evaluate("Output", &Bindings::new(&()), &Conditions::new(0, 0));
    }
}

#[test]
fn a_deep_input_is_read() {
    let mut input = json!(1);
    for _ in 0..900 {
        input = json!({ "a": input });
    }
    let bindings = Bindings::new(&()).input(&input);
    let conditions = Conditions::new(0, 0);
    let whole = Expression::parse("$states.input").expect("an expression");
    assert_eq!(whole.evaluate("Output", &bindings, &conditions), Ok(input.clone()));
    let deepest = Expression::parse(&format!("$states.input{}", ".a".repeat(900))).expect("an expression");
    assert_eq!(deepest.evaluate("Output", &bindings, &conditions), Ok(json!(1)));
}

#[test]
fn what_is_stopped_ends() {
    let stop = Stop::new();
    let conditions = Conditions { stop: Some(stop.clone()), ..Conditions::new(0, 0) };
    let template = Template::parse(&json!({"a": "{% 1 + 1 %}"})).expect("a template");
    let evaluate = || template.evaluate("Output", &Bindings::new(&()), &conditions);
    assert_eq!(evaluate(), Ok(json!({"a": 2})));
    stop.stop();
    let error = evaluate().expect_err("it is stopped");
    assert!(error.cause.ends_with("U1003: The evaluation was cancelled"), "{}", error.cause);
}

#[test]
fn prepared_expressions_are_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    let template = Template::parse(&json!(["{% $states.input.n * 2 %}"])).expect("a template");
    shared(&template);
    let results = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|n| {
                let template = &template;
                scope.spawn(move || {
                    let input = json!({ "n": n });
                    template.evaluate("Output", &Bindings::new(&()).input(&input), &Conditions::new(0, 0))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect::<Result<Vec<Value>, _>>()
    });
    assert_eq!(results, Ok(vec![json!([0]), json!([2]), json!([4]), json!([6])]));
}
