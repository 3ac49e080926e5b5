use super::{BinaryOp, Expr};
use std::fmt::{self, Display, Formatter, Write};

/// Binding strength, as JSONata's Pratt parser has it: a larger number binds tighter.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Strength {
    Lowest,
    Conditional,
    Or,
    And,
    Compare,
    Sum,
    Product,
    Prefix,
    Postfix,
}

impl BinaryOp {
    fn text(self) -> &'static str {
        match self {
            BinaryOp::Add => "+",
            BinaryOp::Sub => "-",
            BinaryOp::Mul => "*",
            BinaryOp::Div => "/",
            BinaryOp::Rem => "%",
            BinaryOp::Concat => "&",
            BinaryOp::Eq => "=",
            BinaryOp::Ne => "!=",
            BinaryOp::Lt => "<",
            BinaryOp::Le => "<=",
            BinaryOp::Gt => ">",
            BinaryOp::Ge => ">=",
            BinaryOp::And => "and",
            BinaryOp::Or => "or",
            BinaryOp::In => "in",
        }
    }

    fn strength(self) -> Strength {
        match self {
            BinaryOp::Or => Strength::Or,
            BinaryOp::And => Strength::And,
            BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge | BinaryOp::In => {
                Strength::Compare
            }
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Concat => Strength::Sum,
            BinaryOp::Mul | BinaryOp::Div | BinaryOp::Rem => Strength::Product,
        }
    }

    /// Whether `a op (b op c)` may be written without the parentheses.
    fn associates(self) -> bool {
        matches!(self, BinaryOp::And | BinaryOp::Or | BinaryOp::Concat)
    }
}

impl Expr {
    fn strength(&self) -> Strength {
        match self {
            Expr::Conditional(..) | Expr::OrNull(_) => Strength::Conditional,
            Expr::Binary(op, ..) => op.strength(),
            Expr::Negate(_) => Strength::Prefix,
            Expr::Lambda(..) => Strength::Lowest,
            Expr::Shared(shared) => shared.value().strength(),
            _ => Strength::Postfix,
        }
    }

    /// Writes `self` where an operand of at least `needed` strength stands.
    fn operand(&self, f: &mut Formatter<'_>, needed: Strength) -> fmt::Result {
        if self.strength() < needed { write!(f, "({self})") } else { write!(f, "{self}") }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Literal(value) => write!(f, "{value}"),
            Expr::Variable(name) => write!(f, "${name}"),
            Expr::States(path) => write!(f, "$states.{path}"),
            // A path that starts with a constructor goes on from the array as a whole, not from its item.
            Expr::Field(base, name) if base.is_no_step() => {
                write!(f, "({base}).")?;
                field_name(f, name)
            }
            Expr::Field(base, name) => {
                base.operand(f, Strength::Postfix)?;
                f.write_char('.')?;
                field_name(f, name)
            }
            Expr::Index(base, index) => {
                base.indexable(f)?;
                write!(f, "[{index}]")
            }
            Expr::KeepArray(base) => {
                base.operand(f, Strength::Postfix)?;
                f.write_str("[]")
            }
            Expr::Negate(operand) => {
                f.write_char('-')?;
                operand.operand(f, Strength::Postfix)
            }
            Expr::Binary(op, left, right) => {
                let same_op = |e: &Expr| matches!(e, Expr::Binary(inner, ..) if inner == op);
                left.operand(f, op.strength_of_left())?;
                write!(f, " {} ", op.text())?;
                if op.associates() && same_op(right) { write!(f, "{right}") } else { right.operand(f, op.above()) }
            }
            Expr::Conditional(condition, then, otherwise) => {
                condition.operand(f, Strength::Or)?;
                f.write_str(" ? ")?;
                then.operand(f, Strength::Or)?;
                if **otherwise == Expr::Missing {
                    return Ok(());
                }
                f.write_str(" : ")?;
                otherwise.operand(f, Strength::Conditional)
            }
            Expr::Call(name, arguments) => {
                write!(f, "${name}(")?;
                list(f, arguments)?;
                f.write_char(')')
            }
            Expr::Lambda(parameters, body) => {
                f.write_str("function(")?;
                for (i, parameter) in parameters.iter().enumerate() {
                    write!(f, "{}${parameter}", if i == 0 { "" } else { ", " })?;
                }
                write!(f, ") {{ {body} }}")
            }
            Expr::Block(locals, body) => {
                f.write_char('(')?;
                for (name, value) in locals {
                    write!(f, "${name} := {value}; ")?;
                }
                write!(f, "{body})")
            }
            Expr::Array(items) | Expr::List(items) => {
                f.write_char('[')?;
                list(f, items)?;
                f.write_char(']')
            }
            // A constructor within a constructor is an item of its own.
            Expr::Whole(item, true) if matches!(**item, Expr::Array(_) | Expr::List(_) | Expr::Range(..)) => {
                write!(f, "{item}")
            }
            // What a conditional gives is none, and is spliced once.
            Expr::Whole(item, true) => write!(f, "[{item}]"),
            Expr::Whole(item, false) => {
                write!(f, "($_i := {item}; $type($_i) = \"array\" ? [[$_i]] : $_i)")
            }
            Expr::Range(from, to) => write!(f, "[{from}..{to}]"),
            Expr::Object(fields) | Expr::Present(fields) => object(f, fields),
            // Written out, it is an item that an empty array does not have.
            Expr::Missing => f.write_str("[][0]"),
            Expr::Entry(key, value) => write!(f, "{{{key}: {value}}}"),
            Expr::Text(text, given) => {
                // A function's arguments are evaluated outside of it, where all names mean what they did.
                let is_itself =
                    |(name, value): &&(String, Expr)| matches!(value, Expr::Variable(variable) if variable == name);
                let given: Vec<_> = given.iter().filter(|entry| !is_itself(entry)).collect();
                if given.is_empty() {
                    return write!(f, "({text})");
                }
                let names: Vec<_> = given.iter().map(|(name, _)| format!("${name}")).collect();
                let values: Vec<_> = given.iter().map(|(_, value)| value.to_string()).collect();
                write!(f, "function({}) {{ ({text}) }}({})", names.join(", "), values.join(", "))
            }
            Expr::Regex(text) => write!(f, "/{text}/"),
            Expr::Shared(shared) => write!(f, "{}", shared.value()),
            Expr::OrNull(value) => {
                write!(f, "$exists({value}) ? ")?;
                value.operand(f, Strength::Or)?;
                f.write_str(" : null")
            }
        }
    }
}

