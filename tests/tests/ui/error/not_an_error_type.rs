use workflow_runtime::prelude::*;

#[derive(Debug)]
enum ShopError {
    Network,
}

fn is_error<T: WorkflowError>() {}

fn used() {
    is_error::<ShopError>();
}

fn main() {}
