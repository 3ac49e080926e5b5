//! Templates and expressions of states: what they can read, where they say that they failed, and which types fields
//! take.

#![expect(clippy::expect_used, reason = "tests")]

use serde_json::{Map, Value, json};
use workflow_asl::jsonata::{Bindings, Conditions, Expected, Expression, Template, Variables};

fn conditions() -> Conditions {
    Conditions::new(0, 1)
}

fn template(value: &Value) -> Template {
    Template::parse(value).expect("a template")
}

fn expression(text: &str) -> Expression {
    Expression::parse(text).expect("an expression")
}

/// What an expression fails with, and where.
fn failure(value: &Value, field: &str, expected: Expected) -> (String, String) {
    let input = json!({"items": [1], "name": "Ann"});
    let bindings = Bindings::new(&()).input(&input);
    let error = template(value).evaluate_as(expected, field, &bindings, &conditions()).expect_err("it fails");
    assert_eq!(error.error, "States.QueryEvaluationError");
    (error.cause, error.location.expect("a place"))
}

#[test]
fn only_delimited_strings_are_expressions() {
    let given =
        json!({"a": " {% 1 %}", "b": "{%1%}", "{% 1 %}": [true, null, {"c": "{% [2] %}"}], "d": "$states.input"});
    let value = template(&given).evaluate("Output", &Bindings::new(&()), &conditions());
    let expected = json!({"a": " {% 1 %}", "b": 1, "{% 1 %}": [true, null, {"c": [2]}], "d": "$states.input"});
    assert_eq!(value, Ok(expected));
}

#[test]
fn what_has_no_expression_is_literal() {
    let given = json!({"a": [1, {"b": "text"}]});
    assert_eq!(template(&given).as_literal(), Some(&given));
    let one = json!("{% $x %}");
    assert_eq!(template(&one).as_literal(), None);
    assert_eq!(template(&one).as_expression().map(Expression::text), Some("$x"));
}

#[test]
fn a_template_names_the_expression_that_does_not_parse() {
    let error = Template::parse(&json!({"a": {"b": [0, "{% 1 + %}"]}})).expect_err("it does not parse");
    assert_eq!(error.below, "/a/b[1]");
    assert_eq!(error.error.message, "Unexpected end of expression");
    assert_eq!(error.error.position, Some(3));
}

