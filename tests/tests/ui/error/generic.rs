use workflow_runtime::prelude::*;

#[derive(Debug, WorkflowError)]
enum ShopError<T> {
    Declined { reason: T },
}

fn main() {}
