//! How a workflow's state machine is deployed: `logging(..)`, `tracing`, `encryption(..)` and `tags(..)`.

use crate::catalogue::code;
use crate::pairs::{self, Pair};
use crate::report::Report;
use crate::task::seconds;
use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{LitStr, parenthesized};
use workflow_asl::settings::{DATA_KEY_REUSE, MOST_TAGS, check_tag};

/// What the attribute says of the state machine.
#[derive(Default)]
pub(crate) struct Settings {
    logging: Option<Logging>,
    is_traced: bool,
    encryption: Option<Encryption>,
    tags: Vec<(String, String)>,
}

struct Logging {
    level: Level,
    include_execution_data: bool,
}

#[derive(Clone, Copy)]
enum Level {
    All,
    Error,
    Fatal,
}

struct Encryption {
    kms_key: String,
    reuse: Option<u64>,
}

const LOGGING: &str = "logging has a level: \"ALL\", \"ERROR\" or \"FATAL\"\n  = help: write `logging(level = \"ALL\")` or `logging(level = \"ALL\", include_execution_data)`";
const ENCRYPTION: &str = "encryption has a key, and may say for how long a data key is used again, from \"1m\" to \"15m\"\n  = help: write `encryption(key = \"${Key}\", reuse = \"5m\")`";
const TAGS: &str = "tags are names with texts\n  = help: write `tags(team = \"shop\", \"cost-center\" = \"4711\")`";

impl Settings {
    /// Reads one of the options; false where it is none of them.
    pub(super) fn option(&mut self, meta: &ParseNestedMeta<'_>, report: &mut Report) -> syn::Result<bool> {
        if meta.path.is_ident("logging") {
            self.logging(meta, report)?;
        } else if meta.path.is_ident("tracing") {
            self.is_traced = true;
        } else if meta.path.is_ident("encryption") {
            self.encryption(meta, report)?;
        } else if meta.path.is_ident("tags") {
            self.tags(meta, report)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn logging(&mut self, meta: &ParseNestedMeta<'_>, report: &mut Report) -> syn::Result<()> {
        let (mut level, mut include_execution_data) = (None, false);
        if meta.input.peek(syn::token::Paren) {
            meta.parse_nested_meta(|option| {
                if option.path.is_ident("level") && option.input.peek(syn::Token![=]) {
                    let text: LitStr = option.value()?.parse()?;
                    level = [("ALL", Level::All), ("ERROR", Level::Error), ("FATAL", Level::Fatal)]
                        .into_iter()
                        .find_map(|(name, level)| (text.value() == name).then_some(level));
                    return match level {
                        Some(_) => Ok(()),
                        None => Err(syn::Error::new(text.span(), code::LOGGING.message(LOGGING))),
                    };
                }
                include_execution_data |= option.path.is_ident("include_execution_data");
                match option.path.is_ident("include_execution_data") {
                    true => Ok(()),
                    false => Err(option.error(code::LOGGING.message(LOGGING))),
                }
            })?;
        }
        match level {
            Some(level) => self.logging = Some(Logging { level, include_execution_data }),
            None => report.error_at(code::LOGGING, meta.path.span(), LOGGING),
        }
        Ok(())
    }

    fn encryption(&mut self, meta: &ParseNestedMeta<'_>, report: &mut Report) -> syn::Result<()> {
        let (mut key, mut reuse) = (None, None);
        if meta.input.peek(syn::token::Paren) {
            meta.parse_nested_meta(|option| {
                let is_known = option.path.is_ident("key") || option.path.is_ident("reuse");
                if !is_known || !option.input.peek(syn::Token![=]) {
                    return Err(option.error(code::ENCRYPTION.message(ENCRYPTION)));
                }
                let text: LitStr = option.value()?.parse()?;
                let refused = || syn::Error::new(text.span(), code::ENCRYPTION.message(ENCRYPTION));
                if option.path.is_ident("key") {
                    key = Some(text.value()).filter(|key| !key.is_empty());
                    return if key.is_some() { Ok(()) } else { Err(refused()) };
                }
                let time = seconds(&text.value(), *DATA_KEY_REUSE.end()).ok();
                reuse = time.filter(|seconds| DATA_KEY_REUSE.contains(seconds));
                if reuse.is_some() { Ok(()) } else { Err(refused()) }
            })?;
        }
        match key {
            Some(kms_key) => self.encryption = Some(Encryption { kms_key, reuse }),
            None => report.error_at(code::ENCRYPTION, meta.path.span(), ENCRYPTION),
        }
        Ok(())
    }

    fn tags(&mut self, meta: &ParseNestedMeta<'_>, report: &mut Report) -> syn::Result<()> {
        if !meta.input.peek(syn::token::Paren) {
            return Err(meta.error(code::TAGS.message(TAGS)));
        }
        let content;
        parenthesized!(content in meta.input);
        let tokens: TokenStream = content.parse()?;
        let tags = pairs::read(tokens).map_err(|error| syn::Error::new(error.span(), code::TAGS.message(TAGS)))?;
        for Pair { name, value, span } in &tags {
            if let Err(reason) = check_tag(name, &workflow_asl::settings::without_parameters(value)) {
                report.error_at(code::TAGS, *span, format!("AWS takes no such tag: {reason}"));
            }
        }
        if let Some(Pair { name, span, .. }) = pairs::repeated(&tags) {
            report.error_at(code::TAGS, *span, format!("two tags are called `{name}`: remove one"));
        }
        if tags.len() > MOST_TAGS {
            report.error_at(
                code::TAGS,
                meta.path.span(),
                format!("{} tags: a state machine has at most {MOST_TAGS}", tags.len()),
            );
        }
        self.tags = tags.into_iter().map(|Pair { name, value, .. }| (name, value)).collect();
        Ok(())
    }

    /// As the value that a workflow's type has.
    pub(super) fn expand(&self) -> TokenStream {
        let logging = self.logging.as_ref().map(|Logging { level, include_execution_data }| {
            let level = match level {
                Level::All => quote!(All),
                Level::Error => quote!(Error),
                Level::Fatal => quote!(Fatal),
            };
            quote!(logging: ::std::option::Option::Some(::workflow_runtime::deploy::Logging {
                level: ::workflow_runtime::deploy::LogLevel::#level,
                include_execution_data: #include_execution_data,
            }),)
        });
        let tracing = self.is_traced.then(|| quote!(is_traced: true,));
        let encryption = self.encryption.as_ref().map(|Encryption { kms_key, reuse }| {
            let reuse = match reuse {
                Some(seconds) => quote!(::std::option::Option::Some(::std::time::Duration::from_secs(#seconds))),
                None => quote!(::std::option::Option::None),
            };
            quote!(encryption: ::std::option::Option::Some((#kms_key, #reuse)),)
        });
        let tags = self.tags.iter().map(|(name, value)| quote!((#name, #value)));
        quote! {
            ::workflow_runtime::WorkflowSettings {
                #logging #tracing #encryption
                tags: &[#(#tags),*],
                ..::workflow_runtime::WorkflowSettings::DEFAULT
            }
        }
    }
}
