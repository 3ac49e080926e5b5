//! `serve` as a command line has it: the options of the program of this crate, and of the `serve` of other binaries.

use std::fmt;
use std::future::Future;
use std::io::{self, Write};
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;
use workflow_cli::LogArgs;
use workflow_engine::EngineOptions;
use workflow_engine::durable::StandardOptions;
use workflow_store::{SqliteOptions, SqliteStore};

use crate::target::TargetOptions;
use crate::{Service, ServiceOptions, serve};

/// How to serve, and where.
///
/// ```
/// use clap::Parser;
/// use workflow_server::ServeCommand;
///
/// #[derive(Parser)]
/// struct Arguments {
///     #[command(flatten)]
///     serve: ServeCommand,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let Arguments { serve } = Arguments::parse_from(["server", "--port", "0"]);
/// let options = serve.options(|name| std::env::var(name).ok());
/// // Here is the place to add targets of one's own, and then state machines.
/// let service = serve.service(options).await?;
/// let mut messages = Vec::new();
/// serve.run(service, async { /* until Ctrl+C, say */ }, &mut messages).await?;
/// assert!(messages.starts_with(b"listening: http://127.0.0.1:"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Args)]
pub struct ServeCommand {
    /// The address to listen at. Whoever reaches it may do everything.
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// The port to listen at; 0 for any that is free.
    #[arg(long, default_value_t = 8083)]
    pub port: u16,
    /// The directory to keep everything in; it is created if it is not there. Without it everything is kept in memory, and is
    /// gone when the server stops.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Keep everything in memory, as without --data.
    #[arg(long, conflicts_with = "data")]
    pub in_memory: bool,
    /// How many Standard executions may be in memory at a time; those that only wait are not.
    #[arg(long, value_name = "N", default_value_t = DEFAULT_CONCURRENCY)]
    pub max_concurrency: NonZeroUsize,
    /// How many days Standard executions are kept after they have ended.
    #[arg(long, value_name = "DAYS", default_value_t = DEFAULT_RETENTION)]
    pub retention: u32,
    /// Where Lambda functions are, such as http://127.0.0.1:9001.
    #[arg(long, value_name = "URL")]
    pub lambda_endpoint: Option<String>,
    /// The region that ARNs name; else that of AWS_REGION or AWS_DEFAULT_REGION.
    #[arg(long)]
    pub region: Option<String>,
    /// The account that ARNs name.
    #[arg(long, default_value = "123456789012", value_parser = account_id)]
    pub account_id: String,
    /// What is logged.
    #[command(flatten)]
    pub log: LogArgs,
    /// Say what happens as JSON, a line each.
    #[arg(long)]
    pub json: bool,
}

const DEFAULT_CONCURRENCY: NonZeroUsize = match NonZeroUsize::new(StandardOptions::MAX_CONCURRENCY) {
    Some(default) => default,
    None => NonZeroUsize::MIN,
};

/// As many days as AWS keeps them.
const DEFAULT_RETENTION: u32 = 90;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn account_id(text: &str) -> Result<String, String> {
    let is_account = text.len() == 12 && text.bytes().all(|digit| digit.is_ascii_digit());
    if is_account { Ok(text.to_owned()) } else { Err("an account has 12 digits".to_owned()) }
}

impl ServeCommand {
    /// The options of the service. Environment variables are read through `variable`: see
    /// [`TargetOptions::from_variables`].
    pub fn options(&self, variable: impl Fn(&str) -> Option<String>) -> ServiceOptions {
        let mut targets = TargetOptions::from_variables(variable);
        if let Some(address) = &self.lambda_endpoint {
            targets.endpoints = targets.endpoints.with("lambda", address);
        }
        if let Some(region) = &self.region {
            targets.region = Arc::from(region.as_str());
        }
        let account_id: Arc<str> = Arc::from(self.account_id.as_str());
        targets.account_id = Arc::clone(&account_id);
        let engine = EngineOptions { region: Arc::clone(&targets.region), ..EngineOptions::default() };
        ServiceOptions {
            engine,
            targets,
            account_id,
            max_concurrency: self.max_concurrency.get(),
            retention: DAY.saturating_mul(self.retention),
            logging: self.log.chosen(),
            ..ServiceOptions::default()
        }
    }

