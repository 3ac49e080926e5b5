use workflow_runtime::prelude::*;

#[derive(Debug, WorkflowError)]
pub enum ShopError {
    Declined {
        reason: String,
    },
    Network,
    #[error(name = "States.Timeout")]
    Timeout,
}

#[task(timeout = "30s", retry(errors(Network, Timeout), interval = "1s", max_attempts = 3))]
pub async fn charge(card: &str, cents: u32) -> Result<String, ShopError> {
    Ok(format!("{card}-{cents}")) // any Rust at all
}

/// Charges a card. A large amount waits a minute first.
#[workflow]
pub async fn pay(card: String, cents: u32) -> Result<String, ShopError> {
    if cents > 100_000 {
        sleep(Duration::from_mins(1)).await;
    }
    match charge(&card, cents).await {
        Ok(receipt) => Ok(receipt),
        Err(ShopError::Declined { reason }) => Ok(format!("declined: {reason}")),
        Err(other) => Err(other),
    }
}
