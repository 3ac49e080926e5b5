//! The end of whoever answers: `approve`, `reject` and `heartbeat`.

use super::{LIMIT, Request, Response};
use crate::cli::input;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;
use workflow_cli::{ApproveArgs, HeartbeatArgs, RejectArgs};
use workflow_cli::{Stop, Streams};

/// How long a run may take to answer; longer than it takes to serve one that says nothing.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn approve(args: ApproveArgs, streams: &mut Streams) -> Result<(), Stop> {
    let output = input::parse("--output", &args.output)?;
    send(&args.token, &Request::Success { task_token: args.token.trim().to_owned(), output })?;
    streams.write("approved\n")
}

pub(crate) fn reject(args: RejectArgs, streams: &mut Streams) -> Result<(), Stop> {
    let RejectArgs { token, error, cause, .. } = args;
    send(&token, &Request::Failure { task_token: token.trim().to_owned(), error, cause })?;
    streams.write("rejected\n")
}

pub(crate) fn heartbeat(args: &HeartbeatArgs, streams: &mut Streams) -> Result<(), Stop> {
    send(&args.token, &Request::Heartbeat { task_token: args.token.trim().to_owned() })?;
    streams.write("heartbeat received\n")
}

fn send(token: &str, request: &Request) -> Result<(), Stop> {
    let address = address(token)?;
    let mut line = serde_json::to_vec(request).map_err(Stop::usage)?;
    line.push(b'\n');
    if line.len() > LIMIT {
        return Err(Stop::usage("the answer is longer than 1 MiB"));
    }
    let stream = TcpStream::connect_timeout(&address, PATIENCE)
        .map_err(|_| Stop::refused(format!("no run answers at {address}; it has ended, or runs on another machine")))?;
    match conversation(&stream, &line) {
        Ok(Response::Done) => Ok(()),
        Ok(Response::Refused { reason }) => Err(Stop::refused(reason)),
        Err(error) => Err(Stop::refused(format!("no run answers at {address}: {error}"))),
    }
}

/// Where the run listens that issued a token: behind the token's last point.
fn address(token: &str) -> Result<SocketAddr, Stop> {
    let port = token.trim().rsplit_once('.').and_then(|(_, port)| port.parse().ok()).filter(|port| *port != 0);
    let port = port.ok_or_else(|| Stop::usage("InvalidToken: this is not a whole token as `run` shows it"))?;
    Ok((Ipv4Addr::LOCALHOST, port).into())
}

fn conversation(mut stream: &TcpStream, line: &[u8]) -> io::Result<Response> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(line)?;
    let mut response = Vec::new();
    BufReader::new(stream.take(LIMIT as u64)).read_until(b'\n', &mut response)?;
    serde_json::from_slice(&response).map_err(|_| io::Error::other("what listens there is not a run"))
}
