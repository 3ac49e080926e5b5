//! The execution's name in an expression.

use workflow_runtime::prelude::*;

#[expression]
fn key(id: &str) -> String {
    format!("{}/{id}", execution_name())
}

fn main() {}
