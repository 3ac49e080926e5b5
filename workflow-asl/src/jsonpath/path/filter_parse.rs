use regex::RegexBuilder;
use serde_json::Value;

use super::PathError;
use super::filter::{Filter, Operand, Operator};
use super::parse::Cursor;

/// The longest operators first, so that none is taken for the start of another.
const OPERATORS: &[(&str, Operator)] = &[
    ("===", Operator::SameTypeEqual),
    ("!==", Operator::SameTypeNotEqual),
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];

const NAMED_OPERATORS: &[(&str, Operator)] = &[
    ("in", Operator::In),
    ("nin", Operator::NotIn),
    ("subsetof", Operator::SubsetOf),
    ("anyof", Operator::AnyOf),
    ("noneof", Operator::NoneOf),
    ("all", Operator::All),
    ("contains", Operator::Contains),
    ("size", Operator::Size),
    ("empty", Operator::Empty),
];

/// Parts joined by `||`.
pub(super) fn filter(cursor: &mut Cursor<'_>) -> Result<Filter, PathError> {
    let first = conjunction(cursor)?;
    let mut parts = vec![first];
    while cursor.eat_spaced("||") {
        parts.push(conjunction(cursor)?);
    }
    Ok(joined(parts, Filter::Or))
}

fn conjunction(cursor: &mut Cursor<'_>) -> Result<Filter, PathError> {
    let first = part(cursor)?;
    let mut parts = vec![first];
    while cursor.eat_spaced("&&") {
        parts.push(part(cursor)?);
    }
    Ok(joined(parts, Filter::And))
}

fn joined(mut parts: Vec<Filter>, join: impl Fn(Vec<Filter>) -> Filter) -> Filter {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

fn part(cursor: &mut Cursor<'_>) -> Result<Filter, PathError> {
    if cursor.eat_spaced("!") {
        return Ok(Filter::Not(Box::new(cursor.nested(part)?)));
    }
    if cursor.eat_spaced("(") {
        let inner = cursor.nested(filter)?;
        cursor.expect(")")?;
        return Ok(inner);
    }
    comparison(cursor)
}

fn comparison(cursor: &mut Cursor<'_>) -> Result<Filter, PathError> {
    let left = operand(cursor)?;
    cursor.skip_space();
    if cursor.eat_spaced("=~") {
        let pattern = pattern(cursor)?;
        return Ok(Filter::Matches { text: left, pattern });
    }
    if let Some(operator) = operator(cursor) {
        let right = operand(cursor)?;
        return Ok(Filter::Compare { left, operator, right });
    }
    match left {
        Operand::Path { from_root, steps } => Ok(Filter::Exists { from_root, steps }),
        Operand::Value(_) => Err(cursor.error("Expected an operator")),
    }
}

fn operator(cursor: &mut Cursor<'_>) -> Option<Operator> {
    if let Some((_, operator)) = OPERATORS.iter().find(|(token, _)| cursor.eat_spaced(token)) {
        return Some(*operator);
    }
    let before = cursor.at;
    let name = cursor.take_while(|char| char.is_ascii_alphabetic()).to_ascii_lowercase();
    let named = NAMED_OPERATORS.iter().find(|(token, _)| *token == name);
    if named.is_none() {
        cursor.at = before;
    }
    named.map(|(_, operator)| *operator)
}

fn operand(cursor: &mut Cursor<'_>) -> Result<Operand, PathError> {
    cursor.skip_space();
    match cursor.peek() {
        Some('@' | '$') => {
            let (from_root, steps) = cursor.nested(Cursor::relative)?;
            Ok(Operand::Path { from_root, steps })
        }
        Some('\'' | '"') => Ok(Operand::Value(Value::String(cursor.quoted()?))),
        Some('[') => cursor.nested(list).map(Operand::Value),
        _ => cursor.json().map(Operand::Value),
    }
}

/// A list whose texts may be in single quotes.
fn list(cursor: &mut Cursor<'_>) -> Result<Value, PathError> {
    cursor.expect("[")?;
    let mut items = Vec::new();
    while !cursor.eat_spaced("]") {
        if !items.is_empty() {
            cursor.expect(",")?;
        }
        match operand(cursor)? {
            Operand::Value(item) => items.push(item),
            Operand::Path { .. } => return Err(cursor.error("Expected a value")),
        }
    }
    Ok(Value::Array(items))
}

/// `/pattern/flags`, which has to match the whole text.
fn pattern(cursor: &mut Cursor<'_>) -> Result<regex::Regex, PathError> {
    cursor.skip_space();
    if !cursor.eat("/") {
        return Err(cursor.error("Expected '/'"));
    }
    let mut pattern = String::new();
    let mut chars = cursor.rest().char_indices();
    let end = loop {
        match chars.next() {
            Some((at, '/')) => break at,
            Some((_, '\\')) => {
                let escaped = chars.next().map(|(_, char)| char);
                if escaped != Some('/') {
                    pattern.push('\\');
                }
                pattern.extend(escaped);
            }
            Some((_, char)) => pattern.push(char),
            None => return Err(cursor.error("The pattern is not closed")),
        }
    };
    let start = cursor.at;
    cursor.at += end + 1;
    let flags = cursor.take_while(|char| char.is_ascii_alphabetic());
    let built = RegexBuilder::new(&format!("^(?:{pattern})$"))
        .case_insensitive(flags.contains('i'))
        .multi_line(false)
        .dot_matches_new_line(flags.contains('s'))
        .ignore_whitespace(flags.contains('x'))
        .size_limit(1 << 20)
        .build();
    built.map_err(|_| PathError { message: format!("The pattern '{pattern}' is not supported"), offset: start })
}
