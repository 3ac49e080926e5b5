//! Files that are cut, damaged, or not ours.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use workflow_engine::durable::{ExecutionId, Store};
use workflow_store::{OpenError, SqliteOptions, SqliteStore, StoreReader};

use crate::sample::{commit, commit_all, directory, more, open, sequences, start};

fn database(directory: &Path) -> PathBuf {
    directory.join("executions.sqlite")
}

fn log(directory: &Path) -> PathBuf {
    directory.join("executions.sqlite-wal")
}

/// A copy of the files as they are now: what is left when the process is killed at this moment.
fn killed(directory: &TempDir) -> TempDir {
    let copy = self::directory();
    for entry in fs::read_dir(directory.path()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
    }
    copy
}

fn cut(file: &Path, length: u64) {
    OpenOptions::new().write(true).open(file).unwrap().set_len(length).unwrap();
}

fn overwrite(file: &Path, at: u64, with: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(with).unwrap();
}

fn refused(directory: &Path) -> OpenError {
    SqliteStore::open(directory, SqliteOptions::default()).unwrap_err()
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill_at_once() {
    let directory = directory();
    let store = open(&directory);
    for id in 1..=20 {
        commit(&store, start(id)).await.unwrap();
        let left = killed(&directory);
        let after = open(&left);
        assert_eq!(after.last_id().await.unwrap(), ExecutionId(id));
        assert_eq!(sequences(&after, id).await, [0]);
    }
}

#[tokio::test]
async fn a_torn_end_of_the_log_takes_nothing_that_was_acknowledged() {
    let directory = directory();
    let store = open(&directory);
    commit_all(&store, (1..=5).map(start)).await;
    // The log is only as long as what was written until it is used again from its start.
    let acknowledged = fs::metadata(log(directory.path())).unwrap().len();
    for place in 1..=10 {
        commit(&store, more(1, place, &[8; 10_000])).await.unwrap();
    }
    let whole = fs::metadata(log(directory.path())).unwrap().len();
    assert!(whole > acknowledged);
    let mut seen = Vec::new();
    for step in 0..40 {
        let left = killed(&directory);
        let length = acknowledged + (whole - acknowledged) * step / 39;
        cut(&log(left.path()), length);
        if step % 2 == 1 && length < whole {
            // Not only missing: something else stands there.
            let end = OpenOptions::new().append(true).open(log(left.path()));
            end.unwrap().write_all(&[0xa5; 5_000]).unwrap();
        }
        let after = open(&left);
        for id in 2..=5 {
            assert_eq!(sequences(&after, id).await, [0], "cut to {length} of {whole}");
        }
        let rows = sequences(&after, 1).await;
        assert_eq!(rows, (0..rows.len() as u32).collect::<Vec<_>>(), "commits are whole and in order");
        seen.push(rows.len());
        // It is as good as new.
        commit(&after, more(1, rows.len() as u32, b"next")).await.unwrap();
    }
    assert!(seen.is_sorted() && seen[0] == 1 && seen[39] == 11, "{seen:?}");
}

#[tokio::test]
async fn a_damaged_start_of_the_database_is_an_error_that_names_it() {
    let directory = directory();
    let store = open(&directory);
    commit(&store, start(1)).await.unwrap();
    drop(store);
    let file = database(directory.path());
    overwrite(&file, 0, &[0xff; 4_096]);
    let error = refused(directory.path());
    assert!(matches!(&error, OpenError::Damaged { file: named, .. } if *named == file), "{error}");
    assert!(error.to_string().contains("executions.sqlite"), "{error}");
    assert!(matches!(StoreReader::open(directory.path()), Err(OpenError::Damaged { .. })));
}

#[tokio::test]
async fn a_database_that_was_cut_is_an_error_that_names_it() {
    let directory = directory();
    let store = open(&directory);
    commit_all(&store, (1..=50).map(start)).await;
    commit_all(&store, (1..=50).map(|id| more(id, 1, &[3; 20_000]))).await;
    drop(store);
    let file = database(directory.path());
    let whole = fs::metadata(&file).unwrap().len();
    for length in [whole - 1, whole / 2, 5_000, 4_096, 100, 1, 0] {
        let left = killed(&directory);
        cut(&database(left.path()), length);
        if length == 0 {
            fs::write(log(left.path()), [1; 100]).unwrap();
        }
        let Err(error) = SqliteStore::open(left.path(), SqliteOptions::default()) else { panic!("cut to {length}") };
        assert!(matches!(error, OpenError::Damaged { .. }), "cut to {length}: {error}");
        assert!(error.to_string().contains("executions.sqlite"), "{error}");
    }
}

#[tokio::test]
async fn something_else_is_not_taken_for_executions() {
    let directory = directory();
    fs::write(database(directory.path()), "these are notes, and no database at all\n".repeat(100)).unwrap();
    assert!(matches!(refused(directory.path()), OpenError::Damaged { .. }));

    let directory = self::directory();
    let theirs = workflow_store::open_connection(&database(directory.path())).unwrap();
    theirs.execute_batch("CREATE TABLE theirs (id INTEGER)").unwrap();
    drop(theirs);
    assert_eq!(refused(directory.path()), OpenError::Foreign { file: database(directory.path()) });
}

#[tokio::test]
async fn what_a_later_version_has_written_is_refused() {
    let directory = directory();
    drop(open(&directory));
    let file = database(directory.path());
    let later = workflow_store::open_connection(&file).unwrap();
    later.pragma_update(None, "user_version", 1_000).unwrap();
    drop(later);
    let error = refused(directory.path());
    assert!(matches!(&error, OpenError::Newer { version: 1_000, .. }), "{error}");
    assert!(error.to_string().contains("later version"), "{error}");
    assert!(matches!(StoreReader::open(directory.path()), Err(OpenError::Newer { .. })));
    // Nothing of it was changed.
    let later = workflow_store::open_connection(&file).unwrap();
    let version: u32 = later.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 1_000);
}
