//! What is going on right now, drawn below the lines of a terminal.

use super::narrator::{Line, LineKind};
use super::text::{between, duration, place};
use crate::{Event, EventKind};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use workflow_cli::Messages;

/// How many states are drawn at a time; more would not fit, and who reads more?
const ROWS: usize = 12;

pub(super) struct Screen {
    all: MultiProgress,
    rows: Vec<Row>,
    colours: bool,
}

/// A state that is active.
struct Row {
    place: String,
    bar: ProgressBar,
    /// When a Wait state, or the attempt that waits for a callback, ends.
    until: Option<Timestamp>,
}

impl Screen {
    pub(super) fn new(colours: bool) -> Self {
        Screen { all: MultiProgress::with_draw_target(ProgressDrawTarget::stderr()), rows: Vec::new(), colours }
    }

    /// Draws an event; `line` is what is told of it, which is nothing for one of very many iterations.
    pub(super) fn observe(&mut self, event: &Event, line: &Option<Line>) {
        let at = |state: &str| place(&event.scope, state);
        match &event.kind {
            EventKind::StateEntered { state } if line.is_some() => self.add(at(state), event.scope.segments().len()),
            EventKind::StateExited { state } => self.remove(&at(state)),
            EventKind::ExecutionSucceeded | EventKind::ExecutionFailed { .. } => self.clear(),
            EventKind::WaitStarted { state, until } => self.wait(&at(state), "", Some(*until), event.time),
            EventKind::CallbackIssued { state, timeout, .. } => {
                let until = timeout.map(|timeout| workflow_engine::clock::later(event.time, timeout));
                self.wait(&at(state), "waits for a callback", until, event.time);
            }
            EventKind::RetryScheduled { state, attempt, delay } => {
                let until = workflow_engine::clock::later(event.time, *delay);
                self.wait(&at(state), &format!("attempt {attempt} comes"), Some(until), event.time);
            }
            EventKind::TaskAttemptStarted { state, .. } => self.wait(&at(state), "", None, event.time),
            EventKind::TaskProgress { state, done, total, .. } => self.measure(&at(state), *done, *total),
            EventKind::MapStarted { state, length } => self.measure(&at(state), 0, *length as u64),
            EventKind::MapIterationSucceeded { state, .. } => {
                self.row(&at(state)).into_iter().for_each(|row| row.bar.inc(1));
            }
            _ => {}
        }
    }

    /// Prints a line above what is drawn.
    pub(super) fn print(&self, line: &Line, messages: &Messages) {
        let (sign, colour) = match line.kind {
            LineKind::Entered | LineKind::Step => return,
            LineKind::Started => ("▶", "36"),
            LineKind::Exited => ("✓", "32"),
            LineKind::Waiting => ("◷", "36"),
            LineKind::Retry => ("↻", "33"),
            LineKind::Failed => ("✗", "31"),
            LineKind::Succeeded => ("✓", "1;32"),
        };
        let text = match self.colours {
            true => format!("\u{1b}[{colour}m{sign}\u{1b}[0m {}", line.text),
            false => format!("{sign} {}", line.text),
        };
        self.all.suspend(|| messages.line(&text));
    }

    pub(super) fn tick(&mut self, now: Timestamp) {
        for row in &self.rows {
            if let Some(until) = row.until {
                row.bar.set_prefix(format!("{} left", duration(between(now, until))));
            }
            row.bar.tick();
        }
    }

    pub(super) fn clear(&mut self) {
        self.rows.drain(..).for_each(|row| row.bar.finish_and_clear());
    }

