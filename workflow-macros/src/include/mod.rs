//! `include_asl!`: a definition from a file, whose Lambda functions are the tasks of this program.

mod functions;

use crate::catalogue::code;
use crate::report::Report;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::path::{Path as FilePath, PathBuf};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Path, Token, Visibility, braced};
use workflow_asl::check::{Colours, Finding, Report as Found};
use workflow_asl::{ExecutionType, StateMachine};

mod keyword {
    syn::custom_keyword!(tasks);
}

/// `pub fulfil: "fulfil.asl.json", tasks: { "Reserve-v2": reserve }`
struct Include {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    file: LitStr,
    tasks: Vec<Named>,
}

/// A task for a function that is not named like it.
struct Named {
    function: LitStr,
    task: Path,
}

impl Parse for Include {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let file = input.parse()?;
        let mut tasks = Vec::new();
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            input.parse::<keyword::tasks>()?;
            input.parse::<Token![:]>()?;
            let list;
            braced!(list in input);
            tasks.extend(Punctuated::<Named, Token![,]>::parse_terminated(&list)?);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Include { attributes, visibility, name, file, tasks })
    }
}

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let function = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok(Named { function, task: input.parse()? })
    }
}

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut report = Report::new();
    let expanded = syn::parse2::<Include>(tokens)
        .map_err(|error| {
            let message = format!("{error}\nwrite `include_asl!(pub fulfil: \"fulfil.asl.json\");`");
            report.error_at(code::INCLUDE_SYNTAX, error.span(), message);
        })
        .ok()
        .and_then(|include| include.expand(&mut report));
    let errors = report.finish();
    quote!(#errors #expanded)
}

impl Include {
    fn expand(&self, report: &mut Report) -> Option<TokenStream> {
        let text = self.text(report)?;
        let machine = self.machine(&text, report)?;
        let functions = workflow_asl::lambda_functions(&machine);
        let tasks: Vec<_> = functions.iter().filter_map(|function| self.task(function, report)).collect();
        for named in &self.tasks {
            let function = named.function.value();
            if !functions.contains(&function) {
                let message = format!("the definition calls no function `{function}`\nleave it out");
                report.error(code::INCLUDE_UNKNOWN, &named.function, message);
            }
        }
        report.is_empty().then(|| self.emit(&machine, &tasks))
    }

    fn text(&self, report: &mut Report) -> Option<String> {
        let path = self.directory().join(self.file.value());
        std::fs::read_to_string(&path)
            .map_err(|error| {
                let message =
                    format!("cannot read `{}`: {error}\ngive its path from this source file", self.file.value());
                report.error(code::INCLUDE_FILE, &self.file, message);
            })
            .ok()
    }

    /// The directory of the source file, as for `include_str!`; that of the package where there is no such file.
    fn directory(&self) -> PathBuf {
        let source = self.file.span().unwrap().local_file();
        let directory = source.as_deref().and_then(FilePath::parent).map(FilePath::to_owned);
        directory.or_else(|| std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)).unwrap_or_default()
    }

    /// The definition, if it is valid; what is only warned of is for `check` to tell.
    fn machine(&self, text: &str, report: &mut Report) -> Option<StateMachine> {
        let mut found = Found::new(ExecutionType::Standard);
        found.add(&self.file.value(), text);
        let errors = found.findings().iter().filter(|finding| finding.diagnostic.is_error());
        for finding in errors {
            report.error(code::INCLUDE_DEFINITION, &self.file, shown(finding));
        }
        StateMachine::from_json(text).ok().filter(|_| report.is_empty())
    }

    /// The task of a function, with its name as the definition has it.
    fn task(&self, function: &str, report: &mut Report) -> Option<TokenStream> {
        if let Some(named) = self.tasks.iter().find(|named| named.function.value() == function) {
            let task = &named.task;
            return Some(quote!(.with::<#task>(#function)));
        }
        let name = functions::snake_case(function);
        if syn::parse_str::<Ident>(&name).is_err() {
            let message = format!(
                "the definition calls the function `{function}`, which is no name of a task\n\
                 say which task it is: `tasks: {{ \"{function}\": .. }}`"
            );
            report.error(code::INCLUDE_FUNCTION, &self.file, message);
            return None;
        }
        // Where there is none of this name, rustc says so at the file.
        let task = Ident::new(&name, self.file.span());
        Some(quote!(.with::<#task>(#function)))
    }

    fn emit(&self, machine: &StateMachine, tasks: &[TokenStream]) -> TokenStream {
        let Include { attributes, visibility, name, file, .. } = self;
        let name_text = name.to_string();
        let documented = machine.comment.iter();
        let comment = machine.comment.as_deref().unwrap_or_default();
        let states = workflow_asl::state_names(machine);
        quote! {
            #(#attributes)*
            #(#[doc = #documented])*
            #[allow(non_camel_case_types, reason = "named like the functions of workflows")]
            #[derive(Clone, Copy, Debug)]
            #visibility struct #name;

            impl ::workflow_runtime::IncludedAsl for #name {
                const NAME: &'static str = #name_text;
                // It also makes the file one that the program is built from.
                const DEFINITION: &'static str = include_str!(#file);
                const COMMENT: &'static str = #comment;
                const STATES: &'static [&'static str] = &[#(#states),*];

                fn tasks() -> ::workflow_runtime::IncludedTasks {
                    ::workflow_runtime::IncludedTasks::new() #(#tasks)*
                }
            }

            impl ::workflow_runtime::Runnable for #name {
                fn any() -> ::workflow_runtime::__private::AnyRunnable {
                    ::workflow_runtime::__private::AnyRunnable::of_included::<Self>()
                }
            }
        }
    }
}

/// What is wrong, and the line of the file.
fn shown(finding: &Finding) -> String {
    finding.render(Colours::None)
}
