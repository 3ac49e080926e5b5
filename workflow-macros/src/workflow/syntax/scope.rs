//! Variables: which `let` a name means, and what the definition calls it.

use proc_macro2::Ident;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct VarId(pub(crate) usize);

#[derive(Debug)]
pub(crate) struct Var {
    /// Its name in the definition, unique where both it and another could be read.
    pub(crate) name: String,
    /// The concurrent scope that it belongs to; 0 is the workflow's own.
    pub(crate) scope: usize,
    pub(crate) kind: VarKind,
    /// Whether anything reads it.
    pub(crate) read: bool,
    /// Whether it stands for an error: `{"Error": .., "Cause": ..}`.
    pub(crate) error: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum VarKind {
    /// A parameter of the workflow that is never assigned: read from the execution's input.
    Parameter,
    /// Kept in an execution's variables.
    Local,
    /// A parameter of a closure: lives within one expression.
    Inner,
}

/// All variables of a workflow and those in scope.
#[derive(Default)]
pub(crate) struct Variables {
    all: Vec<Var>,
    visible: Vec<(String, VarId)>,
    /// The concurrent scopes around the code that is being read, outermost first.
    scopes: Vec<usize>,
    parents: Vec<Option<usize>>,
    /// Where the innermost block starts in `visible`.
    blocks: Vec<usize>,
    inner: usize,
}

impl Variables {
    pub(crate) fn new() -> Self {
        Variables { scopes: vec![0], parents: vec![None], ..Variables::default() }
    }

    pub(crate) fn get(&self, id: VarId) -> Option<&Var> {
        self.all.get(id.0)
    }

    /// The definition's name of a variable.
    pub(crate) fn name(&self, id: VarId) -> &str {
        self.get(id).map_or("", |var| var.name.as_str())
    }

    pub(crate) fn resolve(&self, ident: &Ident) -> Option<VarId> {
        let name = plain(ident);
        self.visible.iter().rev().find(|(visible, _)| *visible == name).map(|(_, id)| *id)
    }

    /// Notes that a variable is read.
    pub(crate) fn mark_read(&mut self, id: VarId) {
        if let Some(var) = self.all.get_mut(id.0) {
            var.read = true;
        }
    }

    /// Notes that a variable stands for an error.
    pub(crate) fn mark_error(&mut self, id: VarId) {
        if let Some(var) = self.all.get_mut(id.0) {
            var.error = true;
        }
    }

    /// What is bound is no error after all: it was refused where it is bound.
    pub(crate) fn forget_error(&mut self, id: VarId) {
        if let Some(var) = self.all.get_mut(id.0) {
            var.error = false;
        }
    }

    pub(crate) fn is_error(&self, id: VarId) -> bool {
        self.get(id).is_some_and(|var| var.error)
    }

    /// Whether a variable belongs to a concurrent scope around the present one.
    pub(crate) fn is_outer(&self, id: VarId) -> bool {
        self.get(id).is_some_and(|var| var.scope != self.scope())
    }

    pub(crate) fn scope(&self) -> usize {
        self.scopes.last().copied().unwrap_or_default()
    }

    pub(crate) fn declare_parameter(&mut self, ident: &Ident) -> VarId {
        self.declare_as(&plain(ident), VarKind::Parameter, Some(plain(ident)))
    }

    /// A variable that a pattern binds.
    pub(crate) fn declare(&mut self, ident: &Ident) -> VarId {
        let kind = if self.inner > 0 { VarKind::Inner } else { VarKind::Local };
        self.declare_as(&plain(ident), kind, Some(plain(ident)))
    }

    /// A variable that the definition needs and the source does not name.
    pub(crate) fn declare_hidden(&mut self, name: &str) -> VarId {
        self.declare_as(name, VarKind::Local, None)
    }

    /// A variable for the result of an effect inside a larger expression. No source name can mean it.
    pub(crate) fn declare_late(&mut self, name: &str, scope: usize) -> VarId {
        let is_free = |candidate: &String| self.all.iter().all(|var| var.name != *candidate);
        let numbered = (1..).map(|n| if n == 1 { name.to_owned() } else { format!("{name}_{n}") });
        let name = numbered.into_iter().find(is_free).unwrap_or_default();
        self.all.push(Var { name, scope, kind: VarKind::Local, read: true, error: false });
        VarId(self.all.len() - 1)
    }

