//! What a variant's declaration says about the errors it stands for.

use super::names;
use crate::catalogue::code;
use crate::data::attributes;
use crate::data::shape::one_name;
use crate::report::Report;
use proc_macro2::Ident;
use serde_derive_internals::ast::{self, Style};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Member, Meta, Path, Token, Type};

pub(super) struct Variant {
    pub(super) ident: Ident,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// One error by name.
    Named { error: String, content: Content },
    /// Every error of another type. Its conversion is ours unless thiserror makes it.
    Transparent { member: Member, ty: Box<Type>, converts: bool },
    /// Every error that is left.
    Other,
}

pub(super) enum Content {
    Nothing,
    Value(Box<Type>),
    Fields(Vec<Field>),
}

pub(super) struct Field {
    pub(super) ident: Ident,
    pub(super) name: String,
    pub(super) ty: Type,
}

/// What stands in the `#[error(..)]` of a variant.
#[derive(Default)]
struct ErrorOptions {
    name: Option<LitStr>,
    other: Option<Path>,
    /// There is a message or `transparent` for thiserror.
    thiserror: bool,
}

impl Variant {
    pub(super) fn read(variant: &ast::Variant<'_>, report: &mut Report) -> Self {
        attributes::check_variant(&variant.original.attrs, report);
        let options = ErrorOptions::read(&variant.original.attrs, report);
        let from = variant.fields.iter().find_map(|field| from(field).map(|attribute| (field, attribute)));
        let kind = match (from, &options.other) {
            (Some((field, attribute)), other) => {
                if other.is_some() || options.name.is_some() {
                    report.error(
                        code::FROM_AND_NAME,
                        attribute,
                        "`#[from]` already says which errors these are: remove it, or `#[error(..)]`",
                    );
                }
                if variant.fields.len() != 1 {
                    report.error(code::FROM_FIELDS, attribute, "`#[from]` goes on the only field of a variant");
                }
                Kind::Transparent {
                    member: field.member.clone(),
                    ty: Box::new(field.ty.clone()),
                    converts: !options.thiserror,
                }
            }
            (None, Some(other)) => {
                check_other(variant, other, report);
                Kind::Other
            }
            (None, None) => named(variant, options.name.as_ref(), report),
        };
        Variant { ident: variant.ident.clone(), kind }
    }
}

impl Variant {
    /// Whether it stands for errors of any name.
    pub(super) fn takes_the_rest(&self) -> bool {
        match &self.kind {
            Kind::Named { .. } => false,
            Kind::Transparent { ty, .. } => is_failure(ty),
            Kind::Other => true,
        }
    }
}

/// Whether a type is, by its name, the one of errors that have only a name and a cause.
fn is_failure(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|segment| segment.ident == "Failure"),
        _ => false,
    }
}

impl ErrorOptions {
    fn read(list: &[Attribute], report: &mut Report) -> Self {
        let mut options = ErrorOptions::default();
        for attribute in list.iter().filter(|attribute| attribute.path().is_ident("error")) {
            if attribute.parse_args_with(message).is_ok() {
                options.thiserror = true;
                continue;
            }
            match attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) {
                Ok(list) => list.into_iter().for_each(|meta| options.option(meta, report)),
                Err(error) => report.syntax(error),
            }
        }
        options
    }

    fn option(&mut self, meta: Meta, report: &mut Report) {
        match meta {
            Meta::Path(path) if path.is_ident("other") => self.other = Some(path),
            Meta::NameValue(option) if option.path.is_ident("name") => match option.value {
                Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => self.name = Some(name),
                value => report.error(
                    code::ERROR_OPTION,
                    value,
                    "write the error's name as text: `name = \"States.Timeout\"`",
                ),
            },
            _ => report.error(
                code::ERROR_OPTION,
                meta,
                "write `#[error(name = \"States.Timeout\")]` or `#[error(other)]`",
            ),
        }
    }
}

