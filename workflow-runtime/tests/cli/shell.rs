//! Runs command lines in this process.

use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use tempfile::TempDir;
use workflow_runtime::App;
use workflow_runtime::cli::Streams;

/// A directory to run command lines in.
pub(crate) struct Shell {
    directory: TempDir,
}

/// What a command line did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: ExitCode,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    /// Asserts that the exit code is this one and gives stdout and stderr.
    #[track_caller]
    pub(crate) fn exits(self, code: u8) -> (String, String) {
        assert_eq!(self.code, ExitCode::from(code), "{self:?}");
        (self.out, self.err)
    }

    /// Asserts that nothing but one line on stderr came of it, and gives the line.
    #[track_caller]
    pub(crate) fn refuses(self, code: u8) -> String {
        let (out, err) = self.exits(code);
        assert_eq!((out.as_str(), err.lines().count()), ("", 1), "{err}");
        err.trim_end().to_owned()
    }
}

impl Shell {
    pub(crate) fn new() -> Self {
        Shell { directory: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        list(self.directory.path(), &mut files);
        let names = files.iter().map(|file| file.strip_prefix(self.directory.path()).unwrap());
        let mut names: Vec<String> = names.map(|name| name.to_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    pub(crate) fn run(&self, app: App, args: &[&str]) -> Done {
        self.run_with_stdin(app, args, "")
    }

    pub(crate) fn run_with_stdin(&self, app: App, args: &[&str], stdin: impl AsRef<[u8]>) -> Done {
        let (out, err) = (Buffer::default(), Buffer::default());
        let streams = Streams::new(Cursor::new(stdin.as_ref().to_vec()), out.clone(), err.clone());
        let code = app.run_with(arguments(args), streams.directory(self.directory.path()));
        Done { code, out: out.text(), err: err.text() }
    }

    /// Starts a command line in a thread.
    pub(crate) fn start(&self, app: fn() -> App, args: &[&str]) -> Running {
        self.start_until(app, args, std::future::pending())
    }

    /// Starts a command line in a thread, which is interrupted when `interrupt` is ready.
    pub(crate) fn start_until(
        &self,
        app: fn() -> App,
        args: &[&str],
        interrupt: impl Future<Output = ()> + Send + 'static,
    ) -> Running {
        let (out, (sender, messages)) = (Buffer::default(), mpsc::channel());
        let streams = Streams::new(io::empty(), out.clone(), Channel(sender)).directory(self.directory.path());
        let streams = streams.interrupt(interrupt);
        let args = arguments(args);
        let thread = thread::spawn(move || app().run_with(args, streams));
        Running { thread, out, messages, err: String::new() }
    }
}

fn arguments(args: &[&str]) -> Vec<String> {
    ["shop"].iter().chain(args).map(|arg| (*arg).to_owned()).collect()
}

fn list(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { list(&path, files) } else { files.push(path) }
    }
}

/// A command line that has not ended.
pub(crate) struct Running {
    thread: JoinHandle<ExitCode>,
    out: Buffer,
    messages: Receiver<Vec<u8>>,
    err: String,
}

impl Running {
    /// The next line of messages.
    #[cfg(any(feature = "durable", feature = "serve"))]
    pub(crate) fn line(&mut self) -> String {
        let message = self.messages.recv().expect("there is another line");
        let message = String::from_utf8(message).unwrap();
        self.err.push_str(&message);
        message.trim_end_matches('\n').to_owned()
    }

    /// The next token that is shown.
    pub(crate) fn token(&mut self) -> String {
        const BEFORE: &str = "shop approve ";
        loop {
            let message = self.messages.recv().expect("the run shows a token before it ends");
            let message = String::from_utf8(message).unwrap();
            self.err.push_str(&message);
            if let Some(start) = message.find(BEFORE) {
                return message[start + BEFORE.len()..].lines().next().unwrap().to_owned();
            }
        }
    }

    pub(crate) fn wait(mut self) -> Done {
        let code = self.thread.join().unwrap();
        self.messages.iter().for_each(|message| self.err.push_str(&String::from_utf8(message).unwrap()));
        Done { code, out: self.out.text(), err: self.err }
    }
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Channel(Sender<Vec<u8>>);

impl Write for Channel {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Nobody may be listening any more.
        let _ = self.0.send(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
