//! The tasks, and what stands in for people and a queue.

use super::{Finding, Mailed, Parcel, Payment, RefundError, ReturnError};
use std::sync::{Arc, Mutex, PoisonError};
use workflow_runtime::prelude::*;

/// Stands in for the people at the bench.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Whether they find what they open to be as good as new.
    pub is_content: bool,
}

/// Stands in for a queue of SQS. Clones share the messages.
#[derive(Clone, Debug, Default)]
pub struct Mailbox {
    messages: Arc<Mutex<Vec<String>>>,
}

impl Mailbox {
    /// The messages, each after its group, if it has one.
    pub fn messages(&self) -> Vec<String> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, group: Option<&str>, message: &str) -> usize {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.push(group.map_or_else(|| message.to_owned(), |group| format!("{group}: {message}")));
        messages.len()
    }
}

/// Opens a parcel. On AWS it waits for the activity's workers, for up to two weeks.
#[task(activity = "inspect-parcel", timeout = "14d", heartbeat = "1d")]
pub async fn inspect(parcel: &Parcel, desk: Dep<Desk>) -> Result<Finding, ReturnError> {
    Ok(Finding { refundable: desk.is_content, note: (!desk.is_content).then(|| format!("{} is worn", parcel.order)) })
}

/// Gives money back to a card, once for each payment.
#[task(
    timeout = "20s",
    memory = 256,
    environment(BANK_URL = "${BankUrl}"),
    retry(errors(BankUnavailable, Timeout), interval = "5s", max_attempts = 4, backoff_rate = 2.0)
)]
pub async fn pay_back(payment: &str, cents: u32) -> Result<Payment, RefundError> {
    if payment.is_empty() {
        return Err(RefundError::NothingPaid);
    }
    Ok(Payment { id: format!("{payment}-back"), cents })
}

/// Tells the customer, through the queue of the shop's mails. Mails of one group arrive in their order.
#[task(
    resource = "arn:aws:states:::sqs:sendMessage",
    arguments(QueueUrl = "https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/${MailQueue}"),
    timeout = "30s",
    retry(interval = "2s", max_attempts = 3)
)]
pub async fn mail(
    message_body: &str,
    message_group_id: Option<String>,
    mailbox: Dep<Mailbox>,
) -> Result<Mailed, ReturnError> {
    let number = mailbox.put(message_group_id.as_deref(), message_body);
    Ok(Mailed { message_id: number.to_string() })
}
