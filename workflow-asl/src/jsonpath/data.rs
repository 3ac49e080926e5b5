use std::cell::LazyCell;
use std::sync::LazyLock;

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// What a state's paths and functions read.
#[derive(Clone, Copy)]
pub struct Data<'a> {
    /// `$`: the state's input, or where a field reads the state's result, that.
    pub input: &'a Value,
    /// `$$`: the context object.
    pub context: &'a dyn ContextObject,
    /// `$name`: the variables in scope.
    pub variables: &'a dyn Variables,
    /// Where `States.UUID` and `States.MathRandom` take their bits from.
    pub random: &'a dyn RandomSource,
}

/// The context object, which need not exist before it is read: [`LazyCell`] and [`LazyLock`] build it then.
pub trait ContextObject {
    /// The whole object.
    fn context(&self) -> &Value;
}

impl ContextObject for Value {
    fn context(&self) -> &Value {
        self
    }
}

impl<F: FnOnce() -> Value> ContextObject for LazyCell<Value, F> {
    fn context(&self) -> &Value {
        self
    }
}

impl<F: FnOnce() -> Value> ContextObject for LazyLock<Value, F> {
    fn context(&self) -> &Value {
        self
    }
}

/// The variables that a state can read.
///
/// A pair is a scope within another: `(&inner, &outer)` looks in the inner one first. `()` has no variables.
pub trait Variables {
    /// The value of the variable of this name, without `$`.
    fn variable(&self, name: &str) -> Option<&Value>;
}

impl Variables for () {
    fn variable(&self, _: &str) -> Option<&Value> {
        None
    }
}

impl Variables for Map<String, Value> {
    fn variable(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl Variables for IndexMap<String, Value> {
    fn variable(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }
}

impl<I: Variables + ?Sized, O: Variables + ?Sized> Variables for (&I, &O) {
    fn variable(&self, name: &str) -> Option<&Value> {
        self.0.variable(name).or_else(|| self.1.variable(name))
    }
}

/// A source of random bits; one that repeats them makes tests and replays repeat.
pub trait RandomSource {
    /// The next 64 random bits.
    fn next_bits(&self) -> u64;
}

impl<F: Fn() -> u64> RandomSource for F {
    fn next_bits(&self) -> u64 {
        self()
    }
}

/// A source whose bits are all zero, for what calls no random function.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRandomness;

impl RandomSource for NoRandomness {
    fn next_bits(&self) -> u64 {
        0
    }
}
