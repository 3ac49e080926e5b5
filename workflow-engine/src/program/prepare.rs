//! A definition to a plan. The definition is valid, so that what fails here is what validation does not look into.

use std::sync::Arc;

use serde_json::Value;
use workflow_asl::field;
use workflow_asl::jsonata::Template;
use workflow_asl::jsonpath::{ChoiceCondition, Expression, Path, PayloadTemplate, ResultPath};
use workflow_asl::{
    Assign, Catcher, Choice, Code, Diagnostic, Fail, JsonPathFields, Map, Parallel, ProcessorMode, QueryLanguage,
    Resource, State, StateKind, StateMachine, States, Task, Transition, Wait, WaitUntil,
};

use super::plan::{
    Assignments, CatcherPlan, ChoicePlan, ChoiceRulePlan, Condition, DistributedPlan, FailPlan, InputFields, Kind,
    MapPlan, OutputFields, ScopePlan, StatePlan, TaskPlan, WaitPlan,
};
use super::source::Source;
use crate::interpret::discarded;
use crate::{Payload, StateType, TaskKind};

/// The plan of a whole machine.
pub(super) fn machine(machine: &StateMachine) -> Result<ScopePlan, Vec<Diagnostic>> {
    let mut prepare = Prepare { machine, problems: Vec::new() };
    let scope = prepare.scope(&machine.start_at, &machine.states, "");
    if prepare.problems.is_empty() { Ok(scope) } else { Err(prepare.problems) }
}

struct Prepare<'m> {
    machine: &'m StateMachine,
    problems: Vec<Diagnostic>,
}

/// A state while its fields are prepared.
struct Fields<'p, 'm> {
    prepare: &'p mut Prepare<'m>,
    language: QueryLanguage,
    jsonpath: &'m JsonPathFields,
    at: String,
}

impl<'m> Prepare<'m> {
    fn scope(&mut self, start_at: &str, states: &'m States, at: &str) -> ScopePlan {
        let index = |name: &str| states.get_index_of(name).unwrap_or(usize::MAX);
        let plans = states.iter().map(|(name, state)| {
            let at = format!("{at}/States/{}", name.replace('~', "~0").replace('/', "~1"));
            self.state(name, state, &index, at)
        });
        ScopePlan { states: plans.collect(), start_at: index(start_at) }
    }

    fn state(&mut self, name: &str, state: &'m State, index: &dyn Fn(&str) -> usize, at: String) -> StatePlan {
        let language = self.machine.query_language_of(state);
        let next = match state.transition() {
            Some(Transition::Next(next)) => Some(index(next)),
            Some(Transition::End) | None => None,
        };
        let mut fields = Fields { prepare: self, language, jsonpath: &state.jsonpath, at };
        StatePlan {
            name: name.into(),
            state_type: state_type(&state.kind),
            language,
            input: fields.input(state),
            output: fields.output(state),
            assign: state.assign().map(|assign| fields.assign(assign)).unwrap_or_default(),
            retry: state.retry().to_vec(),
            catch: state.catch().iter().map(|catcher| fields.catcher(catcher, index)).collect(),
            next,
            kind: fields.kind(state, index),
        }
    }
}

