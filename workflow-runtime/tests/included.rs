//! A definition from a file, done by the tasks of this program.

use serde_json::json;
use workflow_runtime::prelude::*;
use workflow_runtime::{IncludedAsl, Runtime, include_asl};

#[task]
async fn reserve_item(sku: String) -> Result<u32, Failure> {
    match sku.as_str() {
        "none" => Err(Failure::new("SoldOut", sku)),
        _ => Ok(100 * u32::try_from(sku.len()).unwrap_or_default()),
    }
}

#[task]
async fn charge(cents: u32) -> Result<String, Failure> {
    Ok(format!("paid {cents}"))
}

include_asl!(pub fulfil: "include/fulfil.asl.json", tasks: { "charge-v2": charge });

#[tokio::test]
async fn it_runs_with_the_tasks_of_the_program() {
    assert_eq!(fulfil::NAME, "fulfil");
    assert_eq!(fulfil::tasks().functions().collect::<Vec<_>>(), ["ReserveItem", "charge-v2"]);
    let runtime = Runtime::new();
    assert_eq!(fulfil::run(&runtime, json!({"sku": "abc"})).await.unwrap(), json!("paid 300"));
    let failure = fulfil::run(&runtime, json!({"sku": "none"})).await.unwrap_err();
    assert_eq!(failure.error, "SoldOut");
}
