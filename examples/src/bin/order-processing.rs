//! Takes an order from the basket to the doorstep.

use serde_json::json;
use std::process::ExitCode;
use workflow_examples::order_processing::order_processing;
use workflow_examples::order_processing::services::{Bank, Topic, Warehouse};
use workflow_runtime::App;

fn main() -> ExitCode {
    App::new()
        .version(env!("CARGO_PKG_VERSION"))
        .workflow::<order_processing>()
        .provide(Warehouse::new([("lamp", 20, 4_990), ("chair", 8, 12_900), ("shelf", 3, 35_000)]))
        .provide(Bank::new([("4000-0001", 250_000), ("4000-0002", 1_000)]))
        .provide(Topic::default())
        .default_input::<order_processing>(|| {
            json!({
                "id": "B-12",
                "customer": "Bob Hill",
                "card": "4000-0001",
                "items": [{ "sku": "lamp", "quantity": 2 }, { "sku": "chair", "quantity": 4 }],
                "express": true,
                "shipAt": "2025-01-02T08:00:00Z"
            })
        })
        .main()
}
