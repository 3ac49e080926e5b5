//! The native body: the user's tokens, with effects made through the context, checked operators and probes.
//!
//! A value is probed where it stands. A place is probed where its variable is bound, in dead code: there all of it is
//! still present, and nothing is moved or borrowed for the probe at run time.

use super::{Emit, place};
use crate::extent::Extent;
use crate::workflow::graph::{ScopeId, StateKind};
use crate::workflow::syntax::{
    Block, Closure, Construct, Effect, Expr, ExprKind, FormatPart, If, JsonataText, Let, Match, MethodCall, Pattern,
    Stmt, VarId, bound_by, has_size, is_iterator, without_into,
};
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::BinOp;

impl Emit<'_> {
    /// A scope's body: says that its Pass state was entered, if it has one.
    pub(super) fn native_scope(&mut self, scope: ScopeId, body: &Block) -> TokenStream {
        let pass = self.graph.scopes.get(scope.0).and_then(|scope| scope.pass).and_then(|pass| self.graph.state(pass));
        let both_ways = self.graph.scopes.get(scope.0).is_some_and(|scope| scope.ends_both_ways);
        let outer = std::mem::replace(&mut self.ends_both_ways, both_ways);
        let way = both_ways.then(|| quote!(let mut __left_by_next = false;));
        let enter = pass.map(|pass| self.enter(&pass.name));
        let statements = self.statements(body);
        self.ends_both_ways = outer;
        quote!(#way #enter #statements)
    }

    /// A computation that is part of a state: a fault in it happens there.
    pub(super) fn in_state(&self, state: &str, tokens: &TokenStream) -> TokenStream {
        quote!(::workflow_runtime::__private::in_state(&__cx, #state, || #tokens))
    }

    pub(super) fn enter(&self, state: &str) -> TokenStream {
        let enter = quote!(::workflow_runtime::Context::enter(&__cx, #state););
        if !self.ends_both_ways {
            return enter;
        }
        match self.graph.states.iter().find(|known| known.name == state).map(|known| &known.kind) {
            Some(StateKind::Choice { .. }) => quote!(#enter __left_by_next = false;),
            Some(StateKind::Pass { .. }) => quote!(#enter __left_by_next = true;),
            // Only ways out of Choice states and Catchers lead to it.
            Some(StateKind::Succeed { output: None }) => quote!(if !__left_by_next { #enter }),
            _ => enter,
        }
    }

    /// An effect, noting whether its state is left by its `Next`.
    pub(super) fn left(&self, effect: &Effect, tokens: TokenStream) -> TokenStream {
        if !self.ends_both_ways {
            return tokens;
        }
        let by_next = if effect.can_fail() { quote!(::std::result::Result::is_ok(&__left)) } else { quote!(true) };
        quote!({ let __left = #tokens; __left_by_next = #by_next; __left })
    }

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

    fn native_ok(&mut self, expr: &Expr, path: &syn::Path, inner: &Expr) -> TokenStream {
        let native = self.wrapped(inner, |inner| place::applied(path, inner, expr.end));
        if self.has_own_output(expr) { self.entered_before(expr, native) } else { self.entered_after(expr, native) }
    }

    fn native_err(&mut self, expr: &Expr, path: &syn::Path, inner: &Expr) -> TokenStream {
        let error = self.native_error(inner);
        let native = place::applied(path, error, expr.end);
        let site = self.graph.sites.get(&expr.id).and_then(|state| self.graph.state(*state));
        // In a branch of `join!` the way to its end carries the error.
        match site.map(|state| &state.kind) {
            Some(StateKind::Succeed { output: None }) => self.entered_after(expr, native),
            _ => self.entered_before(expr, native),
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

    /// Checked arithmetic, one operator after the other: rustc looks at what is pending of the calls around a call again
    /// and again, so calls nested in each other would take it the square of their number.
    fn native_arithmetic(&mut self, expr: &Expr, op: &BinOp, left: &Expr, right: &Expr) -> TokenStream {
        let (mut chain, mut first) = (vec![(expr, op, right)], left);
        while let ExprKind::Arith(op, left, right) = &first.kind
            && !self.witnesses.exprs.contains_key(&first.id.0)
        {
            chain.push((first, op, right));
            first = left;
        }
        let mut value = self.native(first);
        let mut steps = TokenStream::new();
        let count = chain.len();
        for (i, (expr, op, right)) in chain.into_iter().rev().enumerate() {
            let left = (i == 0).then_some(first);
            let (function, right) = (checked(op, left, right, expr.span), self.native(right));
            let call = place::call(expr, quote!(::workflow_runtime::checked::#function), quote!(#value, #right));
            if i + 1 == count {
                value = call;
            } else {
                let name = Ident::new("__number", expr.span);
                steps.extend(quote!(let #name = #call;));
                value = quote!(#name);
            }
        }
        if steps.is_empty() { value } else { place::braces(quote!(#steps #value), expr.end).to_token_stream() }
    }

    /// An error that is returned: `.into()` converts as `?` does.
    pub(super) fn native_error(&mut self, error: &Expr) -> TokenStream {
        let inner = without_into(error);
        let tokens = self.native(inner);
        if inner.id == error.id {
            return tokens;
        }
        place::call(error, quote!(::workflow_runtime::define::witness::receive), tokens)
    }

    fn native_method(&mut self, expr: &Expr, call: &MethodCall) -> TokenStream {
        let (method, turbofish) = (&call.method, &call.turbofish);
        let receiver = self.native(&call.receiver);
        let looks = may_look_for_nothing(call);
        let arguments = self.several(&call.args, |mut arguments| {
            if let Some(pattern) = arguments.first_mut().filter(|_| looks) {
                *pattern = place::call(expr, quote!(::workflow_runtime::checked::pattern), pattern.clone());
            }
            quote!(#(#arguments),*)
        });
        let name = method.to_string();
        if name == "unwrap" || name == "expect" {
            place::call(expr, quote!(::workflow_runtime::checked::unwrap), receiver)
        } else if name == "parse" {
            place::call(expr, quote!(::workflow_runtime::checked::parse #turbofish), quote!(&#receiver))
        } else if is_checked(call) {
            let arguments = if arguments.is_empty() { receiver } else { quote!(#receiver, #arguments) };
            place::call(expr, quote!(::workflow_runtime::checked::#method), arguments)
        } else if (method == "sum" || method == "product") && call.args.is_empty() {
            let sum_type = call.turbofish.as_ref().map(|types| quote!(#types)).map(first_type);
            place::call(expr, quote!(::workflow_runtime::checked::#method #sum_type), receiver)
        } else {
            let arguments = match call.args.as_slice() {
                [size] if has_size(call) => place::call(size, quote!(::workflow_runtime::checked::size), arguments),
                _ => arguments,
            };
            let arguments = place::group(Delimiter::Parenthesis, arguments, expr.end);
            quote!(#receiver.#method #turbofish #arguments)
        }
    }

    /// The meaning of a text of JSONata: a function, which reads nothing but what it is given.
    fn native_text(&mut self, expr: &Expr, text: &JsonataText) -> TokenStream {
        let closure = &text.closure;
        let given = text.given.iter().map(|(_, by_reference, value)| {
            let and = place::moved(quote!(&), value.span);
            let native = self.native(value);
            if *by_reference {
                return quote!(#and #native);
            }
            place::call(value, quote!(::std::clone::Clone::clone), quote!(#and #native))
        });
        let given = given.collect::<Vec<_>>();
        let types = closure.inputs.iter().map(|input| match input {
            syn::Pat::Type(typed) => typed.ty.to_token_stream(),
            _ => quote!(_),
        });
        let output = match &closure.output {
            syn::ReturnType::Type(_, ty) => ty.to_token_stream(),
            syn::ReturnType::Default => quote!(_),
        };
        let function = quote!(let __text: fn(#(#types),*) -> #output = #closure;);
        place::braces(quote!(#function __text(#(#given),*)), expr.end).to_token_stream()
    }

    fn native_closure(&mut self, closure: &Closure) -> TokenStream {
        let parameters = closure.parameters.iter().map(|parameter| &parameter.tokens);
        let bound: TokenStream = closure.parameters.iter().map(|parameter| self.bound(parameter)).collect();
        let body = self.native(&closure.body);
        let Closure { moves, output, .. } = closure;
        if bound.is_empty() && matches!(output, syn::ReturnType::Default) {
            return quote!(#moves |#(#parameters),*| #body);
        }
        quote!(#moves |#(#parameters),*| #output { #bound #body })
    }

    fn native_construct(&mut self, expr: &Expr, construct: &Construct) -> TokenStream {
        let path = &construct.path;
        let fields = construct.fields.iter().map(|(member, value)| {
            let value = self.native(value);
            if construct.braces { quote!(#member: #value,) } else { quote!(#value,) }
        });
        let fields = fields.collect::<TokenStream>();
        let rest = construct.rest.as_deref().map(|rest| {
            let rest = self.native(rest);
            quote!(..#rest)
        });
        let delimiter = if construct.braces { Delimiter::Brace } else { Delimiter::Parenthesis };
        let fields = place::group(delimiter, quote!(#fields #rest), expr.end);
        quote!(#path #fields)
    }

    fn native_format(&mut self, expr: &Expr, template: &syn::LitStr, parts: &[FormatPart]) -> TokenStream {
        let (mut text, mut values) = (String::new(), Vec::new());
        for part in parts {
            match part {
                FormatPart::Text(literal) => text.push_str(&literal.replace('{', "{{").replace('}', "}}")),
                FormatPart::Value(value, layout) => {
                    values.push(self.native(value));
                    match layout.text.as_str() {
                        "" => text.push_str("{}"),
                        layout => text.push_str(&format!("{{:{layout}}}")),
                    }
                }
            }
        }
        let mut literal = Literal::string(&text);
        literal.set_span(template.span());
        let arguments = place::group(Delimiter::Parenthesis, quote!(#literal, #(#values),*), expr.end);
        quote_spanned!(expr.span=> ::std::format! #arguments)
    }

    fn native_if(&mut self, expr: &Expr, branch: &If) -> TokenStream {
        let condition = self.native(&branch.condition);
        let bound = self.condition_bound(&branch.condition);
        let then = self.statements(&branch.then);
        let then = place::braces(quote!(#bound #then), branch.then.span);
        let otherwise = branch.otherwise.as_deref().map(|otherwise| {
            let value = place::braces(self.native(otherwise), otherwise.end);
            quote_spanned!(otherwise.span=> else #value)
        });
        let start = expr.span;
        // Where there are tasks in the condition, the Choice state is entered after the last of them.
        match self.graph.site_name(expr.id).filter(|_| branch.condition.is_pure()).map(|name| self.enter(name)) {
            Some(enter) => quote_spanned!(start=> { #enter if #condition #then #otherwise }),
            None => quote_spanned!(start=> if #condition #then #otherwise),
        }
    }

    pub(super) fn condition_bound(&mut self, condition: &Expr) -> TokenStream {
        match &condition.kind {
            ExprKind::Let(pattern, _) => self.bound(pattern),
            ExprKind::Logic(BinOp::And(_), left, right) => {
                let (left, right) = (self.condition_bound(left), self.condition_bound(right));
                quote!(#left #right)
            }
            _ => TokenStream::new(),
        }
    }

    fn native_match(&mut self, expr: &Expr, choice: &Match) -> TokenStream {
        let scrutinee = self.native(&choice.scrutinee);
        let arms = choice.arms.iter().map(|arm| {
            let (pattern, bound) = (&arm.pattern.tokens, self.bound(&arm.pattern));
            let guard = arm.guard.as_ref().map(|guard| {
                let guard = self.native(guard);
                quote!(if #guard)
            });
            let body = self.native(&arm.body);
            let body = place::braces(quote!(#bound #body), arm.body.end);
            quote!(#pattern #guard => #body)
        });
        let arms = place::braces(arms.collect(), expr.end);
        let start = expr.span;
        match self.graph.site_name(expr.id).map(|name| self.enter(name)) {
            Some(enter)
                if !choice.scrutinee.is_pure() || (choice.scrutinee.may_fault() && !choice.scrutinee.is_place()) =>
            {
                quote_spanned!(start=> match { let __value = #scrutinee; #enter __value } #arms)
            }
            // What is no place is computed before the state. Its temporaries live as long as the arms.
            Some(enter) if !choice.scrutinee.is_place() => {
                quote_spanned!(start=> match (#scrutinee, { #enter }).0 #arms)
            }
            Some(enter) => quote_spanned!(start=> { #enter match #scrutinee #arms }),
            None => quote_spanned!(start=> match #scrutinee #arms),
        }
    }

    /// Whether a value is computed by the Succeed state that it ends in, and not on the way there.
    fn has_own_output(&self, expr: &Expr) -> bool {
        let state = self.graph.sites.get(&expr.id).and_then(|state| self.graph.state(*state));
        matches!(state.map(|state| &state.kind), Some(StateKind::Succeed { output: Some(_) }))
    }

    /// A conditional result.
    fn ended(&self, expr: &Expr, tokens: TokenStream) -> TokenStream {
        let Some(state) = self.graph.ends.get(&expr.id).and_then(|state| self.graph.state(*state)) else {
            return tokens;
        };
        let enter = self.enter(&state.name);
        match &state.kind {
            StateKind::Succeed { output: Some(_) } => quote!({ #enter #tokens }),
            _ => quote!({ let __value = #tokens; #enter __value }),
        }
    }

    /// A value whose state is entered once it is known: the ways that lead to a Succeed state carry it.
    fn entered_after(&self, expr: &Expr, tokens: TokenStream) -> TokenStream {
        let Some(enter) = self.graph.site_name(expr.id).map(|name| self.enter(name)) else { return tokens };
        quote!({ let __value = #tokens; #enter __value })
    }

    /// A value that is computed in its state.
    fn entered_before(&self, expr: &Expr, tokens: TokenStream) -> TokenStream {
        let Some(enter) = self.graph.site_name(expr.id).map(|name| self.enter(name)) else { return tokens };
        quote!({ #enter #tokens })
    }
}

/// Whether the pattern that a method looks for may be empty, which JSONata does not take.
fn may_look_for_nothing(call: &MethodCall) -> bool {
    let looks = matches!(call.method.to_string().as_str(), "split" | "replace");
    let pattern = call.args.first().filter(|_| looks && !is_iterator(&call.receiver));
    pattern.is_some_and(|pattern| match &pattern.kind {
        ExprKind::Lit(syn::Lit::Str(text)) => text.value().is_empty(),
        ExprKind::Lit(_) => false,
        _ => true,
    })
}

/// Whether a method gives a function of `checked` instead: where rustc's own panics, wraps, or is not what JSONata has.
fn is_checked(call: &MethodCall) -> bool {
    matches!(
        (call.method.to_string().as_str(), call.args.as_slice()),
        ("abs" | "sqrt", []) | ("abs_diff" | "div_euclid" | "pow" | "rem_euclid", [_]) | ("clamp", [_, _])
    )
}

/// Whether a condition is or has a `let`.
fn binds_in_condition(condition: &Expr) -> bool {
    match &condition.kind {
        ExprKind::Let(..) => true,
        ExprKind::Logic(BinOp::And(_), left, right) => binds_in_condition(left) || binds_in_condition(right),
        _ => false,
    }
}

/// The checked function for an operator. `left` and `right` are the operands; none is what was computed just before.
pub(super) fn checked(op: &BinOp, left: Option<&Expr>, right: &Expr, span: Span) -> Ident {
    let moved = matches!(right.kind, ExprKind::Seconds(..));
    let name = match op {
        BinOp::Add(_) if moved => return Ident::new("later", span),
        BinOp::Sub(_) if moved => return Ident::new("earlier", span),
        BinOp::Add(_) => "add",
        BinOp::Sub(_) => "sub",
        BinOp::Mul(_) => "mul",
        BinOp::Div(_) => "div",
        _ => "rem",
    };
    let is_literal = |operand: &Expr| matches!(operand.kind, ExprKind::Lit(_));
    let (left_computed, right_computed) = (left.is_none_or(is_computed), is_computed(right));
    let (left_literal, right_literal) = (left.is_some_and(is_literal), is_literal(right));
    // A literal takes the type of a variable beside it by itself.
    let values = match (
        left_computed || (left_literal && (right_computed || right_literal)),
        right_computed || (right_literal && (left_computed || left_literal)),
    ) {
        (false, false) => "",
        (true, false) => "_left",
        (false, true) => "_right",
        (true, true) => "_both",
    };
    Ident::new(&format!("{name}{values}"), span)
}

/// Whether an operand is a number and no reference to one, as it is computed.
fn is_computed(operand: &Expr) -> bool {
    match &operand.kind {
        ExprKind::Arith(..) | ExprKind::Cast(..) => true,
        ExprKind::Neg(inner) => matches!(inner.kind, ExprKind::Lit(_)) || is_computed(inner),
        _ => false,
    }
}

/// `::<S, _>` of `::<S>`.
fn first_type(turbofish: TokenStream) -> TokenStream {
    match syn::parse2::<syn::AngleBracketedGenericArguments>(turbofish) {
        Ok(arguments) => {
            let types = arguments.args;
            quote!(::<#types, _>)
        }
        Err(_) => TokenStream::new(),
    }
}
