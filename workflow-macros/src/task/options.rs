//! What stands in the parentheses of `#[task(..)]`.

use super::time::{MOST_DELAY_SECONDS, MOST_SECONDS, seconds};
use crate::catalogue::code;
use crate::pairs::{self, Pair};
use crate::report::Report;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use std::fmt::Display;
use std::str::FromStr;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Lit, LitStr, Meta, MetaList, MetaNameValue, Path, Token};
use workflow_asl::settings::{MEMORY, check_environment_name};

const TASK_OPTIONS: &str = "no such option: the options of a task are `timeout = \"30s\"`, `heartbeat = \"5s\"`, \
    `retry(..)`, and for its Lambda function `memory = 512` and `environment(..)`";
const ENVIRONMENT: &str = "write names with texts: `environment(TABLE = \"orders\")`";
const RETRY_OPTIONS: &str = "the options of `retry` are `errors(..)`, `interval = \"1s\"`, `max_attempts = 3`, \
    `backoff_rate = 2.0`, `max_delay = \"1m\"` and `jitter = \"full\"`";

#[derive(Default)]
pub(super) struct Options {
    pub(super) timeout: Option<u64>,
    pub(super) heartbeat: Option<u64>,
    pub(super) retriers: Vec<Retrier>,
    /// MiB of its Lambda function.
    pub(super) memory: Option<u32>,
    /// Of its Lambda function.
    pub(super) environment: Vec<(String, String)>,
}

/// One `retry(..)` of a task or `retrier!(..)` at a call; what is `None` is as Amazon States Language has it.
#[derive(Default)]
pub(super) struct Retrier {
    /// Variants of the task's error type: their names in a task's options, paths to them at a call.
    pub(super) variants: Vec<Path>,
    pub(super) interval: Option<u64>,
    pub(super) max_attempts: Option<u32>,
    pub(super) backoff_rate: Option<f64>,
    pub(super) max_delay: Option<u64>,
    pub(super) full_jitter: bool,
}

impl Options {
    pub(super) fn parse(attr: TokenStream, report: &mut Report) -> Self {
        let mut options = Options::default();
        let mut seen = Vec::new();
        let mut heartbeat_at = None;
        for meta in list(attr, report) {
            let name = name(&meta);
            if name != "retry" && repeated(&meta, &name, &mut seen, report) {
                continue;
            }
            match (name.as_str(), &meta) {
                ("timeout", Meta::NameValue(option)) => options.timeout = time(option, MOST_SECONDS, report),
                ("heartbeat", Meta::NameValue(option)) => {
                    options.heartbeat = time(option, MOST_SECONDS, report);
                    heartbeat_at = Some(option.value.clone());
                }
                ("retry", Meta::List(option)) => {
                    let retrier = Retrier::parse(option.tokens.clone(), report);
                    options.retry(retrier, &meta, report);
                }
                ("retry", Meta::Path(_)) => options.retry(Retrier::default(), &meta, report),
                ("memory", Meta::NameValue(option)) => options.memory = memory(option, report),
                ("memory", _) => report.error(code::TASK_MEMORY, &meta, "write `memory = 512`, in MiB"),
                ("environment", Meta::List(option)) => options.environment = environment(option, report),
                ("environment", _) => report.error(code::TASK_ENVIRONMENT, &meta, ENVIRONMENT),
                ("timeout" | "heartbeat", _) => {
                    report.error(code::OPTION_FORM, &meta, format!("write `{name} = \"30s\"`"))
                }
                ("retry", _) => report.error(code::OPTION_FORM, &meta, format!("write `retry(..)`; {RETRY_OPTIONS}")),
                _ => report.error(code::UNKNOWN_OPTION, meta.path(), TASK_OPTIONS),
            }
        }
        if let (Some(heartbeat), Some(timeout)) = (options.heartbeat, options.timeout)
            && heartbeat >= timeout
        {
            report.error(
                code::HEARTBEAT_NOT_SHORTER,
                heartbeat_at,
                "heartbeats come more often than the timeout: make it shorter than `timeout`",
            );
        }
        options
    }

