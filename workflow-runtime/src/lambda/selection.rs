//! Which task a function is.

use crate::exported::AnyTask;
use workflow_deploy::template::SHARED_HANDLER;

/// The name of the function.
const FUNCTION_NAME: &str = "AWS_LAMBDA_FUNCTION_NAME";
/// The handler that the function's configuration names.
const HANDLER: &str = "_HANDLER";
/// Our own.
const TASK: &str = "WORKFLOW_TASK";

/// The tasks that a function does.
#[derive(Clone, Debug)]
pub(crate) enum Selected {
    /// This one.
    Only(Box<AnyTask>),
    /// Each that has an alias: the function's handler is [`SHARED_HANDLER`].
    ByAlias(Vec<AnyTask>),
}

impl Selected {
    /// The task of an invocation, which was by the function's ARN, with its alias if it has one.
    ///
    /// # Errors
    ///
    /// Where the alias names no task.
    pub(crate) fn task(&self, invoked_function_arn: &str) -> Result<AnyTask, String> {
        let tasks = match self {
            Selected::Only(task) => return Ok(**task),
            Selected::ByAlias(tasks) => tasks,
        };
        // arn:aws:lambda:REGION:ACCOUNT:function:NAME:ALIAS
        let alias = invoked_function_arn.split(':').nth(7).unwrap_or_default();
        let task = tasks.iter().find(|task| task.name == alias).copied();
        task.ok_or_else(|| format!("the alias `{alias}` of the function names no task; {}", there_are(tasks)))
    }
}

/// What the environment says of the function.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    function_name: Option<String>,
    handler: Option<String>,
    task: Option<String>,
}

impl Settings {
    /// Reads them. See "Defined runtime environment variables" in the AWS Lambda developer guide.
    ///
    /// # Errors
    ///
    /// Names the first variable that Lambda sets and that is missing here, without which no function can be served.
    pub(crate) fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let memory = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";
        for name in [FUNCTION_NAME, memory, "AWS_LAMBDA_FUNCTION_VERSION"] {
            if variable(name).is_none() {
                return Err(format!("the variable {name} is not set, as it is in every Lambda function"));
            }
        }
        if variable(memory).is_some_and(|size| size.parse::<i32>().is_err()) {
            return Err(format!("the variable {memory} is no number of MB"));
        }
        Ok(Settings { function_name: variable(FUNCTION_NAME), handler: variable(HANDLER), task: variable(TASK) })
    }

    /// The task that the function is: that which it is called like, else that which its handler names, else that which our own variable names.
    ///
    /// # Errors
    ///
    /// Where none of them names a task, or two name different ones.
    pub(crate) fn select(&self, tasks: &[AnyTask]) -> Result<Selected, String> {
        if self.handler.as_deref() == Some(SHARED_HANDLER) {
            return Ok(Selected::ByAlias(tasks.to_vec()));
        }
        self.only(tasks).map(|task| Selected::Only(Box::new(task)))
    }

    fn only(&self, tasks: &[AnyTask]) -> Result<AnyTask, String> {
        let by_name = self.function_name.as_deref().and_then(|name| ending(name, tasks));
        let called = |name: Option<&str>| tasks.iter().find(|task| Some(task.name) == name);
        let (by_handler, by_task) = (called(self.handler.as_deref()), called(self.task.as_deref()));
        if let (Some(task), None) = (&self.task, by_task) {
            return Err(format!("{TASK} is `{task}`, but {}", there_are(tasks)));
        }
        let mut found = [(FUNCTION_NAME, by_name), (HANDLER, by_handler), (TASK, by_task)]
            .into_iter()
            .filter_map(|(variable, task)| Some((variable, task?)));
        let Some((variable, task)) = found.next() else { return Err(self.unknown(tasks)) };
        match found.find(|(_, other)| other.name != task.name) {
            None => Ok(*task),
            Some((other, another)) => {
                Err(format!("which task is it? {variable} says `{}`, and {other} `{}`", task.name, another.name))
            }
        }
    }

    fn unknown(&self, tasks: &[AnyTask]) -> String {
        let name = self.function_name.as_deref().unwrap_or_default();
        let handler = self.handler.as_ref().map(|handler| format!(", nor its handler `{handler}`"));
        format!(
            "the function's name `{name}` names no task{}, and {TASK} is not set; {}",
            handler.unwrap_or_default(),
            there_are(tasks)
        )
    }
}