    /// The service: of what is kept in the directory, or a new one in memory.
    ///
    /// # Errors
    ///
    /// If the directory cannot be opened, such as while another process works on it.
    pub async fn service(&self, options: ServiceOptions) -> io::Result<Service> {
        let Some(directory) = self.data.clone() else { return Ok(Service::new(options)) };
        let opened = tokio::task::spawn_blocking(move || SqliteStore::open(&directory, SqliteOptions::default())).await;
        let store = opened.map_err(io::Error::other)?.map_err(io::Error::other)?;
        Service::open(options, Arc::new(store)).await.map_err(io::Error::other)
    }

    /// Serves until `shutdown` is done, and tells `messages` where. Then executions stop to go on here.
    ///
    /// # Errors
    ///
    /// If the address cannot be listened at.
    pub async fn run(
        &self,
        service: Service,
        shutdown: impl Future<Output = ()>,
        messages: &mut (dyn Write + Send),
    ) -> io::Result<()> {
        let listener = TcpListener::bind((self.host, self.port)).await?;
        let address = format!("http://{}", listener.local_addr()?);
        self.say(messages, "listening", &address);
        self.say(messages, "keeping", self.kept(&service));
        if !self.host.is_loopback() {
            self.say(messages, "warning", "whoever reaches this address may do everything");
        }
        service.keep_house_during(serve(listener, service.clone(), shutdown)).await;
        service.shut_down().await;
        self.say(messages, "stopped", &address);
        Ok(())
    }

    /// Where everything is kept, and how much there is to do.
    fn kept(&self, service: &Service) -> String {
        let Some(directory) = &self.data else { return "everything in memory".to_owned() };
        let counts = service.standard().counts();
        let open = counts.active + counts.queued + counts.waiting;
        let executions = if open == 1 { "execution goes on" } else { "executions go on" };
        format!("everything in {}; {open} {executions}", directory.display())
    }

    /// Whoever does not read the messages is served nonetheless.
    fn say(&self, messages: &mut dyn Write, event: &str, of: impl fmt::Display) {
        let of = of.to_string();
        let _ = if self.json {
            writeln!(messages, "{}", serde_json::json!({"event": event, "of": of}))
        } else {
            writeln!(messages, "{event}: {of}")
        };
        let _ = messages.flush();
    }
}

/// Waits until someone wants this process to stop: Ctrl+C, or what `kill` sends.
pub async fn stop_signal() {
    let interrupted = async {
        // Without a signal to wait for, it only ends with the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                futures_util::future::select(std::pin::pin!(interrupted), std::pin::pin!(terminated.recv())).await;
            }
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        serve: ServeCommand,
    }

    fn parse(arguments: &[&str]) -> Result<ServeCommand, clap::Error> {
        Arguments::try_parse_from([&["server"], arguments].concat()).map(|arguments| arguments.serve)
    }

    #[test]
    fn options_come_before_the_environment() {
        let variable = |name: &str| match name {
            "AWS_REGION" => Some("eu-west-1".to_owned()),
            "LAMBDA_ENDPOINT" => Some("http://environment".to_owned()),
            _ => None,
        };
        let options = parse(&[]).unwrap().options(variable);
        assert_eq!(&*options.engine.region, "eu-west-1");
        assert_eq!(options.targets.endpoints.find("lambda").as_deref(), Some("http://environment"));
        let arguments = ["--region", "us-west-2", "--lambda-endpoint", "http://option", "--account-id", "000000000001"];
        let options = parse(&arguments).unwrap().options(variable);
        assert_eq!((&*options.engine.region, &*options.account_id), ("us-west-2", "000000000001"));
        assert_eq!(options.targets.endpoints.find("lambda").as_deref(), Some("http://option"));
        assert!(parse(&["--account-id", "1"]).is_err());
    }

    #[test]
    fn only_this_machine_is_served_unless_told_otherwise() {
        let serve = parse(&[]).unwrap();
        assert!(serve.host.is_loopback());
        assert_eq!(serve.port, 8083);
    }

    #[tokio::test]
    async fn messages_are_lines_of_json_if_so_asked() {
        let serve = parse(&["--port", "0", "--json"]).unwrap();
        let service = Service::new(serve.options(|_| None));
        let mut messages = Vec::new();
        serve.run(service, std::future::ready(()), &mut messages).await.unwrap();
        let text = String::from_utf8(messages).unwrap();
        let events: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let events: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
        assert_eq!(events, ["listening", "keeping", "stopped"]);
    }
}