    /// Adds a retrier, which gets the errors that those before it leave.
    fn retry(&mut self, retrier: Retrier, meta: &Meta, report: &mut Report) {
        if self.retriers.iter().any(|earlier| earlier.variants.is_empty()) {
            report.error(
                code::RETRY_UNREACHABLE,
                meta.path(),
                "the `retry` before this one takes every error: put it last, or give it `errors(..)`",
            );
        }
        for path in &retrier.variants {
            let Some(variant) = path.get_ident() else {
                report.error(
                    code::RETRIED_ERRORS,
                    path,
                    "name variants of the task's error type: `errors(Network, Timeout)`",
                );
                continue;
            };
            if self.retriers.iter().any(|earlier| earlier.variants.iter().any(|path| path.is_ident(variant))) {
                report.error(
                    code::RETRIED_TWICE,
                    variant,
                    format!("`{variant}` is retried by an earlier `retry`: name it in one of them"),
                );
            }
        }
        self.retriers.push(retrier);
    }
}

impl Retrier {
    pub(super) fn parse(tokens: TokenStream, report: &mut Report) -> Self {
        let mut retrier = Retrier::default();
        let mut seen = Vec::new();
        for meta in list(tokens, report) {
            let name = name(&meta);
            if repeated(&meta, &name, &mut seen, report) {
                continue;
            }
            retrier.option(&name, &meta, report);
        }
        retrier
    }

    fn option(&mut self, name: &str, meta: &Meta, report: &mut Report) {
        match (name, meta) {
            ("errors", Meta::List(option)) => self.variants = variants(option, report),
            ("interval", Meta::NameValue(option)) => {
                self.interval = time(option, MOST_SECONDS, report);
                self.check_delay(&option.value, report);
            }
            ("max_attempts", Meta::NameValue(option)) => {
                let what = "a whole number from 0 to 99999999";
                self.max_attempts = number(option, what, |attempts: &u32| *attempts <= 99_999_999, report);
            }
            ("backoff_rate", Meta::NameValue(option)) => {
                let what = "a number of at least 1, such as 2.0";
                self.backoff_rate = number(option, what, |rate: &f64| *rate >= 1.0 && rate.is_finite(), report);
            }
            ("max_delay", Meta::NameValue(option)) => {
                self.max_delay = time(option, MOST_DELAY_SECONDS, report);
                self.check_delay(&option.value, report);
            }
            ("jitter", Meta::NameValue(option)) => match text(option).map(|text| text.value()).as_deref() {
                Some("full") => self.full_jitter = true,
                Some("none") => self.full_jitter = false,
                _ => report.error(code::OPTION_VALUE, &option.value, "write \"full\" or \"none\""),
            },
            ("errors", _) => {
                report.error(code::RETRIED_ERRORS, meta, "write `errors(A, B)`, with variants of the task's error type")
            }
            ("interval" | "max_attempts" | "backoff_rate" | "max_delay" | "jitter", _) => {
                report.error(code::OPTION_FORM, meta, format!("write `{name} = ..`; {RETRY_OPTIONS}"));
            }
            _ => report.error(code::UNKNOWN_OPTION, meta.path(), format!("no such option: {RETRY_OPTIONS}")),
        }
    }

    fn check_delay(&self, tokens: impl ToTokens, report: &mut Report) {
        if let Some(max_delay) = self.max_delay
            && max_delay <= self.interval.unwrap_or(1)
        {
            report.error(
                code::MAX_DELAY,
                tokens,
                "`max_delay` must be longer than `interval` (which is \"1s\" if left out)",
            );
        }
    }
}

