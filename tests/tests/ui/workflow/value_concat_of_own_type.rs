//! `concat` of a type of the program.

mod shop;
use shop::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
pub struct Stack {
    numbers: Vec<u32>,
}

impl Stack {
    fn concat(&self) -> u32 {
        self.numbers.iter().sum()
    }
}

#[workflow]
async fn fulfil(stack: Stack) -> Result<String, ShopError> {
    Ok(format!("{}", stack.concat()))
}

fn main() {}
