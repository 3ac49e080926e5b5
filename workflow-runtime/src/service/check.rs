//! What rustc checks of a service's task while it compiles it: the names in its types.

use crate::data::Shape;
use crate::failure::{ErrorKind, ErrorVariant};

/// Whether a result type has only fields that the service gives. `known` is empty where that is not known.
///
/// # Panics
///
/// Where it has another field, or is no object: this is for constants, in which that is an error of rustc.
#[expect(clippy::panic, reason = "a constant that panics is an error of rustc")]
pub const fn results_exist(shape: Shape, known: &[&str], code: &str, gives: &str) {
    let mut fields = match shape {
        Shape::Unit | Shape::Opaque | Shape::Dictionary => return,
        Shape::Struct(fields) => fields,
        _ => panic!(
            "{}",
            Message::new(&[code, "a service gives an object: make it a struct, `serde_json::Value` or `()`"]).text()
        ),
    };
    while let [field, rest @ ..] = fields {
        if field.flatten && !field.rest {
            let parts = [code, "`", field.ident, "` is flattened: write its fields here, as the service gives them"];
            panic!("{}", Message::new(&parts).text());
        }
        if !field.flatten && !known.is_empty() && !contains(known, field.name, Case::Ignored) {
            let (asked, meant, end) = suggestion(field.name, known, " in the result, which has ", gives);
            panic!("{}", Message::new(&[code, "there is no `", field.name, "`", asked, meant, end]).text());
        }
        fields = rest;
    }
}

/// Whether every error of an error type whose name begins with `prefix` is one of `known`.
///
/// # Panics
///
/// Where one is not: this is for constants, in which that is an error of rustc.
#[expect(clippy::panic, reason = "a constant that panics is an error of rustc")]
pub const fn errors_exist(mut variants: &[ErrorVariant], prefix: &str, known: &[&str], code: &str, has: &str) {
    while let [variant, rest @ ..] = variants {
        match variant.kind {
            ErrorKind::Named { error, .. } => {
                if begins(error.as_bytes(), prefix.as_bytes(), Case::Ignored) && !contains(known, error, Case::Told) {
                    let (asked, meant, end) = suggestion(error, known, ", but ", has);
                    panic!("{}", Message::new(&[code, "there is no error `", error, "`", asked, meant, end]).text());
                }
            }
            ErrorKind::Transparent { variants } => errors_exist(variants, prefix, known, code, has),
            ErrorKind::Other => {}
        }
        variants = rest;
    }
}

/// How a message goes on: with the known name that was meant, or else with all of them.
const fn suggestion<'n>(
    name: &str,
    mut known: &[&'n str],
    otherwise: &'n str,
    names: &'n str,
) -> (&'n str, &'n str, &'n str) {
    while let [first, rest @ ..] = known {
        if has_letters(first.as_bytes(), name.as_bytes()) {
            return (": is it `", first, "`?");
        }
        known = rest;
    }
    (otherwise, names, "")
}

/// Whether a name begins with the letters of another, whatever their case and whatever `_` stands between them.
const fn has_letters(mut name: &[u8], mut letters: &[u8]) -> bool {
    while let [expected, after @ ..] = letters {
        if *expected != b'_' {
            let [letter, rest @ ..] = name else { return false };
            if !letter.eq_ignore_ascii_case(expected) {
                return false;
            }
            name = rest;
        }
        letters = after;
    }
    true
}

/// Whether capitals are told from small letters.
#[derive(Clone, Copy)]
enum Case {
    Told,
    Ignored,
}

const fn contains(mut names: &[&str], name: &str, case: Case) -> bool {
    while let [first, rest @ ..] = names {
        if first.len() == name.len() && begins(name.as_bytes(), first.as_bytes(), case) {
            return true;
        }
        names = rest;
    }
    false
}

const fn begins(mut text: &[u8], mut prefix: &[u8], case: Case) -> bool {
    while let [expected, after @ ..] = prefix {
        let [letter, rest @ ..] = text else { return false };
        let same = match case {
            Case::Told => *letter == *expected,
            Case::Ignored => letter.eq_ignore_ascii_case(expected),
        };
        if !same {
            return false;
        }
        (text, prefix) = (rest, after);
    }
    true
}

/// A text that is put together in a constant; what is too long is cut off.
struct Message {
    bytes: [u8; 1024],
    length: usize,
}

impl Message {
    const fn new(mut parts: &[&str]) -> Self {
        let mut message = Message { bytes: [0; 1024], length: 0 };
        while let [part, rest @ ..] = parts {
            message.push(part);
            parts = rest;
        }
        message
    }

    const fn push(&mut self, part: &str) {
        let (_, free) = self.bytes.split_at_mut(self.length);
        if let Some((place, _)) = free.split_at_mut_checked(part.len()) {
            place.copy_from_slice(part.as_bytes());
            self.length += part.len();
        }
    }

    const fn text(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Field;

    const fn field(name: &'static str) -> Field {
        Field { ident: name, name, flatten: false, rest: false }
    }

    fn message(check: impl FnOnce() + std::panic::UnwindSafe) -> Option<String> {
        std::panic::catch_unwind(check).err().map(|panic| panic.downcast_ref::<String>().cloned().unwrap_or_default())
    }

    #[test]
    fn results() {
        let check = |shape, known| message(move || results_exist(shape, known, "[C] ", "`A`"));
        const FIELDS: Shape = Shape::Struct(&[field("A"), field("b")]);
        assert_eq!(check(FIELDS, &["A", "B"]), None);
        assert_eq!(check(FIELDS, &[]), None);
        const NAMED: Shape = Shape::Struct(&[field("message_id")]);
        let meant = check(NAMED, &["MessageId"]);
        assert_eq!(meant.as_deref(), Some("[C] there is no `message_id`: is it `MessageId`?"));
        assert_eq!(check(Shape::Unit, &["A"]), None);
        assert_eq!(check(FIELDS, &["A"]).as_deref(), Some("[C] there is no `b` in the result, which has `A`"));
        assert!(check(Shape::Text, &["A"]).is_some_and(|message| message.contains("gives an object")));
    }

    #[test]
    fn errors() {
        let variant = |error| ErrorVariant { ident: "V", kind: ErrorKind::Named { error, fields: &[] } };
        let check = |error| {
            let variants = [variant(error)];
            message(move || errors_exist(&variants, "Sns.", &["Sns.NotFoundException"], "[C] ", "these"))
        };
        assert_eq!(check("Sns.NotFoundException"), None);
        assert_eq!(check("Sqs.NotFoundException"), None);
        assert_eq!(check("Sns.Other").as_deref(), Some("[C] there is no error `Sns.Other`, but these"));
        for meant in ["Sns.NotFound", "SNS.NotFoundException"] {
            let message = format!("[C] there is no error `{meant}`: is it `Sns.NotFoundException`?");
            assert_eq!(check(meant), Some(message));
        }
    }
}
