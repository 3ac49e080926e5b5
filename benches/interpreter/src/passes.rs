//! Ten Pass states and a Choice, on one thread, beside the crate `asl`.

use std::sync::Arc;

use asl::asl::execution::{Execution, StateExecutionHandler};
use asl::asl::state_machine::StateMachine;
use asl::asl::types::execution::EmptyContext;
use serde_json::{Value, json};
use workflow_engine::{Engine, EngineOptions, ExecutionStatus, Program, StartExecution};

use crate::Case;

fn definition() -> String {
    let mut states = serde_json::Map::new();
    for n in 1..=10 {
        let next = if n == 10 { "Choose".to_owned() } else { format!("Pass{}", n + 1) };
        states.insert(format!("Pass{n}"), json!({"Type": "Pass", "Next": next}));
    }
    let rule = json!({"Variable": "$.count", "NumericGreaterThan": 5, "Next": "Done"});
    states.insert("Choose".to_owned(), json!({"Type": "Choice", "Choices": [rule], "Default": "Other"}));
    states.insert("Done".to_owned(), json!({"Type": "Succeed"}));
    states.insert("Other".to_owned(), json!({"Type": "Fail", "Error": "Other", "Cause": "too few"}));
    json!({"StartAt": "Pass1", "States": states}).to_string()
}

fn input() -> Value {
    json!({"count": 7, "items": [{"sku": "A1", "cents": 250}, {"sku": "B2", "cents": 1999}], "name": "an order"})
}

struct NoTasks;

impl StateExecutionHandler for NoTasks {
    type TaskExecutionError = String;

    fn execute_task(&self, _: &str, _: &Value, _: Option<&Value>) -> Result<Option<Value>, String> {
        Ok(None)
    }
}

pub(crate) fn case() -> Case {
    #[expect(clippy::expect_used, reason = "the definition is above")]
    let program = Arc::new(Program::from_json(&definition()).expect("the definition is valid"));
    #[expect(clippy::expect_used, reason = "without it there is nothing to measure")]
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let engine = Engine::new(EngineOptions::default());
    #[expect(clippy::expect_used, reason = "the definition is above")]
    let theirs = StateMachine::parse(&definition()).expect("the definition is valid");
    let (our_input, their_input) = (input(), input());
    Case {
        name: "10 Pass and a Choice",
        other: "crate asl 0.2",
        bar: 2.0,
        round: 200,
        ours: Box::new(move |times| {
            runtime.block_on(async {
                for _ in 0..times {
                    let status = engine.run(StartExecution::new(Arc::clone(&program), our_input.clone())).await;
                    assert!(matches!(status, ExecutionStatus::Succeeded(_)), "{status:?}");
                }
            });
        }),
        theirs: Box::new(move |times| {
            for _ in 0..times {
                let execution: Execution<'_, NoTasks, EmptyContext> =
                    theirs.start(&their_input, NoTasks, EmptyContext {});
                assert_eq!(execution.count(), 12);
            }
        }),
    }
}
