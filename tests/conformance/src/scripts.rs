//! Replays whole sequences of calls: `api_scripts.json`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;
use serde_json::{Value, json};

use crate::compare::{Wild, differences, parse_once, wild_of};
use crate::corpus;
use crate::outcome::{Level, Outcome};
use crate::recorded_error::RecordedError;
use crate::server::{Broken, Refusal, Server, with_server};
use crate::text::ROLE_WORDS;

/// What every generated name of a replay has in it.
const SUFFIX: &str = "c0de";

/// The clean-up of a test may fail where it has nothing left to do.
const MAY_FAIL: [&str; 5] =
    ["stop_execution", "delete_state_machine", "delete_activity", "delete_state_machine_alias", "list_executions"];

/// Those that wait for the execution that they are about, unless the test stops it.
const AWAITS: [&str; 3] = ["get_execution_history", "describe_execution", "list_executions"];

/// Whether a script is one that is judged.
pub fn is_selected(case: &Value) -> bool {
    let is_expected = |step: &Value| step["expected"].as_array().is_some_and(|expected| !expected.is_empty());
    is_replayable(case) && steps(case).any(is_expected)
}

/// `script` where the API itself is tested, else `other_script`: these are about executions, which are also cases of
/// their own.
pub fn kind(case: &Value) -> &'static str {
    let is_about_api = case["area"].as_str().is_some_and(|area| area.starts_with("sfn_api"));
    if is_about_api { "script" } else { "other_script" }
}

/// Whether a script needs nothing but the server.
pub fn is_replayable(case: &Value) -> bool {
    case["services"] == json!([]) && case["completed_in_fake"] == json!(true)
}

fn steps(case: &Value) -> impl Iterator<Item = &Value> {
    case["steps"].as_array().into_iter().flatten()
}

/// `create_activity` as `CreateActivity`.
pub fn operation(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

/// Replays a script and compares every recorded answer.
pub fn run(case: &Value) -> Outcome {
    let mut outcome = Outcome::new(kind(case), corpus::name(case));
    let result = with_server(async |server| {
        let script = Script::new(case);
        for step in steps(case) {
            if script.run_step(server, step, &mut outcome).await.is_err() {
                break;
            }
        }
        Ok(())
    });
    outcome.details.extend(result.err().map(|error| error.to_string()));
    outcome.judge(Level::Full, outcome.details.is_empty());
    outcome
}

/// A script that is being replayed, and the names that it was given instead of those in the recording.
pub struct Script<'a> {
    case: &'a Value,
    wild: Wild,
    names: RefCell<BTreeMap<String, String>>,
}

/// The script cannot go on.
struct Stopped;

impl<'a> Script<'a> {
    /// A script of which nothing was run.
    pub fn new(case: &'a Value) -> Self {
        Self { case, wild: wild_of(case), names: RefCell::default() }
    }

    /// Runs the calls up to the first that asks for a history, and gives the execution that was started last.
    ///
    /// # Errors
    ///
    /// If a call is refused, or none starts an execution.
    pub async fn start(&self, server: &Server) -> Result<String, Broken> {
        let mut last = None;
        for step in steps(self.case).take_while(|step| step["op"] != "get_execution_history") {
            let answer = self.call(server, step).await?;
            last = answer["executionArn"].as_str().map(str::to_owned);
        }
        last.ok_or_else(|| "the script starts no execution".into())
    }

    async fn call(&self, server: &Server, step: &Value) -> Result<Value, Refusal> {
        let name = step["op"].as_str().unwrap_or_default();
        let params = self.rewritten(&step["params"]);
        let is_stopped = || steps(self.case).any(|step| step["op"] == "stop_execution");
        if AWAITS.contains(&name)
            && step["raises"] != json!(true)
            && let Some(execution_arn) = params["executionArn"].as_str()
            && !is_stopped()
        {
            // Whatever comes of it, the call itself is what is judged.
            let _ = server.ended(execution_arn).await;
        }
        let answer = server.call(&operation(name), params).await;
        if let Ok(answer) = &answer {
            self.learn(&step["fake_response"], answer);
        }
        server.wait(Duration::from_millis(20)).await;
        answer
    }

    async fn run_step(&self, server: &Server, step: &Value, outcome: &mut Outcome) -> Result<(), Stopped> {
        let name = step["op"].as_str().unwrap_or_default();
        let raises = step["raises"] == json!(true);
        let answer = self.call(server, step).await;
        let expected: Vec<&Value> = step["expected"].as_array().into_iter().flatten().collect();
        for expected in &expected {
            let about = format!("{name} {}", expected["key"]);
            let recorded = RecordedError::of(&expected["expected"]);
            match &answer {
                Ok(answer) if raises => {
                    outcome.details.push(format!("{about}: {}", recorded.against(&answer.to_string())))
                }
                Ok(answer) if expected["path"] == json!([]) => self.compare(&about, expected, answer, outcome),
                Ok(_) => {}
                Err(refusal) if !raises => outcome.details.push(format!("{about}: {refusal}")),
                Err(refusal) => outcome.details.extend(self.compare_refusal(&about, &recorded, refusal)),
            }
        }
        match answer {
            Err(refusal) if expected.is_empty() && !raises && !MAY_FAIL.contains(&name) => {
                outcome.details.push(format!("{name}: {refusal}"));
                Err(Stopped)
            }
            _ => Ok(()),
        }
    }

