//! A program of a definition from a file: `cargo run --example fulfil -- run`.

use workflow_runtime::include_asl;
use workflow_runtime::prelude::*;

#[task]
async fn reserve_item(sku: String) -> Result<String, Failure> {
    Ok(format!("reserved {sku}"))
}

// The function `ReserveItem` of the definition is done by the task `reserve_item`.
include_asl!(fulfil: "fulfil.asl.json");

fn main() -> ExitCode {
    workflow_runtime::cli!(fulfil)
}

#[cfg(test)]
#[tokio::test]
async fn what_cannot_be_reserved_is_ordered() {
    use workflow_runtime::testing::TestRun;

    let sold_out = TestRun::new().stub_failure::<reserve_item>(Failure::named("SoldOut"));
    let execution = sold_out.interpret::<fulfil>("lamp".into()).await;
    assert_eq!(execution.states(), ["Reserve", "Wait for delivery", "Order"]);
    assert_eq!(execution.result, Ok("ordered".into()));
}
