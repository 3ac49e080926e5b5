//! What the text of an expression names, found in its syntax tree.

use std::collections::BTreeSet;

use jlens_core::ast::{Node, NodeKind, Stage};
use jlens_core::{Ast, stack};

/// The names in one expression.
#[derive(Clone, Debug, Default)]
pub(super) struct References {
    /// Every `$name`, without the dollar: variables, functions and what the expression itself binds.
    pub(super) names: BTreeSet<String>,
    /// The fields that paths which start at `$states` read first, in the order of the text.
    pub(super) states_fields: Vec<String>,
    /// The names that are read of the input that an expression of a state does not have; `$` is the input itself.
    pub(super) top_level: Vec<String>,
    /// Whether `$$` stands anywhere.
    pub(super) root: bool,
    /// Whether a value may be a function or a number that JSON does not have.
    pub(super) beyond_json: bool,
    /// An operator of a later version of JSONata than the one of Step Functions.
    pub(super) later_operator: Option<&'static str>,
    /// The texts of regular expressions, as byte ranges of the expression.
    pub(super) regexes: Vec<(usize, usize)>,
}

impl References {
    pub(super) fn of(ast: &Ast) -> Self {
        let mut found = Self::default();
        found.node(&ast.root, Context::Top);
        found
    }

    fn node(&mut self, node: &Node, context: Context) {
        stack::grow(|| {
            self.kind(node, context);
            self.attributes(node);
        });
    }

    fn nodes<'a>(&mut self, nodes: impl IntoIterator<Item = &'a Node>, context: Context) {
        for node in nodes {
            self.node(node, context);
        }
    }

    fn kind(&mut self, node: &Node, context: Context) {
        match &node.kind {
            NodeKind::Path { steps, .. } => self.path(steps, context),
            NodeKind::Name { name } => self.top_level(name, context),
            NodeKind::Variable { name } => self.variable(name, context),
            NodeKind::Binary { op, lhs, rhs } => {
                self.beyond_json |= matches!(op.symbol(), "+" | "-" | "*" | "/" | "%");
                self.nodes([lhs.as_ref(), rhs], context);
            }
            NodeKind::Bind { lhs: _, rhs } => self.node(rhs, context),
            NodeKind::Apply { lhs, rhs } => {
                self.beyond_json = true;
                self.nodes([lhs.as_ref(), rhs], context);
            }
            NodeKind::Fallback { op, lhs, rhs } => {
                self.later_operator.get_or_insert(op.symbol());
                self.nodes([lhs.as_ref(), rhs], context);
            }
            NodeKind::Negate { expr } => self.node(expr, context),
            NodeKind::Array { items } | NodeKind::Block { exprs: items, .. } => self.nodes(items, context),
            NodeKind::Object { pairs } => self.pairs(pairs, context),
            NodeKind::Condition { condition, then, otherwise } => {
                self.nodes([condition.as_ref(), then], context);
                self.nodes(otherwise.as_deref(), context);
            }
            NodeKind::Function { procedure, args } => {
                self.procedure(procedure, context);
                self.nodes(args, context);
            }
            NodeKind::Partial { procedure, args } => {
                self.beyond_json = true;
                self.procedure(procedure, context);
                self.nodes(args, context);
            }
            NodeKind::Lambda(lambda) => {
                self.beyond_json |= !lambda.thunk;
                self.node(&lambda.body, context);
            }
            NodeKind::Transform(transform) => {
                self.beyond_json = true;
                self.nodes([&transform.pattern, &transform.update], Context::Item);
                self.nodes(transform.delete.as_ref(), Context::Item);
            }
            NodeKind::Sort { terms } => self.nodes(terms.iter().map(|term| &term.expr), Context::Item),
            NodeKind::Regex { .. } => {
                self.beyond_json = true;
                self.regexes.push((node.span.start, node.span.end));
            }
            NodeKind::String { .. }
            | NodeKind::Number { .. }
            | NodeKind::Bool { .. }
            | NodeKind::Null
            | NodeKind::Wildcard
            | NodeKind::Descendant
            | NodeKind::Parent { .. }
            | NodeKind::Placeholder
            | NodeKind::Error { .. } => {}
        }
    }

    fn attributes(&mut self, node: &Node) {
        for stage in node.attrs.stages.iter().chain(&node.attrs.predicate) {
            if let Stage::Filter { expr, .. } = stage {
                self.node(expr, Context::Item);
            }
        }
        if let Some(group) = &node.attrs.group {
            self.pairs(&group.pairs, Context::Item);
        }
    }

    fn pairs(&mut self, pairs: &[(Node, Node)], context: Context) {
        self.nodes(pairs.iter().flat_map(|(key, value)| [key, value]), context);
    }

    fn path(&mut self, steps: &[Node], context: Context) {
        if let [first, second, ..] = steps
            && let (NodeKind::Variable { name }, NodeKind::Name { name: field }) = (&first.kind, &second.kind)
            && name == "states"
        {
            self.states_fields.push(field.clone());
        }
        if let Some((first, later)) = steps.split_first() {
            self.node(first, context);
            self.nodes(later, Context::Item);
        }
    }

    /// The function of a call: its name alone is not a value.
    fn procedure(&mut self, procedure: &Node, context: Context) {
        match &procedure.kind {
            NodeKind::Variable { name } if !name.is_empty() && name != "$" => {
                self.names.insert(name.clone());
                self.attributes(procedure);
            }
            _ => self.node(procedure, context),
        }
    }

    fn variable(&mut self, name: &str, context: Context) {
        match name {
            "" => self.top_level("$", context),
            "$" => self.root = true,
            _ => {
                self.beyond_json |= super::super::is_function(name);
                self.names.insert(name.to_owned());
            }
        }
    }

    fn top_level(&mut self, name: &str, context: Context) {
        if context == Context::Top && !self.top_level.iter().any(|known| known == name) {
            self.top_level.push(name.to_owned());
        }
    }
}

/// What a name reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// The input of the expression.
    Top,
    /// An item of the step before it.
    Item,
}
