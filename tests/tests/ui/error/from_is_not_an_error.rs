use workflow_runtime::prelude::*;

#[derive(Debug, WorkflowError)]
enum ShopError {
    Io(#[from] std::io::Error),
}

fn main() {}
