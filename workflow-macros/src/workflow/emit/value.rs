//! Values: Rust that makes a JSONata expression.

use super::{Emit, place};
use crate::workflow::graph::Value;
use crate::workflow::syntax::{
    Block, Construct, Effect, EffectKind, Emptiness, Expr, ExprId, ExprKind, FormatPart, If, Layout, Match,
    PatternKind, Stmt, VarId, enum_of, last_ident,
};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{BinOp, Lit, Member};

impl Emit<'_> {
    /// Tokens that give the `Expr` of a value, reading variables from `__env`.
    pub(super) fn value(&mut self, expr: &Expr) -> TokenStream {
        use ExprKind as K;
        let span = expr.span;
        if let Some(var) = self.graph.hoisted.get(&expr.id) {
            let name = self.name(*var);
            return quote!(__env.read(#name));
        }
        match &expr.kind {
            K::Lit(lit) => literal(lit),
            K::Var(var, _) => {
                let name = self.name(*var);
                if !self.may_be_missing(*var) {
                    return quote!(__env.read(#name));
                }
                let w = self.witness(expr);
                quote_spanned!(span=> __value::present(#w, __env.read(#name)))
            }
            K::Const(path) => quote_spanned!(span=> __value::constant(&#path)),
            K::Unit | K::None(_) => quote!(__value::null()),
            K::Field(base, member) => {
                let (own, w, value, member) =
                    (self.witness(expr), self.witness(base), self.value(base), member_text(member));
                quote_spanned!(span=> __value::present(#own, __value::field(#w, #member, #value)))
            }
            K::Index(base, index) => {
                let (w, base, index) = (self.witness(base), self.value(base), self.value(index));
                quote_spanned!(span=> __define::part::item(#w, #base, #index))
            }
            K::Part(part) => self.part_of_a_list(expr, part),
            K::Ref(inner) | K::Deref(inner) | K::Some(inner) | K::Reverse(_, inner) => self.value(inner),
            K::Ok(_, inner) if self.graph.outcomes.contains(&expr.id) => self.value(inner),
            K::Same(_, inner) => {
                let (from, to, value) = (self.witness(inner), self.witness(expr), self.value(inner));
                quote_spanned!(span=> __value::same(#from, #to, #value))
            }
            K::Convert(_, inner) => {
                let (from, to, value) = (self.witness(inner), self.witness(expr), self.value(inner));
                quote_spanned!(span=> __define::parse::converted(#from, #to, #value))
            }
            K::Not(operand) => {
                let value = self.value(operand);
                quote!(__value::not(#value))
            }
            K::Neg(operand) => {
                let (w, value) = (self.witness(operand), self.value(operand));
                quote_spanned!(span=> __define::number::negate(#w, #value))
            }
            K::Arith(..) => self.arithmetic(expr),
            K::Compare(op, left, right) => self.compare(op, left, right, expr),
            K::Logic(op, left, right) => self.logic(op, left, right),
            K::Append(left, right) => {
                let (w, left, right) = (self.witness(left), self.value(left), self.value(right));
                quote_spanned!(span=> __define::text::append(#w, #left, #right))
            }
            K::Cast(operand, ty) => {
                let (w, value) = (self.witness(operand), self.value(operand));
                quote_spanned!(span=> __define::number::cast(#w, __define::Wit::<#ty>::new(), #value))
            }
            K::Method(call) => self.method(expr, call),
            K::Call(call) => self.expression_value(call),
            K::OfContext(path, _) => self.of_context_value(path),
            K::Text(text) => {
                let source = &text.text;
                let given = text.given.iter().map(|(name, _, value)| (name, self.value(value)));
                let given = given.map(|(name, value)| quote!((#name, #value))).collect::<Vec<_>>();
                quote!(__value::text(#source, ::std::vec![#(#given),*]))
            }
            K::Construct(construct) => self.construct(expr, construct),
            K::Empty(_, Emptiness::Text) => quote!(__value::constant("")),
            K::Empty(_, Emptiness::List) => quote!(__value::list(::std::vec::Vec::new())),
            K::Seconds(_, count, factor) => self.seconds(count, *factor),
            K::Tuple(items) | K::List(_, items) => {
                let items = items.iter().map(|item| self.item(item)).collect::<Vec<_>>();
                quote!(__value::list(::std::vec![#(#items),*]))
            }
            K::Range(start, end, closed) => {
                let (w, start, end) = (self.operand_witness(start, end), self.value(start), self.value(end));
                quote_spanned!(span=> __define::collection::range(#w, #start, #end, #closed))
            }
            K::Fault(message) => {
                let message = self.value(message);
                quote!(__value::fault(#message))
            }
            K::Format(format) => self.format(&format.parts),
            K::If(branch) => self.pure_if(branch),
            K::Match(choice) => self.pure_match(choice),
            K::Block(block) => self.block_value(block),
            K::Ok(_, value) => {
                let value = self.value(value);
                quote!(__define::result::ok(#value))
            }
            K::Err(_, error) => {
                let error = self.error_object(error);
                quote!(__define::result::err(#error))
            }
            // Everything else is control flow, which the state graph holds.
            _ => quote!(__value::null()),
        }
    }

    /// An error as a value: its name and cause.
    pub(super) fn error_object(&mut self, error: &Expr) -> TokenStream {
        let error = self.error_value(error);
        quote!(__define::result::error(#error))
    }

    /// One of several parameters stands for a field of the input, which may leave an option out.
    fn may_be_missing(&self, var: VarId) -> bool {
        self.several_parameters && self.vars.is_parameter(var)
    }

    fn item(&mut self, item: &Expr) -> TokenStream {
        let (w, value) = (self.witness(item), self.value(item));
        quote_spanned!(item.span=> __value::item(#w, #value))
    }

    /// A chain of operators, from its first operand on: it may be longer than the stack is deep.
    fn arithmetic(&mut self, expr: &Expr) -> TokenStream {
        let (mut chain, mut first) = (Vec::new(), expr);
        while let ExprKind::Arith(op, left, right) = &first.kind {
            chain.push((op, left, right, first.span));
            first = left;
        }
        let mut value = self.value(first);
        for (op, left, right, span) in chain.into_iter().rev() {
            let w = (!matches!(right.kind, ExprKind::Seconds(..))).then(|| self.operand_witness(left, right));
            let (right, op) = (self.value(right), operator(op));
            value = match w {
                Some(w) => quote_spanned!(span=> __define::number::arithmetic(#w, #op, #value, #right)),
                None => quote_spanned!(span=> __define::timestamp::shift(#op, #value, #right)),
            };
        }
        value
    }

    fn compare(&mut self, op: &BinOp, left: &Expr, right: &Expr, at: &Expr) -> TokenStream {
        let w = self.operand_witness(left, right);
        let function = match op {
            BinOp::Eq(_) | BinOp::Ne(_) => quote!(__define::number::equal),
            _ => quote!(__define::number::order),
        };
        let (left, right, op) = (self.value(left), self.value(right), operator(op));
        place::call(at, function, quote!(#w, #op, #left, #right))
    }

    /// Both sides have one type, and so has the arithmetic inside them: its first operand that is no literal shows it.
    pub(super) fn operand_witness(&mut self, left: &Expr, right: &Expr) -> TokenStream {
        let mut shown = if matches!(left.kind, ExprKind::Lit(_)) { right } else { left };
        while let ExprKind::Arith(_, left, right) = &shown.kind {
            shown = if matches!(left.kind, ExprKind::Lit(_)) { right } else { left };
        }
        self.witness(shown)
    }

    /// `&&` and `||`; what a pattern on the left binds is known on the right. A chain is taken at once: nested in each
    /// other, its conditions would bind what is bound before them again at every level.
    pub(super) fn logic(&mut self, op: &BinOp, left: &Expr, right: &Expr) -> TokenStream {
        let (mut chain, mut first) = (vec![right], left);
        while let ExprKind::Logic(inner, left, right) = &first.kind
            && std::mem::discriminant(inner) == std::mem::discriminant(op)
        {
            chain.push(right);
            first = left;
        }
        chain.push(first);
        let mut binds = TokenStream::new();
        let conditions = chain.into_iter().rev().map(|condition| {
            let test = self.condition(condition);
            let bound = std::mem::replace(&mut binds, self.condition_bindings(condition));
            if bound.is_empty() { test } else { quote!({ #bound #test }) }
        });
        let (conditions, op) = (conditions.collect::<Vec<_>>(), operator(op));
        quote!({ let mut __env = __env.clone(); __value::chain(#op, ::std::vec![#(#conditions),*]) })
    }

    pub(super) fn condition(&mut self, condition: &Expr) -> TokenStream {
        match &condition.kind {
            ExprKind::Let(pattern, value) => {
                let (w, scrutinee) = (self.witness(value), self.value(value));
                let test = self.arm_test(pattern, None, &quote!(__value), Some(&quote!(#w)));
                let test = test.unwrap_or_else(|| quote!(__value::constant(&true)));
                quote!({ let __value = #scrutinee; #test })
            }
            _ => self.value(condition),
        }
    }

    /// What the patterns of a condition bind, as `__env.set(..)`.
    pub(super) fn condition_bindings(&mut self, condition: &Expr) -> TokenStream {
        match &condition.kind {
            ExprKind::Let(pattern, value) => {
                let (w, scrutinee) = (self.witness(value), self.value(value));
                let sets = self.bind(pattern, &quote!(__value), Some(&quote!(#w)));
                quote!({ let __value = #scrutinee; #sets })
            }
            ExprKind::Logic(BinOp::And(_), left, right) => {
                let (left, right) = (self.condition_bindings(left), self.condition_bindings(right));
                quote!(#left #right)
            }
            _ => TokenStream::new(),
        }
    }

    /// A block's value: its `let`s stand for their values.
    pub(super) fn block_value(&mut self, block: &Block) -> TokenStream {
        let (mut sets, mut faults) = (TokenStream::new(), false);
        for stmt in &block.stmts {
            let binding = match stmt {
                Stmt::Let(binding) => binding,
                Stmt::Expr(expr) if expr.may_fault() => {
                    let value = self.value(expr);
                    sets.extend(quote!({ let __value = #value; __value::keep(&mut __locals, __value); }));
                    faults = true;
                    continue;
                }
                _ => continue,
            };
            let Some(init) = &binding.init else { continue };
            let value = self.value(init);
            let w = self.pattern_witness(&binding.pattern, init);
            let bind = self.bind(&binding.pattern, &quote!(__value), w.as_ref());
            // A value that may not exist is computed whether or not it is read, as in the native body.
            let kept = init.may_fault().then(|| quote!(let __value = __value::keep(&mut __locals, __value);));
            faults |= kept.is_some();
            sets.extend(quote!({ let __value = #value; #kept #bind }));
        }
        let tail = block.tail.as_deref().map_or_else(|| quote!(__value::null()), |tail| self.value(tail));
        if sets.is_empty() {
            return tail;
        }
        if faults {
            return quote!({
                let mut __env = __env.clone();
                let mut __locals = ::std::vec::Vec::new();
                #sets
                let __tail = #tail;
                __value::block(__locals, __tail)
            });
        }
        quote!({ let mut __env = __env.clone(); #sets #tail })
    }

    /// A pattern that looks inside a value needs to know the value's type.
    pub(super) fn pattern_witness(
        &mut self,
        pattern: &crate::workflow::syntax::Pattern,
        of: &Expr,
    ) -> Option<TokenStream> {
        if matches!(pattern.kind, PatternKind::Bind(_, _, None) | PatternKind::Wild | PatternKind::Tuple(_)) {
            return None;
        }
        Some(self.witness(of))
    }

    fn pure_if(&mut self, branch: &If) -> TokenStream {
        let then = self.block_value(&branch.then);
        let otherwise = branch.otherwise.as_deref();
        let otherwise = otherwise.map_or_else(|| quote!(__value::null()), |otherwise| self.value(otherwise));
        if let ExprKind::Let(pattern, value) = &branch.condition.kind {
            let (w, scrutinee) = (self.witness(value), self.value(value));
            let test = self.arm_test(pattern, None, &quote!(__value), Some(&quote!(#w)));
            let test = test.unwrap_or_else(|| quote!(__value::constant(&true)));
            let binds = self.bind(pattern, &quote!(__value), Some(&quote!(#w)));
            return quote!(__value::decided(#scrutinee, |__value| {
                let __then = { let mut __env = __env.clone(); #binds #then };
                __value::conditional(#test, __then, #otherwise)
            }));
        }
        let (condition, binds) = (self.condition(&branch.condition), self.condition_bindings(&branch.condition));
        quote!({
            let __condition = #condition;
            let __then = { let mut __env = __env.clone(); #binds #then };
            __value::conditional(__condition, __then, #otherwise)
        })
    }

    /// A pure `match`: nested conditionals, the last arm taking what is left.
    fn pure_match(&mut self, choice: &Match) -> TokenStream {
        let w = self.witness(&choice.scrutinee);
        let scrutinee = self.value(&choice.scrutinee);
        let mut result: Option<TokenStream> = None;
        for arm in choice.arms.iter().rev() {
            let binds = self.bind(&arm.pattern, &quote!(__value), Some(&quote!(#w)));
            let body = self.value(&arm.body);
            let body = quote!({ let mut __env = __env.clone(); #binds #body });
            let test = self.arm_test(&arm.pattern, arm.guard.as_ref(), &quote!(__value), Some(&quote!(#w)));
            result = Some(match (result, test) {
                (Some(rest), Some(test)) => quote!(__value::conditional(#test, #body, #rest)),
                _ => body,
            });
        }
        let result = result.unwrap_or_else(|| quote!(__value::null()));
        quote!(__value::decided(#scrutinee, |__value| #result))
    }

    fn construct(&mut self, expr: &Expr, construct: &Construct) -> TokenStream {
        let w = self.witness(expr);
        let fields = self.fields(&construct.fields);
        let is_variant = enum_of(&construct.path).is_some();
        if is_variant {
            let ident = last_ident(&construct.path).map(ToString::to_string).unwrap_or_default();
            return quote_spanned!(expr.span=> __value::variant(#w, #ident, #fields));
        }
        let rest = match construct.rest.as_deref() {
            Some(rest) => {
                let rest = self.value(rest);
                quote!(::std::option::Option::Some(#rest))
            }
            None => quote!(::std::option::Option::None),
        };
        quote_spanned!(expr.span=> __value::record(#w, #fields, #rest))
    }

    pub(super) fn fields(&mut self, fields: &[(Member, Expr)]) -> TokenStream {
        let fields = fields.iter().map(|(member, value)| {
            let (member, value) = (member_text(member), self.value(value));
            quote!((#member, #value))
        });
        let fields = fields.collect::<Vec<_>>();
        quote!(::std::vec![#(#fields),*])
    }

    fn format(&mut self, parts: &[FormatPart]) -> TokenStream {
        let parts = parts.iter().map(|part| match part {
            FormatPart::Text(text) => quote!(__define::text::Part::Literal(#text)),
            FormatPart::Value(value, layout) => {
                let (w, span) = (self.witness(value), value.span);
                let value = self.value(value);
                if layout.text.is_empty() {
                    return quote_spanned!(span=> __define::text::argument(#w, #value));
                }
                let Layout { fill, left, zeros, width, base, .. } = layout;
                let function = if base.is_some() { quote!(based) } else { quote!(argument) };
                let (fill, left) = (fill.unwrap_or(' '), option(*left));
                let (base, capitals) = base.unwrap_or((10, false));
                let layout = quote! {
                    __define::layout::Layout {
                        fill: #fill, left: #left, zeros: #zeros, width: #width, base: #base, capitals: #capitals,
                    }
                };
                quote_spanned!(span=> __define::layout::#function(#w, #value, &#layout))
            }
        });
        let parts = parts.collect::<Vec<_>>();
        quote!(__define::text::concatenate(::std::vec![#(#parts),*]))
    }

    fn seconds(&mut self, count: &Expr, factor: u64) -> TokenStream {
        let value = self.value(count);
        quote!(__state::seconds_of(#value, #factor))
    }

    /// A value of the state graph.
    pub(super) fn graph_value(&mut self, value: &Value<'_>) -> TokenStream {
        match value {
            Value::Expr(expr) if self.graph.iterated.contains(&expr.id) => self.items_of(expr),
            Value::Expr(expr) => self.value(expr),
            Value::Drawn(expr) => self.drawn_value(expr),
            Value::Result(site, effect) => self.result(*site, effect),
            Value::Var(var, _) | Value::Kept(var) => {
                let name = self.name(*var);
                quote!(__env.read(#name))
            }
            Value::Caught => quote!(__value::error_output()),
            Value::ChildFailure => quote!(__define::execution::failure()),
            Value::Input => quote!(__value::input()),
            Value::Item(list, index) => {
                let (list, index) = (self.graph_value(list), self.name(*index));
                quote!(__value::item_at(#list, __env.read(#index)))
            }
            Value::Zero => quote!(__value::constant(&0)),
            Value::Increment(index) => {
                let index = self.name(*index);
                quote!(__value::next(__env.read(#index)))
            }
            Value::Updated(assignment) => self.updated(assignment),
            Value::Taken(change) => self.taken(change),
            Value::Settled(value) => {
                let value = self.graph_value(value);
                quote!(__define::result::ok(#value))
            }
            Value::Failed(error) => {
                let error = self.graph_value(error);
                quote!(__define::result::err(#error))
            }
            Value::Error(error) => self.error_object(error),
            Value::Held(value, subject) => {
                let (w, value) = (self.witness(subject), self.graph_value(value));
                quote!(__define::result::held(#w, #value))
            }
            Value::Null => quote!(__value::null()),
        }
    }

    /// What the state of an effect gives, in that state's own fields.
    fn result(&mut self, site: ExprId, effect: &Effect) -> TokenStream {
        match &effect.kind {
            EffectKind::Task(call) if call.start.is_some() => quote!(__define::execution::result()),
            EffectKind::Task(_) => {
                let w = self.call_witness(site, effect);
                quote_spanned!(effect.span=> __state::result(#w))
            }
            _ => quote!(__value::result()),
        }
    }

    /// The type of a value of the state graph, where it is known.
    pub(super) fn graph_value_witness(&mut self, value: &Value<'_>) -> Option<TokenStream> {
        match value {
            Value::Expr(expr) | Value::Drawn(expr) | Value::Taken(expr) => Some(self.witness(expr)),
            Value::Result(site, _) => self.output_witness(*site),
            Value::Var(_, Some(of)) => Some(self.witness(of)),
            _ => None,
        }
    }
}

fn option(value: Option<bool>) -> TokenStream {
    match value {
        Some(value) => quote!(::std::option::Option::Some(#value)),
        None => quote!(::std::option::Option::None),
    }
}

pub(super) fn member_text(member: &Member) -> String {
    match member {
        Member::Named(ident) => {
            let text = ident.to_string();
            text.strip_prefix("r#").unwrap_or(&text).to_owned()
        }
        Member::Unnamed(index) => index.index.to_string(),
    }
}

pub(super) fn literal(lit: &Lit) -> TokenStream {
    match lit {
        Lit::Str(text) => {
            let text = text.value();
            quote!(__value::constant(#text))
        }
        Lit::Char(letter) => {
            let text = letter.value().to_string();
            quote!(__value::constant(#text))
        }
        // Without its suffix the literal would be an `i32`.
        Lit::Int(number) => {
            let digits = proc_macro2::Literal::i128_unsuffixed(number.base10_parse().unwrap_or_default());
            quote!(__value::constant(&(#digits as i64)))
        }
        other => quote!(__value::constant(&#other)),
    }
}

pub(super) fn operator(op: &BinOp) -> TokenStream {
    let name = match op {
        BinOp::Add(_) => quote!(Add),
        BinOp::Sub(_) => quote!(Sub),
        BinOp::Mul(_) => quote!(Mul),
        BinOp::Div(_) => quote!(Div),
        BinOp::Rem(_) => quote!(Rem),
        BinOp::And(_) => quote!(And),
        BinOp::Or(_) => quote!(Or),
        BinOp::Eq(_) => quote!(Eq),
        BinOp::Ne(_) => quote!(Ne),
        BinOp::Lt(_) => quote!(Lt),
        BinOp::Le(_) => quote!(Le),
        BinOp::Gt(_) => quote!(Gt),
        _ => quote!(Ge),
    };
    quote!(__value::BinaryOp::#name)
}
