//! An expression that leaves early.

use workflow_runtime::prelude::*;

#[expression]
fn code(coupon: Option<String>) -> String {
    let Some(code) = coupon else {
        return String::new();
    };
    code
}

fn main() {}
