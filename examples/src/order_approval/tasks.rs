//! The tasks, and the outbox that they are given.

use super::{Approval, ApprovalError, Confirmation, Order};
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
pub fn request_approval(order: &Order, outbox: Dep<Outbox>, token: TaskToken<Approval>) -> Result<(), ApprovalError> {
    let Order { id, customer, total } = order;
    let text = format!(
        "{customer} orders {id} for {total} cents.\n\n\
         To approve: order-approval approve {token} --output '{{\"by\":\"me\"}}'\n\
         To reject:  order-approval reject {token} --cause '{{\"reason\":\"too dear\"}}'\n"
    );
    Ok(outbox.send(id, &text)?)
}

/// Places the order and tells the customer.
#[task(timeout = "30s", retry(errors(OutboxUnavailable), interval = "2s", max_attempts = 2))]
pub fn place_order(
    order: &Order,
    approval: &Option<Approval>,
    outbox: Dep<Outbox>,
) -> Result<Confirmation, ApprovalError> {
    let approved_by = approval.as_ref().map(|approval| approval.by.clone());
    let by = approved_by.as_ref().map(|name| format!(", approved by {name}")).unwrap_or_default();
    outbox.send(&order.id, &format!("Dear {}, your order {} was placed{by}.\n", order.customer, order.id))?;
    Ok(Confirmation { order: order.id.clone(), approved_by })
}