fn list(tokens: TokenStream, report: &mut Report) -> Vec<Meta> {
    match Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens) {
        Ok(list) => list.into_iter().collect(),
        Err(error) => {
            report.syntax(error);
            Vec::new()
        }
    }
}

fn name(meta: &Meta) -> String {
    meta.path().get_ident().map(Ident::to_string).unwrap_or_default()
}

fn repeated(meta: &Meta, name: &str, seen: &mut Vec<String>, report: &mut Report) -> bool {
    let repeated = seen.iter().any(|other| other == name);
    if repeated {
        report.error(code::OPTION_TWICE, meta.path(), format!("`{name}` is given twice"));
    }
    seen.push(name.to_owned());
    repeated
}

fn variants(option: &MetaList, report: &mut Report) -> Vec<Path> {
    let list = match Punctuated::<Path, Token![,]>::parse_terminated.parse2(option.tokens.clone()) {
        Ok(list) => list,
        Err(error) => {
            report.error_at(
                code::RETRIED_ERRORS,
                error.span(),
                "name variants of the task's error type: `errors(Network, Timeout)`",
            );
            return Vec::new();
        }
    };
    if list.is_empty() {
        report.error(code::RETRIED_ERRORS, option, "name a variant, or leave `errors` out to retry every error");
    }
    let mut names: Vec<&Ident> = Vec::new();
    for variant in list.iter().filter_map(|path| path.segments.last()) {
        if names.contains(&&variant.ident) {
            report.error(code::RETRIED_TWICE, variant, format!("`{}` is named twice", variant.ident));
        }
        names.push(&variant.ident);
    }
    list.into_iter().collect()
}

fn memory(option: &MetaNameValue, report: &mut Report) -> Option<u32> {
    let memory = match &option.value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        _ => None,
    };
    let memory = memory.filter(|memory| MEMORY.contains(memory));
    if memory.is_none() {
        let (least, most) = (MEMORY.start(), MEMORY.end());
        report.error(code::TASK_MEMORY, &option.value, format!("write a whole number of MiB from {least} to {most}"));
    }
    memory
}

fn environment(option: &MetaList, report: &mut Report) -> Vec<(String, String)> {
    let pairs = match pairs::read(option.tokens.clone()) {
        Ok(pairs) => pairs,
        Err(error) => {
            report.error_at(code::TASK_ENVIRONMENT, error.span(), ENVIRONMENT);
            return Vec::new();
        }
    };
    for Pair { name, span, .. } in &pairs {
        if let Err(reason) = check_environment_name(name) {
            report.error_at(code::TASK_ENVIRONMENT, *span, format!("Lambda takes no variable of this name: {reason}"));
        }
    }
    if let Some(Pair { name, span, .. }) = pairs::repeated(&pairs) {
        report.error_at(code::TASK_ENVIRONMENT, *span, format!("two variables are called `{name}`: remove one"));
    }
    pairs.into_iter().map(|Pair { name, value, .. }| (name, value)).collect()
}

fn text(option: &MetaNameValue) -> Option<&LitStr> {
    match &option.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
        _ => None,
    }
}

fn time(option: &MetaNameValue, most: u64, report: &mut Report) -> Option<u64> {
    let Some(text) = text(option) else {
        report.error(code::TIME, &option.value, "write a time as text: \"30s\", \"5m\", \"24h\" or \"1d\"");
        return None;
    };
    seconds(&text.value(), most).map_err(|message| report.error(code::TIME, text, message)).ok()
}

fn number<N: FromStr<Err: Display>>(
    option: &MetaNameValue,
    what: &str,
    fits: impl Fn(&N) -> bool,
    report: &mut Report,
) -> Option<N> {
    let parsed = match &option.value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse::<N>().ok(),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.base10_parse::<N>().ok(),
        _ => None,
    };
    let number = parsed.filter(fits);
    if number.is_none() {
        report.error(code::OPTION_VALUE, &option.value, format!("write {what}"));
    }
    number
}
