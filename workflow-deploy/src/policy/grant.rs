//! What an integration needs, as tables say it.

/// An action of a service that a definition may call, `glue:startJobRun`, and what it needs.
pub(super) struct Integration {
    pub(super) service: &'static str,
    pub(super) action: &'static str,
    pub(super) grants: &'static [Grant],
}

/// One thing that a role needs.
pub(super) enum Grant {
    /// Actions on resources.
    Allow { when: When, actions: &'static [&'static str], on: &'static [On] },
    /// The rule of EventBridge that Step Functions manages, where a state waits for its job.
    Rule(&'static str),
    /// To hand the role in an argument to a service.
    Pass { path: &'static str, service: &'static str },
    /// To make the service's own role, as the first call in an account does.
    ServiceRole { role: &'static str, service: &'static str },
}

/// When a grant is needed.
#[derive(Clone, Copy)]
pub(super) enum When {
    Always,
    /// The state waits for its job: `.sync`.
    Sync,
    /// An argument is given.
    Given(&'static str),
}

/// What an action is allowed on.
pub(super) enum On {
    /// `*`, for actions without permissions on resources.
    Any,
    /// A service's resource of the account, with arguments in it as [`Call::own`](super::call::Call::own) fills them in.
    Own(&'static str, &'static str),
    /// What S3 holds, filled in likewise.
    Bucket(&'static str),
    /// The role in an argument.
    Role(&'static str),
}

pub(super) const fn calls(service: &'static str, action: &'static str, grants: &'static [Grant]) -> Integration {
    Integration { service, action, grants }
}

pub(super) const fn allow(actions: &'static [&'static str], on: &'static [On]) -> Grant {
    Grant::Allow { when: When::Always, actions, on }
}

pub(super) const fn sync(actions: &'static [&'static str], on: &'static [On]) -> Grant {
    Grant::Allow { when: When::Sync, actions, on }
}

pub(super) const fn given(path: &'static str, actions: &'static [&'static str], on: &'static [On]) -> Grant {
    Grant::Allow { when: When::Given(path), actions, on }
}

pub(super) const fn pass(path: &'static str, service: &'static str) -> Grant {
    Grant::Pass { path, service }
}
