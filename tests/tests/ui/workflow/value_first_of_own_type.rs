//! `first` of a type of the program.

mod shop;
use shop::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
pub struct Stack {
    numbers: Vec<u32>,
}

impl Stack {
    fn first(&self) -> Option<&u32> {
        self.numbers.first()
    }
}

#[workflow]
async fn fulfil(stack: Stack) -> Result<String, ShopError> {
    Ok(format!("{}", stack.first().is_some()))
}

fn main() {}
