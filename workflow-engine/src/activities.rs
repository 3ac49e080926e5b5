//! Activities: work that workers fetch.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::callbacks::{Callbacks, Signal};
use crate::{Failure, Payload};

/// A task that a worker took: what `GetActivityTask` gives.
#[derive(Clone, Debug, PartialEq)]
pub struct ActivityTask {
    /// To complete it with.
    pub token: String,
    /// The input of the task.
    pub input: Payload,
}

/// The tasks that wait for a worker, per activity ARN, first come first served.
#[derive(Clone, Debug)]
pub struct Activities {
    callbacks: Callbacks,
    queues: Arc<Mutex<HashMap<String, Queue>>>,
}

#[derive(Debug, Default)]
struct Queue {
    tasks: VecDeque<ActivityTask>,
    arrivals: Arc<Notify>,
}

impl Activities {
    pub(crate) fn new(callbacks: Callbacks) -> Self {
        Self { callbacks, queues: Arc::default() }
    }

    /// Makes an activity known: tasks of one that is not fail.
    pub fn create(&self, activity_arn: &str) {
        self.queues().entry(activity_arn.to_owned()).or_default();
    }

    /// Forgets an activity. Tasks that a worker has taken go on; those that wait for one keep waiting.
    pub fn delete(&self, activity_arn: &str) {
        self.queues().remove(activity_arn);
    }

    /// Whether an activity is known.
    pub fn exists(&self, activity_arn: &str) -> bool {
        self.queues().contains_key(activity_arn)
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<String, Queue>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn schedule(&self, activity_arn: &str, task: ActivityTask) {
        let mut queues = self.queues();
        if let Some(queue) = queues.get_mut(activity_arn) {
            queue.tasks.push_back(task);
            queue.arrivals.notify_one();
        }
    }

    /// Waits for a task of this activity and takes it, as a worker of this name. Dropping the future takes nothing.
    ///
    /// A task whose execution is over, or which timed out, is passed over.
    pub async fn take(&self, activity_arn: &str, worker_name: Option<String>) -> ActivityTask {
        loop {
            let arrivals = match self.next(activity_arn) {
                Ok(task) if self.is_started(&task.token, &worker_name) => return task,
                Ok(_) => continue,
                Err(arrivals) => arrivals,
            };
            arrivals.notified().await;
        }
    }

    /// Says that a worker took a task, if an execution that is not recorded waits for its token.
    pub(crate) fn is_started(&self, token: &str, worker_name: &Option<String>) -> bool {
        self.callbacks.signal(token, Signal::Started { worker_name: worker_name.clone() }).is_ok()
    }

    /// Waits for a task of this activity. Unless it is taken then, it is the next one again.
    pub(crate) async fn offered(&self, activity_arn: &str) -> OfferedTask {
        loop {
            let arrivals = match self.next(activity_arn) {
                Ok(task) => {
                    let activity_arn = activity_arn.to_owned();
                    return OfferedTask { task: Some(task), activity_arn, activities: self.clone() };
                }
                Err(arrivals) => arrivals,
            };
            arrivals.notified().await;
        }
    }

    fn give_back(&self, activity_arn: &str, task: ActivityTask) {
        if let Some(queue) = self.queues().get_mut(activity_arn) {
            queue.tasks.push_front(task);
            queue.arrivals.notify_one();
        }
    }

    fn next(&self, activity_arn: &str) -> Result<ActivityTask, Arc<Notify>> {
        let mut queues = self.queues();
        // Nothing ever arrives for an activity that does not exist.
        let queue = queues.get_mut(activity_arn).ok_or_else(Arc::<Notify>::default)?;
        let task = queue.tasks.pop_front().ok_or_else(|| Arc::clone(&queue.arrivals))?;
        // A permit may have been merged with another: whoever else waits looks again.
        if !queue.tasks.is_empty() {
            queue.arrivals.notify_one();
        }
        Ok(task)
    }
}

/// A task that a worker is about to take.
#[derive(Debug)]
pub(crate) struct OfferedTask {
    task: Option<ActivityTask>,
    activity_arn: String,
    activities: Activities,
}

impl OfferedTask {
    pub(crate) fn token(&self) -> &str {
        self.task.as_ref().map_or("", |task| &task.token)
    }

    /// Takes it, or says that nobody is to be offered it any more.
    pub(crate) fn take(mut self) -> Option<ActivityTask> {
        self.task.take()
    }
}

impl Drop for OfferedTask {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            self.activities.give_back(&self.activity_arn, task);
        }
    }
}

/// The failure of a Task whose activity is not there.
pub(crate) fn no_activity(activity_arn: &str) -> Failure {
    Failure::new(Failure::RUNTIME, format!("The activity {activity_arn} does not exist."))
}
