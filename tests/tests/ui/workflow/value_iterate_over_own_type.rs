//! A type of the program that is iterated over.

mod shop;
use shop::*;

#[derive(Clone, Serialize, Deserialize, WorkflowData)]
pub struct Stack {
    numbers: Vec<u32>,
}

impl IntoIterator for Stack {
    type Item = u32;
    type IntoIter = std::vec::IntoIter<u32>;

    fn into_iter(self) -> Self::IntoIter {
        self.numbers.into_iter()
    }
}

#[workflow]
async fn fulfil(stack: Stack) -> Result<String, ShopError> {
    let mut total = 0;
    for number in stack {
        total += number;
    }
    Ok(format!("{total}"))
}

fn main() {}
