//! What the text of an expression names, found in its syntax tree.

use std::collections::BTreeSet;

use jlens_core::ast::{Node, NodeKind};
use jlens_core::{Ast, stack};

use super::syntax;

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
    /// Whether a value may be a function.
    pub(super) function_value: bool,
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
            self.followers(node);
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
            NodeKind::Bind { rhs, .. } => self.node(rhs, context),
            NodeKind::Function { procedure, args } => {
                self.procedure(procedure, context);
                self.nodes(args, context);
            }
            NodeKind::Partial { procedure, args } => {
                self.function_value = true;
                self.procedure(procedure, context);
                self.nodes(args, context);
            }
            NodeKind::Transform(_) => {
                self.function_value = true;
                self.children(node, Context::Item);
            }
            NodeKind::Sort { .. } => self.children(node, Context::Item),
            NodeKind::Lambda(lambda) => {
                self.function_value |= !lambda.thunk;
                self.children(node, context);
            }
            NodeKind::Apply { .. } => {
                self.function_value = true;
                self.children(node, context);
            }
            NodeKind::Fallback { op, .. } => {
                self.later_operator.get_or_insert(op.symbol());
            }
            NodeKind::Regex { .. } => {
                self.function_value = true;
                self.regexes.push((node.span.start, node.span.end));
            }
            _ => self.children(node, context),
        }
    }

    fn children(&mut self, node: &Node, context: Context) {
        syntax::for_each_child(node, &mut |child| self.node(child, context));
    }

    fn followers(&mut self, node: &Node) {
        syntax::for_each_follower(node, &mut |child| self.node(child, Context::Item));
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
                self.followers(procedure);
            }
            _ => self.node(procedure, context),
        }
    }

    fn variable(&mut self, name: &str, context: Context) {
        match name {
            "" => self.top_level("$", context),
            "$" => self.root = true,
            _ => {
                self.function_value |= super::super::is_function(name);
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
