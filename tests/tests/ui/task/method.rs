use workflow_runtime::prelude::*;

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    Network,
    Declined { reason: String },
}

struct Shop;

impl Shop {
    #[task]
    async fn charge(&self, cents: u32) -> Result<u32, ShopError> {
        Ok(cents)
    }
}

fn main() {}
