//! What a workflow knows about its execution: the part of the context object that is the same in both worlds.
//!
//! A workflow tells these functions from others of their names by their lifetime, which is nothing else.

use crate::drawn::to_the_millisecond;
use crate::identity::new_execution_id;
use jiff::Timestamp;

/// What a workflow can ask about its execution, the same from its start to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextObject {
    execution_id: String,
    execution_start_time: Timestamp,
}

impl ContextObject {
    /// Of an execution with this id, which started at this moment.
    pub fn new(execution_id: impl Into<String>, execution_start_time: Timestamp) -> Self {
        let execution_start_time = to_the_millisecond(execution_start_time);
        ContextObject { execution_id: execution_id.into(), execution_start_time }
    }

    /// Of an execution that nothing runs but the code that awaits it.
    pub(crate) fn alone() -> Self {
        ContextObject::new(&*new_execution_id(), crate::now())
    }

    /// `$states.context.Execution.Id`
    pub fn execution_id(&self) -> &str {
        &self.execution_id
    }

    /// `$states.context.Execution.Name`: the last part of an id that is an ARN, else the id.
    pub fn execution_name(&self) -> &str {
        self.execution_id.rsplit(':').next().unwrap_or_default()
    }

    /// `$states.context.Execution.StartTime`, to the millisecond.
    pub fn execution_start_time(&self) -> Timestamp {
        self.execution_start_time
    }
}

/// The execution's id: `$states.context.Execution.Id`, which is an ARN in Step Functions.
///
/// In this process it is the id that the runtime was given, else a UUID; that of a workflow which is simply awaited is
/// a new one. Outside a workflow there is no execution: each call gives another id.
pub fn execution_id<'a: 'a>() -> String {
    ContextObject::alone().execution_id
}

/// The execution's name: `$states.context.Execution.Name`, the last part of its ARN. In this process it is the id, or
/// the last part of one that is an ARN.
pub fn execution_name<'a: 'a>() -> String {
    ContextObject::alone().execution_name().to_owned()
}

/// When the execution started, to the millisecond: `$states.context.Execution.StartTime`. Outside a workflow it is now.
pub fn execution_start_time<'a: 'a>() -> Timestamp {
    crate::now()
}

/// The type of the function, by which a workflow knows it.
#[doc(hidden)]
#[expect(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub enum execution_id {}

/// The type of the function, by which a workflow knows it.
#[doc(hidden)]
#[expect(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub enum execution_name {}

/// The type of the function, by which a workflow knows it.
#[doc(hidden)]
#[expect(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub enum execution_start_time {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_last_part_of_an_arn() {
        let of = |id: &str| ContextObject::new(id, Timestamp::UNIX_EPOCH).execution_name().to_owned();
        assert_eq!(of("arn:aws:states:eu-west-1:123456789012:execution:orders:o-1"), "o-1");
        assert_eq!((of("o-1"), of("")), ("o-1".to_owned(), String::new()));
    }

    #[test]
    fn the_start_has_no_more_than_milliseconds() {
        let moment: Timestamp = "2025-01-02T03:04:05.678999999Z".parse().unwrap();
        assert_eq!(ContextObject::new("", moment).execution_start_time().to_string(), "2025-01-02T03:04:05.678Z");
        assert_eq!(execution_start_time().as_nanosecond() % 1_000_000, 0);
    }

    #[test]
    fn outside_an_execution_there_is_an_id_each_time() {
        assert_ne!(execution_id(), execution_id());
        assert_eq!(execution_name().len(), 36);
    }
}