/// What AWS says, as floci measured it with ValidateStateMachineDefinition.
#[test]
fn syntax_errors_are_in_the_words_of_aws() {
    for (text, message) in [
        ("a[1,2)", r#"Expected "]", got ",""#),
        ("\"unterminated", "String literal must be terminated by a matching quote"),
        ("1 +", "Unexpected end of expression"),
        ("{\"a\":}", r#"The symbol "}" cannot be used as a unary operator"#),
        ("$x :=", "Unexpected end of expression"),
        ("$match(\"a\", /abc", "No terminating / in regular expression"),
        ("phone %.other", r#"The symbol "." cannot be used as a unary operator"#),
        ("", "Unexpected end of expression"),
    ] {
        assert_eq!(Expression::parse(text).expect_err(text).message, message);
    }
}

#[test]
fn failures_name_the_expression_and_its_place() {
    assert_eq!(
        failure(&json!({"result": "{%  $none  %}"}), "Output", Expected::Any),
        (
            "The JSONata expression '$none' specified for the field 'Output/result' returned nothing (undefined)."
                .into(),
            "Output/result".into()
        )
    );
    assert_eq!(
        failure(&json!(["{% 1 %}", {"f": "{% $sum %}"}]), "Output", Expected::Any),
        (
            "The JSONata expression '$sum' specified for the field 'Output[1]/f' returned an unsupported result type."
                .into(),
            "Output[1]/f".into()
        )
    );
    assert_eq!(
        failure(&json!("{% 'a' + 1 %}"), "Choices[0]/Condition", Expected::Boolean),
        (
            "The JSONata expression ''a' + 1' specified for the field 'Choices[0]/Condition' threw an error during \
             evaluation. T2001: The left side of the \"+\" operator must evaluate to a number"
                .into(),
            "Choices[0]/Condition".into()
        )
    );
}

#[test]
fn fields_take_their_types() {
    let unexpected = |text: &str, expected: Expected| {
        let (cause, location) = failure(&json!(format!("{{% {text} %}}")), "Field", expected);
        assert_eq!(location, "Field");
        let about = format!("The JSONata expression '{text}' specified for the field 'Field' ");
        cause.strip_prefix(&about).expect("the expression").to_owned()
    };
    for (text, expected, told) in [
        ("1", Expected::Array, "Expected 'array', but was 'number' for value: 1"),
        ("$states.input.name", Expected::Array, "Expected 'array', but was 'string' for value: \"Ann\""),
        ("null", Expected::Array, "Expected 'array', but was 'null' for value: null"),
        ("{'foo': 'bar'}", Expected::Array, "Expected 'array', but was 'object' for value: {\"foo\":\"bar\"}"),
        ("1", Expected::Boolean, "Expected 'boolean', but was 'number' for value: 1"),
        ("1.5", Expected::Integer, "Expected 'integer', but was 'number' for value: 1.5"),
        ("true", Expected::Number, "Expected 'number', but was 'boolean' for value: true"),
        ("[1]", Expected::Object, "Expected 'object', but was 'array' for value: [1]"),
        ("5", Expected::String, "Expected 'string', but was 'number' for value: 5"),
    ] {
        assert_eq!(unexpected(text, expected), format!("returned an unexpected result type. {told}"));
    }
    for (text, expected) in [
        ("[]", Expected::Array),
        ("false", Expected::Boolean),
        ("2.0", Expected::Integer),
        ("2.5", Expected::Number),
        ("{}", Expected::Object),
        ("''", Expected::String),
    ] {
        let value = expression(text).evaluate_as(expected, "Field", &Bindings::new(&()), &conditions());
        assert!(value.is_ok(), "{text}");
    }
}

#[test]
fn only_what_is_given_exists() {
    let (input, result, error, context) = (json!(1), json!(2), json!(3), json!(4));
    let all = "[$states.input, $states.result, $states.errorOutput, $states.context]";
    let bindings = Bindings::new(&()).input(&input);
    assert_eq!(expression(all).evaluate("Output", &bindings, &conditions()), Ok(json!([1])));
    let bindings = bindings.result(&result).error_output(&error).context(&context);
    assert_eq!(expression(all).evaluate("Output", &bindings, &conditions()), Ok(json!([1, 2, 3, 4])));
    let whole = expression("$states").evaluate("Output", &bindings, &conditions());
    assert_eq!(whole, Ok(json!({"input": 1, "result": 2, "errorOutput": 3, "context": 4})));
    assert_eq!(expression("$keys($states)").evaluate("Output", &Bindings::new(&()), &conditions()).ok(), None);
}

/// Every value comes through a variable as it is: nothing is unwrapped.
#[test]
fn variables_keep_their_values() {
    for value in [
        json!(null),
        json!(false),
        json!(0),
        json!(""),
        json!([]),
        json!([1]),
        json!([[1]]),
        json!([[]]),
        json!([null]),
        json!({}),
        json!({"a": []}),
        json!([{"a": [1]}]),
        json!("text"),
        json!(1.5),
        json!(9_007_199_254_740_991_i64),
    ] {
        let variables = Map::from_iter([("value".to_owned(), value.clone())]);
        for text in ["$value", "($x := $value; $x)", "(function($x) { $x })($value)", "$value ~> function($x) { $x }"] {
            let found = expression(text).evaluate("Output", &Bindings::new(&variables).input(&json!(0)), &conditions());
            assert_eq!(found, Ok(value.clone()), "{text}");
        }
        let found = expression("$states.input").evaluate("Output", &Bindings::new(&()).input(&value), &conditions());
        assert_eq!(found, Ok(value));
    }
}

#[test]
fn numbers_are_doubles() {
    let input: Value =
        serde_json::from_str("[1.0, -0.0, 10000000000000000000000001, 9007199254740993, 1e2, 0.1]").expect("JSON");
    let read = expression("$states.input").evaluate("Output", &Bindings::new(&()).input(&input), &conditions());
    let expected = "[1,0,1e+25,9007199254740992,100,0.1]";
    assert_eq!(read.map(|value| value.to_string()), Ok(expected.to_owned()));
    let computed = expression("[$states.input ~> $map(function($n) { $n * 1 })]");
    let computed = computed.evaluate("Output", &Bindings::new(&()).input(&input), &conditions());
    assert_eq!(computed.map(|value| value.to_string()), Ok(expected.to_owned()));
}

struct Scopes<'a>(&'a [Map<String, Value>]);

impl Variables for Scopes<'_> {
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find_map(|scope| scope.get(name))
    }
}

#[test]
fn an_inner_scope_is_asked_first() {
    let inner = Map::from_iter([("a".to_owned(), json!(1))]);
    let outer = Map::from_iter([("a".to_owned(), json!(2)), ("größe".to_owned(), json!(3))]);
    let scopes = [inner, outer];
    let value = expression("[$a, $größe]").evaluate("Output", &Bindings::new(&Scopes(&scopes)), &conditions());
    assert_eq!(value, Ok(json!([1, 3])));
}

