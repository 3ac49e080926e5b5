//! Values that an expression reads several times: written once, as a local.

use super::Expr;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A value with a name, which may stand in an expression more than once.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    name: String,
    value: Expr,
}

impl Shared {
    pub(super) fn value(&self) -> &Expr {
        &self.value
    }
}

type Id = *const Shared;

impl Expr {
    /// A value that may be read several times where it is written: [`Expr::settled`] gives it a local called after
    /// `name` then. It is evaluated whether or not it is reached, so it has to be one that is.
    pub fn shared(name: &str, value: Expr) -> Self {
        if value.is_simple() {
            return value;
        }
        Expr::Shared(Arc::new(Shared { name: name.to_owned(), value }))
    }

    /// The expression with its shared values in place: one that is read once stands where it is read, any other is a
    /// local of a block around the whole.
    ///
    /// ```
    /// use workflow_asl::jsonata::{BinaryOp, Expr};
    /// let sum = || Expr::variable("a").binary(BinaryOp::Add, Expr::variable("b"));
    /// let shared = Expr::shared("sum", sum());
    /// let twice = shared.clone().binary(BinaryOp::Mul, shared);
    /// assert_eq!(twice.settled().to_string(), "($_sum := $a + $b; $_sum * $_sum)");
    /// let once = Expr::shared("sum", sum()).binary(BinaryOp::Mul, Expr::integer(2));
    /// assert_eq!(once.settled().to_string(), "($a + $b) * 2");
    /// ```
    #[must_use]
    pub fn settled(&self) -> Expr {
        self.settled_after([])
    }

    /// The same for a part that may not be reached. The shared values in `before` stay as they are, as the other parts may
    /// read them too; the others become locals of this part, which are not evaluated where it is not reached.
    ///
    /// ```
    /// use workflow_asl::jsonata::{BinaryOp, Expr};
    /// let outer = Expr::shared("sum", Expr::variable("a").binary(BinaryOp::Add, Expr::variable("b")));
    /// let inner = Expr::shared("ratio", Expr::integer(1).binary(BinaryOp::Div, outer.clone()));
    /// let part = inner.clone().binary(BinaryOp::Lt, inner).settled_after([&outer]);
    /// let whole = outer.binary(BinaryOp::Gt, Expr::integer(0)).binary(BinaryOp::And, part);
    /// assert_eq!(whole.settled().to_string(), "($_sum := $a + $b; $_sum > 0 and ($_ratio := 1 / $_sum; $_ratio < $_ratio))");
    /// ```
    #[must_use]
    pub fn settled_after<'e>(&self, before: impl IntoIterator<Item = &'e Expr>) -> Expr {
        let mut outer = Survey::default();
        before.into_iter().for_each(|expr| outer.visit(expr));
        let mut survey = Survey { left: outer.counts.into_keys().collect(), ..Survey::default() };
        survey.visit(self);
        if survey.counts.is_empty() {
            return self.clone();
        }
        let mut locals: Vec<(String, Expr)> = Vec::new();
        let mut names: HashMap<Id, String> = HashMap::new();
        let mut once: HashMap<Id, Expr> = HashMap::new();
        for shared in &std::mem::take(&mut survey.order) {
            let value = shared.value.placed(&names, &once);
            if survey.counts.get(&Arc::as_ptr(shared)).is_some_and(|count| *count > 1) {
                let name = survey.fresh(&shared.name);
                names.insert(Arc::as_ptr(shared), name.clone());
                locals.push((name, value));
            } else {
                once.insert(Arc::as_ptr(shared), value);
            }
        }
        let body = self.placed(&names, &once);
        if locals.is_empty() { body } else { Expr::Block(locals, Box::new(body)) }
    }

    fn placed(&self, names: &HashMap<Id, String>, once: &HashMap<Id, Expr>) -> Expr {
        match self {
            Expr::Shared(shared) => match names.get(&Arc::as_ptr(shared)) {
                Some(name) => Expr::variable(name),
                None => once.get(&Arc::as_ptr(shared)).unwrap_or(self).clone(),
            },
            other => other.clone().map_children(&mut |child| child.placed(names, once)),
        }
    }
}

/// Which shared values an expression has.
#[derive(Default)]
struct Survey {
    /// Those that are not asked about.
    left: HashSet<Id>,
    counts: HashMap<Id, usize>,
    /// What a value needs stands before it.
    order: Vec<Arc<Shared>>,
    /// All names in the expression.
    names: BTreeSet<String>,
}

impl Survey {
    fn visit(&mut self, expr: &Expr) {
        match expr {
            Expr::Shared(shared) if self.left.contains(&Arc::as_ptr(shared)) => return,
            Expr::Shared(shared) => {
                let count = self.counts.entry(Arc::as_ptr(shared)).or_default();
                *count += 1;
                if *count == 1 {
                    self.visit(&shared.value);
                    self.order.push(Arc::clone(shared));
                }
                return;
            }
            Expr::Variable(name) => drop(self.names.insert(name.clone())),
            Expr::Lambda(parameters, _) => self.names.extend(parameters.iter().cloned()),
            Expr::Block(locals, _) => self.names.extend(locals.iter().map(|(name, _)| name.clone())),
            _ => {}
        }
        expr.each_child(&mut |child| self.visit(child));
    }

    /// `_name`, or with a number where that is taken.
    fn fresh(&mut self, name: &str) -> String {
        let base = format!("_{name}");
        let numbered = (1..).map(|n| if n == 1 { base.clone() } else { format!("{base}{n}") });
        let fresh = numbered.into_iter().find(|candidate| !self.names.contains(candidate)).unwrap_or_default();
        self.names.insert(fresh.clone());
        fresh
    }
}

#[cfg(test)]
mod tests {
    use crate::jsonata::{BinaryOp, Expr};

    #[test]
    fn what_is_doubled_again_and_again_stays_small() {
        let double = |value: Expr, _| Expr::shared("n", value.clone().binary(BinaryOp::Add, value));
        let doubled = (0..40).fold(Expr::variable("n"), double);
        let text = doubled.settled().to_string();
        assert!(text.starts_with("($_n := $n + $n; $_n2 := $_n + $_n; "), "{text}");
        assert!(text.len() < 1_000, "{text}");
    }

    #[test]
    fn a_local_takes_no_name_that_is_in_use() {
        let shared = Expr::shared("n", Expr::Call("sum", vec![Expr::variable("list")]));
        let own = Expr::Lambda(vec!["_n".into()], Box::new(Expr::variable("_n").binary(BinaryOp::Add, shared.clone())));
        let mapped = Expr::Call("map", vec![shared, own]);
        assert_eq!(mapped.settled().to_string(), "($_n2 := $sum($list); $map($_n2, function($_n) { $_n + $_n2 }))");
    }
}
