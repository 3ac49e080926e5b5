//! An attribute that stands on something else.

use workflow_runtime::prelude::*;

#[expression]
struct Double;

fn main() {}
