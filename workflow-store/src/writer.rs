//! The thread that writes.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;
use workflow_engine::durable::{StoreError, Stored};

use crate::failure::{closed, store_error};
use crate::write::{Tables, Write};

/// How many writes one transaction has at most.
const MOST_WRITES: usize = 4_096;

/// About how many bytes one transaction writes at most.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// How many pages the log has when it is moved into the database while nobody waits: 4 MiB.
const PAGES_WHEN_IDLE: i64 = 1_024;

/// How many pages the log has when it is moved into the database in any case: 16 MiB.
const PAGES_WHEN_BUSY: i64 = 4_096;

/// What the thread has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreCounters {
    /// How many transactions were committed.
    pub transactions: u64,
    /// How many writes were in them: commits of executions and other writes.
    pub writes: u64,
    /// How often the log was moved into the database.
    pub checkpoints: u64,
}

#[derive(Debug, Default)]
struct Counted {
    transactions: AtomicU64,
    writes: AtomicU64,
    checkpoints: AtomicU64,
}

enum Message {
    Write(Job),
    /// The greatest size of the database in bytes.
    Limit(Option<u64>, oneshot::Sender<Result<(), StoreError>>),
}

/// Something to write and who waits for it.
struct Job {
    write: Write,
    answer: oneshot::Sender<Result<bool, StoreError>>,
}

/// Where writes are handed to the thread, in their order.
#[derive(Clone, Debug)]
pub(crate) struct WriteQueue {
    messages: mpsc::Sender<Message>,
}

impl WriteQueue {
    /// Has something written. The answer, when it is on the disk, is whether there was something to change.
    pub(crate) fn write(&self, write: Write) -> Stored<bool> {
        let (answer, answered) = oneshot::channel();
        self.send(Message::Write(Job { write, answer }), answered)
    }

    /// Limits the size of the database.
    pub(crate) fn limit(&self, max_bytes: Option<u64>) -> Stored<()> {
        let (answer, answered) = oneshot::channel();
        self.send(Message::Limit(max_bytes, answer), answered)
    }

    fn send<T: Send + 'static>(
        &self,
        message: Message,
        answered: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Stored<T> {
        // When the thread has ended, the message is dropped and with it the sender of the answer.
        drop(self.messages.send(message));
        Box::pin(async move { answered.await.unwrap_or_else(|_| Err(closed())) })
    }
}

/// The thread. It ends when no queue is left and all that was handed to it is written, for which a drop of this waits.
#[derive(Debug)]
pub(crate) struct Writer {
    thread: Option<JoinHandle<()>>,
    counted: Arc<Counted>,
}

impl Writer {
    pub(crate) fn start(tables: Tables) -> io::Result<(WriteQueue, Self)> {
        let (messages, received) = mpsc::channel();
        let counted = Arc::new(Counted::default());
        let writing = Writing { tables, received, counted: Arc::clone(&counted), next_checkpoint: 0 };
        let thread = thread::Builder::new().name("workflow-store-writer".to_owned()).spawn(|| writing.run())?;
        Ok((WriteQueue { messages }, Self { thread: Some(thread), counted }))
    }

    pub(crate) fn counters(&self) -> StoreCounters {
        StoreCounters {
            transactions: self.counted.transactions.load(Ordering::Relaxed),
            writes: self.counted.writes.load(Ordering::Relaxed),
            checkpoints: self.counted.checkpoints.load(Ordering::Relaxed),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was shown when it happened.
            drop(thread.join());
        }
    }
}

/// What the thread has.
struct Writing {
    tables: Tables,
    received: mpsc::Receiver<Message>,
    counted: Arc<Counted>,
    /// No checkpoint before the log has so many pages: a reader may have kept the last one from its end.
    next_checkpoint: i64,
}

impl Writing {
    fn run(mut self) {
        while let Ok(first) = self.received.recv() {
            let mut next = Some(first);
            while let Some(message) = next {
                next = match message {
                    Message::Write(job) => self.write_group(job),
                    Message::Limit(max_bytes, answer) => {
                        // Nobody may wait for it.
                        drop(answer.send(self.tables.limit(max_bytes)));
                        None
                    }
                };
            }
            self.checkpoint_when_large();
        }
    }

