//! `get` of a type of the program.

mod shop;
use shop::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
pub struct Stack {
    numbers: Vec<u32>,
}

impl Stack {
    fn get(&self, index: usize) -> Option<&u32> {
        self.numbers.get(index)
    }
}

#[workflow]
async fn fulfil(stack: Stack) -> Result<String, ShopError> {
    Ok(format!("{}", stack.get(1).is_some()))
}

fn main() {}
