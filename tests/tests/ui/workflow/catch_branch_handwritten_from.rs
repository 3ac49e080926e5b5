//! `?` in a branch through a `From` written by hand.

mod shop;
use shop::*;

#[derive(Debug, WorkflowError)]
enum OuterError {
    Failed { text: String },
}

impl From<ShopError> for OuterError {
    fn from(error: ShopError) -> Self {
        OuterError::Failed { text: format!("{error:?}") }
    }
}

#[workflow]
async fn fulfil(order: Order) -> Result<String, OuterError> {
    let (text, ()) = try_join!(
        async {
            let text = charge(&order.id, 1).await?;
            Ok::<_, OuterError>(text)
        },
        async {
            notify(order.id.clone()).await?;
            Ok(())
        },
    )?;
    Ok(text)
}

fn main() {}
