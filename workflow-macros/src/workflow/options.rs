//! `#[workflow(type = "EXPRESS", logging(..), tags(..), allow(..))]`.

use super::settings::Settings;
use crate::catalogue::code;
use crate::report::Report;
use proc_macro2::TokenStream;
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::spanned::Spanned;
use workflow_asl::Code;

/// What the attribute says.
#[derive(Default)]
pub(crate) struct Options {
    /// The lints of its definition that it allows, by name.
    pub(crate) allow: Vec<String>,
    /// Whether its executions are Express executions.
    pub(crate) is_express: bool,
    /// How its state machine is deployed.
    pub(crate) settings: Settings,
}

impl Options {
    pub(crate) fn read(attr: TokenStream, report: &mut Report) -> Self {
        let mut options = Options::default();
        let mut known = Vec::new();
        let parser = syn::meta::parser(|meta| {
            if known.contains(&meta.path) {
                let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                report.error(code::OPTION_TWICE, &meta.path, format!("`{name}` is given twice"));
            }
            known.push(meta.path.clone());
            if meta.path.is_ident("allow") {
                return meta.parse_nested_meta(|lint| options.allow(&lint, report));
            }
            if meta.path.is_ident("type") {
                return options.execution_type(&meta, report);
            }
            if options.settings.option(&meta, report)? {
                return Ok(());
            }
            Err(meta.error(code::WORKFLOW_OPTION.message("the options of `#[workflow]` are `type = \"EXPRESS\"`, `logging(..)`, `tracing`, `encryption(..)`, `tags(..)` and `allow(..)`\n  = help: timeouts and retries belong to a task: `#[task(timeout = \"30s\")]`")))
        });
        if let Err(error) = parser.parse2(attr) {
            report.syntax(error);
        }
        options
    }

    fn execution_type(&mut self, meta: &ParseNestedMeta<'_>, report: &mut Report) -> syn::Result<()> {
        let value: syn::Expr = meta.value()?.parse()?;
        let text = match &value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
            _ => String::new(),
        };
        match text.as_str() {
            "STANDARD" => self.is_express = false,
            "EXPRESS" => self.is_express = true,
            _ => report.error(
                code::WORKFLOW_TYPE,
                &value,
                "this is no type of a workflow\n  = help: write `type = \"EXPRESS\"`, or `type = \"STANDARD\"`, which it is without one",
            ),
        }
        Ok(())
    }

    fn allow(&mut self, lint: &ParseNestedMeta<'_>, report: &mut Report) -> syn::Result<()> {
        if !lint.input.is_empty() && !lint.input.peek(syn::Token![,]) {
            return Err(lint.error(
                code::LINT_FORM.message("a lint is named and nothing else\n  = help: write `allow(history_limit)`"),
            ));
        }
        let name = lint.path.get_ident().map(ToString::to_string).unwrap_or_default();
        if Code::LINTS.iter().any(|code| code.lint_name() == name) {
            self.allow.push(name);
            return Ok(());
        }
        let known: Vec<String> = Code::LINTS.iter().map(|code| format!("`{}`", code.lint_name())).collect();
        report.error_at(
            code::UNKNOWN_LINT,
            lint.path.span(),
            format!("this is no lint of a workflow\n  = help: there are {}", known.join(", ")),
        );
        Ok(())
    }
}
