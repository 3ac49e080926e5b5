//! Evaluation with bindings that are copied first: for expressions that may see that they have no input, and to find
//! out what a result held that JSON cannot say.

use jlens_core::output::Output;
use jlens_core::Result;
use jlens_core::reads::Read;
use serde_json::{Map, Value};

use super::result::BeyondJson;
use super::source::STATES;
use super::{Bindings, Conditions, Expression, aws_functions};

/// Evaluates an expression without an input, on copies of what it reads.
pub(super) fn evaluate<R>(
    expression: &Expression,
    bindings: &Bindings<'_>,
    conditions: &Conditions,
    place: &str,
    write: impl FnOnce(Output<'_, '_>) -> Result<R>,
) -> Result<R> {
    let copies = copies(expression, bindings);
    let mut functions = aws_functions::with_conditions(expression.names_set(), conditions, place).into_owned();
    for (name, value) in copies {
        functions = functions.var(name, value);
    }
    expression.plain().evaluate_source_to(&Nothing, &functions, &conditions.options(), write)
}

/// What each null and each missing field of the result stands for, in the order of the result.
pub(super) fn beyond_json(
    expression: &Expression,
    bindings: &Bindings<'_>,
    conditions: &Conditions,
    place: &str,
) -> Result<Vec<BeyondJson>> {
    // The variables get other names, and their own again around the expression, so that none hides a function here.
    let mut functions = aws_functions::with_conditions(expression.names_set(), conditions, place).into_owned();
    let mut bound = String::new();
    for (name, value) in copies(expression, bindings) {
        bound.push_str(&format!("${name}:=$bound_{name};"));
        functions = functions.var(format!("bound_{name}"), value);
    }
    let text = format!("({NAME_OF}$name_of(({bound}{}\n)))", expression.plain().source());
    let named = jlens_core::Expression::compile(&text)?;
    let found = named.evaluate_source_to(&Nothing, &functions, &conditions.options(), |output| {
        output.write(&mut super::result::Json::default())
    })?;
    Ok(found.map_or_else(Vec::new, |found| BeyondJson::all(&found)))
}

/// Names, in order, what of a value is null, a function, or a number that JSON has not.
const NAME_OF: &str = "$name_of := function($value) {(
    $kind := $exists($value) ? $type($value) : 'null';
    $kind = 'null' or $kind = 'function' ? $kind :
    $kind = 'number' ? ($value != $value ? 'NaN') :
    $kind = 'array' ? $map($value, function($item) { $name_of($item) }) :
    $kind = 'object' ? $each($value, function($field) { $name_of($field) })
)};";

/// What the expression reads of its bindings.
fn copies(expression: &Expression, bindings: &Bindings<'_>) -> Vec<(String, Value)> {
    let reads = expression.plain().reads_with(aws_functions::bindings());
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

