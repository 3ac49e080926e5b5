//! HTTP as a client: one for all targets.

use std::fmt;
use std::sync::{Arc, OnceLock};

use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

/// The longest body that is read, in bytes: more than the 6 MB that a Lambda function may answer.
pub(crate) const MAX_BODY: usize = 8 * 1024 * 1024;

/// An answer that has arrived completely.
#[derive(Debug)]
pub(crate) struct HttpResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl HttpResponse {
    /// A header's text, if it is there and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body's text; bytes that are no UTF-8 become U+FFFD, as they do in AWS's Java.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum HttpError {
    /// No connection, or it broke.
    Broken(String),
    /// The body is longer than [`MAX_BODY`].
    TooLarge,
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(reason) => f.write_str(reason),
            Self::TooLarge => write!(f, "the response is longer than {MAX_BODY} bytes"),
        }
    }
}

/// Sends requests, over connections that are kept. Cloning gives another handle to the same one.
///
/// HTTPS trusts the certificates that the machine trusts. Nothing times out here: whoever waits drops the future.
#[derive(Clone, Debug, Default)]
pub(crate) struct HttpClient(Arc<OnceLock<Client<HttpsConnector<HttpConnector>, Full<Bytes>>>>);

impl HttpClient {
    /// Sends a request and reads the whole answer.
    pub(crate) async fn send(&self, request: Request<Full<Bytes>>) -> Result<HttpResponse, HttpError> {
        let client = match self.0.get() {
            Some(client) => client,
            None => {
                let made = connect().map_err(|error| HttpError::Broken(error.to_string()))?;
                self.0.get_or_init(|| made)
            }
        };
        let response = client.request(request).await.map_err(|error| HttpError::Broken(whole_reason(&error)))?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MAX_BODY).collect().await.map_err(|error| {
            if error.is::<LengthLimitError>() { HttpError::TooLarge } else { HttpError::Broken(whole_reason(&*error)) }
        })?;
        Ok(HttpResponse { status: head.status, headers: head.headers, body: body.to_bytes() })
    }
}

fn connect() -> Result<Client<HttpsConnector<HttpConnector>, Full<Bytes>>, rustls::Error> {
    let mut roots = rustls::RootCertStore::empty();
    // Without any, HTTPS fails with a reason when it is used, and HTTP still works.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector =
        hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().build();
    Ok(Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector))
}

/// An error with what caused it: hyper's own text is only "client error (Connect)".
fn whole_reason(error: &(dyn std::error::Error + 'static)) -> String {
    let mut reason = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        reason = format!("{reason}: {cause}");
        source = cause.source();
    }
    reason
}