    fn compare(&self, about: &str, expected: &Value, answer: &Value, outcome: &mut Outcome) {
        let mut expected = parse_once(&expected["expected"]);
        if let Some(members) = expected.as_object_mut() {
            members.shift_remove("ResponseMetadata");
        }
        let found = differences(&expected, &parse_once(&self.words(answer)), &self.wild);
        outcome.differs(Level::Full, &found);
        outcome.details.extend(found.iter().take(4).map(|difference| format!("{about}: {difference}")));
    }

    fn compare_refusal(&self, about: &str, recorded: &RecordedError, refusal: &Refusal) -> Option<String> {
        let message = self.words(&json!(refusal.message));
        let refusal = Refusal { message: message.as_str().unwrap_or_default().to_owned(), ..refusal.clone() };
        let agrees = recorded.agreement(&refusal).message;
        (!agrees).then(|| format!("{about}: {}", recorded.against(&refusal.to_string())))
    }

    /// A value with the names of this replay.
    fn rewritten(&self, value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                members.iter().map(|(name, member)| (name.clone(), self.rewritten(member))).collect()
            }
            Value::Array(items) => items.iter().map(|item| self.rewritten(item)).collect(),
            Value::String(text) => json!(self.rewritten_text(text)),
            other => other.clone(),
        }
    }

    fn rewritten_text(&self, text: &str) -> String {
        let names = self.names.borrow();
        let mut longest_first: Vec<_> = names.iter().collect();
        longest_first.sort_by_key(|(recorded, _)| std::cmp::Reverse(recorded.len()));
        longest_first.into_iter().fold(with_suffix(text), |text, (recorded, actual)| text.replace(recorded, actual))
    }

    /// Takes down which names this replay got instead of the recorded ones.
    fn learn(&self, recorded: &Value, actual: &Value) {
        match (recorded, actual) {
            (Value::Object(recorded), Value::Object(actual)) => {
                let both = recorded.iter().filter_map(|(name, value)| Some((value, actual.get(name)?)));
                both.for_each(|(recorded, actual)| self.learn(recorded, actual));
            }
            (Value::Array(recorded), Value::Array(actual)) => {
                recorded.iter().zip(actual).for_each(|(recorded, actual)| self.learn(recorded, actual));
            }
            (Value::String(recorded), Value::String(actual)) => {
                let replayed = with_suffix(recorded);
                if replayed != *actual && recorded.len() > 8 {
                    self.names.borrow_mut().entry(replayed).or_insert_with(|| actual.clone());
                }
            }
            _ => {}
        }
    }

    /// An answer with the words that this test put in place of generated values.
    pub fn words(&self, answer: &Value) -> Value {
        let transformers = self.case["transformers"].as_array().into_iter().flatten();
        let mut words: Vec<(String, &str)> = transformers
            .filter(|transformer| transformer["kind"] == "RegexTransformer")
            .filter_map(|transformer| Some((transformer["regex"].as_str()?, transformer["replacement"].as_str()?)))
            .filter(|(value, word)| !value.is_empty() && !ROLE_WORDS.contains(word))
            .map(|(value, word)| (self.rewritten_text(value), word))
            .collect();
        words.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        let text = words.into_iter().fold(answer.to_string(), |text, (value, word)| {
            let quoted = json!(value).to_string();
            text.replace(quoted.trim_start_matches('"').strip_suffix('"').unwrap_or_default(), word)
        });
        serde_json::from_str(&text).unwrap_or_else(|_| answer.clone())
    }
}

/// A text with the mark of this replay in every generated name: `-0000` and four digits, which a recording counts up.
fn with_suffix(text: &str) -> String {
    static GENERATED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[_\-.]0000[0-9a-f]{4}").ok());
    let Some(generated) = GENERATED.as_ref() else { return text.to_owned() };
    let (mut rewritten, mut rest) = (String::new(), text);
    while let Some(found) = generated.find(rest) {
        let (before, after) = rest.split_at(found.end());
        let (head, number) = before.split_at(before.len() - 4);
        if after.starts_with(|next: char| matches!(next, '0'..='9' | 'a'..='f')) {
            rewritten.push_str(before);
        } else {
            rewritten.push_str(head.strip_suffix("0000").unwrap_or(head));
            rewritten.push_str(SUFFIX);
            rewritten.push_str(number);
        }
        rest = after;
    }
    rewritten.push_str(rest);
    rewritten
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_as_on_the_wire() {
        assert_eq!(operation("list_tags_for_resource"), "ListTagsForResource");
    }

    #[test]
    fn generated_names_are_marked() {
        assert_eq!(with_suffix("a_00000001:b-0000000f"), "a_c0de0001:b-c0de000f");
        assert_eq!(with_suffix("a_000000011 00000001 é"), "a_000000011 00000001 é");
    }

    #[test]
    fn names_are_learned_and_words_put_back() {
        let case = json!({"transformers": [
            {"kind": "RegexTransformer", "regex": "activity-00000001", "replacement": "activity_name"},
            {"kind": "RegexTransformer", "regex": "role", "replacement": "sfn_role_arn"},
        ]});
        let script = Script::new(&case);
        script.learn(&json!({"token": ["recorded-token"]}), &json!({"token": ["actual-token"]}));
        assert_eq!(script.rewritten(&json!(["a recorded-token"])), json!(["a actual-token"]));
        let answer = json!({"name": "activity-c0de0001", "role": "role"});
        assert_eq!(script.words(&answer), json!({"name": "activity_name", "role": "role"}));
    }
}
