//! The native body: the user's tokens, with effects made through the context, checked operators and probes.
//!
//! A probe of a place stands in dead code before the statement that has the place, so that nothing is moved or borrowed
//! for it at run time.

use super::Emit;
use crate::workflow::graph::ScopeId;
use crate::workflow::syntax::{
    Block, Closure, Expr, ExprKind, For, FormatPart, If, Let, Match, MethodCall, Pattern, Stmt, VarId, While,
};
use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::BinOp;

/// Tokens, with the probes of places that have to stand before them.
#[derive(Default)]
pub(super) struct Native {
    pub(super) probes: Vec<(VarId, TokenStream)>,
    pub(super) tokens: TokenStream,
}

impl Native {
    /// The tokens as a block that holds their probes.
    pub(super) fn closed(self) -> TokenStream {
        let Native { probes, tokens } = self;
        if probes.is_empty() {
            return tokens;
        }
        let probes = dead(probes);
        quote!({ #probes #tokens })
    }
}

/// Probes as dead code.
fn dead(probes: Vec<(VarId, TokenStream)>) -> TokenStream {
    if probes.is_empty() {
        return TokenStream::new();
    }
    let probes = probes.into_iter().map(|(_, probe)| probe);
    quote!(if false { #(#probes)* })
}

impl Emit<'_> {
    /// A scope's body: says that its Pass state was entered, if it has one.
    pub(super) fn native_scope(&mut self, scope: ScopeId, body: &Block) -> TokenStream {
        let pass = self.graph.scopes.get(scope.0).and_then(|scope| scope.pass).and_then(|pass| self.graph.state(pass));
        let enter = pass.map(|pass| self.enter(&pass.name));
        let statements = self.statements(body);
        quote!(#enter #statements)
    }

    pub(super) fn enter(&self, state: &str) -> TokenStream {
        quote!(::workflow_runtime::Context::enter(&__cx, #state);)
    }

    pub(super) fn block(&mut self, block: &Block) -> TokenStream {
        let statements = self.statements(block);
        quote!({ #statements })
    }

    fn statements(&mut self, block: &Block) -> TokenStream {
        let mut tokens = TokenStream::new();
        for stmt in &block.stmts {
            tokens.extend(match stmt {
                Stmt::Let(binding) => self.binding(binding),
                Stmt::Expr(expr) => {
                    let Native { probes, tokens } = self.native(expr);
                    let probes = dead(probes);
                    quote!(#probes #tokens;)
                }
                Stmt::Trace(tokens) => tokens.clone(),
            });
        }
        if let Some(tail) = &block.tail {
            let Native { probes, tokens: value } = self.native(tail);
            let probes = dead(probes);
            tokens.extend(quote!(#probes #value));
        }
        tokens
    }

    fn binding(&mut self, binding: &Let) -> TokenStream {
        let pattern = &binding.pattern.tokens;
        let ty = binding.ty.as_ref().map(|ty| quote!(: #ty));
        let Some(init) = &binding.init else { return quote!(let #pattern #ty;) };
        let Native { probes, tokens } = self.native(init);
        let probes = dead(probes);
        let bound = self.bound(&binding.pattern);
        let Some(otherwise) = &binding.otherwise else { return quote!(#probes let #pattern #ty = #tokens; #bound) };
        let otherwise = self.block(otherwise);
        // `let .. else` on a value is a Choice state.
        let choice = self.graph.sites.get(&init.id).filter(|_| !matches!(init.kind, ExprKind::Await(_)));
        let enter = choice.and_then(|state| self.graph.state(*state)).map(|state| self.enter(&state.name));
        match enter {
            Some(enter) if !init.is_pure() => quote!(#probes let __value = #tokens; #enter let #pattern #ty = __value else #otherwise; #bound),
            enter => quote!(#probes #enter let #pattern #ty = #tokens else #otherwise; #bound),
        }
    }

    /// Probes of variables that a pattern has bound.
    pub(super) fn bound(&mut self, pattern: &Pattern) -> TokenStream {
        let mut probes = Vec::new();
        let wanted = &self.witnesses.vars;
        crate::workflow::lower::bound_by(pattern, &mut |var, ident| {
            if let Some(w) = wanted.get(&var) {
                let w = super::respanned(w, ident.span());
                probes.push((var, quote_spanned!(ident.span()=> ::workflow_runtime::define::witness::see(#w, &#ident);)));
            }
        });
        dead(probes)
    }

    /// An expression, probed if the builder wants to know its type.
    pub(super) fn native(&mut self, expr: &Expr) -> Native {
        let mut native = self.unprobed(expr);
        let Some(w) = self.witnesses.exprs.get(&expr.id.0) else { return native };
        let (w, span, tokens) = (super::respanned(w, expr.span), expr.span, &native.tokens);
        match root(expr) {
            Some(var) => {
                native.probes.push((var, quote_spanned!(span=> ::workflow_runtime::define::witness::see(#w, &#tokens);)));
            }
            None => native.tokens = quote_spanned!(span=> ::workflow_runtime::define::witness::probe(#w, #tokens)),
        }
        native
    }

    fn unprobed(&mut self, expr: &Expr) -> Native {
        use ExprKind as K;
        let span = expr.span;
        match &expr.kind {
            K::Lit(lit) => plain(quote!(#lit)),
            K::Var(_, ident) => plain(quote!(#ident)),
            K::Const(path) => plain(quote!(#path)),
            K::Unit => plain(quote_spanned!(span=> ())),
            K::None(at) => plain(quote_spanned!(*at=> ::std::option::Option::None)),
            K::Empty(path, _) => plain(quote!(#path())),
            K::Field(base, member) => self.wrapped(base, |base| quote!(#base.#member)),
            K::Index(base, index) => self.both(base, index, |base, index| {
                quote_spanned!(span=> (*::workflow_runtime::checked::index(&#base, #index)))
            }),
            K::Ref(mutable, inner) => {
                let mutable = mutable.then(|| quote!(mut));
                self.wrapped(inner, |inner| quote!(&#mutable #inner))
            }
            K::Deref(inner) => self.wrapped(inner, |inner| quote!((*#inner))),
            K::Not(inner) => self.wrapped(inner, |inner| quote!((!#inner))),
            K::Neg(inner) if matches!(inner.kind, K::Lit(_)) => self.wrapped(inner, |inner| quote!((-#inner))),
            K::Neg(inner) => self.wrapped(inner, |inner| quote_spanned!(span=> ::workflow_runtime::checked::neg(#inner))),
            K::Arith(op, left, right) => {
                let function = checked(op);
                self.both(left, right, |left, right| quote_spanned!(span=> ::workflow_runtime::checked::#function(#left, #right)))
            }
            K::Compare(op, left, right) | K::Logic(op, left, right) => self.both(left, right, |left, right| quote!((#left #op #right))),
            K::Append(left, right) => self.both(left, right, |left, right| quote!((#left + #right))),
            K::Cast(inner, ty) => self.wrapped(inner, |inner| quote_spanned!(span=> ::workflow_runtime::checked::cast::<#ty, _>(#inner))),
            K::Method(call) => self.native_method(call),
            K::Closure(closure) => plain(self.native_closure(closure)),
            K::Construct(construct) => self.native_construct(construct),
            K::Some(inner) => self.wrapped(inner, |inner| quote!(::std::option::Option::Some(#inner))),
            K::Ok(inner) => {
                let native = self.wrapped(inner, |inner| quote_spanned!(span=> ::std::result::Result::Ok(#inner)));
                self.entered_after(expr, native)
            }
            K::Err(inner) => {
                let native = self.wrapped(inner, |inner| quote_spanned!(span=> ::std::result::Result::Err(#inner)));
                self.entered_before(expr, native)
            }
            K::Same(path, inner) | K::Seconds(path, inner, _) => self.wrapped(inner, |inner| quote!(#path(#inner))),
            K::Tuple(items) => self.several(items, |items| quote!((#(#items,)*))),
            K::List(true, items) => self.several(items, |items| quote!(::std::vec![#(#items),*])),
            K::List(false, items) => self.several(items, |items| quote!([#(#items),*])),
            K::Format(format) => self.native_format(&format.template, &format.parts),
            K::If(branch) => self.native_if(expr, branch),
            K::Match(choice) => self.native_match(expr, choice),
            K::Block(block) => plain(self.block(block)),
            K::Let(pattern, value) => {
                let pattern = &pattern.tokens;
                self.wrapped(value, |value| quote!(let #pattern = #value))
            }
            K::Effect(effect) | K::Await(effect) => self.native_effect(expr, effect),
            K::Try(inner) => self.wrapped(inner, |inner| quote_spanned!(span=> #inner?)),
            K::Return(Some(value)) => self.wrapped(value, |value| quote!(return #value)),
            K::Return(None) => plain(quote!(return)),
            K::Break(label) => plain(quote!(break #label)),
            K::Continue(label) => plain(quote!(continue #label)),
            K::While(repeat) => plain(self.native_while(expr, repeat)),
            K::Loop(repeat) => {
                let (label, body) = (repeat.label.as_ref().map(|label| quote!(#label:)), self.block(&repeat.body));
                plain(quote!(#label loop #body))
            }
            K::For(repeat) => self.native_for(expr, repeat),
            K::Assign(_, ident, value) => self.wrapped(value, |value| quote!(#ident = #value)),
            K::AssignOp(_, ident, op, value) => self.native_assign_op(expr, ident, op, value),
            K::Refused => plain(quote!(())),
        }
    }

    pub(super) fn wrapped(&mut self, inner: &Expr, wrap: impl FnOnce(TokenStream) -> TokenStream) -> Native {
        let Native { probes, tokens } = self.native(inner);
        Native { probes, tokens: wrap(tokens) }
    }

    fn both(&mut self, left: &Expr, right: &Expr, wrap: impl FnOnce(TokenStream, TokenStream) -> TokenStream) -> Native {
        let (left, right) = (self.native(left), self.native(right));
        let probes = left.probes.into_iter().chain(right.probes).collect();
        Native { probes, tokens: wrap(left.tokens, right.tokens) }
    }

    pub(super) fn several(&mut self, items: &[Expr], wrap: impl FnOnce(Vec<TokenStream>) -> TokenStream) -> Native {
        let (mut probes, mut all) = (Vec::new(), Vec::new());
        for item in items {
            let native = self.native(item);
            probes.extend(native.probes);
            all.push(native.tokens);
        }
        Native { probes, tokens: wrap(all) }
    }

    fn native_method(&mut self, call: &MethodCall) -> Native {
        let (method, turbofish) = (&call.method, &call.turbofish);
        let receiver = self.native(&call.receiver);
        let Native { mut probes, tokens: arguments } = self.several(&call.args, |arguments| quote!(#(#arguments),*));
        probes.extend(receiver.probes);
        let receiver = receiver.tokens;
        let tokens = if method == "sum" && call.args.is_empty() {
            let sum_type = call.turbofish.as_ref().map(|types| quote!(#types)).map(first_type);
            quote_spanned!(method.span()=> ::workflow_runtime::checked::sum #sum_type (#receiver))
        } else {
            quote!(#receiver.#method #turbofish (#arguments))
        };
        Native { probes, tokens }
    }

    fn native_closure(&mut self, closure: &Closure) -> TokenStream {
        let parameters = closure.parameters.iter().map(|parameter| &parameter.tokens);
        let bound: TokenStream = closure.parameters.iter().map(|parameter| self.bound(parameter)).collect();
        let body = self.native(&closure.body).closed();
        if bound.is_empty() {
            return quote!(|#(#parameters),*| #body);
        }
        quote!(|#(#parameters),*| { #bound #body })
    }

    fn native_construct(&mut self, construct: &crate::workflow::syntax::Construct) -> Native {
        let path = &construct.path;
        let (mut probes, mut fields) = (Vec::new(), Vec::new());
        for (member, value) in &construct.fields {
            let native = self.native(value);
            probes.extend(native.probes);
            let value = native.tokens;
            fields.push(if construct.braces { quote!(#member: #value) } else { value });
        }
        let rest = construct.rest.as_deref().map(|rest| {
            let native = self.native(rest);
            probes.extend(native.probes);
            let rest = native.tokens;
            quote!(..#rest)
        });
        let comma = (rest.is_some() && !fields.is_empty()).then(|| quote!(,));
        let tokens = if construct.braces { quote!(#path { #(#fields),* #comma #rest }) } else { quote!(#path(#(#fields),*)) };
        Native { probes, tokens }
    }

    fn native_format(&mut self, template: &syn::LitStr, parts: &[FormatPart]) -> Native {
        let (mut text, mut probes, mut values) = (String::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                FormatPart::Text(literal) => text.push_str(&literal.replace('{', "{{").replace('}', "}}")),
                FormatPart::Value(value) => {
                    let native = self.native(value);
                    probes.extend(native.probes);
                    values.push(native.tokens);
                    text.push_str("{}");
                }
            }
        }
        let mut literal = Literal::string(&text);
        literal.set_span(template.span());
        Native { probes, tokens: quote!(::std::format!(#literal, #(#values),*)) }
    }

    fn native_if(&mut self, expr: &Expr, branch: &If) -> Native {
        let condition = self.native(&branch.condition);
        let bound = self.condition_bound(&branch.condition);
        let then = self.statements(&branch.then);
        let otherwise = branch.otherwise.as_deref().map(|otherwise| {
            let otherwise = self.native(otherwise).closed();
            quote!(else { #otherwise })
        });
        let Native { probes, tokens: condition } = condition;
        let tokens = match self.graph.site_name(expr.id).map(|name| self.enter(name)) {
            // A task in the condition comes before the Choice state.
            Some(enter) if !branch.condition.is_pure() && !matches!(branch.condition.kind, ExprKind::Let(..)) => {
                quote!({ let __condition = #condition; #enter if __condition { #bound #then } #otherwise })
            }
            Some(enter) if branch.condition.is_pure() => quote!({ #enter if #condition { #bound #then } #otherwise }),
            _ => quote!(if #condition { #bound #then } #otherwise),
        };
        Native { probes, tokens }
    }

    fn condition_bound(&mut self, condition: &Expr) -> TokenStream {
        match &condition.kind {
            ExprKind::Let(pattern, _) => self.bound(pattern),
            ExprKind::Logic(BinOp::And(_), left, right) => {
                let (left, right) = (self.condition_bound(left), self.condition_bound(right));
                quote!(#left #right)
            }
            _ => TokenStream::new(),
        }
    }

    fn native_match(&mut self, expr: &Expr, choice: &Match) -> Native {
        let Native { probes, tokens: scrutinee } = self.native(&choice.scrutinee);
        let arms = choice.arms.iter().map(|arm| {
            let (pattern, bound) = (&arm.pattern.tokens, self.bound(&arm.pattern));
            let guard = arm.guard.as_ref().map(|guard| {
                let guard = self.native(guard).closed();
                quote!(if #guard)
            });
            let body = self.native(&arm.body).closed();
            quote!(#pattern #guard => { #bound #body })
        });
        let arms = arms.collect::<Vec<_>>();
        let ok_choice = self.graph.ok_choices.get(&choice.scrutinee.id).and_then(|state| self.graph.state(*state));
        let scrutinee = match ok_choice.map(|state| self.enter(&state.name)) {
            Some(enter) => quote!({ let __result = #scrutinee; if ::std::result::Result::is_ok(&__result) { #enter } __result }),
            None => scrutinee,
        };
        let awaited = matches!(choice.scrutinee.kind, ExprKind::Await(_));
        let tokens = match self.graph.site_name(expr.id).filter(|_| !awaited).map(|name| self.enter(name)) {
            Some(enter) if !choice.scrutinee.is_pure() => quote!(match { let __value = #scrutinee; #enter __value } { #(#arms)* }),
            Some(enter) => quote!({ #enter match #scrutinee { #(#arms)* } }),
            None => quote!(match #scrutinee { #(#arms)* }),
        };
        Native { probes, tokens }
    }

    fn native_while(&mut self, expr: &Expr, repeat: &While) -> TokenStream {
        let Native { probes, tokens: condition } = self.native(&repeat.condition);
        let (probes, bound) = (dead(probes), self.condition_bound(&repeat.condition));
        let body = self.statements(&repeat.body);
        let label = repeat.label.as_ref().map(|label| quote!(#label:));
        let enter = self.graph.site_name(expr.id).map(|name| self.enter(name));
        quote!(#label loop { #enter #probes if #condition { #bound #body } else { break } })
    }

    fn native_for(&mut self, expr: &Expr, repeat: &For) -> Native {
        let Native { probes, tokens: list } = self.native(&repeat.list);
        let (pattern, bound) = (&repeat.pattern.tokens, self.bound(&repeat.pattern));
        let body = self.statements(&repeat.body);
        let label = repeat.label.as_ref().map(|label| quote!(#label:));
        let enter = self.graph.site_name(expr.id).map(|name| self.enter(name));
        let tokens = quote!({
            let mut __items = ::std::iter::IntoIterator::into_iter(#list);
            #label loop {
                #enter
                let ::std::option::Option::Some(#pattern) = ::std::iter::Iterator::next(&mut __items) else { break };
                #bound
                #body
            }
        });
        Native { probes, tokens }
    }

    fn native_assign_op(&mut self, expr: &Expr, ident: &proc_macro2::Ident, op: &BinOp, value: &Expr) -> Native {
        if crate::workflow::syntax::is_text(value) {
            return self.wrapped(value, |value| quote!(#ident += #value));
        }
        let function = checked(op);
        self.wrapped(value, |value| quote_spanned!(expr.span=> #ident = ::workflow_runtime::checked::#function(#ident, #value)))
    }

    /// A value whose state is entered once it is known: the ways that lead to a Succeed state carry it.
    fn entered_after(&self, expr: &Expr, native: Native) -> Native {
        let Some(enter) = self.graph.site_name(expr.id).map(|name| self.enter(name)) else { return native };
        let Native { probes, tokens } = native;
        Native { probes, tokens: quote!({ let __value = #tokens; #enter __value }) }
    }

    /// A value that is computed in its state: a Fail state's error.
    fn entered_before(&self, expr: &Expr, native: Native) -> Native {
        let Some(enter) = self.graph.site_name(expr.id).map(|name| self.enter(name)) else { return native };
        let Native { probes, tokens } = native;
        Native { probes, tokens: quote!({ #enter #tokens }) }
    }
}

pub(super) fn plain(tokens: TokenStream) -> Native {
    Native { probes: Vec::new(), tokens }
}

/// The variable that a place is in; none for what is computed.
fn root(expr: &Expr) -> Option<VarId> {
    match &expr.kind {
        ExprKind::Var(var, _) => Some(*var),
        ExprKind::Field(base, _) | ExprKind::Index(base, _) | ExprKind::Deref(base) => root(base),
        _ => None,
    }
}

fn checked(op: &BinOp) -> proc_macro2::Ident {
    let name = match op {
        BinOp::Add(_) => "add",
        BinOp::Sub(_) => "sub",
        BinOp::Mul(_) => "mul",
        BinOp::Div(_) => "div",
        _ => "rem",
    };
    proc_macro2::Ident::new(name, proc_macro2::Span::call_site())
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
