//! What `#[derive(WorkflowError)]` makes of an enum.

use serde_json::json;
use workflow_runtime::ErrorKind;
use workflow_runtime::prelude::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Card {
    number: String,
}

#[derive(Debug, PartialEq, WorkflowError)]
enum ShopError {
    SoldOut {
        sku: String,
        #[serde(rename = "atMost")]
        at_most: Option<u32>,
    },
    Declined(String),
    Stolen(Card),
    Network,
    Empty {},
    #[error(name = "States.Timeout")]
    Timeout,
    Ledger(#[from] LedgerError),
    Book {
        #[from]
        source: BookError,
    },
    #[error(other)]
    Other(Failure),
}

#[derive(Debug, PartialEq, WorkflowError)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum LedgerError {
    OutOfBalance { cents: i64 },
    Locked,
}

#[derive(Debug, PartialEq, thiserror::Error, WorkflowError)]
enum BookError {
    #[error("the book is shut")]
    Shut,
    #[error("page {page} is missing")]
    #[serde(rename = "NoPage")]
    Missing { page: u32 },
    #[error(transparent)]
    Ledger(#[from] LedgerText),
    #[error(transparent)]
    Rest(#[from] Failure),
}

#[derive(Debug, PartialEq, thiserror::Error, WorkflowError)]
#[error("ledger")]
enum LedgerText {
    Torn,
}

#[derive(Debug, PartialEq, WorkflowError)]
enum Never {}

fn round_trip(error: ShopError, failure: Failure) {
    assert_eq!(error.failure(), failure);
    assert_eq!(ShopError::from_failure(failure), Ok(error));
}

#[test]
fn every_kind_of_variant() {
    round_trip(
        ShopError::SoldOut { sku: "a-1".to_owned(), at_most: None },
        Failure::new("SoldOut", r#"{"sku":"a-1","atMost":null}"#),
    );
    round_trip(ShopError::Declined("no".to_owned()), Failure::new("Declined", r#""no""#));
    round_trip(ShopError::Stolen(Card { number: "4".to_owned() }), Failure::new("Stolen", r#"{"number":"4"}"#));
    round_trip(ShopError::Network, Failure::named("Network"));
    round_trip(ShopError::Empty {}, Failure::named("Empty"));
    round_trip(ShopError::Timeout, Failure::named("States.Timeout"));
    round_trip(
        ShopError::Ledger(LedgerError::OutOfBalance { cents: -1 }),
        Failure::new("OUT_OF_BALANCE", r#"{"cents":-1}"#),
    );
    round_trip(ShopError::Book { source: BookError::Missing { page: 3 } }, Failure::new("NoPage", r#"{"page":3}"#));
}

#[test]
fn names_without_a_variant_go_to_the_rest() {
    let failure = Failure::new("Elsewhere", "anything");
    // `Book`'s type takes them before `Other` does, as it does in a state machine's Catchers.
    let error = ShopError::from_failure(failure.clone()).unwrap();
    assert_eq!(error, ShopError::Book { source: BookError::Rest(failure.clone()) });
    assert_eq!(error.failure(), failure);
    assert_eq!(ShopError::Other(failure.clone()).failure(), failure);
    assert_eq!(LedgerError::from_failure(failure.clone()), Err(failure.clone()));
    assert_eq!(Never::from_failure(failure.clone()), Err(failure));
}

#[test]
fn a_cause_without_the_fields_gives_the_failure_back() {
    for cause in ["", "gone", "{}", r#"{"sku":1}"#, "[]"] {
        let failure = Failure { error: "SoldOut".to_owned(), cause: cause.to_owned() };
        assert_eq!(ShopError::from_failure(failure.clone()), Err(failure));
    }
    // A unit variant has no fields, whatever the cause.
    assert_eq!(ShopError::from_failure(Failure::new("Network", "cable cut")), Ok(ShopError::Network));
}

#[test]
fn a_lambda_functions_response_is_a_cause() {
    let response = json!({"errorType": "SoldOut", "errorMessage": r#"{"sku":"a-1","atMost":2}"#, "trace": []});
    assert_eq!(
        ShopError::from_failure(Failure::new("SoldOut", response.to_string())),
        Ok(ShopError::SoldOut { sku: "a-1".to_owned(), at_most: Some(2) })
    );
}

#[test]
fn question_mark_converts() {
    fn ledger() -> Result<(), LedgerError> {
        Err(LedgerError::Locked)
    }
    fn torn() -> Result<(), LedgerText> {
        Err(LedgerText::Torn)
    }
    fn shop() -> Result<(), ShopError> {
        ledger()?;
        Ok(())
    }
    fn book() -> Result<(), BookError> {
        torn()?;
        Ok(())
    }
    assert_eq!(shop(), Err(ShopError::Ledger(LedgerError::Locked)));
    assert_eq!(book(), Err(BookError::Ledger(LedgerText::Torn)));
    assert_eq!(BookError::Missing { page: 2 }.to_string(), "page 2 is missing");
}

#[test]
fn descriptions() {
    let names: Vec<&str> = ShopError::VARIANTS.iter().map(|variant| variant.ident).collect();
    assert_eq!(names, ["SoldOut", "Declined", "Stolen", "Network", "Empty", "Timeout", "Ledger", "Book", "Other"]);
    let fields = |ident: &str| match ShopError::VARIANTS.iter().find(|variant| variant.ident == ident).unwrap().kind {
        ErrorKind::Named { fields, .. } => fields.iter().map(|field| (field.ident, field.name)).collect(),
        _ => Vec::new(),
    };
    assert_eq!(fields("SoldOut"), [("sku", "sku"), ("at_most", "atMost")]);
    assert_eq!(fields("Declined"), [("0", "0")]);
    assert_eq!(fields("Network"), []);
    let taken = |name: &str| ShopError::VARIANTS.iter().find(|variant| variant.takes(name)).unwrap().ident;
    assert_eq!(taken("LOCKED"), "Ledger");
    assert_eq!(taken("NoPage"), "Book");
    assert_eq!(taken("States.Timeout"), "Timeout");
}
