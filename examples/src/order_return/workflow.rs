//! The workflows and their data.

use super::tasks::{inspect, mail, pay_back};
use workflow_runtime::prelude::*;

/// What was sent back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Parcel {
    /// The number of its order.
    pub order: String,
    /// The payment of that.
    pub payment: String,
    /// What was paid, in cents.
    pub cents: u32,
    /// The conversation with the customer, if there is one.
    pub conversation: Option<String>,
}

/// What people say of a parcel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Finding {
    /// Whether its money is given back.
    pub refundable: bool,
    /// What there is to say about it.
    pub note: Option<String>,
}

/// Money that was given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Payment {
    /// Its number.
    pub id: String,
    /// How much.
    pub cents: u32,
}

/// A message in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "PascalCase")]
pub struct Mailed {
    /// Its number there.
    pub message_id: String,
}

/// How a return has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
pub struct Closed {
    /// The number of the order.
    pub order: String,
    /// What was given back, if anything.
    pub refund: Option<Payment>,
}

/// Why money was not given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum RefundError {
    /// There is no payment.
    NothingPaid,
    /// The bank does not answer.
    BankUnavailable,
    /// A task took too long.
    #[error(name = "States.Timeout")]
    Timeout,
}

/// Why a return is not closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
pub enum ReturnError {
    /// Nobody has opened the parcel in time.
    #[error(name = "States.Timeout")]
    Timeout,
    /// Somebody has to look into it.
    RefundImpossible {
        /// Of which order.
        order: String,
    },
    /// The customer could not be told.
    #[error(other)]
    Other(Failure),
}

/// Gives back what was paid.
#[workflow(tracing, tags(team = "payments"))]
pub async fn refund(payment: String, cents: u32) -> Result<Payment, RefundError> {
    pay_back(&payment, cents).await
}

/// Has a parcel that came back looked at, gives its money back, and tells the customer.
#[workflow(logging(level = "ERROR"), encryption(key = "${ReturnsKey}"), tags(team = "returns", stage = "${Stage}"))]
pub async fn order_return(parcel: Parcel) -> Result<Closed, ReturnError> {
    let finding = inspect(&parcel).await?;
    if !finding.refundable {
        let note = finding.note.unwrap_or("it is not as it was".to_owned());
        let text = format!("We cannot take back {}: {note}.", parcel.order);
        mail(&text, parcel.conversation).await?;
        return Ok(Closed { order: parcel.order, refund: None });
    }
    match start_execution(refund(parcel.payment, parcel.cents)).await {
        Ok(payment) => {
            let text = format!("We gave back {} cents.", payment.cents);
            mail(&text, parcel.conversation).await?;
            Ok(Closed { order: parcel.order, refund: Some(payment) })
        }
        Err(_) => Err(ReturnError::RefundImpossible { order: parcel.order }),
    }
}
