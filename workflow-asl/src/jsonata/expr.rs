use serde_json::Value;

/// A binary operator of JSONata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Concat,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
    In,
}

/// A JSONata expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A string, number, boolean or null (arrays and objects are [`Expr::List`] and [`Expr::Object`]).
    Literal(Value),
    /// `$name`: a workflow variable, a lambda's parameter or a block's local; may be dotted below `$states`.
    Variable(String),
    /// `$states.input`, `$states.result`, `$states.errorOutput`, `$states.context...`.
    States(&'static str),
    /// `base.field`.
    Field(Box<Expr>, String),
    /// `base[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `left op right`.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `-operand`.
    Negate(Box<Expr>),
    /// `condition ? then : otherwise`.
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `$name(arguments)`.
    Call(&'static str, Vec<Expr>),
    /// `function($a, $b) { body }`.
    Lambda(Vec<String>, Box<Expr>),
    /// `($a := value; body)`.
    Block(Vec<(String, Expr)>, Box<Expr>),
    /// `[a, b]` as JSONata has it: an item that is an array (and no constructor itself) is spliced, nothing vanishes.
    Array(Vec<Expr>),
    /// A list in which every item counts as one.
    List(Vec<Expr>),
    /// An item of a [`Expr::List`] that is an array, or (`false`) may be one.
    Whole(Box<Expr>, bool),
    /// `[a..b]`.
    Range(Box<Expr>, Box<Expr>),
    /// `{"key": value}`.
    Object(Vec<(String, Expr)>),
    /// `{"key": value}` as one expression: a field that has no value is not there.
    Present(Vec<(String, Expr)>),
    /// No value: what a condition gives that has nothing for the other case (`$a ? $b`).
    Missing,
    /// `{key: value}`: one field, whose name is computed.
    Entry(Box<Expr>, Box<Expr>),
    /// `base[]`: keeps a single result an array.
    KeepArray(Box<Expr>),
    /// A regular expression between slashes.
    Regex(String),
    /// A text of the user's, and what variables in it stand for: `function($name) { (text) }(value)`.
    Text(String, Vec<(String, Expr)>),
    /// `$exists(value) ? value : null`: a field that may be missing.
    OrNull(Box<Expr>),
    /// A value that may stand here and elsewhere; see [`Expr::shared`].
    Shared(std::sync::Arc<super::Shared>),
}

impl Expr {
    /// A string literal.
    pub fn string(text: impl Into<String>) -> Self {
        Expr::Literal(Value::String(text.into()))
    }

    /// A literal of any JSON value; arrays and objects become lists and constructors.
    pub fn literal(value: Value) -> Self {
        match value {
            Value::Array(items) => Expr::List(items.into_iter().map(Expr::literal).collect()),
            Value::Object(fields) => Expr::Object(fields.into_iter().map(|(k, v)| (k, Expr::literal(v))).collect()),
            scalar => Expr::Literal(scalar),
        }
    }

    /// An integer literal.
    pub fn integer(value: i64) -> Self {
        Expr::Literal(value.into())
    }

    /// `$name`.
    pub fn variable(name: impl Into<String>) -> Self {
        Expr::Variable(name.into())
    }

    /// `self.name`; of an object of fields that may be missing the field itself.
    pub fn field(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.present_field(&name).unwrap_or_else(|| Expr::Field(Box::new(self), name))
    }

    /// The field of an object of fields that may be missing, if the others cost nothing.
    fn present_field(&self, name: &str) -> Option<Expr> {
        match self {
            Expr::Present(fields) if fields.iter().all(|(_, value)| value.is_simple()) => {
                fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
            }
            Expr::Shared(shared) => shared.value().present_field(name),
            _ => None,
        }
    }

    /// `self[index]`; of a list that is written out the item itself, where the others cost nothing.
    pub fn index(self, index: Expr) -> Self {
        match self.written_item(&index) {
            Some(item) => item,
            None => Expr::Index(Box::new(self), Box::new(index)),
        }
    }

    fn written_item(&self, index: &Expr) -> Option<Expr> {
        let (Expr::List(items), Expr::Literal(Value::Number(position))) = (self, index) else { return None };
        // What is left out must have a value: a shared one may have none.
        fn has_value(item: &Expr) -> bool {
            match item {
                Expr::Literal(_) | Expr::Variable(_) | Expr::States(_) => true,
                Expr::Whole(item, _) | Expr::OrNull(item) | Expr::Field(item, _) => has_value(item),
                _ => false,
            }
        }
        if !items.iter().all(has_value) {
            return None;
        }
        let position = position.as_i64()?;
        let counted = if position < 0 { position + i64::try_from(items.len()).ok()? } else { position };
        match items.get(usize::try_from(counted).ok()?)? {
            Expr::Whole(item, _) => Some((**item).clone()),
            item => Some(item.clone()),
        }
    }

    /// `self op right`.
    pub fn binary(self, op: BinaryOp, right: Expr) -> Self {
        Expr::Binary(op, Box::new(self), Box::new(right))
    }

    /// `self ? then : otherwise`.
    pub fn conditional(self, then: Expr, otherwise: Expr) -> Self {
        Expr::Conditional(Box::new(self), Box::new(then), Box::new(otherwise))
    }

    /// The value itself, where missing and null are told apart by whoever asks.
    #[must_use]
    pub fn or_missing(self) -> Self {
        match self {
            Expr::OrNull(value) => *value,
            other => other,
        }
    }

    /// Whether evaluating this twice costs no more than reading a variable, so that it may be repeated in a text.
    pub fn is_simple(&self) -> bool {
        match self {
            Expr::Literal(_) | Expr::Variable(_) | Expr::States(_) | Expr::Shared(_) => true,
            Expr::Field(base, _) => base.is_simple(),
            _ => false,
        }
    }

    /// Replaces free variables by what `value_of` gives for them; names bound by lambdas and blocks are left alone.
    ///
    /// The caller's replacements are free of the names that lambdas and blocks of `self` bind, because the compiler
    /// gives every binding of a workflow its own name and its own locals are spelled with a leading underscore.
    #[must_use]
    pub fn substitute(self, value_of: &dyn Fn(&str) -> Option<Expr>) -> Self {
        let mut bound = Vec::new();
        self.substituted(value_of, &mut bound)
    }

    /// The same expression with a local of blocks called otherwise, where it is bound and where it is read.
    #[must_use]
    pub fn renamed(self, from: &str, to: &str) -> Self {
        match self {
            Expr::Variable(name) if name == from => Expr::variable(to),
            Expr::Block(locals, body) => {
                let rename = |name: String| if name == from { to.to_owned() } else { name };
                let locals = locals.into_iter().map(|(name, value)| (rename(name), value.renamed(from, to)));
                Expr::Block(locals.collect(), Box::new(body.renamed(from, to)))
            }
            other => other.map_children(&mut |child| child.renamed(from, to)),
        }
    }

    /// The same expression, no function or block of which binds a name that is `taken` outside of it.
    #[must_use]
    pub fn without_parameters(self, taken: &dyn Fn(&str) -> bool) -> Self {
        match self.map_children(&mut |child| child.without_parameters(taken)) {
            Expr::Lambda(mut parameters, mut body) => {
                for parameter in parameters.iter_mut().filter(|parameter| taken(parameter)) {
                    let name = unlike(parameter, &|name| taken(name) || body.mentions(name));
                    let old = std::mem::replace(parameter, name.clone());
                    *body = body.substitute(&|variable| (variable == old).then(|| Expr::variable(name.as_str())));
                }
                Expr::Lambda(parameters, body)
            }
            mut block @ Expr::Block(..) => {
                let names = match &block {
                    Expr::Block(locals, _) => locals.iter().map(|(name, _)| name.clone()).collect(),
                    _ => Vec::new(),
                };
                for old in names.into_iter().filter(|name| taken(name)) {
                    let name = unlike(&old, &|name| taken(name) || block.mentions(name));
                    block = block.renamed(&old, &name);
                }
                block
            }
            other => other,
        }
    }

    /// Whether a variable, parameter or local of this name occurs anywhere in it.
    pub fn mentions(&self, name: &str) -> bool {
        let mut found = match self {
            Expr::Variable(variable) => variable == name,
            Expr::Lambda(parameters, _) => parameters.iter().any(|parameter| parameter == name),
            Expr::Block(locals, _) => locals.iter().any(|(local, _)| local == name),
            Expr::Text(text, _) => text.contains(&format!("${name}")),
            _ => false,
        };
        self.each_child(&mut |child| found |= child.mentions(name));
        found
    }

    pub(super) fn each_child(&self, f: &mut dyn FnMut(&Expr)) {
        match self {
            // A shared value is closed: what is bound around it does not reach into it.
            Expr::Literal(_)
            | Expr::Variable(_)
            | Expr::States(_)
            | Expr::Regex(_)
            | Expr::Shared(_)
            | Expr::Missing => {}
            Expr::Field(base, _)
            | Expr::Negate(base)
            | Expr::KeepArray(base)
            | Expr::Whole(base, _)
            | Expr::OrNull(base) => f(base),
            Expr::Lambda(_, body) => f(body),
            Expr::Index(a, b) | Expr::Binary(_, a, b) | Expr::Range(a, b) | Expr::Entry(a, b) => {
                f(a);
                f(b);
            }
            Expr::Conditional(condition, then, otherwise) => {
                f(condition);
                f(then);
                f(otherwise);
            }
            Expr::Block(locals, body) => {
                locals.iter().for_each(|(_, value)| f(value));
                f(body);
            }
            Expr::Call(_, items) | Expr::Array(items) | Expr::List(items) => items.iter().for_each(f),
            Expr::Object(fields) | Expr::Present(fields) | Expr::Text(_, fields) => {
                fields.iter().for_each(|(_, value)| f(value));
            }
        }
    }

    fn substituted(self, value_of: &dyn Fn(&str) -> Option<Expr>, bound: &mut Vec<String>) -> Self {
        match self {
            Expr::Variable(name) if bound.contains(&name) => Expr::Variable(name),
            Expr::Variable(name) => value_of(&name).unwrap_or(Expr::Variable(name)),
            Expr::Lambda(parameters, body) => {
                let depth = bound.len();
                bound.extend(parameters.iter().cloned());
                let body = body.substituted(value_of, bound);
                bound.truncate(depth);
                Expr::Lambda(parameters, Box::new(body))
            }
            Expr::Block(locals, body) => {
                let depth = bound.len();
                let mut replaced = Vec::with_capacity(locals.len());
                for (name, value) in locals {
                    let value = value.substituted(value_of, bound);
                    bound.push(name.clone());
                    replaced.push((name, value));
                }
                let body = body.substituted(value_of, bound);
                bound.truncate(depth);
                Expr::Block(replaced, Box::new(body))
            }
            other => other.map_children(&mut |child| child.substituted(value_of, bound)),
        }
    }

    pub(super) fn map_children(self, f: &mut dyn FnMut(Expr) -> Expr) -> Self {
        let mut boxed = |e: Box<Expr>| Box::new(f(*e));
        match self {
            leaf @ (Expr::Literal(_)
            | Expr::Variable(_)
            | Expr::States(_)
            | Expr::Regex(_)
            | Expr::Shared(_)
            | Expr::Missing) => leaf,
            Expr::Field(base, name) => Expr::Field(boxed(base), name),
            Expr::Index(base, index) => Expr::Index(boxed(base), boxed(index)),
            Expr::Binary(op, left, right) => Expr::Binary(op, boxed(left), boxed(right)),
            Expr::Negate(operand) => Expr::Negate(boxed(operand)),
            Expr::Conditional(c, t, e) => Expr::Conditional(boxed(c), boxed(t), boxed(e)),
            Expr::KeepArray(base) => Expr::KeepArray(boxed(base)),
            Expr::Range(from, to) => Expr::Range(boxed(from), boxed(to)),
            Expr::Entry(key, value) => Expr::Entry(boxed(key), boxed(value)),
            Expr::Lambda(parameters, body) => Expr::Lambda(parameters, boxed(body)),
            Expr::Block(locals, body) => {
                let locals = locals.into_iter().map(|(name, value)| (name, f(value))).collect();
                Expr::Block(locals, Box::new(f(*body)))
            }
            Expr::Call(name, arguments) => Expr::Call(name, arguments.into_iter().map(f).collect()),
            Expr::Array(items) => Expr::Array(items.into_iter().map(f).collect()),
            Expr::List(items) => Expr::List(items.into_iter().map(f).collect()),
            Expr::Whole(item, certain) => Expr::Whole(Box::new(f(*item)), certain),
            Expr::OrNull(value) => Expr::OrNull(boxed(value)),
            Expr::Object(fields) => Expr::Object(fields.into_iter().map(|(k, v)| (k, f(v))).collect()),
            Expr::Present(fields) => Expr::Present(fields.into_iter().map(|(k, v)| (k, f(v))).collect()),
            Expr::Text(text, given) => Expr::Text(text, given.into_iter().map(|(k, v)| (k, f(v))).collect()),
        }
    }
}

/// `name_2` and so on, the first that is not `taken`.
fn unlike(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    numbered.into_iter().find(|candidate| !taken(candidate)).unwrap_or_default()
}
