//! The attributes of serde that put more between a value and its JSON than a workflow can know.

use crate::catalogue::{Code, code};
use crate::report::Report;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token, Type};

/// An attribute's name, and why it is refused.
type Refused = (&'static str, Reason);

/// A mistake and what is said about it.
type Reason = (Code, &'static str);

const CONVERTED: Reason = (
    code::CONVERTED,
    "a workflow works on the JSON itself, so no code can stand between it and the value: \
    remove this, and convert inside a task",
);
const SKIPPED: Reason = (
    code::SKIPPED,
    "a value goes through JSON between states, and what is skipped would be lost: \
    remove the field from the type, or keep it as an `Option`",
);
const MISSING: Reason = (
    code::SKIPPED_IF_MISSING,
    "in Step Functions a missing field is not null, and reading it fails the state: \
    remove this, and let `None` be written as null",
);
const UNTAGGED: Reason = (
    code::UNTAGGED,
    "nothing in the JSON would say which variant it is: \
    use `#[serde(tag = \"type\")]`, or `tag` and `content`",
);

const ALIAS: Reason = (
    code::ALIAS,
    "a definition reads the JSON as it came, under the field's one name: \
    remove this, and rename the field in a task",
);
const DEFAULT: Reason = (
    code::DEFAULT,
    "a definition reads the JSON as it came, in which the field would be missing: \
    remove this, or make the field an `Option`",
);

const CONTAINER: &[Refused] = &[
    ("default", DEFAULT),
    ("untagged", UNTAGGED),
    ("from", CONVERTED),
    ("try_from", CONVERTED),
    ("into", CONVERTED),
    ("remote", CONVERTED),
    ("field_identifier", CONVERTED),
    ("variant_identifier", CONVERTED),
];
const VARIANT: &[Refused] = &[
    ("alias", ALIAS),
    ("untagged", UNTAGGED),
    ("skip", SKIPPED),
    ("skip_serializing", SKIPPED),
    ("skip_deserializing", SKIPPED),
    ("with", CONVERTED),
    ("serialize_with", CONVERTED),
    ("deserialize_with", CONVERTED),
    (
        "other",
        (
            code::OTHER_VARIANT,
            "it would be written back as another name than was read: \
         remove this, or keep the name as a `String`",
        ),
    ),
];
const FIELD: &[Refused] = &[
    ("alias", ALIAS),
    ("skip_serializing_if", MISSING),
    ("skip", SKIPPED),
    ("skip_serializing", SKIPPED),
    ("skip_deserializing", SKIPPED),
    ("with", CONVERTED),
    ("serialize_with", CONVERTED),
    ("deserialize_with", CONVERTED),
    ("getter", CONVERTED),
];

pub(crate) fn check_container(attributes: &[Attribute], report: &mut Report) {
    refuse(attributes, CONTAINER, report);
}

pub(crate) fn check_variant(attributes: &[Attribute], report: &mut Report) {
    refuse(attributes, VARIANT, report);
}

pub(crate) fn check_field(attributes: &[Attribute], report: &mut Report) {
    refuse(attributes, FIELD, report);
}

/// `None` is what a missing `Option` is in a definition too; any other default is not.
pub(crate) fn check_default(attributes: &[Attribute], ty: &Type, report: &mut Report) {
    if !is_named(ty, "Option")
        && let Some(default) = find(attributes, "default")
    {
        let (code, message) = DEFAULT;
        report.error(code, default, message);
    }
}

fn refuse(attributes: &[Attribute], refused: &[Refused], report: &mut Report) {
    for meta in options(attributes) {
        if let Some((_, reason)) = refused.iter().find(|(name, _)| meta.path().is_ident(name)) {
            let (code, message) = reason;
            report.error(*code, &meta, message);
        }
    }
}

/// The option called `name` in `#[serde(..)]`.
pub(crate) fn find(attributes: &[Attribute], name: &str) -> Option<Meta> {
    options(attributes).find(|meta| meta.path().is_ident(name))
}

/// The options in all `#[serde(..)]`. What does not parse is for serde to complain about.
fn options(attributes: &[Attribute]) -> impl Iterator<Item = Meta> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("serde")).flat_map(|attribute| {
        let options = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
        options.into_iter()
    })
}

/// Whether a type is written as a path that ends in `name`.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == name),
        _ => false,
    }
}
