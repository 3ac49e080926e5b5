//! An expression that gives nothing.

use workflow_runtime::prelude::*;

#[expression]
fn tell(text: &str) {
    println!("{text}");
}

fn main() {}
