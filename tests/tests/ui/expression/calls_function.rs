//! An expression that calls a function which is none.

use workflow_runtime::prelude::*;

fn double(n: u32) -> u32 {
    n * 2
}

#[expression]
fn quadruple(n: u32) -> u32 {
    double(double(n))
}

fn main() {}
