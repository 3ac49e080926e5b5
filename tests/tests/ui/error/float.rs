//! A float in an error.

use workflow_runtime::prelude::*;

#[derive(Debug, WorkflowError)]
enum ShopError {
    TooHeavy { kilograms: f64 },
}

fn main() {}
