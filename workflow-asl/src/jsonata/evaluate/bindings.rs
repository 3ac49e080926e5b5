use serde_json::{Map, Value};

/// The workflow variables that an expression sees: the innermost scope that has the name decides.
///
/// Implemented for maps of one scope; a chain of scopes asks one after the other.
pub trait Variables {
    /// The value of `$name`.
    fn get(&self, name: &str) -> Option<&Value>;
}

impl Variables for Map<String, Value> {
    fn get(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl Variables for indexmap::IndexMap<String, Value> {
    fn get(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

/// No variables.
impl Variables for () {
    fn get(&self, _name: &str) -> Option<&Value> {
        None
    }
}

/// What an expression can read: the fields of `$states`, of which only those that are given exist, and the workflow
/// variables. Nothing of it is copied before an evaluation reaches it.
///
/// <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>
#[derive(Clone, Copy)]
pub struct Bindings<'a> {
    input: Option<&'a Value>,
    result: Option<&'a Value>,
    error_output: Option<&'a Value>,
    context: Option<&'a Value>,
    pub(super) variables: &'a dyn Variables,
}

impl<'a> Bindings<'a> {
    /// Bindings with these variables and an empty `$states`.
    pub fn new(variables: &'a dyn Variables) -> Self {
        Self { input: None, result: None, error_output: None, context: None, variables }
    }

    /// With `$states.input`.
    #[must_use]
    pub fn input(self, input: &'a Value) -> Self {
        Self { input: Some(input), ..self }
    }

    /// With `$states.result`: in the `Assign` and `Output` of a Task, Parallel or Map that succeeded.
    #[must_use]
    pub fn result(self, result: &'a Value) -> Self {
        Self { result: Some(result), ..self }
    }

    /// With `$states.errorOutput`: in the `Assign` and `Output` of a Catcher.
    #[must_use]
    pub fn error_output(self, error_output: &'a Value) -> Self {
        Self { error_output: Some(error_output), ..self }
    }

    /// With `$states.context`, the Context object. [`Expression::reads_context`](super::Expression::reads_context)
    /// tells where it may be left out.
    #[must_use]
    pub fn context(self, context: &'a Value) -> Self {
        Self { context: Some(context), ..self }
    }

    /// The fields of `$states`, in the order in which AWS lists them.
    pub(super) fn states(self) -> impl Iterator<Item = (&'static str, &'a Value)> {
        let fields = [
            ("input", self.input),
            ("result", self.result),
            ("errorOutput", self.error_output),
            ("context", self.context),
        ];
        fields.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }
}