    /// Writes the job with all that are waiting; gives back what cannot be written with them.
    fn write_group(&mut self, first: Job) -> Option<Message> {
        let mut bytes = first.write.weight();
        let mut jobs = vec![first];
        let mut other = None;
        while jobs.len() < MOST_WRITES && bytes < MOST_BYTES {
            match self.received.try_recv() {
                Ok(Message::Write(job)) => {
                    bytes = bytes.saturating_add(job.write.weight());
                    jobs.push(job);
                }
                Ok(message) => {
                    other = Some(message);
                    break;
                }
                Err(_) => break,
            }
        }
        self.write(jobs);
        other
    }

    fn write(&mut self, jobs: Vec<Job>) {
        match self.transaction(&jobs) {
            Ok(outcomes) => jobs.into_iter().zip(outcomes).for_each(|(job, outcome)| drop(job.answer.send(outcome))),
            // The disk fails, or someone locks the database: that is so for each of them.
            Err(error @ StoreError::Unavailable(_)) => refuse(jobs, &error),
            Err(error) if jobs.len() == 1 => refuse(jobs, &error),
            // Alone, those can be written that there is space for, and that nothing is wrong with.
            Err(_) => jobs.into_iter().for_each(|job| self.write(vec![job])),
        }
    }

    fn transaction(&mut self, jobs: &[Job]) -> Result<Vec<Result<bool, StoreError>>, StoreError> {
        let written = self.tables.transaction(jobs.iter().map(|job| &job.write));
        if written.is_ok() {
            self.counted.transactions.fetch_add(1, Ordering::Relaxed);
            self.counted.writes.fetch_add(u64::try_from(jobs.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
        written
    }

    /// Moves the log into the database when it is large, after everyone who waited was answered.
    fn checkpoint_when_large(&mut self) {
        let pages = match self.tables.log_pages() {
            Ok(pages) => pages,
            Err(error) => return tracing::warn!(%error, "the size of the log of executions cannot be read"),
        };
        if pages < PAGES_WHEN_IDLE {
            self.next_checkpoint = 0;
        }
        if pages < self.next_checkpoint.max(PAGES_WHEN_BUSY) {
            return;
        }
        self.next_checkpoint = pages.saturating_add(PAGES_WHEN_BUSY);
        match self.tables.checkpoint() {
            Ok(()) => drop(self.counted.checkpoints.fetch_add(1, Ordering::Relaxed)),
            Err(error) => tracing::warn!(%error, "the log of executions cannot be moved into their database"),
        }
    }
}

fn refuse(jobs: Vec<Job>, error: &StoreError) {
    jobs.into_iter().for_each(|job| drop(job.answer.send(Err(error.clone()))));
}

/// As many pages as SQLite can count.
const MOST_PAGES: u64 = 4_294_967_294;

impl Tables {
    /// Writes all or nothing; an execution that exists is an outcome like others.
    fn transaction<'w>(
        &mut self,
        writes: impl Iterator<Item = &'w Write>,
    ) -> Result<Vec<Result<bool, StoreError>>, StoreError> {
        let written = self.statement("BEGIN IMMEDIATE").and_then(|()| {
            let mut outcomes = Vec::new();
            for write in writes {
                match self.apply(write) {
                    outcome @ (Ok(_) | Err(StoreError::ExecutionExists(_))) => outcomes.push(outcome),
                    Err(error) => return Err(error),
                }
            }
            self.statement("COMMIT")?;
            Ok(outcomes)
        });
        if written.is_err() {
            self.roll_back();
        }
        written
    }

    fn statement(&self, sql: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([]))
            .map(drop)
            .map_err(store_error)
    }

    fn roll_back(&mut self) {
        self.texts.clear();
        // Some errors have ended the transaction already.
        if !self.connection.is_autocommit()
            && let Err(error) = self.statement("ROLLBACK")
        {
            tracing::warn!(%error, "a transaction of executions cannot be rolled back");
        }
    }

    /// Limits the size of the database. It never becomes smaller than what it holds.
    pub(crate) fn limit(&self, max_bytes: Option<u64>) -> Result<(), StoreError> {
        let page: u32 = self.connection.pragma_query_value(None, "page_size", |row| row.get(0)).map_err(store_error)?;
        let pages = max_bytes.map_or(MOST_PAGES, |bytes| (bytes / u64::from(page.max(1))).clamp(1, MOST_PAGES));
        let sql = format!("PRAGMA max_page_count = {pages}");
        self.connection.query_row(&sql, [], |_| Ok(())).map_err(store_error)
    }

    fn log_pages(&self) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached("PRAGMA wal_checkpoint(NOOP)").map_err(store_error)?;
        statement.query_row([], |row| row.get(1)).map_err(store_error)
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)").map_err(store_error)?;
        statement.query_row([], |_| Ok(())).map_err(store_error)
    }
}
