use workflow_runtime::prelude::*;

#[derive(Debug)]
struct Card {
    number: String,
}

#[derive(Debug, WorkflowError)]
enum ShopError {
    Declined { card: Card },
}

fn main() {}
