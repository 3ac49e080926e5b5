//! What a type's declaration and serde's attributes make of it in JSON.

use super::attributes;
use crate::catalogue::code;
use crate::report::Report;
use quote::ToTokens;
use serde_derive_internals::ast::{self, Container, Data, Style};
use serde_derive_internals::attr::TagType;
use serde_derive_internals::name::MultiName;
use syn::ext::IdentExt;
use syn::{Member, Type};

pub(super) enum Shape {
    Unit,
    /// What it holds.
    Transparent(Type),
    Tuple(Vec<Type>),
    Struct(Vec<Field>),
    Enum(Repr, Vec<Variant>),
}

pub(super) struct Field {
    pub(super) ident: String,
    pub(super) name: String,
    pub(super) flatten: bool,
    pub(super) ty: Type,
}

pub(super) struct Variant {
    pub(super) ident: String,
    pub(super) name: String,
    pub(super) style: VariantStyle,
    pub(super) fields: Vec<Field>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum VariantStyle {
    Unit,
    Newtype,
    Tuple,
    Struct,
}

pub(super) enum Repr {
    Name,
    Internal(String),
    Adjacent(String, String),
}

impl Shape {
    /// `None` where it was refused.
    pub(super) fn read(container: &Container<'_>, report: &mut Report) -> Option<Self> {
        match &container.data {
            Data::Struct(style, list) => {
                check_struct_tag(container, report);
                let fields = fields(list, report);
                let transparent = list.iter().find(|field| field.attrs.transparent());
                Some(match (transparent, style) {
                    (Some(field), _) => Shape::Transparent(field.ty.clone()),
                    (None, Style::Unit) => Shape::Unit,
                    (None, Style::Struct) => Shape::Struct(fields),
                    (None, Style::Newtype) => Shape::Transparent(list.first()?.ty.clone()),
                    (None, Style::Tuple) => Shape::Tuple(fields.into_iter().map(|field| field.ty).collect()),
                })
            }
            Data::Enum(variants) => {
                let repr = repr(container, variants, report);
                let variants = variants.iter().map(|variant| Variant::read(variant, report)).collect();
                repr.map(|repr| Shape::Enum(repr, variants))
            }
        }
    }
}

fn check_struct_tag(container: &Container<'_>, report: &mut Report) {
    if !matches!(container.attrs.tag(), TagType::External)
        && let Some(tag) = attributes::find(&container.original.attrs, "tag")
    {
        report.error(
            code::STRUCT_TAG,
            tag,
            "on a struct this adds a field that Rust does not have: write it as a field",
        );
    }
}

fn repr(container: &Container<'_>, variants: &[ast::Variant<'_>], report: &mut Report) -> Option<Repr> {
    match container.attrs.tag() {
        TagType::External => {
            let Some(variant) = variants.iter().find(|variant| !matches!(variant.style, Style::Unit)) else {
                return Some(Repr::Name);
            };
            report.error(code::EXTERNAL_ENUM,
                &container.ident,
                format!(
                    "serde's default writes `{}` as an object and a variant without fields as text, which a workflow \
                     cannot tell apart: add `#[serde(tag = \"type\")]` or `#[serde(tag = \"type\", content = \"value\")]`",
                    variant.ident
                ),
            );
            None
        }
        // Refused where the attribute stands.
        TagType::None => None,
        TagType::Internal { tag } => {
            check_key(tag, &container.ident, report);
            Some(Repr::Internal(tag.clone()))
        }
        TagType::Adjacent { tag, content } => {
            check_key(tag, &container.ident, report);
            check_key(content, &container.ident, report);
            Some(Repr::Adjacent(tag.clone(), content.clone()))
        }
    }
}

impl Variant {
    fn read(variant: &ast::Variant<'_>, report: &mut Report) -> Self {
        attributes::check_variant(&variant.original.attrs, report);
        Variant {
            ident: variant.ident.unraw().to_string(),
            name: one_name(variant.attrs.name(), &variant.ident, report),
            style: match variant.style {
                Style::Unit => VariantStyle::Unit,
                Style::Newtype => VariantStyle::Newtype,
                Style::Tuple => VariantStyle::Tuple,
                Style::Struct => VariantStyle::Struct,
            },
            fields: fields(&variant.fields, report),
        }
    }
}

fn fields(list: &[ast::Field<'_>], report: &mut Report) -> Vec<Field> {
    list.iter().map(|field| Field::read(field, report)).collect()
}

impl Field {
    fn read(field: &ast::Field<'_>, report: &mut Report) -> Self {
        attributes::check_field(&field.original.attrs, report);
        attributes::check_default(&field.original.attrs, field.ty, report);
        let name = one_name(field.attrs.name(), &field.member, report);
        check_key(&name, &field.member, report);
        let ident = match &field.member {
            Member::Named(ident) => ident.unraw().to_string(),
            Member::Unnamed(index) => index.index.to_string(),
        };
        Field { ident, name, flatten: field.attrs.flatten(), ty: field.ty.clone() }
    }
}

/// The name that is both written and read.
pub(crate) fn one_name(name: &MultiName, at: impl ToTokens, report: &mut Report) -> String {
    let (written, read) = (&name.serialize_name().value, &name.deserialize_name().value);
    if written != read {
        report.error(
            code::TWO_NAMES,
            at,
            format!("it is written as `{written}` and read as `{read}`, but a workflow does both: give it one name"),
        );
    }
    written.clone()
}

/// Refuses the keys that JSONata cannot name.
fn check_key(key: &str, at: impl ToTokens, report: &mut Report) {
    if key.is_empty() || key.contains('`') {
        let problem = if key.is_empty() { "an empty name" } else { "a name with a backquote" };
        report.error(code::UNNAMEABLE, at, format!("JSONata has no way to write {problem} in JSON: rename it"));
    }
}
