//! A state without its machine.

use crate::model::{State, StateKind, StateMachine, Succeed, Transition};
use crate::{Diagnostic, field, json};

impl StateMachine {
    /// Reads the definition of one state from JSON, and makes a machine that starts there. The states that it goes on
    /// to are in the machine, too, as `Succeed`.
    ///
    /// # Errors
    ///
    /// As for [`from_json`](Self::from_json).
    ///
    /// ```
    /// use workflow_asl::StateMachine;
    ///
    /// let machine = StateMachine::of_state("Alone", r#"{"Type": "Pass", "Next": "Other"}"#).unwrap();
    /// assert_eq!(machine.start_at, "Alone");
    /// assert!(machine.states.contains_key("Other"));
    /// ```
    pub fn of_state(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        // What is malformed would be so elsewhere in the text of a machine.
        json::Node::read(text).map_err(|error| vec![super::malformed(&error)])?;
        let name_text = serde_json::Value::from(name);
        let (start_at, states) = (field::START_AT, field::STATES);
        let mut machine =
            Self::from_json(&format!(r#"{{"{start_at}":{name_text},"{states}":{{{name_text}:{text}}}}}"#))?;
        let targets: Vec<String> = machine.states.values().flat_map(targets).map(str::to_owned).collect();
        for target in targets {
            machine.states.entry(target).or_insert_with(|| State::new(StateKind::Succeed(Succeed::default())));
        }
        Ok(machine)
    }
}

/// The states that a state may go on to.
fn targets(state: &State) -> Vec<&str> {
    let mut targets: Vec<&str> = state.catch().iter().map(|catcher| &*catcher.next).collect();
    if let Some(Transition::Next(next)) = state.transition() {
        targets.push(next);
    }
    if let StateKind::Choice(choice) = &state.kind {
        targets.extend(choice.choices.iter().map(|rule| &*rule.next));
        targets.extend(choice.default.as_deref());
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_state_goes_on_to_is_there() {
        let choice =
            r#"{"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "A"}], "Default": "B"}"#;
        let task = r#"{"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "End": true}"#;
        for (state, expected) in [(choice, vec!["S", "A", "B"]), (task, vec!["S", "C"])] {
            let machine = StateMachine::of_state("S", state).expect("the state is sound");
            assert_eq!(machine.states.keys().collect::<Vec<_>>(), expected);
            assert!(crate::validate(&machine).iter().all(|found| !found.is_error()));
        }
    }

    #[test]
    fn what_is_no_state_is_refused() {
        for text in
            ["", "1", "[]", "{}", r#"{"Type": "Other"}"#, r#"{"Type": "Succeed"}}, "T": {"#, r#"{"States": {}}"#]
        {
            assert!(StateMachine::of_state("S", text).is_err(), "{text}");
        }
    }
}
