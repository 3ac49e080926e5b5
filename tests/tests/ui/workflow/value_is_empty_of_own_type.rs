//! `is_empty` of a type of the program.

mod shop;
use shop::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
pub struct Stack {
    numbers: Vec<u32>,
}

impl Stack {
    fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

#[workflow]
async fn fulfil(stack: Stack) -> Result<String, ShopError> {
    Ok(format!("{}", stack.is_empty()))
}

fn main() {}