/// As measured on AWS: a variable hides the function of its name.
#[test]
fn a_variable_hides_a_function() {
    let variables = json!({"count": 5, "sum": [1, 2], "string": null, "type": {"a": 1}, "each": 1, "map": 2});
    let bindings = Bindings::new(variables.as_object().expect("variables"));
    let evaluate = |text: &str| expression(text).evaluate("Output", &bindings, &conditions());
    assert_eq!(evaluate("$count + 1"), Ok(json!(6)));
    assert_eq!(evaluate("[$sum, $type.a, $max([1, 2])]"), Ok(json!([1, 2, 1, 2])));
    assert!(
        evaluate("$count([1])").is_err_and(|error| error.cause.ends_with("T1006: Attempted to invoke a non-function"))
    );
    // What finds functions in a result is not disturbed by it.
    let unsupported = evaluate("{'f': function($x) { $type }, 'm': $map, 'e': $each}");
    assert!(unsupported.is_err_and(|error| error.cause.ends_with("returned an unsupported result type.")));
    assert_eq!(
        evaluate("(function($x) { {'n': null, 't': $type, 'm': $map} })(1)"),
        Ok(json!({"n": null, "t": {"a": 1}, "m": 2}))
    );
}

#[test]
fn what_an_expression_reads_is_known() {
    assert!(expression("$states.context.State.Name").reads_context());
    assert!(expression("$string($states)").reads_context());
    assert!(expression("($s := $states; $s.context)").reads_context());
    for text in ["$states.input.context", "1", "$states.input[context = 1]", "$context", "'$states.context'"] {
        assert!(!expression(text).reads_context(), "{text}");
    }
    assert!(template(&json!({"a": "{% 1 %}", "b": ["{% $states.context %}"]})).reads_context());
    assert_eq!(expression("$states.result.id + $states . `input`[0]").states_fields(), ["result", "input"]);
    for text in ["$states['result']", "($states).result", "'$states.result'", "$match($x, /$states.result/)"] {
        assert!(expression(text).states_fields().is_empty(), "{text}");
    }
}

/// As sfnx and floci measured them with ValidateStateMachineDefinition.
#[test]
fn references_at_the_top_level_are_found() {
    for (text, references) in [
        ("phone", vec!["phone"]),
        ("aaa + bbb & aaa", vec!["aaa", "bbb"]),
        ("$.phone", vec!["$"]),
        ("{key: value}", vec!["key", "value"]),
        ("$map($states.input.a, function($x) { b })", vec!["b"]),
        ("a.b[c]", vec!["a"]),
        ("[a, -b, c ? d : e, $f(g), ($y := h; i), j ~> $k]", vec!["a", "b", "c", "d", "e", "g", "h", "i", "j"]),
        ("$states.input.phone", vec![]),
        ("$states.input.items[phone > $]", vec![]),
        ("$x.(foo)", vec![]),
        ("$x{name: $}", vec![]),
        ("$x^(name)", vec![]),
        ("$phone", vec![]),
    ] {
        assert_eq!(expression(text).top_level_references(), references, "{text}");
    }
    assert!(expression("$x[$$.a = 1]").reads_root());
    assert!(!expression("$x[$.a = 1]").reads_root());
}

#[test]
fn random_values_differ_by_place_and_seed() {
    let both = template(&json!({"a": "{% $uuid() %}", "b": "{% $uuid() %}", "c": "{% [$random(), $random()] %}"}));
    let at = |field: &str, seed: u128| {
        both.evaluate(field, &Bindings::new(&()), &Conditions::new(0, seed)).expect("a value")
    };
    let one = at("Output", 1);
    assert_ne!(one.get("a"), one.get("b"));
    assert_ne!(one.pointer("/c/0"), one.pointer("/c/1"));
    assert_ne!(at("Assign", 1), one);
    assert_ne!(at("Output", 2), one);
    assert_eq!(at("Output", 1), one);
}

/// The names of literals and operators are names of variables too.
#[test]
fn variables_may_have_any_name() {
    let names = ["null", "true", "false", "and", "or", "in", "function", "λ", "states2", "_a", "a1", "größe", "input"];
    let variables: Map<String, Value> = names.iter().map(|name| ((*name).to_owned(), json!([*name]))).collect();
    for name in names {
        let value = expression(&format!("${name}")).evaluate("Output", &Bindings::new(&variables), &conditions());
        assert_eq!(value, Ok(json!([name])));
        let missing = expression(&format!("[${name}]")).evaluate("Output", &Bindings::new(&()), &conditions());
        assert_eq!(missing, Ok(json!([])), "{name}");
    }
}
