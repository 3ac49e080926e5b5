//! Signature Version 4, by AWS's own crate.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use http::{HeaderName, HeaderValue, Request};
use http_body_util::Full;
use hyper::body::Bytes;
use jiff::Timestamp;

/// Why a request could not be signed.
type SignError = Box<dyn std::error::Error + Send + Sync>;

/// Adds `X-Amz-Date`, `Authorization` and the session token to a request of a service in a region.
pub(crate) fn sign_request(
    request: &mut Request<Full<Bytes>>,
    body: &[u8],
    credentials: &Credentials,
    service: &str,
    region: &str,
    now: Timestamp,
) -> Result<(), SignError> {
    let identity = credentials.clone().into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(service)
        .time(SystemTime::from(now))
        .settings(SigningSettings::default())
        .build()?
        .into();
    let headers: Vec<(&str, &str)> = request
        .headers()
        .iter()
        .map(|(name, value)| value.to_str().map(|value| (name.as_str(), value)))
        .collect::<Result<_, _>>()?;
    let uri = request.uri().to_string();
    let signable =
        SignableRequest::new(request.method().as_str(), uri.as_str(), headers.into_iter(), SignableBody::Bytes(body))?;
    let (instructions, _) = sign(signable, &parameters)?.into_parts();
    let (headers, _) = instructions.into_parts();
    for header in headers {
        let mut value = HeaderValue::from_str(header.value())?;
        value.set_sensitive(header.sensitive());
        request.headers_mut().insert(HeaderName::from_static(header.name()), value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of "Create a signed AWS API request" in the AWS documentation, as its test suite has it.
    #[test]
    fn a_request_is_signed_as_the_test_suite_says() {
        let mut request = Request::get("https://example.amazonaws.com/").body(Full::default()).unwrap();
        let credentials = Credentials::from_keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", None);
        let now = "2015-08-30T12:36:00Z".parse().unwrap();
        sign_request(&mut request, b"", &credentials, "service", "us-east-1", now).unwrap();
        assert_eq!(request.headers()["x-amz-date"], "20150830T123600Z");
        assert_eq!(
            request.headers()["authorization"],
            concat!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ",
                "SignedHeaders=host;x-amz-date, ",
                "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
            )
        );
    }

    #[test]
    fn a_key_that_is_no_header_text_is_refused() {
        let mut request = Request::get("https://example.amazonaws.com/").body(Full::default()).unwrap();
        let credentials = Credentials::from_keys("a\nb", "c", None);
        let now = "2015-08-30T12:36:00Z".parse().unwrap();
        assert!(sign_request(&mut request, b"", &credentials, "service", "us-east-1", now).is_err());
    }
}
