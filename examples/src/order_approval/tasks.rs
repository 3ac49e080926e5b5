//! The tasks, and the outbox that they are given.

use super::{ApprovalError, Decision, Order, Outcome, Status};
use std::path::{Path, PathBuf};
use std::{fs, io};
use workflow_runtime::prelude::*;

/// Where messages to humans go: a folder, here.
#[derive(Debug)]
pub struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    /// An outbox in a folder, which is made with the first message.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Outbox { folder: folder.into() }
    }

    /// The file that holds the message about a subject.
    pub fn path(&self, subject: &str) -> PathBuf {
        // A subject comes from outside: what could leave the folder is not part of a file's name.
        let safe = |letter: char| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' };
        self.folder.join(subject.chars().map(safe).collect::<String>() + ".txt")
    }

    fn send(&self, subject: &str, text: &str) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        fs::write(self.path(subject), text)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl From<io::Error> for ApprovalError {
    fn from(error: io::Error) -> Self {
        ApprovalError::OutboxUnavailable { reason: error.to_string() }
    }
}

/// Sends a human the order and the token that decides about it.
#[task(timeout = "24h")]
pub fn request_approval(
    order: &Order,
    outbox: Dep<Outbox>,
    token: TaskToken<Decision>,
) -> Result<(), ApprovalError> {
    let Order { id, customer, total } = order;
    let decision = |approved| format!(r#"order-approval approve {token} --output '{{"approved":{approved},"by":"me"}}'"#);
    let (yes, no) = (decision(true), decision(false));
    let text = format!("{customer} orders {id} for {total} cents.\n\nTo approve:\n    {yes}\n\nTo reject:\n    {no}\n");
    Ok(outbox.send(id, &text)?)
}

/// Places an order that was approved and turns down one that was not.
#[task(timeout = "30s", retry(errors(OutboxUnavailable), interval = "2s", max_attempts = 2))]
pub fn settle(order: &Order, decision: &Decision, outbox: Dep<Outbox>) -> Result<Outcome, ApprovalError> {
    let status = if decision.approved { Status::Placed } else { Status::Rejected };
    let word = if decision.approved { "placed" } else { "rejected" };
    let text = format!("Order {} of {} was {word} by {}.\n", order.id, order.customer, decision.by);
    outbox.send(&order.id, &text)?;
    Ok(Outcome {
        order: order.id.clone(),
        status,
        decided_by: decision.by.clone(),
        comment: decision.comment.clone(),
    })
}
