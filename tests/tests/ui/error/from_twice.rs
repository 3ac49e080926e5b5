use workflow_runtime::prelude::*;

#[derive(Debug, WorkflowError)]
enum ShopError {
    Ledger(#[from] LedgerError),
    Book(#[from] LedgerError),
}

#[derive(Debug, WorkflowError)]
enum LedgerError {
    Locked,
}

fn main() {}
