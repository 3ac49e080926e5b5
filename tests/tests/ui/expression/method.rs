//! A method.

use workflow_runtime::prelude::*;

struct Prices;

impl Prices {
    #[expression]
    fn double(&self, number: u32) -> u32 {
        number * 2
    }
}

fn main() {}
