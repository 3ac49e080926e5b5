//! The Step Functions API as a program of its own.

use std::net::IpAddr;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tokio::net::TcpListener;
use workflow_engine::EngineOptions;
use workflow_server::target::TargetOptions;
use workflow_server::{Service, ServiceOptions, serve};

/// The AWS Step Functions API on this machine: point any SDK, or the AWS CLI, at its address.
///
/// Tasks go to the services that the environment names, as AWS's local tool does: LAMBDA_ENDPOINT, SQS_ENDPOINT,
/// SNS_ENDPOINT, DYNAMODB_ENDPOINT, STEP_FUNCTIONS_ENDPOINT, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>. Signatures of
/// requests are not checked.
#[derive(Debug, Parser)]
#[command(name = "workflow-server", version)]
struct Arguments {
    /// The address to listen at. Whoever reaches it may do everything.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// The port to listen at; 0 for any that is free.
    #[arg(long, default_value_t = 8083)]
    port: u16,
    /// Keep everything in memory. (There is no other way yet.)
    #[arg(long)]
    in_memory: bool,
    /// Where Lambda functions are, such as http://127.0.0.1:9001.
    #[arg(long, value_name = "URL")]
    lambda_endpoint: Option<String>,
    /// The region that ARNs name; else that of AWS_REGION or AWS_DEFAULT_REGION.
    #[arg(long)]
    region: Option<String>,
    /// The account that ARNs name.
    #[arg(long, default_value = "123456789012", value_parser = account_id)]
    account_id: String,
    /// Say what happens as JSON, a line each.
    #[arg(long)]
    json: bool,
}

fn account_id(text: &str) -> Result<String, String> {
    let is_account = text.len() == 12 && text.bytes().all(|digit| digit.is_ascii_digit());
    if is_account { Ok(text.to_owned()) } else { Err("an account has 12 digits".to_owned()) }
}

impl Arguments {
    fn options(&self) -> ServiceOptions {
        let mut targets = TargetOptions::from_variables(|name| std::env::var(name).ok());
        if let Some(address) = &self.lambda_endpoint {
            targets.endpoints = targets.endpoints.with("lambda", address);
        }
        if let Some(region) = &self.region {
            targets.region = Arc::from(region.as_str());
        }
        let account_id: Arc<str> = Arc::from(self.account_id.as_str());
        targets.account_id = Arc::clone(&account_id);
        let engine = EngineOptions { region: Arc::clone(&targets.region), ..EngineOptions::default() };
        ServiceOptions { engine, targets, account_id }
    }

    /// Says something to whoever started this.
    fn say(&self, event: &str, address: &str) {
        if self.json {
            println!("{}", serde_json::json!({"event": event, "address": address}));
        } else {
            println!("{event}: {address}");
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let listener = match TcpListener::bind((arguments.host, arguments.port)).await {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("cannot listen at {}:{}: {error}", arguments.host, arguments.port);
            return ExitCode::FAILURE;
        }
    };
    let address = listener.local_addr().map(|address| format!("http://{address}")).unwrap_or_default();
    arguments.say("listening", &address);
    if !arguments.host.is_loopback() {
        eprintln!("warning: others may reach {address}, and whoever does may do everything");
    }
    let stopped = async {
        // Without a signal to wait for, it only ends with the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    serve(listener, Service::new(arguments.options()), stopped).await;
    arguments.say("stopped", &address);
    ExitCode::SUCCESS
}
