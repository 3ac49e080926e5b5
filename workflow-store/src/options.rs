/// How a [`SqliteStore`](crate::SqliteStore) keeps what it is given.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// How many bytes the database may have, without its write-ahead log (some 20 MiB more). What would make it larger is
    /// refused with [`StoreError::Full`](workflow_engine::durable::StoreError::Full). None: as many as the disk has.
    pub max_bytes: Option<u64>,
    /// How many reads may go on at the same time, each on a thread with a connection; at least 1.
    pub readers: usize,
}

impl Default for SqliteOptions {
    /// No limit but the disk's, and two readers.
    fn default() -> Self {
        Self { max_bytes: None, readers: 2 }
    }
}
