//! Stands in for the Invoke API of AWS Lambda.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use workflow_engine::clock::real_sleep;

use crate::python;

type Functions = Arc<Mutex<HashMap<String, Value>>>;

/// Functions behind an HTTP endpoint, which is there as long as the runtime that it was started on.
#[derive(Clone, Debug)]
pub struct Lambda {
    address: SocketAddr,
    functions: Functions,
}

impl Lambda {
    /// Listens on a free port of this machine.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let lambda = Self { address: listener.local_addr()?, functions: Functions::default() };
        let functions = Arc::clone(&lambda.functions);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&functions)));
            }
        });
        Ok(lambda)
    }

    /// Where it listens.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Adds the functions of a case: `{ARN: {"behaviour": {"kind": ..}}}`.
    pub fn add(&self, functions: &Value) {
        let functions = functions.as_object().into_iter().flatten();
        let named = functions.map(|(arn, function)| (function_name(arn), function["behaviour"].clone()));
        self.functions.lock().unwrap_or_else(PoisonError::into_inner).extend(named);
    }
}

/// The name of a function in its name, ARN or partial ARN, which may end in a version.
fn function_name(named: &str) -> String {
    let decoded = percent_decoded(named);
    let name = decoded.split_once("function:").map_or(&*decoded, |(_, name)| name);
    name.split(':').next().unwrap_or_default().to_owned()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut after = rest.clone();
        let digits = (byte == b'%').then(|| [after.next(), after.next()]);
        let decoded = digits.and_then(|digits| match digits {
            [Some(high), Some(low)] => u8::from_str_radix(std::str::from_utf8(&[high, low]).ok()?, 16).ok(),
            _ => None,
        });
        if decoded.is_some() {
            rest = after;
        }
        bytes.push(decoded.unwrap_or(byte));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Answers the requests of a connection.
async fn serve(stream: TcpStream, functions: Functions) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some((path, body)) = read_request(&mut stream).await? {
        let name = path.strip_prefix("/2015-03-31/functions/").and_then(|rest| rest.strip_suffix("/invocations"));
        let name = name.map(function_name);
        let behaviour =
            name.as_ref().and_then(|name| functions.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned());
        let answer = match (name, behaviour) {
            (_, Some(behaviour)) => invoke(&behaviour, &body).await,
            (Some(name), None) => Answer::not_found(&name),
            (None, None) => {
                Answer { status: "404 Not Found", header: "", body: r#"{"Message":"not found"}"#.to_owned() }
            }
        };
        stream.write_all(answer.to_http().as_bytes()).await?;
    }
    Ok(())
}

/// The path and body of the next request, none when there is no other.
async fn read_request(stream: &mut BufReader<TcpStream>) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut request_line = String::new();
    stream.read_line(&mut request_line).await?;
    let Some(path) = request_line.split(' ').nth(1) else { return Ok(None) };
    let mut length = 0;
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await?;
        match header.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some((path.to_owned(), body)))
}

struct Answer {
    status: &'static str,
    header: &'static str,
    body: String,
}

impl Answer {
    fn of(body: String) -> Self {
        Self { status: "200 OK", header: "", body }
    }

    fn not_found(name: &str) -> Self {
        let message = format!("Function not found: arn:aws:lambda:us-east-1:111111111111:function:{name}:$LATEST");
        Self {
            status: "404 Not Found",
            header: "X-Amzn-ErrorType: ResourceNotFoundException\r\n",
            body: json!({"Type": "User", "Message": message}).to_string(),
        }
    }

    fn to_http(&self) -> String {
        let Self { status, header, body } = self;
        format!(
            "HTTP/1.1 {status}\r\nDate: Sat, 21 Nov 2026 20:00:00 GMT\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             x-amzn-RequestId: 00000000-0000-4000-8000-000000000000\r\nX-Amzn-Trace-Id: Root=1-0-0;Sampled=0\r\n\
             X-Amz-Executed-Version: $LATEST\r\nx-amzn-Remapped-Content-Length: 0\r\n{header}\r\n{body}",
            body.len()
        )
    }
}

/// What a function of this behaviour answers.
async fn invoke(behaviour: &Value, body: &[u8]) -> Answer {
    let event: Value = serde_json::from_slice(body).unwrap_or_else(|_| json!({}));
    match behaviour["kind"].as_str().unwrap_or_default() {
        "identity" => Answer::of(python::dumps(&event)),
        // A handler that returns bytes: they are passed on as they are.
        "return" if behaviour.get("note").is_some() => {
            Answer::of(behaviour["value"].as_str().unwrap_or_default().to_owned())
        }
        "return" => Answer::of(python::dumps(&behaviour["value"])),
        "large_output" => {
            let length = behaviour["bytes"].as_u64().and_then(|bytes| usize::try_from(bytes).ok());
            Answer::of("a".repeat(length.unwrap_or_default()))
        }
        "sleep_then_identity" => {
            real_sleep(Duration::from_secs(behaviour["seconds"].as_u64().unwrap_or_default())).await;
            Answer::of(python::dumps(&event))
        }
        "raise" => raise(behaviour),
        kind => Answer {
            status: "500 Internal Server Error",
            header: "",
            body: json!({"message": format!("unknown behaviour {kind}")}).to_string(),
        },
    }
}

/// An unhandled exception, as the Python runtime reports it.
fn raise(behaviour: &Value) -> Answer {
    let is_custom = behaviour["errorType"] != "Exception";
    let (line, raised) =
        if is_custom { (9, "CustomException()") } else { (2, r#"Exception("Some exception was raised.")"#) };
    let report = json!({
        "errorMessage": if is_custom { json!("") } else { behaviour["errorMessage"].clone() },
        "errorType": behaviour["errorType"],
        "requestId": "00000000-0000-4000-8000-000000000001",
        "stackTrace": [format!("  File \"/var/task/handler.py\", line {line}, in handler\n    raise {raised}\n")],
    });
    Answer { header: "X-Amz-Function-Error: Unhandled\r\n", ..Answer::of(python::dumps(&report)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_named_in_many_ways() {
        let names = ["f", "f:1", "arn:aws:lambda:us-east-1:111111111111:function:f:1", "1:function:%66"];
        assert!(names.into_iter().all(|name| function_name(name) == "f"));
        assert_eq!(percent_decoded("%3Ca%zz%"), "<a%zz%");
    }

    #[tokio::test]
    async fn functions_answer_over_http() {
        let lambda = Lambda::start().await.unwrap();
        lambda.add(&json!({"arn:aws:lambda:us-east-1:111111111111:function:f": {"behaviour": {"kind": "identity"}}}));
        let mut stream = TcpStream::connect(lambda.address).await.unwrap();
        let request = "POST /2015-03-31/functions/f/invocations HTTP/1.1\r\ncontent-length: 7\r\n\r\n{\"a\":1}";
        stream.write_all(request.replace("functions/f/", "functions/g/").as_bytes()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).await.unwrap();
        assert!(answers.starts_with("HTTP/1.1 404"), "{answers}");
        assert!(answers.ends_with("\r\n\r\n{\"a\": 1}"), "{answers}");
    }
}
