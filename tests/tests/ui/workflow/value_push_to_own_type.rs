//! `push` of a type of the program.

mod shop;
use shop::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
pub struct Stack {
    numbers: Vec<u32>,
}

impl Stack {
    fn push(&mut self, number: u32) {
        self.numbers.push(number);
    }
}

#[workflow]
async fn fulfil(stack: Stack) -> Result<String, ShopError> {
    let mut stack = stack;
    stack.push(1);
    Ok(String::new())
}

fn main() {}
