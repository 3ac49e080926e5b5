//! `contains_key` of a type of the program.

mod shop;
use shop::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
pub struct Stack {
    numbers: Vec<u32>,
}

impl Stack {
    fn contains_key(&self, number: &u32) -> bool {
        self.numbers.contains(number)
    }
}

#[workflow]
async fn fulfil(stack: Stack) -> Result<String, ShopError> {
    Ok(format!("{}", stack.contains_key(&1)))
}

fn main() {}