impl<'m> Fields<'_, 'm> {
    fn problem(&mut self, field: &str, message: String) {
        let code = match self.language {
            QueryLanguage::JsonPath => Code::SchemaValidationFailed,
            QueryLanguage::JsonAta => Code::InvalidJsonataExpression,
        };
        self.prepare.problems.push(Diagnostic {
            severity: workflow_asl::Severity::Error,
            code,
            message,
            pointer: format!("{}/{field}", self.at),
            location: Some(format!("{}/{field}", self.at)),
        });
    }

    /// The prepared form, or a placeholder and a problem.
    fn parsed<T, E: std::fmt::Display>(&mut self, field: &str, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(field, error.to_string());
                None
            }
        }
    }

    /// A field of a JSONata state, or of either language where it holds a plain value.
    fn template(&mut self, field: &str, value: &Value) -> Source {
        match self.language {
            QueryLanguage::JsonPath => Source::Literal(value.clone().into()),
            QueryLanguage::JsonAta => self.jsonata(field, value),
        }
    }

    fn jsonata(&mut self, field: &str, value: &Value) -> Source {
        let template = self.parsed(field, Template::parse(value));
        match template.as_ref().and_then(Template::as_literal) {
            Some(literal) => Source::Literal(literal.clone().into()),
            None => template.map_or_else(nothing, Source::Jsonata),
        }
    }

    /// `Parameters` and the like: JSON whose keys that end with `.$` have paths.
    fn payload_template(&mut self, field: &str, value: &Value) -> Source {
        match PayloadTemplate::parse(value) {
            Ok(template) => Source::PayloadTemplate(template),
            Err(errors) => {
                for error in errors {
                    self.problem(&format!("{field}{}", error.object), error.to_string());
                }
                nothing()
            }
        }
    }

    /// A field that JSONPath has as a template of paths, and JSONata as one of expressions.
    fn template_or_payload(&mut self, field: &str, value: &Value) -> Source {
        match self.language {
            QueryLanguage::JsonPath => self.payload_template(field, value),
            QueryLanguage::JsonAta => self.jsonata(field, value),
        }
    }

    fn jsonpath_field(&self, field: &str) -> Option<&'m Value> {
        self.jsonpath.get(field)
    }

    fn payload_field(&mut self, field: &str) -> Option<Source> {
        self.jsonpath_field(field).map(|value| self.payload_template(field, value))
    }

    /// A field that is a path, or `null` for an empty object.
    fn path_field(&mut self, field: &str) -> Option<Source> {
        let value = self.jsonpath_field(field)?;
        Some(match value.as_str() {
            Some(text) => self.path(field, text),
            None => Source::Literal(discarded()),
        })
    }

    fn path(&mut self, field: &str, text: &str) -> Source {
        self.parsed(field, Path::parse(text)).map_or_else(nothing, Source::Path)
    }

    /// A field given as it is, or by the path in `field`Path.
    fn value_or_path(&mut self, field: &str, value: Option<&'m Value>) -> Option<Source> {
        match value {
            Some(value) => Some(self.template(field, value)),
            None => self.path_field(&format!("{field}Path")),
        }
    }

    fn input(&mut self, state: &'m State) -> InputFields {
        let arguments = match &state.kind {
            StateKind::Task(task) => task.arguments.as_ref(),
            StateKind::Parallel(parallel) => parallel.arguments.as_ref(),
            _ => None,
        };
        let arguments = match arguments {
            Some(arguments) => Some(self.template(field::ARGUMENTS, arguments)),
            // The Parameters of a Map are its ItemSelector of old.
            None if matches!(state.kind, StateKind::Map(_)) => None,
            None => self.payload_field(field::PARAMETERS),
        };
        InputFields { input_path: self.path_field(field::INPUT_PATH), arguments }
    }

    fn output(&mut self, state: &'m State) -> OutputFields {
        OutputFields {
            result_selector: self.payload_field(field::RESULT_SELECTOR),
            result_path: self.result_path(self.jsonpath),
            output_path: self.path_field(field::OUTPUT_PATH),
            output: state.output().map(|output| self.template(field::OUTPUT, output)),
        }
    }

    fn result_path(&mut self, fields: &JsonPathFields) -> ResultPath {
        match fields.get(field::RESULT_PATH) {
            None => ResultPath::Replace,
            Some(path) => self.parsed(field::RESULT_PATH, ResultPath::parse(path.as_str())).unwrap_or_default(),
        }
    }

    fn assign(&mut self, assign: &Assign) -> Assignments {
        let variables = assign.iter().map(|(name, value)| self.variable(name, value));
        Assignments { variables: variables.collect() }
    }

    fn variable(&mut self, name: &str, value: &Value) -> (Arc<str>, Source) {
        let field = format!("Assign/{name}");
        match self.language {
            QueryLanguage::JsonAta => (name.into(), self.jsonata(&field, value)),
            QueryLanguage::JsonPath => match (name.strip_suffix(".$"), value.as_str()) {
                (Some(variable), Some(text)) => {
                    let source = self.parsed(&field, Expression::parse(text));
                    (variable.into(), source.map_or_else(nothing, Source::Expression))
                }
                _ => (name.into(), self.payload_template(&field, value)),
            },
        }
    }

    fn catcher(&mut self, catcher: &Catcher, index: &dyn Fn(&str) -> usize) -> CatcherPlan {
        CatcherPlan {
            error_equals: catcher.error_equals.clone(),
            assign: self.assign(&catcher.assign),
            output: catcher.output.as_ref().map(|output| self.template(field::OUTPUT, output)),
            result_path: self.result_path(&catcher.jsonpath),
            next: index(&catcher.next),
        }
    }

    fn kind(&mut self, state: &'m State, index: &dyn Fn(&str) -> usize) -> Kind {
        match &state.kind {
            StateKind::Task(task) => Kind::Task(Box::new(self.task(task))),
            StateKind::Pass(_) => Kind::Pass { result: self.jsonpath_field(field::RESULT).cloned() },
            StateKind::Choice(choice) => Kind::Choice(self.choice(choice, index)),
            StateKind::Wait(wait) => Kind::Wait(self.wait(wait)),
            StateKind::Succeed(_) => Kind::Succeed,
            StateKind::Fail(fail) => Kind::Fail(self.fail(fail)),
            StateKind::Parallel(parallel) => Kind::Parallel(self.branches(parallel)),
            StateKind::Map(map) => Kind::Map(Box::new(self.map(map))),
        }
    }

    fn task(&mut self, task: &'m Task) -> TaskPlan {
        let resource = Resource::parse(&task.resource);
        let task_kind = match &resource {
            Resource::Activity { .. } => TaskKind::Activity,
            Resource::Integration(of) => {
                TaskKind::Integration { resource_type: of.resource_type().into(), resource: of.resource().into() }
            }
            Resource::Lambda { .. } | Resource::Other { .. } => TaskKind::LambdaFunction,
        };
        TaskPlan {
            resource: Arc::new(resource),
            task_kind,
            timeout: self.value_or_path(field::TIMEOUT_SECONDS, task.timeout_seconds.as_ref()),
            heartbeat: self.value_or_path(field::HEARTBEAT_SECONDS, task.heartbeat_seconds.as_ref()),
            role_arn: task.credentials.as_ref().and_then(|credentials| self.role_arn(credentials)),
        }
    }

    fn role_arn(&mut self, credentials: &'m Value) -> Option<Source> {
        if let Some(text) = credentials.get("RoleArn.$").and_then(Value::as_str) {
            let source = self.parsed("Credentials/RoleArn.$", Expression::parse(text));
            return Some(source.map_or_else(nothing, Source::Expression));
        }
        let role = credentials.get("RoleArn")?;
        Some(self.template("Credentials/RoleArn", role))
    }

    fn choice(&mut self, choice: &'m Choice, index: &dyn Fn(&str) -> usize) -> ChoicePlan {
        let rules = choice.choices.iter().map(|rule| {
            let condition = match self.language {
                QueryLanguage::JsonAta => Condition::Jsonata(self.jsonata(field::CHOICES, &rule.condition)),
                QueryLanguage::JsonPath => {
                    let condition = self.parsed(field::CHOICES, ChoiceCondition::parse(&rule.jsonpath));
                    condition.map_or_else(|| Condition::Jsonata(nothing()), Condition::JsonPath)
                }
            };
            ChoiceRulePlan {
                condition,
                assign: self.assign(&rule.assign),
                output: rule.output.as_ref().map(|output| self.template(field::OUTPUT, output)),
                next: index(&rule.next),
            }
        });
        ChoicePlan { rules: rules.collect(), default: choice.default.as_deref().map(index) }
    }

    fn wait(&mut self, wait: &Wait) -> WaitPlan {
        match &wait.until {
            WaitUntil::Seconds(seconds) => WaitPlan::Seconds(self.template(field::SECONDS, seconds)),
            WaitUntil::Timestamp(moment) => WaitPlan::Timestamp(self.template(field::TIMESTAMP, moment)),
            WaitUntil::SecondsPath(path) => {
                self.parsed(field::SECONDS_PATH, Path::parse(path)).map_or_else(no_wait, WaitPlan::SecondsPath)
            }
            WaitUntil::TimestampPath(path) => {
                self.parsed(field::TIMESTAMP_PATH, Path::parse(path)).map_or_else(no_wait, WaitPlan::TimestampPath)
            }
        }
    }

    fn fail(&mut self, fail: &Fail) -> FailPlan {
        FailPlan {
            error: self.fail_text(field::ERROR, field::ERROR_PATH, fail.error.as_ref()),
            cause: self.fail_text(field::CAUSE, field::CAUSE_PATH, fail.cause.as_ref()),
        }
    }

    fn fail_text(
        &mut self,
        field: &'static str,
        path_field: &'static str,
        value: Option<&Value>,
    ) -> Option<(&'static str, Source)> {
        if let Some(value) = value {
            return Some((field, self.template(field, value)));
        }
        let text = self.jsonpath_field(path_field)?.as_str()?;
        let source = self.parsed(path_field, Expression::parse(text));
        Some((path_field, source.map_or_else(nothing, Source::Expression)))
    }

    fn branches(&mut self, parallel: &'m Parallel) -> Vec<ScopePlan> {
        let branches = parallel.branches.iter().enumerate();
        branches
            .map(|(index, branch)| {
                let at = format!("{}/Branches/{index}", self.at);
                self.prepare.scope(&branch.start_at, &branch.states, &at)
            })
            .collect()
    }

    fn map(&mut self, map: &'m Map) -> MapPlan {
        let processor = &map.item_processor;
        let at = format!("{}/ItemProcessor", self.at);
        let scope = self.prepare.scope(&processor.start_at, &processor.states, &at);
        MapPlan {
            items: match &map.items {
                Some(items) => Some(self.template(field::ITEMS, items)),
                None => self.path_field(field::ITEMS_PATH),
            },
            item_selector: match &map.item_selector {
                Some(selector) => Some(self.template_or_payload(field::ITEM_SELECTOR, selector)),
                None => self.payload_field(field::PARAMETERS),
            },
            max_concurrency: self.value_or_path(field::MAX_CONCURRENCY, map.max_concurrency.as_ref()),
            processor: scope,
            distributed: (processor.mode() == ProcessorMode::Distributed).then(|| self.distributed(map)),
        }
    }

    fn distributed(&mut self, map: &'m Map) -> DistributedPlan {
        let batcher = map.item_batcher.as_ref();
        let unsupported = [(field::ITEM_READER, &map.item_reader), (field::RESULT_WRITER, &map.result_writer)];
        DistributedPlan {
            label: map.label.clone(),
            tolerated_failure_count: self
                .value_or_path(field::TOLERATED_FAILURE_COUNT, map.tolerated_failure_count.as_ref()),
            tolerated_failure_percentage: self
                .value_or_path(field::TOLERATED_FAILURE_PERCENTAGE, map.tolerated_failure_percentage.as_ref()),
            max_items_per_batch: batcher.and_then(|batcher| self.batch_limit(batcher, field::MAX_ITEMS_PER_BATCH)),
            max_input_bytes_per_batch: batcher
                .and_then(|batcher| self.batch_limit(batcher, field::MAX_INPUT_BYTES_PER_BATCH)),
            batch_input: batcher
                .and_then(|batcher| batcher.get(field::BATCH_INPUT))
                .map(|value| self.template_or_payload("ItemBatcher/BatchInput", value)),
            unsupported: unsupported.into_iter().find(|(_, value)| value.is_some()).map(|(name, _)| name),
            writes_results: map.result_writer.is_some(),
        }
    }

    fn batch_limit(&mut self, batcher: &'m Value, name: &str) -> Option<Source> {
        if let Some(value) = batcher.get(name) {
            return Some(self.template(&format!("ItemBatcher/{name}"), value));
        }
        let path = batcher.get(format!("{name}Path"))?.as_str()?;
        Some(self.path(&format!("ItemBatcher/{name}Path"), path))
    }
}

/// Stands where a wait could not be prepared.
fn no_wait() -> WaitPlan {
    WaitPlan::Seconds(nothing())
}

/// Stands where something could not be prepared; the plan is not used then.
fn nothing() -> Source {
    Source::Literal(Payload::from(Value::Null))
}

fn state_type(kind: &StateKind) -> StateType {
    match kind {
        StateKind::Task(_) => StateType::Task,
        StateKind::Pass(_) => StateType::Pass,
        StateKind::Choice(_) => StateType::Choice,
        StateKind::Wait(_) => StateType::Wait,
        StateKind::Succeed(_) => StateType::Succeed,
        StateKind::Fail(_) => StateType::Fail,
        StateKind::Parallel(_) => StateType::Parallel,
        StateKind::Map(_) => StateType::Map,
    }
}