    fn declare_as(&mut self, name: &str, kind: VarKind, visible: Option<String>) -> VarId {
        let id = VarId(self.all.len());
        let var = Var { name: self.unique(name, kind), scope: self.scope(), kind, read: false, error: false };
        self.all.push(var);
        // A hidden variable is in the way of others while its block lasts, though no name of the source means it.
        self.visible.push((visible.unwrap_or_default(), id));
        id
    }

    /// `name`, or `name_2` and so on where another variable of that name could be meant.
    ///
    /// A `let` that shadows one of the same block takes its name over: nothing can read the old one any more.
    fn unique(&self, name: &str, kind: VarKind) -> String {
        // A variable of the definition starts with a letter.
        let letters = name.trim_start_matches('_');
        let name = if letters.is_empty() { "unnamed" } else { letters };
        let name = if is_reserved(name) { format!("{name}_") } else { name.to_owned() };
        let shadowed = self.shadowed_here(&name, kind);
        let taken = |candidate: &str| {
            self.all.iter().enumerate().any(|(i, var)| {
                let id = VarId(i);
                var.name == candidate && Some(id) != shadowed && self.could_be_meant(id, var)
            })
        };
        std::iter::once(name.clone())
            .chain((2..).map(|n| format!("{name}_{n}")))
            .find(|candidate| !taken(candidate))
            .unwrap_or(name)
    }

    /// Whether a new variable of `var`'s name would stand in its way: it is visible, or belongs to a scope around this
    /// one (which may not be assigned from here) or within it.
    fn could_be_meant(&self, id: VarId, var: &Var) -> bool {
        let visible = self.visible.iter().any(|(_, visible)| *visible == id);
        let around = var.scope != self.scope() && self.scopes.contains(&var.scope);
        visible || around || self.is_below(var.scope)
    }

    fn shadowed_here(&self, name: &str, kind: VarKind) -> Option<VarId> {
        if kind != VarKind::Local {
            return None;
        }
        let start = self.blocks.last().copied().unwrap_or_default();
        let here = self.visible.get(start..).unwrap_or_default();
        let (_, id) = here.iter().rev().find(|(_, id)| self.name(*id) == name)?;
        self.get(*id).filter(|var| var.kind == VarKind::Local && var.scope == self.scope()).map(|_| *id)
    }

    /// Whether a scope lies within the present one.
    fn is_below(&self, scope: usize) -> bool {
        let mut above = self.parents.get(scope).copied().flatten();
        while let Some(parent) = above {
            if parent == self.scope() {
                return true;
            }
            above = self.parents.get(parent).copied().flatten();
        }
        false
    }

    /// Reads a block: what it declares ends with it.
    pub(crate) fn enter_block(&mut self) {
        self.blocks.push(self.visible.len());
    }

    pub(crate) fn leave_block(&mut self) {
        if let Some(start) = self.blocks.pop() {
            self.visible.truncate(start);
        }
    }

    /// Reads a branch or iteration: what it declares is its own, what is outside can only be read.
    pub(crate) fn enter_scope(&mut self) {
        let parent = self.scope();
        self.scopes.push(self.parents.len());
        self.parents.push(Some(parent));
        self.enter_block();
    }

    pub(crate) fn leave_scope(&mut self) {
        self.leave_block();
        self.scopes.pop();
    }

    /// Reads code whose variables live within one expression.
    pub(crate) fn enter_inner(&mut self) {
        self.inner += 1;
        self.enter_block();
    }

    pub(crate) fn leave_inner(&mut self) {
        self.leave_block();
        self.inner = self.inner.saturating_sub(1);
    }

    /// A parameter that is assigned is a variable like any other.
    pub(crate) fn is_parameter(&self, id: VarId) -> bool {
        self.get(id).is_some_and(|var| var.kind == VarKind::Parameter)
    }
}

fn plain(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").unwrap_or(&text).to_owned()
}

/// JSONata's functions and `$states`: a variable of that name would hide the function.
fn is_reserved(name: &str) -> bool {
    workflow_asl::jsonata::is_reserved(name)
}
