//! What a person who watches a run sees: lines, and on a terminal also what is going on right now.

mod narrator;
mod screen;
mod text;

use crate::{Event, EventKind, Observer};
use narrator::{Line, Narrator};
use screen::Screen;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use workflow_cli::{Messages, Streams};
use workflow_engine::clock::{Clock, real_sleep};

/// How often what moves is drawn.
const FRAME: Duration = Duration::from_millis(100);

/// Shows a run's events on stderr.
#[derive(Clone)]
pub(super) struct Progress(Arc<Mutex<Show>>);

struct Show {
    narrator: Narrator,
    messages: Messages,
    /// On a terminal.
    screen: Option<Screen>,
    /// After the end nothing is shown, whatever a task that was stopped still has to tell.
    closed: bool,
    /// The state that was entered last, or whose task failed last: that in which an execution fails.
    state: Option<&'static str>,
}

impl Progress {
    /// `program` is how the user called this program, and can call it again.
    pub(super) fn new(program: String, streams: &Streams) -> Self {
        let screen = streams.terminal.then(|| Screen::new(streams.colours));
        let messages = streams.messages.clone();
        let show = Show { narrator: Narrator::new(program), messages, screen, closed: false, state: None };
        Progress(Arc::new(Mutex::new(show)))
    }

    /// Keeps what moves moving.
    pub(super) async fn animate(&self) -> Infallible {
        if self.show().screen.is_none() {
            return std::future::pending().await;
        }
        loop {
            real_sleep(FRAME).await;
            if let Some(screen) = &mut self.show().screen {
                screen.tick(Clock::Real.now());
            }
        }
    }

    /// Leaves only the lines.
    pub(super) fn close(&self) {
        let mut show = self.show();
        show.closed = true;
        if let Some(screen) = &mut show.screen {
            screen.clear();
        }
    }

    /// The state that was entered last, or whose task failed last: in which the execution failed, if it did.
    pub(super) fn state(&self) -> Option<&'static str> {
        self.show().state
    }

    fn show(&self) -> MutexGuard<'_, Show> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Progress {
    fn observe(&self, event: &Event) {
        let mut show = self.show();
        if !show.closed {
            show.observe(event);
        }
    }
}

impl Show {
    fn observe(&mut self, event: &Event) {
        if let EventKind::StateEntered { state } | EventKind::TaskAttemptFailed { state, .. } = event.kind {
            self.state = Some(state);
        }
        let line = self.narrator.tell(event);
        match &mut self.screen {
            Some(screen) => {
                screen.observe(event, &line);
                line.iter().for_each(|line| screen.print(line, &self.messages));
            }
            None => line.iter().filter_map(Line::plain).for_each(|line| self.messages.line(&line)),
        }
    }
}
