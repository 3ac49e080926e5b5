//! What a command line reads from and writes to.

use crate::Stop;
use std::fmt;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

/// What stands for the process's streams, directory and signals.
pub struct Streams {
    /// Stdin.
    pub input: Box<dyn Read + Send>,
    /// Stdout.
    pub output: Box<dyn Write + Send>,
    /// Stderr.
    pub messages: Messages,
    /// Whether a person watches the messages, and can be shown what moves.
    pub terminal: bool,
    /// Whether messages may have colours.
    pub colours: bool,
    /// How stdout is looked at.
    pub screen: Screen,
    /// The directory below which relative paths are.
    pub directory: PathBuf,
    /// What stops a run when it is ready.
    pub interrupt: Interrupt,
    /// Whether they are those of the process, which are where it logs.
    pub(crate) is_process: bool,
}

/// How what is written to stdout is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Screen {
    /// Whether it may have colours.
    pub colours: bool,
    /// How many columns a line has; none where it is no terminal, and lines are as long as they are.
    pub width: Option<usize>,
}

/// Becomes ready when the run shall stop.
pub type Interrupt = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Streams {
    /// Streams that are no terminal: what is read as stdin, where stdout goes and where messages go.
    pub fn new(
        input: impl Read + Send + 'static,
        output: impl Write + Send + 'static,
        messages: impl Write + Send + 'static,
    ) -> Self {
        Streams {
            input: Box::new(input),
            output: Box::new(output),
            messages: Messages(Arc::new(Mutex::new(Box::new(messages)))),
            terminal: false,
            colours: false,
            screen: Screen::default(),
            directory: PathBuf::new(),
            interrupt: Box::pin(std::future::pending()),
            is_process: false,
        }
    }

    /// The directory below which relative paths are.
    #[must_use]
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = directory.into();
        self
    }

    /// What stops a run when it is ready.
    #[must_use]
    pub fn interrupt(mut self, interrupt: impl Future<Output = ()> + Send + 'static) -> Self {
        self.interrupt = Box::pin(interrupt);
        self
    }

    /// The streams of this process.
    pub fn process() -> Self {
        let streams = Streams::new(io::stdin(), io::stdout(), io::stderr()).interrupt(ctrl_c());
        let terminal = io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        let width = io::stdout().is_terminal().then(|| console::Term::stdout().size_checked()).flatten();
        let width = width.map(|(_, columns)| usize::from(columns));
        let screen = Screen { colours: width.is_some() && colours_wanted(), width };
        Streams { terminal, colours: terminal && colours_wanted(), screen, is_process: true, ..streams }
    }

    /// A path as it is from the directory.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.directory.join(path)
    }

    /// Writes a whole document to stdout.
    ///
    /// # Errors
    ///
    /// That it cannot be written; quietly where whoever reads it has read enough.
    pub fn write(&mut self, text: &str) -> Result<(), Stop> {
        let written = self.output.write_all(text.as_bytes()).and_then(|()| self.output.flush());
        written.map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Stop::quiet(),
            _ => Stop::refused(format!("cannot write to stdout: {error}")),
        })
    }

    /// What clap has to say: help and the version on stdout, mistakes on stderr.
    pub fn clap(&mut self, error: &clap::Error) -> ExitCode {
        let text = error.render();
        if error.use_stderr() {
            let text = if self.colours { text.ansi().to_string() } else { text.to_string() };
            self.messages.text(&text);
            return ExitCode::from(2);
        }
        match self.write(&text.to_string()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(stop) => stop.tell(self),
        }
    }
}

impl fmt::Debug for Streams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streams").field("directory", &self.directory).finish_non_exhaustive()
    }
}

/// Stderr, which several threads write to. That it cannot be written to stops nothing.
#[derive(Clone)]
pub struct Messages(Arc<Mutex<Box<dyn Write + Send>>>);

impl Messages {
    /// Writes a line.
    pub fn line(&self, line: &str) {
        self.text(&format!("{line}\n"));
    }

    /// Writes text.
    pub fn text(&self, text: &str) {
        let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }
}

/// See <https://no-color.org>.
fn colours_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Where signals cannot be listened to, the default of the system ends the process.
        std::future::pending::<()>().await;
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages")
    }
}

/// Log records are messages too.
impl Write for Messages {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }
}
