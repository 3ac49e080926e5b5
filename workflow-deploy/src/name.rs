//! What things are called in a template.

/// The name that stands for something in a template, which has letters and digits only: `SendMail` for `send_mail` and
/// `send-mail`.
///
/// ```
/// assert_eq!(workflow_deploy::logical_id("send_mail"), "SendMail");
/// assert_eq!(workflow_deploy::logical_id("HTTP-2x"), "HTTP2x");
/// ```
pub fn logical_id(name: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    name.split(['_', '-']).map(capitalised).collect()
}
