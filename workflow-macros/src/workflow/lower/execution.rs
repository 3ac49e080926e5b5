//! Child executions: whatever they fail with arrives as one error, so a Choice state stands for the Catchers.

use super::{Lower, name};
use crate::workflow::graph::{
    Catch, ChildFailure, Condition, EdgeId, ErrorPattern, Op, Rule, Source, StateId, StateKind, Target, Value,
};
use crate::workflow::syntax::{Expr, ExprId, Note, TaskCall, last_ident};

impl<'a> Lower<'a, '_> {
    /// The Catcher of the state that starts an execution. It keeps the failure and leads to the Choice state between the
    /// arms, of which each is a rule, and for what none of them takes to a Fail state that fails in the same way.
    pub(super) fn child_failure(
        &mut self,
        site: &'a Expr,
        call: &'a TaskCall,
        arms: Vec<Vec<ErrorPattern>>,
        state: StateId,
    ) -> Catch {
        let failure = self.vars.declare_late("failure", self.scope.0);
        let edge = self.graph.add_edge(Source::Branch(state));
        self.op(&vec![edge], || Op::Set(failure, Value::ChildFailure));
        let function = last_ident(&call.path).map(ToString::to_string);
        let given = site.note.name.as_ref().map(|(name, _)| name.replace(|c: char| !c.is_alphanumeric(), "_"));
        let child = name::pascal(&given.or(function).unwrap_or_default());
        let choice = (!arms.is_empty()).then(|| {
            let kind = StateKind::Choice { rules: Vec::new(), default: None };
            self.state(format!("Check{child}Failure"), &Note::default(), site, kind)
        });
        let fail = self.state(format!("{child}Failed"), &Note::default(), site, StateKind::FailAgain { failure });
        self.lead(&vec![edge], Target::State(choice.unwrap_or(fail)));
        if let Some(choice) = choice {
            let rules = arms.into_iter().map(|patterns| Rule {
                condition: Condition::Failed { site: site.id, failure, patterns },
                edge: self.graph.add_edge(Source::Branch(choice)),
            });
            let rules = rules.collect();
            let default = self.graph.add_edge(Source::Branch(choice));
            self.lead(&vec![default], Target::State(fail));
            self.set_rules(choice, rules, Some(default));
        }
        self.graph.children.insert(site.id, ChildFailure { failure, choice, fail });
        Catch { site: site.id, patterns: Vec::new(), edge }
    }

    /// The ways to the arms.
    pub(super) fn handler_edges(&self, child: ChildFailure) -> Vec<EdgeId> {
        let choice = child.choice.and_then(|choice| self.graph.state(choice));
        match choice.map(|state| &state.kind) {
            Some(StateKind::Choice { rules, .. }) => rules.iter().map(|rule| rule.edge).collect(),
            _ => Vec::new(),
        }
    }

    /// The error that an arm for a site's errors gets.
    pub(super) fn caught(&self, site: &Expr) -> Value<'a> {
        self.graph.children.get(&site.id).map_or(Value::Caught, |child| Value::Var(child.failure, None))
    }

    /// An arm that gives the error of a child execution on as it is comes to the Fail state.
    pub(super) fn fails_again(&mut self, site: &Expr, returned: Vec<ExprId>) {
        let Some(ChildFailure { choice: Some(_), fail, .. }) = self.graph.children.get(&site.id).copied() else {
            return;
        };
        self.graph.sites.extend(returned.into_iter().map(|id| (id, fail)));
    }
}
