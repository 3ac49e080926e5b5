use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use workflow_engine::durable::StoreError;

use super::{Entry, Registry, Tags, documents};

/// An activity: a name under which workers fetch tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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
    pub(crate) async fn create_activity(&self, activity: Activity) -> Result<Activity, StoreError> {
        let place = self.resources().place();
        let arn = activity.arn.clone();
        let create = |current: &mut Option<Activity>| current.get_or_insert(Activity { place, ..activity }).clone();
        self.change_activity(&arn, create).await
    }

    pub(crate) fn activity(&self, arn: &str) -> Option<Activity> {
        self.resources().activities.get(arn).cloned()
    }

    pub(crate) async fn delete_activity(&self, arn: &str) -> Result<(), StoreError> {
        self.change_activity(arn, |activity| *activity = None).await
    }

    /// Changes an activity, or creates or removes it: there is what `change` leaves.
    pub(super) async fn change_activity<T>(
        &self,
        arn: &str,
        change: impl FnOnce(&mut Option<Activity>) -> T + Send,
    ) -> Result<T, StoreError> {
        let _changing = self.changing.lock().await;
        let current = self.activity(arn);
        let mut changed = current.clone();
        let result = change(&mut changed);
        if changed != current {
            let text = changed.as_ref().map(documents::text).transpose()?;
            self.store.put_document(documents::ACTIVITIES, arn, text).await?;
            let activities = &mut self.resources().activities;
            match changed {
                Some(activity) => drop(activities.insert(arn.to_owned(), activity)),
                None => drop(activities.shift_remove(arn)),
            }
        }
        Ok(result)
    }

    /// The ARNs of all activities.
    pub(crate) fn activity_arns(&self) -> Vec<String> {
        self.resources().activities.keys().cloned().collect()
    }

    /// Up to `count` activities, oldest first, that come after a place.
    pub(crate) fn activities(&self, after: Option<u64>, count: usize) -> Vec<Entry<Activity>> {
        let resources = self.resources();
        let later = resources.activities.values().filter(|activity| after.is_none_or(|after| activity.place > after));
        later.take(count).map(|activity| (activity.place, activity.clone())).collect()
    }
}
