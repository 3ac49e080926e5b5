//! The program as a Lambda function.

use super::App;
use std::process::ExitCode;
use workflow_cli::{Stop, Streams};

/// What Lambda sets, and only Lambda: where its runtime API is.
const RUNTIME_API: &str = "AWS_LAMBDA_RUNTIME_API";

/// Whether Lambda has started this process.
pub(super) fn is_function() -> bool {
    std::env::var_os(RUNTIME_API).is_some_and(|api| !api.is_empty())
}

/// Says why it cannot be served: this program was built without what serving takes.
#[cfg(not(feature = "lambda"))]
pub(super) fn serve(_app: App, streams: &Streams) -> ExitCode {
    let reason = format!(
        "AWS Lambda has started this program ({RUNTIME_API} is set), but it was built without the cargo feature \
         `lambda` of workflow-runtime: turn it on in Cargo.toml, workflow-runtime = {{ .., features = [\"lambda\"] }}"
    );
    Stop::refused(reason).tell(streams)
}

/// Answers invocations for as long as the process lives.
#[cfg(feature = "lambda")]
pub(super) fn serve(app: App, streams: &Streams) -> ExitCode {
    served(app, streams).unwrap_or_else(|stop| stop.tell(streams))
}

#[cfg(feature = "lambda")]
fn served(mut app: App, streams: &Streams) -> Result<ExitCode, Stop> {
    let variable = |name: &str| std::env::var(name).ok();
    let is_json = variable("AWS_LAMBDA_LOG_FORMAT").is_some_and(|format| format.eq_ignore_ascii_case("json"));
    workflow_cli::log_to(streams, &workflow_cli::LogArgs { log_json: is_json, ..Default::default() });
    let tokio = super::run::tokio_runtime()?;
    let _entered = tokio.enter();
    let providers = std::mem::take(&mut app.providers);
    let selected = app.exported().and_then(|exported| {
        let settings = crate::lambda::Settings::from_variables(variable).map_err(Stop::refused)?;
        settings.select(exported.any_tasks()).map_err(Stop::refused)
    });
    match selected.and_then(|task| Ok((task, super::run::provided(providers)?))) {
        Ok((task, runtime)) => tokio.block_on(crate::lambda::serve(task, runtime)).map_err(Stop::refused)?,
        Err(stop) => {
            let api = variable(RUNTIME_API).unwrap_or_default();
            let reason = stop.line().unwrap_or_default();
            if let Err(error) = tokio.block_on(crate::lambda::report(&api, reason)) {
                streams.messages.line(&format!("warning: Lambda cannot be told: {error}"));
            }
            return Err(stop);
        }
    }
    Ok(ExitCode::SUCCESS)
}
