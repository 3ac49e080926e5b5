//! Structs compared.

mod shop;
use shop::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Pair {
    left: u32,
    right: u32,
}

#[workflow]
async fn fulfil(a: Pair, b: Pair) -> Result<u32, ShopError> {
    if a == b {
        return Err(ShopError::Network);
    }
    Ok(1)
}

fn main() {}
