use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Ledger(#[from] LedgerError, u32),
}

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum LedgerError {
    Locked,
}

fn main() {}