/// What thiserror has in `#[error(..)]`.
fn message(input: syn::parse::ParseStream<'_>) -> syn::Result<()> {
    if input.peek(LitStr) {
        input.parse::<proc_macro2::TokenStream>()?;
        return Ok(());
    }
    let word: Ident = input.parse()?;
    match word.to_string().as_str() {
        "transparent" => Ok(()),
        "fmt" => {
            input.parse::<proc_macro2::TokenStream>()?;
            Ok(())
        }
        _ => Err(input.error("not thiserror's")),
    }
}

fn from<'a>(field: &'a ast::Field<'_>) -> Option<&'a Attribute> {
    field.original.attrs.iter().find(|attribute| attribute.path().is_ident("from"))
}

fn check_other(variant: &ast::Variant<'_>, other: &Path, report: &mut Report) {
    let holds_failure = match variant.fields.as_slice() {
        [field] if matches!(variant.style, Style::Newtype) => is_failure(field.ty),
        _ => false,
    };
    if !holds_failure {
        report.error(
            code::OTHER_FIELDS,
            other,
            format!("it takes errors of any name and cause: write `{}(Failure)`", variant.ident),
        );
    }
}

fn named(variant: &ast::Variant<'_>, name: Option<&LitStr>, report: &mut Report) -> Kind {
    let error = match name {
        Some(name) => name.value(),
        None => one_name(variant.attrs.name(), &variant.ident, report),
    };
    if let Some((code, problem)) = names::problem(&error) {
        match name {
            Some(name) => report.error(code, name, problem),
            None => report.error(code, variant.attrs.name().serialize_name(), problem),
        }
    }
    for field in &variant.fields {
        check_field(field, report);
    }
    let content = match (variant.style, variant.fields.as_slice()) {
        (_, []) => Content::Nothing,
        (Style::Newtype, [field]) => Content::Value(Box::new(field.ty.clone())),
        (Style::Struct, fields) => {
            Content::Fields(fields.iter().filter_map(|field| Field::read(field, report)).collect())
        }
        _ => {
            let advice = "the cause is an object, so its parts need names";
            report.error(
                code::TUPLE_VARIANT,
                &variant.original.fields,
                format!("{advice}: write `{} {{ .. }}`", variant.ident),
            );
            Content::Nothing
        }
    };
    Kind::Named { error, content }
}

fn check_field(field: &ast::Field<'_>, report: &mut Report) {
    attributes::check_field(&field.original.attrs, report);
    if attributes::is_named(field.ty, "f64") || attributes::is_named(field.ty, "f32") {
        report.error(
            code::FLOAT_IN_CAUSE,
            field.ty,
            "a Fail state writes its cause as text, in which JSONata keeps 15 digits of a float: \
             hold a whole number of a smaller unit, or text",
        );
    }
    for name in ["flatten", "default", "alias"] {
        if let Some(option) = attributes::find(&field.original.attrs, name) {
            report.error(
                code::CAUSE_ATTRIBUTE,
                option,
                "the cause holds exactly the variant's fields, one by one: remove this",
            );
        }
    }
}

impl Field {
    fn read(field: &ast::Field<'_>, report: &mut Report) -> Option<Self> {
        let Member::Named(ident) = &field.member else {
            return None;
        };
        let name = one_name(field.attrs.name(), ident, report);
        if name == "errorType" {
            report.error(
                code::ERROR_TYPE_FIELD,
                ident,
                "a Lambda function's error has its own `errorType` beside the cause: rename the field",
            );
        }
        if name.is_empty() || name.contains('`') {
            report.error(code::UNNAMEABLE, ident, format!("JSONata has no way to write the name `{name}`: rename it"));
        }
        Some(Field { ident: ident.clone(), name, ty: field.ty.clone() })
    }
}

impl Field {
    /// Its name in Rust.
    pub(super) fn rust_name(&self) -> String {
        self.ident.unraw().to_string()
    }
}
