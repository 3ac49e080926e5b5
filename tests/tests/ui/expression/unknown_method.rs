//! A method that has no form.

use workflow_runtime::prelude::*;

#[expression]
fn shout(text: &str) -> String {
    text.repeat(2)
}

fn main() {}
