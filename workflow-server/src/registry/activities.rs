use jiff::Timestamp;
use serde_json::Value;

use super::{Entry, Registry, Tags};

/// An activity: a name under which workers fetch tasks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Activity {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) creation_date: Timestamp,
    /// `encryptionConfiguration`, as it is described.
    pub(crate) encryption: Value,
    pub(crate) tags: Tags,
    pub(super) place: u64,
}

impl Activity {
    pub(crate) fn new(arn: String, name: String, creation_date: Timestamp, encryption: Value, tags: Tags) -> Self {
        Self { arn, name, creation_date, encryption, tags, place: 0 }
    }
}

impl Registry {
    /// Adds an activity unless there is one of this ARN, and gives the one that there is then.
    pub(crate) fn create_activity(&self, mut activity: Activity) -> Activity {
        let mut resources = self.resources();
        activity.place = resources.place();
        resources.activities.entry(activity.arn.clone()).or_insert(activity).clone()
    }

    pub(crate) fn activity(&self, arn: &str) -> Option<Activity> {
        self.resources().activities.get(arn).cloned()
    }

    pub(crate) fn delete_activity(&self, arn: &str) {
        self.resources().activities.shift_remove(arn);
    }

    /// Up to `count` activities, oldest first, that come after a place.
    pub(crate) fn activities(&self, after: Option<u64>, count: usize) -> Vec<Entry<Activity>> {
        let resources = self.resources();
        let later = resources.activities.values().filter(|activity| after.is_none_or(|after| activity.place > after));
        later.take(count).map(|activity| (activity.place, activity.clone())).collect()
    }
}
