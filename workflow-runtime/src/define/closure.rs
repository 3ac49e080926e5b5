//! Closures, which become JSONata functions.

use super::value::{bind_simple, nested, null};
use workflow_asl::jsonata::Expr;

/// A closure of the native body: what its parameters are called, and its value for what they stand for.
pub struct Closure<'a> {
    parameters: &'a [&'static str],
    body: Body<'a>,
    may_fault: bool,
}

type Body<'a> = Box<dyn FnOnce(&[Expr]) -> Expr + 'a>;

/// An adapter whose closure is asked only for the items that the method after it asks for.
pub enum Stage<'a> {
    /// `.map(closure)`
    Map(Closure<'a>),
    /// `.filter(closure)`
    Filter(Closure<'a>),
}

fn staged<'a>(item: Expr, mut stages: std::vec::IntoIter<Stage<'a>>, last: Body<'a>, otherwise: Expr) -> Expr {
    match stages.next() {
        Some(Stage::Map(closure)) => {
            let mapped = (closure.body)(&[item]);
            bind_simple("_v", mapped, |mapped| staged(mapped, stages, last, otherwise))
        }
        Some(Stage::Filter(closure)) => {
            let kept = (closure.body)(std::slice::from_ref(&item));
            kept.conditional(staged(item, stages, last, otherwise.clone()), otherwise)
        }
        None => last(&[item]),
    }
}

impl<'a> Closure<'a> {
    /// A closure that gives a value for every item.
    pub fn new(parameters: &'a [&'static str], body: impl FnOnce(&[Expr]) -> Expr + 'a) -> Self {
        Closure { parameters, body: Box::new(body), may_fault: false }
    }

    /// A closure that may be an evaluation fault: it must not be asked where Rust does not ask it.
    pub fn fallible(parameters: &'a [&'static str], body: impl FnOnce(&[Expr]) -> Expr + 'a) -> Self {
        Closure { parameters, body: Box::new(body), may_fault: true }
    }

    /// The closure that gives an item for which a condition is true, else null.
    #[must_use]
    pub fn chosen(self) -> Self {
        let condition = self.body;
        let chosen = move |items: &[Expr]| condition(items).conditional(parameter(items, 0), null());
        Closure { parameters: self.parameters, body: Box::new(chosen), may_fault: self.may_fault }
    }

    /// This closure after the adapters before it, asked item by item: `otherwise` stands for items that they drop.
    #[must_use]
    pub fn after(self, stages: Vec<Stage<'a>>, otherwise: Expr) -> Self {
        let parameters = match stages.first() {
            Some(Stage::Map(first) | Stage::Filter(first)) => first.parameters,
            None => self.parameters,
        };
        let last = self.body;
        let body = move |items: &[Expr]| staged(parameter(items, 0), stages.into_iter(), last, otherwise);
        Closure { parameters, body: Box::new(body), may_fault: true }
    }

    pub(super) fn may_fault(&self) -> bool {
        self.may_fault
    }

    /// The closure as a function.
    pub(super) fn function(self) -> Expr {
        self.within([], [], |_, _, body| body)
    }

    /// A function of the closure's parameters, and of others before and after them. `result` gets what these stand for,
    /// all of them in order, the closure's first parameter and its value.
    pub(super) fn within<const B: usize, const A: usize>(
        self,
        before: [&'static str; B],
        after: [&'static str; A],
        result: impl FnOnce(&[Expr], Expr, Expr) -> Expr,
    ) -> Expr {
        let names: Vec<&str> = before.iter().chain(self.parameters).chain(&after).copied().collect();
        let count = self.parameters.len();
        function(&names, |all| {
            let own = all.get(B..B + count).unwrap_or_default();
            let others: Vec<Expr> = all.iter().take(B).chain(all.iter().skip(B + count)).cloned().collect();
            let item = own.first().cloned().unwrap_or_else(null);
            let value = (self.body)(own);
            result(&others, item, value)
        })
    }
}

/// `function(names) { body }`. A name that the body has for something else is numbered: whatever is substituted into the
/// body keeps its meaning.
pub(super) fn function(names: &[&str], body: impl FnOnce(&[Expr]) -> Expr) -> Expr {
    // The body is built around names that nothing else can have, and gets the real ones once all of it is known.
    let (placeholders, mut built) = nested(|depth| {
        let placeholders: Vec<String> = (0..names.len()).map(|i| format!("#{depth}.{i}")).collect();
        let parameters: Vec<Expr> = placeholders.iter().map(Expr::variable).collect();
        let built = body(&parameters);
        (placeholders, built)
    });
    let mut parameters = Vec::with_capacity(names.len());
    for (name, placeholder) in names.iter().zip(placeholders) {
        let numbered = (1..).map(|n| if n == 1 { (*name).to_owned() } else { format!("{name}{n}") });
        let mut free = numbered.filter(|candidate| !parameters.contains(candidate) && !built.mentions(candidate));
        let chosen = free.next().unwrap_or_default();
        built = built.substitute(&|variable| (variable == placeholder).then(|| Expr::variable(chosen.as_str())));
        parameters.push(chosen);
    }
    Expr::Lambda(parameters, Box::new(built))
}

/// What a parameter of a closure stands for.
pub fn parameter(parameters: &[Expr], position: usize) -> Expr {
    parameters.get(position).cloned().unwrap_or_else(null)
}
