//! `serve`: the workflows behind the Step Functions API.

use super::App;
use super::args::ServeArgs;
use super::run::{provided, tokio_runtime};
use crate::Runtime;
use crate::exported::{Exported, ExportedDefinition};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use workflow_cli::{Stop, Streams};
use workflow_engine::{EngineOptions, Targets};
#[cfg(feature = "durable")]
use workflow_server::NativeExecutables;
use workflow_server::target::TargetOptions;
use workflow_server::{Service, ServiceOptions};

/// The account of all ARNs.
const ACCOUNT_ID: &str = "123456789012";
/// The role of the state machines: `CreateStateMachine` wants one, and nothing here looks at it.
const ROLE_NAME: &str = "workflow";

pub(super) fn serve(mut app: App, args: &ServeArgs, streams: &mut Streams) -> Result<(), Stop> {
    let tokio = tokio_runtime()?;
    let providers = std::mem::take(&mut app.providers);
    let exported = app.exported()?;
    for entry in &app.entries {
        entry.validated()?;
    }
    let served = {
        let _entered = tokio.enter();
        // Nothing is made for a server that cannot listen.
        let bound = tokio.block_on(TcpListener::bind((args.host, args.port)));
        let listener = bound.map_err(|error| Stop::usage(cannot_listen(args, &error)));
        listener.and_then(|listener| {
            let runtime = provided(providers)?;
            tokio.block_on(answered(listener, args, &exported, &runtime, streams))
        })
    };
    tokio.shutdown_background();
    served
}

fn cannot_listen(args: &ServeArgs, error: &std::io::Error) -> String {
    let address = SocketAddr::new(args.host, args.port);
    format!("cannot listen at {address}: {}", super::input::reason(error))
}

/// Answers requests until an interrupt, which is how a server is meant to end.
async fn answered(
    listener: TcpListener,
    args: &ServeArgs,
    exported: &Exported,
    runtime: &Runtime,
    streams: &mut Streams,
) -> Result<(), Stop> {
    let address = listener.local_addr().map_err(Stop::refused)?;
    let options = options(args, exported, runtime);
    let region = Arc::clone(&options.engine.region);
    let service = service(args, options, exported, runtime, streams).await?;
    let messages = streams.messages.clone();
    messages.line(&format!("serving the Step Functions API at http://{address}"));
    for definition in exported.definitions(&region, ACCOUNT_ID) {
        messages.line(&format!("  {}", registered(&service, definition).await?));
    }
    if !address.ip().is_loopback() {
        messages.line(&format!("warning: others may reach {address}, and whoever does may do everything"));
    }
    service.keep_house_during(workflow_server::serve(listener, service.clone(), &mut streams.interrupt)).await;
    service.shut_down().await;
    messages.line("stopped");
    Ok(())
}

fn options(args: &ServeArgs, exported: &Exported, runtime: &Runtime) -> ServiceOptions {
    let mut targets = TargetOptions::from_variables(|name| std::env::var(name).ok());
    if let Some(address) = &args.lambda_endpoint {
        targets.endpoints = targets.endpoints.with("lambda", address);
    }
    let engine = EngineOptions {
        region: Arc::clone(&targets.region),
        targets: Targets::new().with(exported.tasks(runtime)),
        ..runtime.engine_options()
    };
    let logging = Some(args.log.configuration());
    ServiceOptions { engine, targets, account_id: Arc::from(ACCOUNT_ID), logging, ..ServiceOptions::default() }
}

/// The service: of what is kept in a directory, or a new one in memory.
#[cfg(feature = "durable")]
async fn service(
    args: &ServeArgs,
    options: ServiceOptions,
    exported: &Exported,
    runtime: &Runtime,
    streams: &Streams,
) -> Result<Service, Stop> {
    workflow_cli::log_to(streams, &args.log);
    let Some(directory) = &args.data else { return Ok(Service::new(options)) };
    let directory = streams.path(directory);
    let (region, account_id) = (Arc::clone(&options.engine.region), Arc::clone(&options.account_id));
    let (native, meet) = crate::standard::executables(exported, runtime, region, account_id);
    let options = ServiceOptions { executables: NativeExecutables::new(native), ..options };
    let store = super::standard::store(&directory).await?;
    let service = Service::open(options, Arc::new(store)).await.map_err(Stop::usage)?;
    meet(service.standard().clone());
    streams.messages.line(&format!("working on {}", directory.display()));
    Ok(service)
}

/// The service, which keeps everything in memory.
#[cfg(not(feature = "durable"))]
async fn service(
    args: &ServeArgs,
    options: ServiceOptions,
    _exported: &Exported,
    _runtime: &Runtime,
    streams: &Streams,
) -> Result<Service, Stop> {
    workflow_cli::log_to(streams, &args.log);
    Ok(Service::new(options))
}

/// Creates a state machine and gives its ARN.
async fn registered(service: &Service, exported: ExportedDefinition) -> Result<String, Stop> {
    let definition = exported.to_json();
    let request = json!({
        "name": exported.name,
        "definition": &definition,
        "type": exported.execution_type.as_str(),
        "roleArn": format!("arn:aws:iam::{ACCOUNT_ID}:role/{ROLE_NAME}"),
    });
    let arn = exported.state_machine_arn;
    let created = match service.call("CreateStateMachine", request).await {
        // It is kept from before, and the workflow may have changed.
        Err(error) if error.code == "StateMachineAlreadyExists" => {
            let request = json!({"stateMachineArn": &arn, "definition": definition});
            service.call("UpdateStateMachine", request).await
        }
        created => created,
    };
    created.map_err(|error| Stop::refused(format!("cannot create the state machine `{}`: {error}", exported.name)))?;
    Ok(arn)
}