impl Expr {
    /// `[a, b][0]`, and a literal, which is no step of a path at all.
    fn is_no_step(&self) -> bool {
        match self {
            Expr::Literal(_) => true,
            Expr::Index(base, _) => matches!(base.whole(), Expr::Array(_) | Expr::List(_)),
            Expr::Shared(shared) => shared.value().is_no_step(),
            _ => false,
        }
    }

    fn whole(&self) -> &Expr {
        match self {
            Expr::Shared(shared) => shared.value().whole(),
            other => other,
        }
    }

    /// `$x[$i][0]` ignores its second position on AWS, so an indexed base is parenthesised.
    fn indexable(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Index(..) => write!(f, "({self})"),
            _ => self.operand(f, Strength::Postfix),
        }
    }
}

impl BinaryOp {
    fn strength_of_left(self) -> Strength {
        // Comparisons do not chain in any useful way: `a = b = c` reads as `(a = b) = c`, so write that out.
        if self.strength() == Strength::Compare { Strength::Sum } else { self.strength() }
    }

    fn above(self) -> Strength {
        match self.strength() {
            Strength::Or => Strength::And,
            Strength::And => Strength::Compare,
            Strength::Compare => Strength::Sum,
            Strength::Sum => Strength::Product,
            _ => Strength::Prefix,
        }
    }
}

fn list(f: &mut Formatter<'_>, items: &[Expr]) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if i == 0 { "" } else { ", " })?;
    }
    Ok(())
}

fn object(f: &mut Formatter<'_>, fields: &[(String, Expr)]) -> fmt::Result {
    f.write_char('{')?;
    for (i, (key, value)) in fields.iter().enumerate() {
        write!(f, "{}{}: {value}", if i == 0 { "" } else { ", " }, serde_json::Value::from(key.as_str()))?;
    }
    f.write_char('}')
}

/// A field name as it stands after a dot: plain where JSONata reads it as a name, else between backquotes.
fn field_name(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    const WORDS: &[&str] = &["and", "or", "in", "true", "false", "null", "function"];
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty()
        && !WORDS.contains(&name);
    if plain { f.write_str(name) } else { write!(f, "`{name}`") }
}
