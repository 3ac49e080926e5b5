//! Workflows and their tasks as what is deployed.

use super::called::{AnyTask, StandIn};
use super::{Exported, fill};
use std::time::Duration;
use workflow_asl::settings::FUNCTION_TIMEOUT;
use workflow_deploy::{Activity, Deployment, Function, Machine};

impl Exported {
    /// The state machines and the Lambda functions of these workflows, for a
    /// [template](workflow_deploy::template), their [policies](workflow_deploy::policy) and the like. Definitions call
    /// functions by the names of the tasks, and state machines by those of the workflows.
    ///
    /// ```
    /// # use workflow_runtime::prelude::*;
    /// # #[task(memory = 256)]
    /// # async fn greet(name: &str) -> Result<String, Failure> {
    /// #     Ok(format!("hello, {name}"))
    /// # }
    /// # #[workflow]
    /// # async fn greeting(name: String) -> Result<String, Failure> {
    /// #     greet(&name).await
    /// # }
    /// use workflow_runtime::Exported;
    /// use workflow_runtime::deploy::template::{self, TemplateOptions};
    ///
    /// let deployment = Exported::new().with::<greeting>()?.deployment();
    /// let template = template::sam(&deployment, &TemplateOptions::of_program("greetings"))?;
    /// assert!(template.contains("CodeUri: target/lambda/greetings/bootstrap.zip"));
    /// assert!(template.contains("MemorySize: 256"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deployment(&self) -> Deployment {
        let machine = |workflow: &super::AnyWorkflow| {
            let mut definition = (workflow.define)().machine;
            if workflow.text.is_none() {
                fill::fill_names(&mut definition, self);
            }
            Machine {
                name: workflow.name.to_owned(),
                definition,
                execution_type: workflow.execution_type,
                settings: workflow.settings.into(),
            }
        };
        let machines: Vec<Machine> = self.workflows.iter().map(machine).collect();
        let mut activities: Vec<Activity> = Vec::new();
        for name in self.stand_ins.iter().filter_map(StandIn::activity) {
            if !activities.iter().any(|known| known.name == name) {
                activities.push(activity(name, &machines));
            }
        }
        Deployment { machines, functions: self.tasks.iter().map(function).collect(), activities }
    }
}

/// What an activity is given is encrypted as the data of a machine that calls it.
fn activity(name: &str, machines: &[Machine]) -> Activity {
    let mut activity = Activity { name: name.to_owned(), encryption: None };
    let mut callers = machines.iter().filter(|machine| activity.is_called_by(machine));
    activity.encryption = callers.find_map(|machine| machine.settings.encryption.clone());
    activity
}

/// How much longer a function may take than its task's state, so that it is the state that ends an attempt: with
/// `States.Timeout`, where a function ends with an error of Lambda's.
const MARGIN: Duration = Duration::from_secs(5);

fn function(task: &AnyTask) -> Function {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    // A state may wait longer than a function may run: for a callback, or because it is not this function that it calls.
    let longest = Duration::from_secs(*FUNCTION_TIMEOUT.end());
    Function {
        name: task.name.to_owned(),
        memory: task.info.memory,
        timeout: task.info.timeout.map(|timeout| timeout.saturating_add(MARGIN).min(longest)),
        environment: task.info.environment.iter().map(owned).collect(),
    }
}