fn there_are(tasks: &[AnyTask]) -> String {
    match tasks {
        [] => "this program has no tasks".to_owned(),
        tasks => {
            let names: Vec<&str> = tasks.iter().map(|task| task.name).collect();
            format!("the tasks are: {}", names.join(", "))
        }
    }
}

/// The task whose name the function's is, or what follows a `-` in it: what is before says which deployment it is. The longest
/// such ending counts, as an included definition's functions may have `-` in their names.
fn ending<'a>(function: &str, tasks: &'a [AnyTask]) -> Option<&'a AnyTask> {
    let ends = |task: &&AnyTask| {
        let before = function.strip_suffix(task.name);
        before.is_some_and(|before| before.is_empty() || before.ends_with('-'))
    };
    tasks.iter().filter(ends).max_by_key(|task| task.name.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::IncludedTasks;
    use crate::fixture::{echo, panics};

    fn tasks() -> Vec<AnyTask> {
        let tasks =
            IncludedTasks::new().with::<echo>("charge").with::<panics>("ship_order").with::<echo>("bill-charge");
        tasks.into_any()
    }

    fn selected(function: &str, handler: &str, task: &str) -> Result<&'static str, String> {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let settings = Settings { function_name: text(function), handler: text(handler), task: text(task) };
        settings.select(&tasks()).and_then(|selected| selected.task("")).map(|task| task.name)
    }

    #[test]
    fn an_alias_says_it_where_one_function_does_all() {
        let settings = Settings { handler: Some(SHARED_HANDLER.to_owned()), ..Settings::default() };
        let selected = settings.select(&tasks()).unwrap();
        let named = |arn: &str| selected.task(arn).map(|task| task.name);
        let function = "arn:aws:lambda:eu-central-1:123456789012:function:shop-tasks";
        assert_eq!(named(&format!("{function}:bill-charge")), Ok("bill-charge"));
        let there_are = "the tasks are: charge, ship_order, bill-charge";
        assert_eq!(named(function), Err(format!("the alias `` of the function names no task; {there_are}")));
        let live = Err(format!("the alias `live` of the function names no task; {there_are}"));
        assert_eq!(named(&format!("{function}:live")), live);
    }

    #[test]
    fn the_functions_name_says_it() {
        for (function, task) in [
            ("charge", "charge"),
            ("shop-prod-charge", "charge"),
            ("shop-ship_order", "ship_order"),
            ("shop-bill-charge", "bill-charge"),
        ] {
            assert_eq!(selected(function, "bootstrap", ""), Ok(task), "{function}");
        }
    }

    #[test]
    fn else_the_handler_or_our_variable() {
        assert_eq!(selected("shop", "charge", ""), Ok("charge"));
        assert_eq!(selected("shop", "bootstrap", "ship_order"), Ok("ship_order"));
        assert_eq!(selected("discharge", "ship_order", ""), Ok("ship_order"));
        assert_eq!(selected("shop-charge", "charge", "charge"), Ok("charge"));
    }

    #[test]
    fn an_unknown_one_is_told_which_there_are() {
        let reason = "the function's name `shop` names no task, nor its handler `bootstrap`, and WORKFLOW_TASK is not \
                      set; the tasks are: charge, ship_order, bill-charge";
        assert_eq!(selected("shop", "bootstrap", ""), Err(reason.to_owned()));
        let reason = "WORKFLOW_TASK is `Charge`, but the tasks are: charge, ship_order, bill-charge";
        assert_eq!(selected("charge", "", "Charge"), Err(reason.to_owned()));
        let none = Settings::default().select(&[]).unwrap_err();
        assert!(none.ends_with("; this program has no tasks"), "{none}");
    }

    #[test]
    fn two_that_differ_are_none() {
        let reason = "which task is it? AWS_LAMBDA_FUNCTION_NAME says `charge`, and WORKFLOW_TASK `ship_order`";
        assert_eq!(selected("shop-charge", "bootstrap", "ship_order"), Err(reason.to_owned()));
    }

    #[test]
    fn what_lambda_always_sets_is_there() {
        let all = |name: &str| (!name.starts_with('_')).then(|| "128".to_owned());
        assert!(Settings::from_variables(all).is_ok());
        let few = |name: &str| all(name).filter(|_| name != "AWS_LAMBDA_FUNCTION_VERSION");
        assert!(Settings::from_variables(few).unwrap_err().contains("AWS_LAMBDA_FUNCTION_VERSION is not set"));
        let odd = |name: &str| Some(name.to_owned());
        assert!(Settings::from_variables(odd).unwrap_err().contains("is no number of MB"));
    }
}
