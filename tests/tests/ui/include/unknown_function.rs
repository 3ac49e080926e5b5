use workflow_runtime::prelude::*;
use workflow_runtime::include_asl;

#[task]
async fn reserve_item(sku: String) -> Result<String, Failure> {
    Ok(sku)
}

include_asl!(pub calls: "calls.asl.json", tasks: { "reserve": reserve_item });

fn main() {}
