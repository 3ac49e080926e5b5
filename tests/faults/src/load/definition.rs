//! A drawn machine in Amazon States Language.

use serde_json::{Map, Value, json};

use super::{Action, BOOM, DOOMED, MODULUS, Machine, Step, UNSURE};

/// The function that works on a number at once.
pub const WORK: &str = "arn:aws:lambda:us-east-1:123456789012:function:work";
/// The function that hands its token to somebody.
pub const ASK: &str = "ask";
/// The activity whose workers work on a number.
pub const ACTIVITY: &str = "arn:aws:states:us-east-1:123456789012:activity:work";

impl Machine {
    /// Its definition.
    pub fn definition(&self) -> String {
        let mut machine = sequence(&self.steps, "Done");
        if let Some(machine) = machine.as_object_mut() {
            machine.insert("QueryLanguage".to_owned(), "JSONata".into());
        }
        machine.to_string()
    }
}

/// A scope of states one after the other. `end` is the name of the last one, which no other scope has.
fn sequence(steps: &[Step], end: &str) -> Value {
    let names = steps.iter().map(Step::name).chain([end.to_owned()]);
    let mut states: Map<String, Value> =
        steps.iter().zip(names.clone().skip(1)).map(|(step, next)| (step.name(), state(step, &next))).collect();
    states.insert(end.to_owned(), json!({"Type": "Succeed"}));
    json!({"StartAt": names.take(1).collect::<String>(), "States": states})
}

fn state(step: &Step, next: &str) -> Value {
    let number = step.number;
    let payload = json!({"n": "{% $states.input %}", "number": number});
    let total = format!("{{% $sum($states.result) % {MODULUS} %}}");
    match &step.action {
        Action::Work { failures: 0, .. } => {
            json!({"Type": "Task", "Resource": WORK, "Arguments": payload, "Next": next})
        }
        Action::Work { failures, interval } => {
            let payload = json!({"n": "{% $states.input %}", "number": number, "failures": failures});
            let retry = json!([{"ErrorEquals": [UNSURE], "IntervalSeconds": interval.as_secs(), "BackoffRate": 2,
                "MaxAttempts": failures}]);
            json!({"Type": "Task", "Resource": WORK, "Arguments": payload, "Retry": retry, "Next": next})
        }
        Action::Caught => {
            let payload = json!({"n": "{% $states.input %}", "number": number, "error": BOOM});
            let output = format!("{{% ($states.input * 31 + {number}) % {MODULUS} %}}");
            let catch = json!([{"ErrorEquals": [BOOM], "Output": output, "Next": next}]);
            json!({"Type": "Task", "Resource": WORK, "Arguments": payload, "Catch": catch, "Next": next})
        }
        Action::Doomed => {
            let payload = json!({"n": "{% $states.input %}", "number": number, "error": DOOMED});
            json!({"Type": "Task", "Resource": WORK, "Arguments": payload, "Next": next})
        }
        Action::Wait(duration) => json!({"Type": "Wait", "Seconds": duration.as_secs(), "Next": next}),
        Action::Ask => {
            let payload = json!({"n": "{% $states.input %}", "number": number,
                "token": "{% $states.context.Task.Token %}"});
            json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                "Arguments": {"FunctionName": ASK, "Payload": payload}, "Next": next})
        }
        Action::Activity => {
            let retry = json!([{"ErrorEquals": ["States.Timeout", "States.HeartbeatTimeout"], "IntervalSeconds": 1,
                "BackoffRate": 1, "MaxAttempts": 1_000}]);
            json!({"Type": "Task", "Resource": ACTIVITY, "Arguments": payload, "HeartbeatSeconds": 60, "Retry": retry,
                "TimeoutSeconds": 100_000, "Next": next})
        }
        Action::Parallel(branches) => {
            let branches = branches.iter().enumerate();
            let branches = branches.map(|(index, steps)| sequence(steps, &format!("Done {number} {index}")));
            let branches: Vec<Value> = branches.collect();
            json!({"Type": "Parallel", "Branches": branches, "Output": total, "Next": next})
        }
        Action::Map { items, max_concurrency, steps } => {
            let items: Vec<String> = (0..*items).map(|item| format!("$states.input + {item}")).collect();
            json!({"Type": "Map", "Items": format!("{{% [{}] %}}", items.join(", ")), "MaxConcurrency": max_concurrency,
                "ItemProcessor": sequence(steps, &format!("Done {number}")), "Output": total, "Next": next})
        }
    }
}
