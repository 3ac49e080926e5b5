use workflow_runtime::prelude::*;

#[derive(Debug, WorkflowError)]
enum ShopError {
    #[error(name = "Ledger")]
    Ledger(#[from] LedgerError),
}

#[derive(Debug, WorkflowError)]
enum LedgerError {
    Locked,
}

fn main() {}
