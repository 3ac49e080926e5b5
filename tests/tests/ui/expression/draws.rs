//! An expression that is another value each time.

use workflow_runtime::prelude::*;

#[expression]
fn label(text: &str) -> String {
    format!("{text} {}", uuid())
}

fn main() {}
