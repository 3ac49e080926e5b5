//! The native body: the user's tokens, with effects made through the context, checked operators and probes.
//!
//! A value is probed where it stands. A place is probed where its variable is bound, in dead code: there all of it is
//! still present, and nothing is moved or borrowed for the probe at run time.

use super::native_control::binds_in_condition;
use super::{Emit, place};
use crate::extent::Extent;
use crate::workflow::syntax::{Block, Expr, ExprKind, Let, Pattern, Stmt, VarId, bound_by, is_iterator};
use proc_macro2::{Delimiter, Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

impl Emit<'_> {
    pub(super) fn block(&mut self, block: &Block) -> TokenStream {
        let statements = self.statements(block);
        place::braces(statements, block.span).to_token_stream()
    }

    pub(super) fn statements(&mut self, block: &Block) -> TokenStream {
        let mut tokens = TokenStream::new();
        for stmt in &block.stmts {
            tokens.extend(match stmt {
                Stmt::Let(binding) => self.binding(binding),
                Stmt::Expr(expr) => {
                    let tokens = self.native(expr);
                    quote!(#tokens;)
                }
                Stmt::Trace(tokens) => tokens.clone(),
            });
        }
        if let Some(tail) = &block.tail {
            tokens.extend(self.native(tail));
        }
        tokens
    }

    fn binding(&mut self, binding: &Let) -> TokenStream {
        let pattern = &binding.pattern.tokens;
        let ty = binding.ty.as_ref().map(|ty| quote!(: #ty));
        let Some(init) = &binding.init else { return quote!(let #pattern #ty;) };
        let tokens = self.native(init);
        let bound = self.bound(&binding.pattern);
        let Some(otherwise) = &binding.otherwise else { return quote!(let #pattern #ty = #tokens; #bound) };
        let otherwise = self.block(otherwise);
        // `let .. else` on a value is a Choice state.
        let choice = self.graph.let_else.get(&init.id);
        let enter = choice.and_then(|state| self.graph.state(*state)).map(|state| self.enter(&state.name));
        match enter {
            Some(enter) if !init.is_pure() => {
                quote!(let __value = #tokens; #enter let #pattern #ty = __value else #otherwise; #bound)
            }
            enter => quote!(#enter let #pattern #ty = #tokens else #otherwise; #bound),
        }
    }

    /// Probes of what a pattern has bound.
    pub(super) fn bound(&mut self, pattern: &Pattern) -> TokenStream {
        let mut vars = Vec::new();
        bound_by(pattern, &mut |var, ident| vars.push((var, ident.clone())));
        vars.into_iter().map(|(var, ident)| self.bound_var(var, &ident, ident.span().into())).collect()
    }

    /// Probes of a variable and of the places in it, as dead code. `at` is what shows the variable's type.
    pub(super) fn bound_var(&mut self, var: VarId, ident: &Ident, at: Extent) -> TokenStream {
        let whole = self.witnesses.vars.get(&var).map(|name| {
            let (w, value) = (place::witness(name, at), place::reference(ident, at));
            let probe = place::call(at, quote!(::workflow_runtime::define::witness::see), quote!(#w, #value));
            quote!(#probe;)
        });
        let places = self.witnesses.places.get(&var).map(Vec::as_slice).unwrap_or_default();
        if whole.is_none() && places.is_empty() {
            return TokenStream::new();
        }
        quote!(if false { #whole #(#places)* })
    }

    /// An expression, probed if the builder wants to know its type.
    pub(super) fn native(&mut self, expr: &Expr) -> TokenStream {
        let mut tokens = self.unprobed(expr);
        if let Some(state) = self.graph.taken_over.get(&expr.id).and_then(|state| self.graph.state(*state)) {
            tokens = self.in_state(&state.name, &tokens);
        }
        if let Some(pass) = self.graph.passes.get(&expr.id).and_then(|pass| self.graph.state(*pass)) {
            let enter = self.enter(&pass.name);
            // A tuple keeps temporaries as long as the value itself would; of a reference a block does.
            tokens = match expr.kind {
                ExprKind::Ref(..) | ExprKind::Assign(..) | ExprKind::AssignOp(..) | ExprKind::Destructure(..) => {
                    quote!({ #enter #tokens })
                }
                _ => quote!(({ #enter }, #tokens).1),
            };
        }
        if let Some(state) = self.graph.conditions.get(&expr.id).and_then(|state| self.graph.state(*state)) {
            let enter = self.enter(&state.name);
            tokens = quote!({ let __value = #tokens; #enter __value });
        }
        tokens = self.settled(expr, tokens);
        let wanted = self.witnesses.exprs.get(&expr.id.0).filter(|_| expr.root().is_none());
        let Some(name) = wanted else { return tokens };
        let w = place::witness(name, expr);
        let probe = if is_iterator(expr) { quote!(items) } else { quote!(probe) };
        place::call(expr, quote!(::workflow_runtime::define::witness::#probe), quote!(#w, #tokens))
    }

    fn unprobed(&mut self, expr: &Expr) -> TokenStream {
        use ExprKind as K;
        let span = expr.span;
        match &expr.kind {
            K::Lit(lit) => quote!(#lit),
            K::Var(_, ident) => quote!(#ident),
            K::Const(path) => quote!(#path),
            K::Unit => quote_spanned!(span=> ()),
            K::None(at) => quote_spanned!(*at=> ::std::option::Option::None),
            K::Empty(path, _) => place::applied(path, TokenStream::new(), expr.end),
            K::Field(base, member) => self.wrapped(base, |base| quote!(#base.#member)),
            K::Index(base, index) => self.both(base, index, |base, index| {
                let item = place::call(expr, quote!(::workflow_runtime::checked::index), quote!(&#base, #index));
                quote_spanned!(span=> (*#item))
            }),
            K::Part(part) => self.native_part(expr, part),
            K::Reverse(path, inner) => {
                let reverse = self.wrapped(inner, |inner| place::applied(path, inner, expr.end));
                place::call(expr, quote!(::workflow_runtime::checked::reverse), reverse)
            }
            K::Ref(inner) => self.wrapped(inner, |inner| quote_spanned!(span=> &#inner)),
            K::Deref(inner) => self.wrapped(inner, |inner| quote_spanned!(span=> (*#inner))),
            K::Not(inner) => self.wrapped(inner, |inner| quote_spanned!(span=> (!#inner))),
            K::Neg(inner) if matches!(inner.kind, K::Lit(_)) => {
                self.wrapped(inner, |inner| quote_spanned!(span=> (-#inner)))
            }
            K::Neg(inner) => {
                self.wrapped(inner, |inner| place::call(expr, quote!(::workflow_runtime::checked::neg), inner))
            }
            K::Arith(op, left, right) => self.native_arithmetic(expr, op, left, right),
            // A `let` in a chain of conditions stands between no parentheses.
            K::Logic(op, left, right) if binds_in_condition(left) || binds_in_condition(right) => {
                self.both(left, right, |left, right| quote!(#left #op #right))
            }
            K::Compare(op, left, right) | K::Logic(op, left, right) => {
                self.both(left, right, |left, right| quote!((#left #op #right)))
            }
            K::Append(left, right) => self.both(left, right, |left, right| quote!((#left + #right))),
            K::Cast(inner, ty) => self
                .wrapped(inner, |inner| place::call(expr, quote!(::workflow_runtime::checked::cast::<#ty, _>), inner)),
            K::Method(call) => self.native_method(expr, call),
            K::Call(call) => self.native_expression(call),
            K::Drawn(path, parens) | K::OfContext(path, parens) => self.native_asked(expr, path, *parens),
            K::Text(text) => self.native_text(expr, text),
            K::Closure(closure) => self.native_closure(closure),
            K::Construct(construct) => self.native_construct(expr, construct),
            K::Some(inner) => {
                self.wrapped(inner, |inner| place::call(expr, quote!(::std::option::Option::Some), inner))
            }
            K::Ok(path, inner) => self.native_ok(expr, path, inner),
            K::Err(path, inner) => self.native_err(expr, path, inner),
            K::Same(path, inner) | K::Convert(path, inner) | K::Seconds(path, inner, _) => {
                self.wrapped(inner, |inner| place::applied(path, inner, expr.end))
            }
            K::Tuple(items) => self.several(items, |items| quote_spanned!(expr.end=> (#(#items,)*))),
            K::List(true, items) => self.several(items, |items| {
                let items = place::group(Delimiter::Bracket, quote!(#(#items),*), expr.end);
                quote_spanned!(span=> ::std::vec! #items)
            }),
            K::List(false, items) => self.several(items, |items| quote_spanned!(expr.end=> [#(#items),*])),
            K::Range(start, end, closed) => {
                let limits = if *closed { quote_spanned!(span=> ..=) } else { quote_spanned!(span=> ..) };
                self.both(start, end, |start, end| quote!((#start #limits #end)))
            }
            K::Fault(message) => {
                let fault = self.wrapped(message, |message| {
                    place::call(expr, quote!(::workflow_runtime::checked::panicked), message)
                });
                if self.has_own_output(expr) { self.entered_before(expr, fault) } else { fault }
            }
            K::Format(format) => self.native_format(expr, &format.template, &format.parts),
            K::If(branch) => {
                let native = self.native_if(expr, branch);
                self.ended(expr, native)
            }
            K::Match(choice) => {
                let native = self.native_match(expr, choice);
                self.ended(expr, native)
            }
            K::Block(block) => self.block(block),
            K::Let(pattern, value) => {
                let pattern = &pattern.tokens;
                self.wrapped(value, |value| quote!(let #pattern = #value))
            }
            K::Effect(effect) | K::Await(effect) => {
                let tokens = self.native_effect(expr, effect);
                self.left(effect, tokens)
            }
            K::Try(operand) => self.native_try(expr, operand),
            K::Return(Some(value)) => self.wrapped(value, |value| quote_spanned!(span=> return #value)),
            K::Return(None) => quote_spanned!(span=> return),
            K::Break(label, value) => {
                let value = value.as_deref().map(|value| self.native(value));
                quote_spanned!(span=> break #label #value)
            }
            K::Labelled(label, block) => {
                let block = self.block(block);
                quote_spanned!(span=> #label: #block)
            }
            K::Continue(label) => quote_spanned!(span=> continue #label),
            K::While(repeat) => self.native_while(expr, repeat),
            K::Loop(repeat) => {
                let (label, body) = (repeat.label.as_ref().map(|label| quote!(#label:)), self.block(&repeat.body));
                quote_spanned!(span=> #label loop #body)
            }
            K::For(repeat) => self.native_for(expr, repeat),
            K::Assign(place, value) => self.native_assign(expr, place, value),
            K::Destructure(pattern, value) => {
                let pattern = &pattern.tokens;
                self.wrapped(value, |value| quote_spanned!(span=> #pattern = #value))
            }
            K::AssignOp(place, op, value) => self.native_assign_op(expr, place, op, value),
            K::Change(call) => self.native_change(expr, call),
            K::Refused => quote!(()),
        }
    }

    pub(super) fn wrapped(&mut self, inner: &Expr, wrap: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
        wrap(self.native(inner))
    }

    fn both(
        &mut self,
        left: &Expr,
        right: &Expr,
        wrap: impl FnOnce(TokenStream, TokenStream) -> TokenStream,
    ) -> TokenStream {
        let left = self.native(left);
        wrap(left, self.native(right))
    }

    pub(super) fn several(
        &mut self,
        items: &[Expr],
        wrap: impl FnOnce(Vec<TokenStream>) -> TokenStream,
    ) -> TokenStream {
        wrap(items.iter().map(|item| self.native(item)).collect())
    }
}
