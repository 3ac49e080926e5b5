use super::{Lint, below};
use crate::model::State;
use crate::{Code, field};

const ALL: &str = "States.ALL";
const TASK_FAILED: &str = "States.TaskFailed";
const TIMEOUT: &str = "States.Timeout";
const HEARTBEAT_TIMEOUT: &str = "States.HeartbeatTimeout";

impl Lint {
    pub(super) fn retriers(&mut self, state: &State, at: &str) {
        let lists = state.retry().iter().map(|retrier| retrier.error_equals.as_slice());
        self.idle(lists, at, field::RETRY, "Retrier");
    }

    pub(super) fn catchers(&mut self, state: &State, at: &str) {
        let lists = state.catch().iter().map(|catcher| catcher.error_equals.as_slice());
        self.idle(lists, at, field::CATCH, "Catcher");
    }

    /// The first that matches an error takes it, also a Retrier that has no attempts left.
    fn idle<'s>(&mut self, lists: impl Iterator<Item = &'s [String]>, at: &str, field: &str, what: &str) {
        let mut taken: Vec<&str> = Vec::new();
        for (index, names) in lists.enumerate() {
            if !names.is_empty() && names.iter().all(|name| taken.iter().any(|taken| takes(taken, name))) {
                let message = format!("This {what} never matches: all its errors are taken by those before it");
                self.warn(Code::ErrorAlreadyTaken, below(at, field, index), message);
            }
            taken.extend(names.iter().map(String::as_str));
        }
    }
}

/// Whether whoever names `taken` matches the error called `name` too. Only what is certain counts: which of the errors of
/// Step Functions itself `States.TaskFailed` matches is not.
fn takes(taken: &str, name: &str) -> bool {
    match taken {
        _ if taken == name => true,
        ALL => true,
        TASK_FAILED => !name.starts_with("States."),
        TIMEOUT => name == HEARTBEAT_TIMEOUT,
        _ => false,
    }
}
