//! Evaluation with bindings that are copied first: for expressions that may see that they have no input, and to find
//! out whether a result held a function.

use jlens_core::Result;
use jlens_core::output::Output;
use jlens_core::reads::Read;
use serde_json::{Map, Value};

use super::result::Json;
use super::source::STATES;
use super::{Bindings, Conditions, Expression, aws_functions};

/// Evaluates an expression without an input, on copies of what it reads, with these functions.
pub(super) fn evaluate<R>(
    expression: &Expression,
    bindings: &Bindings<'_>,
    functions: jlens_core::Bindings,
    conditions: &Conditions,
    write: impl FnOnce(Output<'_, '_>) -> Result<R>,
) -> Result<R> {
    let bound = copies(expression, bindings).into_iter().fold(functions, |bound, (name, value)| bound.var(name, value));
    expression.plain().evaluate_source_to(&Nothing, &bound, &conditions.options(), write)
}

/// Whether the result of an expression is a function or holds one, which JSON cannot say.
pub(super) fn holds_function(
    expression: &Expression,
    bindings: &Bindings<'_>,
    conditions: &Conditions,
    place: &str,
) -> Result<bool> {
    // The variables get other names, and their own again around the expression, so that none hides a function here.
    let mut functions = aws_functions::with_conditions(expression.names_set(), conditions, place).into_owned();
    let mut bound = String::new();
    for (name, value) in copies(expression, bindings) {
        bound.push_str(&format!("${name}:=$_aws_bound_{name};"));
        functions = functions.var(format!("_aws_bound_{name}"), value);
    }
    // After a semicolon, for JSONata reads no regular expression after a parenthesis.
    let text = format!(
        "({HOLDS_FUNCTION}$_aws_result:=({bound}0;{}\n);$_aws_holds($_aws_result))",
        expression.plain().source()
    );
    let question = jlens_core::Expression::compile(&text)?;
    let answer = question.evaluate_source_to(&Nothing, &functions, &conditions.options(), |output| {
        output.write(&mut Json::new(None, 0))
    })?;
    Ok(answer.is_some_and(|answer| answer == Value::Bool(true)))
}

const HOLDS_FUNCTION: &str = "$_aws_holds := function($value) {(
    $kind := $type($value);
    $kind = 'function' ? true :
    $kind = 'array' ? true in $map($value, function($item) { $_aws_holds($item) }) :
    $kind = 'object' ? true in $each($value, function($field) { $_aws_holds($field) }) : false
)};";

/// What the expression reads of its bindings.
fn copies(expression: &Expression, bindings: &Bindings<'_>) -> Vec<(String, Value)> {
    let reads = expression.all_reads();
    // The analysis takes the name of a function for the function.
    let whole = reads.every_binding() || expression.hides_function(bindings);
    let mut copies = Vec::new();
    for name in expression.names() {
        let read = if whole { Some(&Read::Whole) } else { reads.binding(name) };
        if name == STATES {
            let fields = bindings.states().map(|(name, value)| (name.to_owned(), cut_field(read, name, value)));
            copies.push((name.to_owned(), Value::Object(fields.collect::<Map<_, _>>())));
        } else if let Some(value) = bindings.variables.get(name) {
            copies.push((name.to_owned(), read.map_or(Value::Null, |read| read.cut(value))));
        }
    }
    copies
}

fn cut_field(read: Option<&Read>, name: &str, value: &Value) -> Value {
    match read.and_then(Read::fields) {
        None => value.clone(),
        Some(fields) => fields.get(name).map_or(Value::Null, |read| read.cut(value)),
    }
}

/// The input of an expression of a state.
struct Nothing;

impl<'a> jlens_core::input::Source<'a> for Nothing {
    fn read(&self, _sink: &mut jlens_core::input::Sink<'_, 'a>) -> std::result::Result<(), String> {
        Ok(())
    }
}
