use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use workflow_engine::clock::{real_monotonic, real_sleep};
use workflow_engine::durable::{Definition, ExecutionId, JournalRow, ListFilter, StoreError, StoredExecution};

use crate::OpenError;
use crate::inbox::Inbox;
use crate::lock::DirectoryLock;
use crate::read::Reader;
use crate::store::{executions_file, requests_file};

/// Reads the executions of a directory that another process may work on, and asks that process to do something.
///
/// Its methods block for as long as reading takes, but for [`answered`](Self::answered), which waits.
#[derive(Debug)]
pub struct StoreReader {
    directory: PathBuf,
    reader: Mutex<Reader>,
    inbox: Mutex<Inbox>,
}

impl StoreReader {
    /// Opens a directory that a [`SqliteStore`](crate::SqliteStore) has created.
    ///
    /// # Errors
    ///
    /// [`OpenError::Missing`] if there are no executions in it, [`OpenError::Older`] or [`OpenError::Newer`] if another version
    /// of this crate has written them, [`OpenError::Damaged`] if a file cannot be understood.
    pub fn open(directory: &Path) -> Result<Self, OpenError> {
        let (executions, requests) = (executions_file(directory), requests_file(directory));
        for file in [&executions, &requests] {
            if !file.try_exists().map_err(|error| OpenError::io(file, &error))? {
                return Err(OpenError::Missing { directory: directory.to_owned() });
            }
        }
        let (reader, inbox) = (Reader::open(&executions)?, Inbox::open(&requests)?);
        Ok(Self { directory: directory.to_owned(), reader: Mutex::new(reader), inbox: Mutex::new(inbox) })
    }

    fn reader(&self) -> MutexGuard<'_, Reader> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether some process works on the directory. If none does, requests wait until one begins to.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if that cannot be found out.
    pub fn is_held(&self) -> Result<bool, StoreError> {
        DirectoryLock::is_held(&self.directory).map_err(|error| StoreError::Unavailable(error.to_string()))
    }

    /// An execution by its number.
    ///
    /// # Errors
    ///
    /// That it cannot be read.
    pub fn execution(&self, execution: ExecutionId) -> Result<Option<StoredExecution>, StoreError> {
        self.reader().execution(execution)
    }

    /// An execution by its ARN.
    ///
    /// # Errors
    ///
    /// That it cannot be read.
    pub fn find(&self, execution_arn: &str) -> Result<Option<StoredExecution>, StoreError> {
        self.reader().find(execution_arn)
    }

    /// Executions, newest first: up to `count` of those that were started before `before`, if given.
    ///
    /// # Errors
    ///
    /// That they cannot be read.
    pub fn list(
        &self,
        filter: &ListFilter,
        before: Option<ExecutionId>,
        count: usize,
    ) -> Result<Vec<StoredExecution>, StoreError> {
        self.reader().list(filter, before, count)
    }

    /// All that is recorded of an execution, in order.
    ///
    /// # Errors
    ///
    /// That it cannot be read.
    pub fn journal(&self, execution: ExecutionId) -> Result<Vec<JournalRow>, StoreError> {
        self.reader().journal(execution)
    }

    /// The first `count` rows of an execution's record that are not among the first `skip`.
    ///
    /// # Errors
    ///
    /// That they cannot be read.
    pub fn journal_page(&self, execution: ExecutionId, skip: u32, count: u32) -> Result<Vec<JournalRow>, StoreError> {
        self.reader().journal_page(execution, skip, count)
    }

    /// The last row of an execution's record.
    ///
    /// # Errors
    ///
    /// That it cannot be read.
    pub fn last_row(&self, execution: ExecutionId) -> Result<Option<JournalRow>, StoreError> {
        self.reader().last_row(execution)
    }

    /// A definition by its fingerprint.
    ///
    /// # Errors
    ///
    /// That it cannot be read.
    pub fn definition(&self, fingerprint: &str) -> Result<Option<Definition>, StoreError> {
        self.reader().definition(fingerprint)
    }

    /// The names and texts of a collection, by name.
    ///
    /// # Errors
    ///
    /// That they cannot be read.
    pub fn documents(&self, collection: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.reader().documents(collection)
    }

    /// Asks for an operation of the API, with its input as JSON: gives the request's number. It is done by the process that
    /// works on the directory, or by the next one that does: it is durable when this returns.
    ///
    /// # Errors
    ///
    /// That it cannot be written.
    pub fn request(&self, operation: &str, input: &str) -> Result<i64, StoreError> {
        self.inbox().ask(operation, input)
    }

    /// The answer to a request, if it is there yet: the operation's output or an error, as JSON. It is given once.
    ///
    /// # Errors
    ///
    /// That it cannot be read, or that there is no such request (any more).
    pub fn answer(&self, request: i64) -> Result<Option<Result<String, String>>, StoreError> {
        self.inbox().take(request)
    }

    /// Waits for the answer to a request; none if it does not come in time. The request stays: it may be waited for again.
    ///
    /// # Errors
    ///
    /// As for [`answer`](Self::answer).
    pub async fn answered(
        &self,
        request: i64,
        timeout: Duration,
    ) -> Result<Option<Result<String, String>>, StoreError> {
        /// How long it waits between two looks at first, and at last.
        const PAUSES: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(50)];
        let [mut pause, longest] = PAUSES;
        let started = real_monotonic();
        loop {
            if let Some(answer) = self.answer(request)? {
                return Ok(Some(answer));
            }
            let left = timeout.saturating_sub(real_monotonic().saturating_sub(started));
            if left.is_zero() {
                return Ok(None);
            }
            real_sleep(pause.min(left)).await;
            pause = pause.saturating_mul(2).min(longest);
        }
    }

    /// Takes back a request that was not answered yet; says whether it was not.
    ///
    /// # Errors
    ///
    /// That it cannot be written.
    pub fn withdraw(&self, request: i64) -> Result<bool, StoreError> {
        self.inbox().withdraw(request)
    }
}
