use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use workflow_engine::durable::{
    Commit, Definition, ExecutionId, JournalRow, ListFilter, LoadedExecution, OpenExecution, Store, StoreError,
    StoreRequest, Stored, StoredExecution,
};

use crate::connection::{open_database, require_whole};
use crate::inbox::Inbox;
use crate::lock::DirectoryLock;
use crate::pool::Pool;
use crate::read::Reader;
use crate::schema::EXECUTIONS;
use crate::texts::TextNumbers;
use crate::write::{Tables, Write};
use crate::writer::{WriteQueue, Writer};
use crate::{OpenError, SqliteOptions, StoreCounters};

/// The database of executions in a directory.
pub(crate) fn executions_file(directory: &Path) -> PathBuf {
    directory.join("executions.sqlite")
}

/// The database of requests in a directory.
pub(crate) fn requests_file(directory: &Path) -> PathBuf {
    directory.join("requests.sqlite")
}

/// Keeps executions in a directory, for the one process that works on them.
///
/// When it is dropped, what was asked of it is still done, which takes a moment, and another process can open the directory.
///
/// ```
/// use workflow_engine::durable::{ListFilter, Store};
/// use workflow_store::{SqliteOptions, SqliteStore};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let directory = tempfile::tempdir()?;
/// let store = SqliteStore::open(directory.path(), SqliteOptions::default())?;
/// assert!(store.list(ListFilter::default(), None, 10).await?.is_empty());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct SqliteStore {
    // In the order in which they end: reading hands over writes, the writer ends after its last queue, and then the lock.
    readers: Pool<Reader>,
    inbox: Pool<Inbox>,
    queue: WriteQueue,
    writer: Writer,
    _lock: DirectoryLock,
    directory: PathBuf,
}

impl SqliteStore {
    /// Opens a directory, which is created if it is not there. This blocks: an asynchronous program calls it before it begins,
    /// or on a thread that may block.
    ///
    /// # Errors
    ///
    /// [`OpenError::InUse`] while another process works on the directory, [`OpenError::Damaged`] if a file cannot be
    /// understood, [`OpenError::Newer`] if a later version has written one.
    pub fn open(directory: &Path, options: SqliteOptions) -> Result<Self, OpenError> {
        create(directory)?;
        let lock = DirectoryLock::acquire(directory)?;
        let file = executions_file(directory);
        let tables = Tables { connection: open_database(&file, &EXECUTIONS)?, texts: TextNumbers::default() };
        require_whole(&file, &tables.connection)?;
        let unavailable = |error: StoreError| OpenError::Unavailable { path: file.clone(), reason: error.to_string() };
        tables.limit(options.max_bytes).map_err(unavailable)?;
        let inbox = Inbox::open(&requests_file(directory))?;
        let readers = (0..options.readers.max(1)).map(|_| Reader::open(&file)).collect::<Result<Vec<_>, _>>()?;
        let thread = |error: io::Error| OpenError::io(directory, &error);
        let readers = Pool::start("store-reader", readers).map_err(thread)?;
        let inbox = Pool::start("store-inbox", [inbox]).map_err(thread)?;
        let (queue, writer) = Writer::start(tables).map_err(thread)?;
        Ok(Self { readers, inbox, queue, writer, _lock: lock, directory: directory.to_owned() })
    }

    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Changes [`SqliteOptions::max_bytes`]. A database that is larger stays as it is, and does not grow.
    pub fn set_max_bytes(&self, max_bytes: Option<u64>) -> Stored<()> {
        Box::pin(self.queue.limit(max_bytes))
    }

    /// What was written since the store was opened.
    pub fn counters(&self) -> StoreCounters {
        self.writer.counters()
    }

    fn write(&self, write: Write) -> Stored<()> {
        let written = self.queue.write(write);
        Box::pin(async move { written.await.map(drop) })
    }
}

/// Creates a directory so that it is still there after a loss of power.
fn create(directory: &Path) -> Result<(), OpenError> {
    if directory.is_dir() {
        return Ok(());
    }
    let io = |error: io::Error| OpenError::io(directory, &error);
    fs::create_dir_all(directory).map_err(io)?;
    #[cfg(unix)]
    if let Some(parent) = directory.canonicalize().map_err(io)?.parent() {
        fs::File::open(parent).and_then(|parent| parent.sync_all()).map_err(io)?;
    }
    Ok(())
}

impl Store for SqliteStore {
    fn commit(&self, commit: Arc<Commit>) -> Stored<()> {
        self.write(Write::commit(commit))
    }

    fn journal(&self, execution: ExecutionId) -> Stored<Vec<JournalRow>> {
        self.readers.ask(move |reader| reader.journal(execution))
    }

    fn journal_page(&self, execution: ExecutionId, skip: u32, count: u32) -> Stored<Vec<JournalRow>> {
        self.readers.ask(move |reader| reader.journal_page(execution, skip, count))
    }

    fn last_row(&self, execution: ExecutionId) -> Stored<Option<JournalRow>> {
        self.readers.ask(move |reader| reader.last_row(execution))
    }

    fn execution(&self, execution: ExecutionId) -> Stored<Option<StoredExecution>> {
        self.readers.ask(move |reader| reader.execution(execution))
    }

    fn load(&self, executions: Vec<ExecutionId>) -> Stored<Vec<LoadedExecution>> {
        self.readers.ask(move |reader| reader.load(&executions))
    }

    fn find(&self, execution_arn: &str) -> Stored<Option<StoredExecution>> {
        let arn = execution_arn.to_owned();
        self.readers.ask(move |reader| reader.find(&arn))
    }

    fn list(&self, filter: ListFilter, before: Option<ExecutionId>, count: usize) -> Stored<Vec<StoredExecution>> {
        self.readers.ask(move |reader| reader.list(&filter, before, count))
    }

    fn open(&self, after: Option<ExecutionId>, count: usize) -> Stored<Vec<OpenExecution>> {
        self.readers.ask(move |reader| reader.open_executions(after, count))
    }

    fn last_id(&self) -> Stored<ExecutionId> {
        self.readers.ask(Reader::last_id)
    }

    fn prune(&self, stopped_before: Timestamp, count: usize) -> Stored<usize> {
        let queue = self.queue.clone();
        let forgetting = self.readers.ask(move |reader| {
            let ended = reader.ended(stopped_before, count)?.into_iter();
            let forgetting = ended.map(|execution| queue.write(Write::Forget { execution, stopped_before }));
            Ok(forgetting.collect::<Vec<_>>())
        });
        Box::pin(async move {
            let mut count = 0;
            for forgetting in forgetting.await? {
                count += usize::from(forgetting.await?);
            }
            Ok(count)
        })
    }

    fn put_definition(&self, definition: Definition) -> Stored<()> {
        self.write(Write::Definition(definition))
    }

    fn definition(&self, fingerprint: &str) -> Stored<Option<Definition>> {
        let fingerprint = fingerprint.to_owned();
        self.readers.ask(move |reader| reader.definition(&fingerprint))
    }

    fn put_document(&self, collection: &'static str, name: &str, text: Option<String>) -> Stored<()> {
        self.write(Write::Document { collection, name: name.to_owned(), text })
    }

    fn documents(&self, collection: &'static str) -> Stored<Vec<(String, String)>> {
        self.readers.ask(move |reader| reader.documents(collection))
    }

    fn requests(&self) -> Stored<Vec<StoreRequest>> {
        self.inbox.ask(Inbox::waiting)
    }

    fn answer(&self, request: i64, answer: Result<String, String>) -> Stored<()> {
        self.inbox.ask(move |inbox| inbox.answer(request, &answer))
    }
}
