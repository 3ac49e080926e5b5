//! Telling Lambda why a function cannot be served.

use crate::Failure;
use http::{Request, Uri};
use lambda_runtime::{Diagnostic, Error};
use lambda_runtime_api_client::body::Body;
use lambda_runtime_api_client::{Client, build_request};

/// Posts an initialization error to the runtime API, whose address is `api`, so that whoever invokes the function is told
/// the reason, too.
///
/// See "Initialization error" in the AWS Lambda developer guide.
///
/// # Errors
///
/// Where it cannot be reached.
pub(crate) async fn report(api: &str, reason: &str) -> Result<(), Error> {
    let api: Uri = api.parse()?;
    if api.authority().is_none() {
        return Err(format!("`{api}` is no address").into());
    }
    let client = Client::builder().with_endpoint(api).build()?;
    let answer = client.call(request(reason)?).await?;
    if answer.status().is_success() { Ok(()) } else { Err(answer.status().to_string().into()) }
}

fn request(reason: &str) -> Result<Request<Body>, Error> {
    let error = Diagnostic { error_type: Failure::RUNTIME.to_owned(), error_message: reason.to_owned() };
    let request = build_request()
        .method("POST")
        .uri("/2018-06-01/runtime/init/error")
        .header("Content-Type", "application/json")
        .header("Lambda-Runtime-Function-Error-Type", Failure::RUNTIME);
    Ok(request.body(Body::from(serde_json::to_vec(&error)?))?)
}
