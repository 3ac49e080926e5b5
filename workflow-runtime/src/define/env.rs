//! What variables stand for while the fields of one state are written.

use std::rc::Rc;
use workflow_asl::jsonata::Expr;

/// Variables whose value is known as an expression: parameters, patterns' bindings, and what is assigned on the way
/// out of the state that is being written.
///
/// All fields of a state read the variables from *before* it, so an assignment that is folded into a state and read
/// there stands as its expression. Cheap to clone; a clone sees the same variables until either changes.
#[derive(Clone, Debug, Default)]
pub struct Env {
    known: Option<Rc<Known>>,
}

#[derive(Debug)]
struct Known {
    name: &'static str,
    value: Expr,
    next: Option<Rc<Known>>,
}

impl Env {
    /// Knows nothing.
    pub fn new() -> Self {
        Env::default()
    }

    /// What `name` stands for: an expression, or `$name` as an earlier state left it.
    pub fn read(&self, name: &'static str) -> Expr {
        let mut link = self.known.as_ref();
        while let Some(known) = link {
            if known.name == name {
                return known.value.clone();
            }
            link = known.next.as_ref();
        }
        Expr::variable(name)
    }

    /// This environment, with `name` standing for `value`.
    #[must_use]
    pub fn with(&self, name: &'static str, value: Expr) -> Self {
        let known = Known { name, value, next: self.known.clone() };
        Env { known: Some(Rc::new(known)) }
    }

    /// Makes `name` stand for `value` from here on.
    pub fn set(&mut self, name: &'static str, value: Expr) {
        *self = self.with(name, value);
    }

    /// What is known, the latest first.
    pub(super) fn values(&self) -> impl Iterator<Item = &Expr> {
        std::iter::successors(self.known.as_deref(), |known| known.next.as_deref()).map(|known| &known.value)
    }

    /// The parameter of a JSONata function stands for itself.
    #[must_use]
    pub fn with_local(&self, name: &'static str) -> Self {
        self.with(name, Expr::variable(name))
    }
}
