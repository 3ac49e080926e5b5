//! `#[expression]` functions, written out where they are called.

use super::value::{block, keep};
use std::cell::Cell;
use workflow_asl::jsonata::Expr;

/// A function that a workflow's values may call.
#[diagnostic::on_unimplemented(
    message = "[W0833] this function is neither awaited nor an expression, so it cannot be part of a definition",
    label = "not an `#[expression]`",
    note = "if it is a task, await it: `task(..).await?`; else put `#[expression]` on it, or `#[task]` if it does more than compute a value"
)]
pub trait Expression {
    /// Made of those of the expressions that it calls, so that rustc refuses a cycle among them.
    const IS_NOT_RECURSIVE: bool;

    /// Its value, for the values of its parameters.
    fn define(arguments: Vec<Expr>) -> Expr;
}

/// What a function's name is taken for where there is no type of that name.
#[derive(Debug)]
pub enum Otherwise {}

thread_local! {
    /// How many parameters were bound so far: no two have the same name while they are being built.
    static BOUND: Cell<usize> = const { Cell::new(0) };
}

/// The body of a function with its parameters standing for the arguments. An argument that is more than a variable or
/// a field is computed once, whether or not the body reads it, as in Rust.
pub fn inlined(parameters: &[&'static str], arguments: Vec<Expr>, body: impl FnOnce(super::Env) -> Expr) -> Expr {
    let (mut env, mut locals, mut values) = (super::Env::new(), Vec::new(), Vec::new());
    for (parameter, argument) in parameters.iter().zip(arguments) {
        let value = if argument.is_simple() { argument } else { keep(&mut locals, argument) };
        let number = BOUND.replace(BOUND.get() + 1);
        // No other variable can have this name, so the body can be told from what it is given.
        let placeholder = format!("{parameter}#{number}");
        env.set(parameter, Expr::variable(placeholder.as_str()));
        values.push((placeholder, value));
    }
    let taken = |name: &str| values.iter().any(|(_, value)| value.mentions(name));
    let body = body(env).without_parameters(&taken);
    let value_of =
        |name: &str| values.iter().find(|(placeholder, _)| placeholder == name).map(|(_, value)| value.clone());
    let body = body.substitute(&value_of);
    if locals.is_empty() { body } else { block(locals, body) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workflow_asl::jsonata::BinaryOp;

    fn sum(left: Expr, right: Expr) -> Expr {
        left.binary(BinaryOp::Add, right)
    }

    #[test]
    fn simple_arguments_stand_where_the_parameters_do() {
        let order = Expr::variable("order").field("price");
        let built = inlined(&["a", "b"], vec![order, Expr::integer(2)], |env| sum(env.read("a"), env.read("b")));
        assert_eq!(built.to_string(), "$order.price + 2");
    }

    #[test]
    fn other_arguments_are_computed_once_and_in_any_case() {
        let argument = || sum(Expr::variable("x"), Expr::integer(1));
        let built = inlined(&["a"], vec![argument()], |env| sum(env.read("a"), env.read("a")));
        assert_eq!(built.to_string(), "($_1 := $x + 1; $_1 + $_1)");
        let built = inlined(&["a"], vec![argument()], |_| Expr::integer(3));
        assert_eq!(built.to_string(), "($_1 := $x + 1; 3)");
        let nested = inlined(&["a"], vec![argument()], |env| {
            inlined(&["b"], vec![sum(env.read("a"), Expr::integer(2))], |env| sum(env.read("b"), env.read("b")))
        });
        assert_eq!(nested.to_string(), "($_2 := $x + 1; ($_1 := $_2 + 2; $_1 + $_1))");
    }

    #[test]
    fn a_function_inside_does_not_catch_a_variable_of_the_caller() {
        let built = inlined(&["by"], vec![Expr::variable("item").field("rate")], |env| {
            let inner = env.with_local("item");
            Expr::Lambda(vec!["item".into()], Box::new(sum(inner.read("item"), inner.read("by"))))
        });
        assert_eq!(built.to_string(), "function($item_2) { $item_2 + $item.rate }");
    }
}