    fn row(&mut self, place: &str) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.place == place)
    }

    fn add(&mut self, place: String, depth: usize) {
        if self.rows.len() >= ROWS {
            return;
        }
        let bar = self.all.add(ProgressBar::new_spinner().with_style(spinner(depth, &place)));
        self.rows.push(Row { place, bar, until: None });
    }

    /// Removes a state and what was active within it: branches that were stopped do not say that they were left.
    fn remove(&mut self, place: &str) {
        self.rows.retain(|row| {
            let within =
                row.place.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '#']));
            if within {
                row.bar.finish_and_clear();
            }
            !within
        });
    }

    fn wait(&mut self, place: &str, message: &str, until: Option<Timestamp>, now: Timestamp) {
        if let Some(row) = self.row(place) {
            row.until = until;
            row.bar.set_message(message.to_owned());
            row.bar.set_prefix(until.map_or(String::new(), |until| format!("{} left", duration(between(now, until)))));
        }
    }

    fn measure(&mut self, place: &str, done: u64, total: u64) {
        if let Some(row) = self.row(place) {
            row.bar.set_length(total);
            row.bar.set_position(done);
            row.bar.set_style(measured(row.place.matches('/').count(), &row.place));
        }
    }
}

fn spinner(depth: usize, place: &str) -> ProgressStyle {
    style(&format!("{}{{spinner:.cyan}} {}  {{elapsed}}  {{msg}} {{prefix}}", indent(depth), literal(place)))
}

fn measured(depth: usize, place: &str) -> ProgressStyle {
    style(&format!(
        "{}{{spinner:.cyan}} {}  {{bar:30.cyan}} {{pos}}/{{len}}  {{elapsed}}  {{msg}} {{prefix}}",
        indent(depth),
        literal(place)
    ))
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}

/// A name that a template takes as it is.
fn literal(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ScopePath;
    use crate::cli::progress::narrator::Narrator;
    use crate::scope::Scope;

    fn screen() -> Screen {
        let target = ProgressDrawTarget::hidden();
        Screen { all: MultiProgress::with_draw_target(target), rows: Vec::new(), colours: false }
    }

    fn show(screen: &mut Screen, events: Vec<(ScopePath, EventKind)>) {
        let mut narrator = Narrator::new(String::new());
        for (scope, kind) in events {
            let event = Event { execution: "e".into(), time: Timestamp::UNIX_EPOCH, scope, kind };
            let line = narrator.tell(&event);
            screen.observe(&event, &line);
        }
    }

    fn places(screen: &Screen) -> Vec<&str> {
        screen.rows.iter().map(|row| row.place.as_str()).collect()
    }

    #[test]
    fn what_was_stopped_within_a_state_leaves_with_it() {
        let root = Scope::default();
        root.visit("Both");
        root.visit("Both");
        let entered = |state| EventKind::StateEntered { state };
        let mut screen = screen();
        show(
            &mut screen,
            vec![
                (ScopePath::default(), entered("Both")),
                (ScopePath::default(), entered("BothElse")),
                (root.child("Both", 1).path().clone(), entered("Charge")),
            ],
        );
        assert_eq!(places(&screen), ["Both", "BothElse", "Both#2[1]/Charge"]);
        show(&mut screen, vec![(ScopePath::default(), EventKind::StateExited { state: "Both" })]);
        assert_eq!(places(&screen), ["BothElse"]);
        show(&mut screen, vec![(ScopePath::default(), EventKind::ExecutionSucceeded)]);
        assert_eq!(places(&screen), Vec::<&str>::new());
    }

    #[test]
    fn a_screen_shows_how_far_and_how_long() {
        let mut screen = screen();
        let until = Timestamp::from_second(90).unwrap();
        let events = [
            EventKind::StateEntered { state: "{Ship}" },
            EventKind::TaskProgress { state: "{Ship}", task: "ship", done: 2, total: 8 },
            EventKind::WaitStarted { state: "{Ship}", until },
        ];
        show(&mut screen, events.into_iter().map(|kind| (ScopePath::default(), kind)).collect());
        let bar = screen.rows[0].bar.clone();
        assert_eq!((bar.position(), bar.length(), bar.prefix().as_str()), (2, Some(8), "1 min 30 s left"));
        screen.tick(Timestamp::from_second(60).unwrap());
        assert_eq!(bar.prefix(), "30.0 s left");
    }

    #[test]
    fn a_screen_is_not_higher_than_a_terminal() {
        let mut screen = screen();
        let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M"];
        let events = names.map(|state| (ScopePath::default(), EventKind::StateEntered { state }));
        show(&mut screen, events.to_vec());
        assert_eq!(screen.rows.len(), ROWS);
    }
}
