//! Tasks and workflows for this crate's tests, written out as the macros would.

use crate::data::Field;
use crate::define::Definer;
use crate::{
    Context, ErrorKind, ErrorVariant, ExecutionType, Failure, InputError, Retrier, Run, Task, TaskEnv, TaskInfo,
    Workflow, WorkflowError, WorkflowInfo,
};
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;

/// An error type with every kind of variant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ShopError {
    Declined(String),
    Network,
    Timeout,
}

impl WorkflowError for ShopError {
    const VARIANTS: &'static [ErrorVariant] = &[
        ErrorVariant {
            ident: "Declined",
            kind: ErrorKind::Named {
                error: "Declined",
                fields: &[Field { ident: "0", name: "0", flatten: false, rest: false }],
            },
        },
        ErrorVariant { ident: "Network", kind: ErrorKind::Named { error: "Network", fields: &[] } },
        ErrorVariant { ident: "Timeout", kind: ErrorKind::Named { error: "States.Timeout", fields: &[] } },
    ];

    fn failure(&self) -> Failure {
        match self {
            ShopError::Declined(reason) => Failure::new("Declined", json!(reason).to_string()),
            ShopError::Network => Failure::named("Network"),
            ShopError::Timeout => Failure::named(Failure::TIMEOUT),
        }
    }

    fn from_failure(failure: Failure) -> Result<Self, Failure> {
        let reason = serde_json::from_str(&failure.cause).ok();
        match (failure.error.as_str(), reason) {
            ("Declined", Some(reason)) => Ok(ShopError::Declined(reason)),
            ("Network", _) => Ok(ShopError::Network),
            (Failure::TIMEOUT, _) => Ok(ShopError::Timeout),
            _ => Err(failure),
        }
    }
}

/// Everything, as `#[error(other)]` has it.
#[derive(Debug, PartialEq)]
pub(crate) struct AnyError(pub(crate) Failure);

impl WorkflowError for AnyError {
    const VARIANTS: &'static [ErrorVariant] = &[ErrorVariant { ident: "Other", kind: ErrorKind::Other }];

    fn failure(&self) -> Failure {
        self.0.clone()
    }

    fn from_failure(failure: Failure) -> Result<Self, Failure> {
        Ok(AnyError(failure))
    }
}

pub(crate) const PLAIN: TaskInfo = TaskInfo {
    name: "",
    resource: crate::TaskResource::Function,
    parameters: &[],
    token: None,
    timeout: None,
    heartbeat: None,
    retry: &[],
    memory: None,
    environment: &[],
};

pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) const fn retrier(variants: &'static [&'static str], max_attempts: u32) -> Retrier {
    Retrier { variants, max_attempts, ..Retrier::DEFAULT }
}

/// Writes a task: `task!(name(args: Type, env) -> Result<Output, Error>, { info }, async body)`.
macro_rules! task {
    ($name:ident($args:ident: $type:ty, $env:ident) -> Result<$output:ty, $error:ty>, { $($field:ident: $value:expr),* }, $body:expr) => {
        #[derive(Debug)]
        #[expect(non_camel_case_types, reason = "a task's type has its function's name")]
        pub(crate) enum $name {}

        impl $crate::Task for $name {
            type Args = $type;
            type Output = $output;
            type Error = $error;
            const INFO: $crate::TaskInfo =
                $crate::TaskInfo { name: stringify!($name), $($field: $value,)* ..$crate::fixture::PLAIN };

            fn arguments(args: &Self::Args) -> serde_json::Result<serde_json::Value> {
                serde_json::to_value(args)
            }

            fn from_arguments(arguments: serde_json::Value) -> serde_json::Result<Self::Args> {
                serde_json::from_value(arguments)
            }

            async fn attempt(
                $args: Self::Args,
                $env: $crate::TaskEnv,
            ) -> Result<Self::Output, $crate::TaskFailure<Self::Error>> {
                $body
            }
        }
    };
}
pub(crate) use task;

/// Writes a workflow: `workflow!(name(context, args: Type) -> Result<Output, Error>, async body)`.
macro_rules! workflow {
    ($name:ident($context:ident, $args:ident: $type:ty) -> Result<$output:ty, $error:ty>, $body:expr) => {
        #[derive(Debug)]
        #[expect(non_camel_case_types, reason = "a workflow's type has its function's name")]
        pub(crate) enum $name {}

        impl $crate::Workflow for $name {
            type Args = $type;
            type Output = $output;
            type Error = $error;
            const INFO: $crate::WorkflowInfo = $crate::WorkflowInfo {
                name: stringify!($name),
                comment: "",
                parameters: &["input"],
                allow: &[],
                execution_type: $crate::ExecutionType::Standard,
                settings: $crate::WorkflowSettings::DEFAULT,
                source_map: $crate::SourceMap::EMPTY,
            };

            fn from_input(input: serde_json::Value) -> Result<Self::Args, $crate::InputError> {
                $crate::parameter(input, None)
            }

            async fn program<C: $crate::Context>(
                $context: C,
                args: Option<Self::Args>,
                _definer: Option<&mut $crate::define::Definer>,
            ) -> Result<Self::Output, Self::Error> {
                let $args = args.expect("these tests define nothing");
                $body
            }
        }

        pub(crate) fn $name(args: $type) -> $crate::Run<$name, impl Future<Output = Result<$output, $error>> + Send> {
            $crate::__private::run(args)
        }
    };
}
pub(crate) use workflow;

/// A workflow of one Task state, `Try`.
#[derive(Debug)]
pub(crate) struct Trying<T>(std::marker::PhantomData<T>);

/// Makes a call in the only state of a workflow.
pub(crate) fn trying<T: Task<Args: Serialize>>(
    args: T::Args,
) -> Run<Trying<T>, impl Future<Output = Result<T::Output, T::Error>> + Send> {
    crate::__private::run(args)
}

impl<T: Task<Args: Serialize>> Workflow for Trying<T> {
    type Args = T::Args;
    type Output = T::Output;
    type Error = T::Error;
    const INFO: WorkflowInfo = WorkflowInfo {
        name: "trying",
        comment: "",
        parameters: &["args"],
        allow: &[],
        execution_type: ExecutionType::Standard,
        settings: crate::WorkflowSettings::DEFAULT,
        source_map: crate::SourceMap::EMPTY,
    };

    fn from_input(input: Value) -> Result<Self::Args, InputError> {
        T::from_arguments(input).map_err(|error| InputError { path: ".".to_owned(), message: error.to_string() })
    }

    async fn program<C: Context>(
        context: C,
        args: Option<Self::Args>,
        _definer: Option<&mut Definer>,
    ) -> Result<Self::Output, Self::Error> {
        context.task("Try", crate::Call::<T>::new(args.expect("these tests define nothing"))).await
    }
}

task!(echo(text: String, _env) -> Result<String, ShopError>, {}, Ok(text));

task!(panics(args: u32, _env) -> Result<u32, AnyError>, {}, panic!("no {args}"));

// Stubbed wherever it is used; tried again in every way.
task!(
    flaky(args: Value, _env) -> Result<Value, ShopError>,
    { timeout: Some(seconds(10)), retry: &[retrier(&["Network"], 2), retrier(&["Timeout", "Network"], 1), retrier(&[], 1)] },
    Ok(args)
);

/// What the compiler must agree to.
pub(crate) fn is_send<T: Send>(value: T) -> T {
    value
}

#[expect(dead_code, reason = "only has to compile")]
fn environments_are_sent(env: TaskEnv) {
    is_send(env);
}
