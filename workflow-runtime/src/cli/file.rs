//! Reading text, and writing files whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};
use workflow_cli::Streams;

/// The size in bytes of the largest file that is read: much more than a definition may have.
const LARGEST: u64 = 16 << 20;

/// The text of a file, or of stdin for `-`.
pub(super) fn read(file: &Path, streams: &mut Streams) -> io::Result<String> {
    let mut text = String::new();
    let read = if file.as_os_str() == "-" {
        (&mut streams.input).take(LARGEST + 1).read_to_string(&mut text)?
    } else {
        File::open(streams.path(file))?.take(LARGEST + 1).read_to_string(&mut text)?
    };
    if read as u64 > LARGEST {
        return Err(io::Error::other(format!("it is larger than {LARGEST} bytes")));
    }
    Ok(text)
}

/// Writes a file by way of a temporary one beside it, so that nobody ever sees a part of it. What is no regular file (a
/// pipe, a device) is written to as it is: it must not be replaced.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let target = resolved(path);
    match fs::metadata(&target) {
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(found) if !found.is_file() => File::options().write(true).open(&target)?.write_all(text.as_bytes()),
        _ => replace(&target, text),
    }
}

/// Where a symbolic link leads: the link stays, its target is replaced.
fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut file = temporary(parent.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file that gets the permissions every new file gets, not the private ones of temporary files.
#[cfg(unix)]
fn temporary(directory: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    Builder::new().prefix(".workflow-").permissions(fs::Permissions::from_mode(0o666)).tempfile_in(directory)
}

#[cfg(not(unix))]
fn temporary(directory: &Path) -> io::Result<NamedTempFile> {
    Builder::new().prefix(".workflow-").tempfile_in(directory)
}
